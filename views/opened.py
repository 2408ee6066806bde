"""The index that the pages show, opened once for all who ask."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from index import Library
from index.library import Info

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
    results: Path = Path("evaluate/results")
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
