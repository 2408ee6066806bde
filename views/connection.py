"""What a page says when the server behind it is gone."""

import streamlit as st

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
