"""Measuring from the page: the index's own questions and what people said, asked anew."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from evaluate.result import INDEX, Result, machine, today, write_result
from index import Library, QuothError
from index.library import Info
from index.passage import count_of
from index.store.folders import LABELLED_FILE
from ingest.progress import Progress
from views import feedback, markup, work
from views.work import Work

if TYPE_CHECKING:
    from evaluate.own import OwnQuestion

KIND = "measure"
FILE_NAME = "measured.json"
BUILD = "build"  # among a result's settings
QUESTIONS = LABELLED_FILE.removeprefix(".")  # in the index's folder
_SAMPLES = Path(__file__).parent.parent / "corpus"
_SAMPLES_QUESTIONS = Path(__file__).parent.parent / "evaluate" / "questions" / "corpus.jsonl"
_BREATH = 0.1  # seconds between questions, in which other people's have their turn


@dataclass(frozen=True, slots=True)
class Source:
    """Where questions come from; `error` says why there are none."""

    name: str
    questions: tuple["OwnQuestion", ...]
    error: str | None = None


def sources(library: Library, found: Info) -> list[Source]:
    """What people said, and the labelled questions beside the index and its documents."""
    files = {"what people said": library.folder / feedback.FILE_NAME}
    files[f"{QUESTIONS} beside the index"] = library.folder / QUESTIONS
    for root in found.build.roots:
        files[f"{LABELLED_FILE} in {root.name}"] = Path(root.path) / LABELLED_FILE
        if Path(root.path) == _SAMPLES:
            files["the sample documents' own"] = _SAMPLES_QUESTIONS
    return [_source(name, path) for name, path in files.items() if path.is_file()]


def _source(name: str, path: Path) -> Source:
    from evaluate.own import read_questions  # its packages are not for the first page

    if path.name == feedback.FILE_NAME and not any(
        b'"expect"' in each.line for each in feedback.kept(path.parent)
    ):
        return Source(name, ())
    try:
        questions = read_questions(path)
    except QuothError as error:
        return Source(name, (), str(error))
    return Source(name, tuple(replace(each, id=f"{name}, {each.id}") for each in questions))


def measure(library: Library, questions: Sequence["OwnQuestion"], now: Work) -> Result:
    """Asks them all and keeps the result in the index's folder; QuothError if that fails."""
    from evaluate.judged import answer_curves, failures, measure_answers
    from evaluate.own import ask_own

    def watch(progress: Progress) -> None:
        now.watch(progress)
        time.sleep(_BREATH)

    judged = ask_own(questions, library, library.best_mode, watch)
    build = library.newest()
    result = Result(
        task="questions",
        data="of this index",
        mode=library.best_mode,
        settings={
            "encoder": f"{build.recipe.encoder} {build.recipe.encoder_sha256[:12]}",
            INDEX: str(library.folder.resolve()),
            BUILD: str(build.number),
        },
        machine=machine(),
        date=today(),
        queries={each.id: each.text for each in questions},
        measures=measure_answers(judged),
        curves=answer_curves(judged),
        failures=tuple(failures(judged)),
    )
    write_result(result, library.folder / FILE_NAME)
    return result


def section(library: Library, found: Info) -> None:
    """How many questions there are, and the button that asks them."""
    work.followed(KIND, library.folder, lambda now: _section(library, found, now))


def _section(library: Library, found: Info, now: Work | None) -> None:
    if now is not None and now.running and not now.stopping:
        return
    every = sources(library, found)
    questions = [question for source in every for question in source.questions]
    for source in every:
        if source.error:
            st.html(markup.notice("Some questions cannot be read.", source.error))
    if not questions:
        st.html(
            markup.notice(
                "There are no questions to measure with yet.",
                "Say under answers whether they were right: each becomes a question here. Or write "
                f'{library.folder / QUESTIONS}, a line each: {{"question": "…", "expect": "words '
                'of the passage that answers"}, with null where nothing answers.',
            )
        )
        return
    parts = ", ".join(
        f"{len(each.questions):,} from {each.name}" for each in every if each.questions
    )
    st.html(markup.remark(f"{count_of(len(questions), 'question')}: {parts}."))
    st.button("Measure now", type="primary", on_click=_begin, args=(library, questions))
    if now is not None and now.error:
        st.html(markup.notice("It was not measured.", now.error))


def _begin(library: Library, questions: Sequence["OwnQuestion"]) -> None:
    work.start(
        KIND,
        library.folder,
        lambda now: measure(library, questions, now),
        "Stopped. What was measured before stays.",
    )
