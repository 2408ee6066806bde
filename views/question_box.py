"""The box for the question: Enter asks, Shift and Enter begin a line, what is too long says so."""

from collections.abc import Callable

import streamlit as st

from views import markup
from views.asked import Asked

LABEL = "Ask the documents"
LONGEST = 2000  # characters of a question
AGAIN = "again"  # the key of a button that empties the page; the box is next
_KEY = "question"
_TOO_LONG = "too long"
_SCRIPT = f"""<script>
(() => {{
  const find = () => document.querySelector('textarea[aria-label="{LABEL}"]');
  let tries = 0;
  const timer = setInterval(() => {{
    const box = find();
    if (box && !box.value && document.activeElement === document.body) box.focus();
    if (box || ++tries > 40) clearInterval(timer);
  }}, 50);
  if (window.quothBox) return;
  window.quothBox = true;
  document.addEventListener("click", (event) => {{
    if (event.target.closest?.(".st-key-{AGAIN}")) find()?.focus();
  }}, true);
  document.addEventListener("keydown", (event) => {{
    if (event.target !== find() || event.key !== "Enter" || event.isComposing) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    event.target.dispatchEvent(new KeyboardEvent("keydown", {{
      key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, cancelable: true,
    }}));
  }}, true);
  document.addEventListener("input", (event) => {{
    const hint = document.getElementById("quoth-limit");
    if (event.target !== find() || !hint) return;
    const length = event.target.value.length;
    const words = length > {LONGEST}
      ? `${{length.toLocaleString("en")}} characters, of {LONGEST:,} at most. Shorten it.`
      : "";
    hint.textContent = words;
    if (words && window.quothSay) window.quothSay(words);
  }}, true);
}})();
</script>"""


def question_box(asked: Asked, ask: Callable[[str], None]) -> None:
    """Shows what is asked; `ask` is told, once, of what a person asks instead."""
    text, instead_of = st.session_state.get(_TOO_LONG, ("", None))
    too_long = text if instead_of == asked.question else ""
    if not too_long and st.session_state.get(_KEY) != asked.question:
        st.session_state[_KEY] = asked.question
    st.html(_SCRIPT, unsafe_allow_javascript=True)
    with st.container(horizontal=True, vertical_alignment="bottom", key="box"):
        st.text_area(
            LABEL,
            key=_KEY,
            placeholder="A question, in your own words",
            height="content",
            on_change=_take,
            args=(asked, ask),
        )
        st.button("Ask", key="ask")
    st.html('<p id="quoth-limit" class="quoth citation"></p>')
    if length := len(too_long or (asked.question if is_too_long(asked) else "")):
        st.html(
            markup.notice(
                "This is too long to be asked.",
                f"It has {length:,} characters; a question has {LONGEST:,} at most. Shorten "
                "it to the question itself: what stands around it is not searched for.",
            )
        )


def is_too_long(asked: Asked) -> bool:
    """Whether an address asks more than can be typed."""
    return len(asked.question) > LONGEST


def _take(asked: Asked, ask: Callable[[str], None]) -> None:
    question = st.session_state[_KEY].strip()
    if len(question) > LONGEST:
        st.session_state[_TOO_LONG] = (st.session_state[_KEY], asked.question)
        return
    st.session_state.pop(_TOO_LONG, None)
    ask(question)
