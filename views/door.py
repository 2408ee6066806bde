"""Who may come in: everyone, those with the password, or those whom a sign-in knows."""

import hmac
import os
import time

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from views import markup

PASSWORD = "QUOTH_PASSWORD"
_WAIT = 1.0  # seconds after a wrong password


def is_open() -> bool:
    """Whether the person may see the pages; shows the way in where not.

    Where .streamlit/secrets.toml has an [auth] section, the platform's sign-in is asked for; where
    the environment has QUOTH_PASSWORD, that password; else nothing.
    """
    if _has_sign_in():
        if getattr(st.user, "is_logged_in", False):
            return True
        st.html(markup.STYLE + markup.notice("Please sign in to ask the documents."))
        st.button("Sign in", type="primary", on_click=st.login)
        return False
    wanted = os.environ.get(PASSWORD)
    if not wanted or st.session_state.get("inside"):
        return True
    st.html(markup.STYLE)
    st.title("Quoth", anchor=False)
    given = st.text_input("Password", type="password")
    if given and hmac.compare_digest(given.encode(), wanted.encode()):
        st.session_state["inside"] = True
        st.rerun()
    elif given:
        time.sleep(_WAIT)
        st.html(markup.notice("That is not the password."))
    return False


def _has_sign_in() -> bool:
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False
