"""Questions to begin with: those that the documents' folder brings, else such as are made of them.

Making them asks the index, so it is done in the background, once a build, and within bounds; they
are kept beside the index. Until they are there none are offered.
"""

import json
import threading
import time
from contextlib import suppress
from pathlib import Path

import streamlit as st
from streamlit.logger import get_logger

from index import Library, QuothError
from index.store.folders import QUESTIONS_FILE
from views.opened import info
from views.questions_made import Made, made_from

FILE_NAME = "examples.json"
_MOST = 5
_SAMPLE = 400  # passages that questions are made from
_TRIED = 60  # questions that are asked, at most
_SECONDS = 60  # for asking them
_PAUSE = 0.2  # seconds between two, for those who ask meanwhile
_log = get_logger("quoth.examples")


def of(library: Library) -> list[str]:
    """Up to five: the lines of .questions.txt in an ingested folder, or what is kept or made."""
    for root in info(library).build.roots:
        try:
            lines = (Path(root.path) / QUESTIONS_FILE).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        if questions := [line.strip() for line in lines if line.strip()]:
            return questions[:_MOST]
    token = library.newest().token
    kept = _kept(library.folder, token)
    if kept is None:
        _begin(library, token)
    return kept or []


def make(library: Library, token: str) -> list[str]:
    """Makes the questions of a build and keeps them; of each document one first, then more."""
    until = time.monotonic() + _SECONDS
    found: list[Made] = []
    candidates = list(made_from(passage for passage, _ in library.sample(_SAMPLE)))
    for made in _one_of_each_first(candidates)[:_TRIED]:
        if len(found) == _MOST or time.monotonic() > until or library.newest().token != token:
            break
        if made.is_answered(library.ask(made.question, 3)):
            found.append(made)
        time.sleep(_PAUSE)
    questions = [made.question for made in found]
    with suppress(OSError):  # a folder that cannot be written: they are made again next time
        path = library.folder / FILE_NAME
        unfinished = path.with_suffix(".new")
        unfinished.write_text(
            json.dumps({"build": token, "questions": questions}, ensure_ascii=False),
            encoding="utf-8",
        )
        unfinished.replace(path)
    return questions


def _one_of_each_first(candidates: list[Made]) -> list[Made]:
    """In the order of their documents' first, second, third … question."""
    count: dict[str, int] = {}
    turns = []
    for made in candidates:
        turn = count[made.passage.document] = count.get(made.passage.document, 0) + 1
        turns.append(turn)
    order = sorted(range(len(candidates)), key=turns.__getitem__)
    return [candidates[number] for number in order]


def _kept(folder: Path, token: str) -> list[str] | None:
    """The questions that were made of this build; None where none were yet."""
    try:
        kept = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        if kept["build"] == token:
            return [str(each) for each in kept["questions"]][:_MOST]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return _made().get(token)


@st.cache_resource(show_spinner=False)
def _made() -> dict[str, list[str]]:
    """What was made of each build since the start."""
    return {}


@st.cache_resource(show_spinner=False)
def _making() -> set[str]:
    """Builds of which questions are being made, or were."""
    return set()


def _begin(library: Library, token: str) -> None:
    if token not in _making():
        _making().add(token)
        made = _made()
        work = threading.Thread(
            target=_work, args=(library, token, made), name="making examples", daemon=True
        )
        work.start()


def _work(library: Library, token: str, made: dict[str, list[str]]) -> None:
    try:
        made[token] = make(library, token)
    except QuothError as error:
        _log.warning("No questions could be made: %s", error)
