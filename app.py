"""The pages in the browser: streamlit run app.py [-- --index DIR] [--read-only]"""

import argparse
from pathlib import Path

import streamlit as st

from index.library import DEFAULT_FOLDER
from views import ask, connection, documents, door, quality, read
from views.opened import Settings

RESULTS = Path(__file__).parent / "evaluate" / "results"


def settings() -> Settings:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="streamlit run app.py --")
    parser.add_argument("--index", type=Path, default=DEFAULT_FOLDER, metavar="DIR")
    parser.add_argument(
        "--read-only", action="store_true", help="nobody may add documents or rebuild the index"
    )
    parser.add_argument(
        "--results", type=Path, default=RESULTS, metavar="DIR", help="of evaluations"
    )
    options = parser.parse_args()
    return Settings(options.index, options.results, may_change=not options.read_only)


def ask_page() -> None:
    """Ask, the page that opens first."""
    ask.page(settings())


def read_page() -> None:
    """A document in full."""
    read.page(settings())


def library_page() -> None:
    """What is in the index, and changing it."""
    st.set_page_config(layout="wide")
    documents.page(settings())


def quality_page() -> None:
    """How good the answers are."""
    st.set_page_config(layout="wide")
    quality.page(settings())


PAGES = [
    st.Page(ask_page, title="Ask", icon=":material/search:", default=True),
    st.Page(read_page, title="Read", url_path="read", icon=":material/menu_book:"),
    st.Page(library_page, title="Library", url_path="library", icon=":material/shelves:"),
    st.Page(quality_page, title="Quality", url_path="quality", icon=":material/monitoring:"),
]

st.set_page_config(page_title="Quoth", page_icon="❝", layout="centered")
chosen = st.navigation(PAGES, position="top")
connection.watched()
if door.is_open():
    chosen.run()
