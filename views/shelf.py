"""The documents to choose from, where none is opened yet."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component

from index.passage import count_of
from index.store.catalog import Listed
from views.filters import type_of

_HTML = """<div class="shelf">
<input type="search" aria-label="Filter the documents" autocomplete="off"
  placeholder="Filter by title, author, year, type or name"><p role="status"></p><ul></ul></div>"""
_CSS = """
.shelf { color: var(--st-text-color); font-family: var(--st-font); }
input { font: inherit; color: inherit; background: transparent; width: 100%; min-height: 2.5rem;
  padding: 0.3rem 0.75rem; border-radius: 0.5rem; box-sizing: border-box;
  border: 1px solid color-mix(in srgb, var(--st-text-color) 40%, transparent); }
input:focus-visible, a:focus-visible {
  outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
p { margin: 0.4rem 0; font-size: 0.88rem; min-height: 1.2em; }
ul { list-style: none; margin: 0; padding: 0; }
li { padding: 0.55rem 0; overflow-wrap: anywhere;
  border-top: 1px solid color-mix(in srgb, var(--st-text-color) 18%, transparent); }
a { color: var(--st-link-color); text-decoration: none; font-size: 1.05rem; }
a:hover { text-decoration: underline; }
small { display: block; font-size: 0.88rem; opacity: 0.85; }
"""
_mount = component(
    "quoth_shelf",
    html=_HTML,
    css=_CSS,
    js=(Path(__file__).parent / "shelf.js").read_text(encoding="utf-8"),
)


def shelf(documents: Sequence[Listed]) -> None:
    """A list of the documents with a box that narrows it; a click opens one."""
    rows = [
        {"path": each.path, "title": each.title or name_of(each.path), "facts": facts_of(each)}
        for each in documents
    ]
    _mount(key="shelf", data={"documents": rows}, on_opened_change=_open)


def name_of(path: str) -> str:
    """A file's name, of its path."""
    return path.rpartition("/")[2]


def facts_of(document: Listed) -> str:
    """Author, year, type, length and file, as far as they are known."""
    folder = document.path.rpartition("/")[0]
    known = (
        document.author,
        document.date[:4] if document.date else None,
        type_of(document),
        count_of(document.passages, "passage"),
        document.path if document.title else folder or None,
    )
    return " · ".join(each for each in known if each)


def _open() -> None:
    path = st.session_state["shelf"].get("opened")
    if path:
        st.query_params.from_dict({"document": path})
