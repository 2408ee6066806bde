"""What people said of answers, and taking it back."""

from collections.abc import Callable

import streamlit as st

from index import Library, QuothError
from index.passage import count_of
from views import feedback, markup

_MOST = 50  # shown
_STATE = "withdrawn"


def section(library: Library, may_change: bool) -> None:
    """The list, the latest first, each to be withdrawn, and the last one to be put back."""
    withdrawn: feedback.Kept | None = st.session_state.get(_STATE)
    if withdrawn is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(markup.remark(f"Withdrawn: {withdrawn.question}"))
            st.button("Undo", on_click=_restore, args=(library, withdrawn))
    if error := st.session_state.pop(f"{_STATE} error", None):
        st.html(markup.notice("That could not be done.", error))
    kept = feedback.kept(library.folder)
    if not kept:
        return
    with st.expander(f"What people said of {count_of(len(kept), 'answer')}"):
        for number, each in enumerate(kept[:_MOST]):
            with st.container(horizontal=True, vertical_alignment="center"):
                note = f" “{each.note}”" if each.note else ""
                words = _WORDS.get(each.judgment, each.judgment)
                st.html(
                    markup.facts({each.question: f"{words}.{note} ({each.time[:10]})"}),
                    width="stretch",
                )
                if may_change:
                    st.button(
                        "Withdraw",
                        key=f"withdraw {number} {each.time}",
                        on_click=_withdraw,
                        args=(library, each),
                    )


_WORDS: dict[str, str] = {
    "right": "Right",
    "wrong": "Wrong",
    "wrong sentence": "The passage answers, the sentence does not",
    "should be silent": "Should have been silent",
}


def _withdraw(library: Library, each: feedback.Kept) -> None:
    _try(lambda: feedback.withdraw(library.folder, each.line), each)


def _restore(library: Library, each: feedback.Kept) -> None:
    _try(lambda: feedback.restore(library.folder, each.line), None)


def _try(do: Callable[[], None], state: feedback.Kept | None) -> None:
    try:
        do()
    except QuothError as error:
        st.session_state[f"{_STATE} error"] = str(error)
    else:
        st.session_state[_STATE] = state
