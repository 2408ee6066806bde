"""A document in full, opened at the cited passage."""

import streamlit as st

from index import Library, QuothError, Span
from index.store.catalog import Listed
from views import markup, quotation
from views.opened import Settings, info
from views.reader import reader
from views.shelf import name_of, shelf

_WHOLE = """<style>
.stApp .stMain [data-testid="stMainBlockContainer"] { padding-bottom: 0; }
.stApp .stMain p.quoth.citation { margin: 0; }
</style>"""
_PAPER = """<style>
@media print {
  html, body, .stApp, [data-testid="stMain"] { background: #fff !important; }
  .quoth, .quoth * { color: #000 !important; }
  [data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stButton"],
  .quoth.citation { display: none !important; }
}
</style>"""


def page(settings: Settings) -> None:
    """The document that the address names; without one, a list to choose from."""
    st.html(markup.STYLE + _PAPER)
    try:
        document_page(Library.open(settings.index))
    except QuothError as error:
        st.html(markup.notice("This document cannot be shown.", str(error)))


def document_page(library: Library) -> None:
    """The document in the address, at the characters that it names."""
    address = st.query_params
    documents = {document.path: document for document in info(library).documents}
    asked = address.get("document", "")
    if asked in documents:
        _show(documents[asked], _span(address.get("start"), address.get("end")))
        return
    st.title("Read", anchor=False)
    if asked:
        message = f"The index holds no document {asked}. It may have been removed since."
        st.html(markup.notice("This document is not there.", message))
    shelf(list(documents.values()))


def _show(document: Listed, place: Span) -> None:
    st.set_page_config(page_title=document.title or name_of(document.path))
    question = st.query_params.get("q", "")
    with st.container(horizontal=True, vertical_alignment="center"):
        if question:
            address = st.query_params
            back = quotation.back({name: address.get_all(name) for name in address})
            st.html(back, width="content")
        st.button("All documents", type="tertiary", on_click=st.query_params.clear)
        st.html(markup.read_now(document.title or name_of(document.path), document))
    st.html(_WHOLE)
    end = min(place.end, document.characters)
    reader(document.path, Span(min(place.start, end), end), question)


def _span(start: str | None, end: str | None) -> Span:
    """The characters that the address names; none where it names no numbers."""
    if start and end and start.isdecimal() and end.isdecimal() and len(start + end) < 20:
        return Span(int(start), max(int(start), int(end)))
    return Span(0, 0)
