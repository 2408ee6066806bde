"""The page in the browser: streamlit run app.py [-- --index DIR]"""

import argparse
from pathlib import Path

import streamlit as st

from index.library import DEFAULT_FOLDER
from views import ask


def index_folder() -> Path:
    """The index named on the command line."""
    parser = argparse.ArgumentParser(prog="streamlit run app.py --")
    parser.add_argument("--index", type=Path, default=DEFAULT_FOLDER, metavar="DIR")
    return Path(parser.parse_args().index)


def ask_page() -> None:
    """Ask, the page that opens first."""
    ask.page(index_folder())


st.set_page_config(page_title="Quoth", page_icon="❝", layout="centered")
st.navigation([st.Page(ask_page, title="Ask", default=True)], position="hidden").run()
