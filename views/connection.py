"""What a page says when the server behind it is gone, or has failed."""

import streamlit as st

from views import markup

_SCRIPT = """<script>
if (!window.quothConnection) {
  window.quothConnection = setInterval(() => {
    for (const text of document.querySelectorAll('[role="dialog"] *')) {
      if (!text.children.length && /server is not responding/i.test(text.textContent)) {
        text.textContent = "Quoth has been stopped or cannot be reached. What you read here stays. "
          + "Start it again as it was started (make app): this page then goes on by itself.";
      }
    }
  }, 500);
}
</script>"""


def watched() -> None:
    """Streamlit's own words speak of the internet, which Quoth never uses; these replace them."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)


def failed(error: Exception) -> bool:
    """Stands where the rest of a page would, after an error that nobody foresaw.

    The traceback is in the server's log; True keeps Streamlit from showing its own words.
    """
    st.html(
        markup.STYLE
        + markup.notice(
            "This could not be shown.",
            "Open Ask and try again. If it happens again, the terminal in which Quoth was started "
            "says what went wrong.",
        )
    )
    return True
