"""Ask a question, read the passages that answer it."""

from pathlib import Path

import streamlit as st

from index import Library, QuothError, Span
from index.answer import Answer
from index.library import WITHOUT_READING
from views import markup


@st.cache_resource(show_spinner="Opening the index and loading the model…")
def _opened(folder: Path) -> Library:
    """One library, with one model, for all who ask."""
    library = Library.open(folder)
    library.load()
    return library


def page(folder: Path) -> None:
    """The page over the index in `folder`; says how to build it where there is none."""
    st.html(markup.STYLE)
    st.title("Quoth", anchor=False)
    try:
        library = _opened(folder)
    except QuothError as error:
        st.html(markup.notice("There is nothing to ask yet.", str(error)))
        return
    question_and_answer(library)


def question_and_answer(library: Library) -> None:
    """The question box and what the library answers; the question is in the address as `?q=`."""
    question = st.text_input(
        "Ask the documents",
        key="q",
        bind="query-params",
        placeholder="A question, in your own words",
        max_chars=2000,
    )
    try:
        if question and question.strip():
            with st.spinner("Searching…"):
                answer = library.ask(question)
            _show(library, answer)
        else:
            _introduce(library)
    except QuothError as error:
        st.html(markup.notice("Quoth cannot ask the documents now.", str(error)))


def _introduce(library: Library) -> None:
    """What there is to ask, while nothing is asked."""
    if library.best_mode == "hybrid":
        st.html(markup.remark(WITHOUT_READING))
    counts = library.info().counts
    st.html(
        markup.remark(
            f"Quoth searches {counts.documents:,} documents ({counts.passages:,} passages) and "
            "answers in their own words, with the place where they stand."
        )
    )


def _show(library: Library, answer: Answer) -> None:
    if not answer.hits:
        st.html(markup.notice("The documents hold nothing near this question."))
        return
    hits = answer.hits
    if answer.verdict == "answered" and answer.quote:
        st.html(markup.answer(hits[0], Span(answer.quote.start, answer.quote.end)))
        _show_in_place(library, answer, 0)
        others, heading = range(1, len(hits)), "Other passages"
    else:
        st.html(
            markup.notice(
                "The documents do not seem to answer this.",
                "Below are the passages nearest to the question. They may not hold the answer.",
            )
        )
        others, heading = range(len(hits)), "Nearest passages"
    if others:
        st.subheader(heading, anchor=False)
    for number in others:
        with st.container(border=True):
            st.html(markup.found(hits[number]))
            _show_in_place(library, answer, number)


def _show_in_place(library: Library, answer: Answer, number: int) -> None:
    """The passage's surroundings, one click away."""
    passage = answer.hits[number].passage
    with st.expander("Surrounding text"):
        st.html(markup.in_place(passage, library.surroundings(passage)))
