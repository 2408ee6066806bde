"""The index that the pages show, opened once for all who ask."""

import argparse
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.logger import get_logger

from index import Library, QuothError
from index.library import DEFAULT_FOLDER, Info

RESULTS = Path(__file__).parent.parent / "evaluate" / "results"
BY_FOLDER: dict[str | type[Any], Callable[[Any], Any]] = {Library: lambda each: each.folder}
"""How Streamlit's caches tell libraries apart."""
_HEAD_START = 0.5  # seconds that the first page has for itself before models are loaded
_UNDISTURBED = 10.0  # seconds after that, for the first questions
_PAUSE = 0.1  # seconds after every few passages that are prepared, for whatever else goes on
_BETWEEN_LOOKS = 30.0  # seconds between two, whether there is a new build
_log = get_logger("quoth.opened")


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


@st.cache_resource(show_spinner="Opening the index…")
def opened(folder: Path) -> Library:
    """One library, with one set of models, for all who ask; errors as Library.open's.

    The models are loaded meanwhile, so that the first page need not wait for them; `ready` does.
    Then the passages of each build are prepared, in the background and with pauses.
    """
    library = Library.open(folder)
    loading = _loading()[library.folder] = threading.Thread(
        target=_load, args=(library,), name="loading the models", daemon=True
    )
    loading.start()
    return library


def _load(library: Library) -> None:
    threading.Event().wait(_HEAD_START)
    try:
        library.load()
    except QuothError as error:  # whoever asks is told
        _log.warning("%s", error)
        return
    threading.Thread(target=_prepare, args=(library,), name="preparing", daemon=True).start()


def _prepare(library: Library) -> None:
    """Prepares the passages of each new build until the index is gone or cannot be written."""
    time.sleep(_UNDISTURBED)
    former = None
    try:
        while True:
            if (token := library.newest().token) != former:
                for _ in library.prepare():
                    time.sleep(_PAUSE)
                former = token
            time.sleep(_BETWEEN_LOOKS)
    except (QuothError, OSError, sqlite3.Error) as error:  # answers only take longer
        _log.info("Passages are not prepared: %s", error)


@st.cache_resource(show_spinner=False)
def _loading() -> dict[Path, threading.Thread]:
    """What loads the models of each index."""
    return {}


def ready(library: Library) -> None:
    """Waits until the models are loaded, and says so on the page while they are not."""
    loading = _loading().get(library.folder)
    if loading and loading.is_alive():
        with st.spinner("Loading the models. Your question is next…"):
            loading.join()


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
