"""The pages and the way between them: the script that Streamlit runs for every session."""

import streamlit as st

from views import ask, connection, documents, door, frame, links, quality, read
from views.opened import settings


def ask_page() -> None:
    """Ask, the page that opens first."""
    ask.page(settings())


def read_page() -> None:
    """A document in full."""
    read.page(settings())


def library_page() -> None:
    """What is in the index, and changing it."""
    documents.page(settings())


def quality_page() -> None:
    """How good the answers are."""
    quality.page(settings())


PAGES = [
    st.Page(ask_page, title="Ask", icon=":material/search:", default=True),
    st.Page(read_page, title="Read", url_path="read", icon=":material/menu_book:"),
    st.Page(library_page, title="Library", url_path="library", icon=":material/shelves:"),
    st.Page(quality_page, title="Quality", url_path="quality", icon=":material/monitoring:"),
]

st.set_page_config(page_title="Quoth", page_icon="❝", layout="wide")
chosen = st.navigation(PAGES, position="hidden")
frame.around(PAGES)
connection.watched()
links.followed()
if door.is_open():
    chosen.run()
