"""What all pages have in common: one width, and the way between them."""

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

_BAR = "pages"
_STYLE = """<style>
.stApp [data-testid="stMainBlockContainer"] { max-width: 72rem; padding: 0 1.5rem 4rem;
  scroll-margin-top: 4rem; }
[data-testid="stMain"] { scroll-padding-top: 4.5rem; }
[data-testid="stHeader"] { background: none; }
[data-testid="stHeader"], [data-testid="stHeader"] :not(button, a, button *, a *) {
  pointer-events: none; }
[data-testid="stHeader"] :is(button, a) { pointer-events: auto; }
[data-testid="stElementContainer"]:has(> [data-testid="stHtml"] > script:only-child) {
  position: absolute; }
[data-testid="stMainBlockContainer"] h2 { font-size: 1.6rem; padding: 0.75rem 0 0.25rem; }
.quoth :is(p, blockquote, .passage, dd) { max-width: 46rem; }
:has(> .st-key-pages) { position: sticky; top: 0; z-index: 999989;
  background: light-dark(#fff, #171614); }
.st-key-pages { min-height: 3.75rem; align-items: center; flex-wrap: nowrap; gap: 0.25rem; }
.st-key-pages [data-testid="stPageLink-NavLink"] { min-height: 2.75rem; }
[data-testid="stBaseButton-primary"]:enabled,
[data-testid="stBaseButton-primaryFormSubmit"]:enabled { color: light-dark(#fff, #1a1400); }
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
@media (max-width: 640px) {
  .stApp [data-testid="stMainBlockContainer"] { padding: 0 1rem 4rem; }
  .st-key-pages { gap: 0; justify-content: space-between; }
  .st-key-pages span:has(> [data-testid="stIconMaterial"]) { display: none; }
}
@media print { .st-key-pages { display: none; } }
</style>"""
_SCRIPT = """<script>
if (!window.quothBar) {
  window.quothBar = setInterval(() => {
    const app = document.querySelector(".stApp");  // dialogs and menus stand outside of it
    if (app) document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme;
    const bar = document.querySelector(".st-key-pages");
    const here = location.pathname.split("/").pop() || "ask";
    bar?.setAttribute("role", "navigation");
    bar?.setAttribute("aria-label", "Pages");
    for (const link of bar?.querySelectorAll("a") ?? []) {
      if (link.querySelector("p")?.textContent.toLowerCase() === here) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    }
  }, 300);
}
</script>"""


def around(pages: Sequence[StreamlitPage]) -> None:
    """Puts a link to every page on top, where it stays, and gives all pages one width."""
    st.html(_STYLE)
    with st.container(key=_BAR, horizontal=True):
        for page in pages:
            st.page_link(page)
    st.html(_SCRIPT, unsafe_allow_javascript=True)
