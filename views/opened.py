"""The index that the pages show, opened once for all who ask."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from index import Library
from index.library import DEFAULT_FOLDER, Info

RESULTS = Path(__file__).parent.parent / "evaluate" / "results"
BY_FOLDER: dict[str | type[Any], Callable[[Any], Any]] = {Library: lambda each: each.folder}
"""How Streamlit's caches tell libraries apart."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the pages were started.

    index:      the index's folder
    results:    where evaluations' results lie
    may_change: whether documents may be added and the index built again
    """

    index: Path
    results: Path = RESULTS
    may_change: bool = True


@st.cache_resource(show_spinner="Opening the index and loading the models…")
def opened(folder: Path) -> Library:
    """One library, with one set of models, for all who ask; errors as Library.open's."""
    library = Library.open(folder)
    library.load()
    return library


def info(library: Library) -> Info:
    """What the newest build holds, read once a build."""
    return _info(library, library.newest().token)


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=BY_FOLDER)
def _info(library: Library, token: str) -> Info:
    return library.info()


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
