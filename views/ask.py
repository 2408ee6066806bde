"""Ask a question, read the passages that answer it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from html import escape
from itertools import groupby

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from index import Hit, Library, Passage, QuothError, Span
from index.answering.answer import Answer
from index.passage import count_of
from index.store.catalog import Listed
from views import examples, feedback, filters, history, markup, narrowing, quotation, tables
from views.ask_style import STYLE
from views.asked import MOST, Asked
from views.copying import copy_button
from views.filters import Filters
from views.more import copied, menu, quotation_of
from views.opened import Settings, info, opened, ready
from views.question_box import AGAIN, is_too_long, question_box

_LONGEST_TITLE = 80  # characters of a question where it is only named


def page(settings: Settings) -> None:
    """The page over the index; says how to build it where there is none."""
    st.html(markup.STYLE)
    st.html(STYLE)
    st.title("Quoth", anchor=False)
    try:
        library = opened(settings.index)
    except QuothError as error:
        st.html(markup.notice("There is nothing to ask yet.", str(error)))
        return
    question_and_answer(library)


def question_and_answer(library: Library) -> None:
    """The question box and what the library answers; all that it depends on is in the address."""
    try:
        documents = info(library).documents
        asked, gone = Asked.read(_address(), documents)
        question_box(asked, lambda question: _go(replace(asked, question=question)))
        with st.container(horizontal=True, vertical_alignment="center", key="choices"):
            narrowing.chooser(asked.filters, documents, _narrow)
            _how_many(asked)
            if asked != Asked():
                st.button("Start again", type="tertiary", key=AGAIN, on_click=_go, args=(Asked(),))
        narrowing.chips(asked.filters, documents, gone, _narrow)
        if asked.question and not is_too_long(asked):
            st.set_page_config(page_title=f"{_short(asked.question)} – Quoth")
            _ask(library, asked, documents)
        else:
            st.set_page_config(page_title="Quoth")
            _introduce(library)
        _session(library)
    except QuothError as error:
        st.html(markup.notice("Quoth cannot ask the documents now.", str(error)))


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _go(asked: Asked) -> None:
    """Makes the address say it: one entry of the browser's history."""
    st.query_params.from_dict(asked.address())


def _narrow(chosen: Filters) -> None:
    asked, _ = Asked.read(_address(), ())
    _go(replace(asked, filters=chosen))


def _how_many(asked: Asked) -> None:
    """How many passages are wanted; set each time, as in `narrowing`."""
    st.session_state["shown"] = asked.shown
    with st.popover("Passages", icon=":material/format_list_numbered:", key="how many"):
        st.slider("How many passages", 1, MOST, key="shown", on_change=_take_shown, args=(asked,))


def _take_shown(asked: Asked) -> None:
    _go(replace(asked, shown=int(st.session_state["shown"])))


def _short(question: str) -> str:
    return question if len(question) <= _LONGEST_TITLE else f"{question[:_LONGEST_TITLE]}…"


def _introduce(library: Library) -> None:
    """What there is to ask, while nothing is asked."""
    if library.lacking:
        st.html(markup.remark(library.lacking))
    counts = info(library).counts
    st.html(
        markup.remark(
            f"Quoth searches {count_of(counts.documents, 'document')} "
            f"({count_of(counts.passages, 'passage')}) and answers in their own words, with the "
            "place where they stand."
        )
    )
    with st.container(gap="xsmall", key="examples"):
        for number, question in enumerate(examples.of(library)):
            st.button(
                markup.plain(question),
                key=f"example{number}",
                type="tertiary",
                icon=":material/arrow_forward:",
                on_click=_go,
                args=(Asked(question),),
            )


def _ask(library: Library, asked: Asked, documents: Sequence[Listed]) -> None:
    """Shows what the search finds at once, and the answer in its place when it has been read."""
    within = filters.within(asked.filters, documents)
    token = library.newest().token
    place: DeltaGenerator | None = None  # made late: until then the former answer stands, faded
    answer = history.answer_to(asked, token)
    if answer is None:

        def pending(hits: tuple[Hit, ...]) -> None:
            nonlocal place
            place = st.empty()
            if hits:
                place.html(quotation.pending(hits, cache(library.text)))

        ready(library)
        reads = library.best_mode == "rerank"
        answer = library.ask(
            asked.question, asked.shown, within=within, found=pending if reads else None
        )
        history.remember(asked, token, answer)
    with (place or st.empty()).container():
        searched = sum(asked.filters.accepts(each) for each in documents)
        for remark in answer.remarks:
            st.html(markup.remark(remark))
        if answer.hits:
            _show(library, answer, asked)
        else:
            _show_nothing(asked.question, searched)
        if answer.verdict == "not_found":
            st.html(markup.remark(f"Searched: {count_of(searched, 'document')}."))


def _show_nothing(question: str, documents: int) -> None:
    """That so many documents hold nothing for the question."""
    words, advice = "The documents hold nothing near this question.", "Ask it in other words."
    if not documents:
        words, advice = "No document is left to be searched.", "Take away one of the filters above."
    st.html(markup.notice(words, advice))
    st.html(quotation.announced(words, question))


def _show(library: Library, answer: Answer, asked: Asked) -> None:
    others, over = answer.hits[1:], "Other passages"
    if answer.verdict == "answered" and answer.quote:
        _show_quoted(library, answer, asked)
    else:
        st.html(
            markup.notice(
                "The documents do not seem to answer this.",
                f"{answer.missing.sentence} Below are the passages nearest to the question. They "
                "may not hold the answer.".lstrip(),
            )
        )
        others, over = answer.hits, "Nearest passages"
    st.html(quotation.announced(_said(answer), answer.question))
    _judge(library, answer)
    if others:
        with st.container(key="others"):
            st.html(quotation.heading(over))
            _others(library, answer, asked, others)


def _show_quoted(library: Library, answer: Answer, asked: Asked) -> None:
    """The answer: how sure, the passage, and what can be done with it."""
    quote, passage = answer.quote, answer.hits[0].passage
    if quote is None:
        return
    at = Span(quote.start, quote.end)
    st.html(quotation.certainty(answer))
    text = library.text(passage.document)
    st.html(quotation.quoted(answer, asked, text))
    st.html(_printed(passage, asked, at))
    with st.container(horizontal=True, vertical_alignment="center"):
        quoted = quotation_of(passage, at, quote.text, text)
        copy_button("Copy quotation", copied(quoted, asked, "Plain"), "copy")
        menu(library, answer, asked, 0, quoted)


def _said(answer: Answer) -> str:
    """What a screen reader says of it."""
    if answer.verdict == "not_found" or answer.quote is None:
        return "The documents do not seem to answer this."
    return f"{quotation.words_for(answer)}: {answer.quote.text}"


def _printed(passage: Passage, asked: Asked, at: Span) -> str:
    """Link and date, which stand only on paper."""
    address = quotation.href(passage, Asked(asked.question), at)
    here = str(st.context.url or "").rstrip("/")
    today = date.today()
    day = f"{today.day} {today:%B %Y}"
    return f'<p class="quoth printed">{escape(f"{here}/{address}")}<br>{day}</p>'


def _others(library: Library, answer: Answer, asked: Asked, hits: Sequence[Hit]) -> None:
    """The other passages under their documents, with a rule between those of one."""
    nearest = dict(zip(hits, library.closest(answer.question, hits), strict=True))
    for document, theirs in _by_document(hits):
        text = library.text(document.document)
        with st.container(border=True):
            st.html(markup.document(document))
            for hit in theirs:
                if hit is not theirs[0]:
                    st.html('<div class="quoth"><hr></div>')
                near, passage = nearest[hit], hit.passage
                st.html(quotation.found(hit, near, asked, text))
                at = near.sentence or Span(passage.start, passage.end)
                words = passage.text[at.start - passage.start : at.end - passage.start]
                quoted = quotation_of(passage, at, words, text)
                menu(library, answer, asked, answer.hits.index(hit), quoted)


def _by_document(hits: Sequence[Hit]) -> list[tuple[Passage, list[Hit]]]:
    """The hits of each document together, where its best stood; with the first passage of each."""
    first = {hit.passage.document: -rank for rank, hit in reversed(list(enumerate(hits)))}
    ordered = sorted(hits, key=lambda hit: -first[hit.passage.document])
    groups = groupby(ordered, key=lambda hit: hit.passage.document)
    listed = [list(group) for _, group in groups]
    return [(group[0].passage, group) for group in listed]


@st.fragment
def _judge(library: Library, answer: Answer) -> None:
    """One click says what the answer was worth; a note may follow."""
    key = f"judged {answer.build} {answer.question}"
    words = feedback.WORDS[answer.verdict]
    judgment = st.pills("Was this right?", list(words), format_func=words.__getitem__, key=key)
    if judgment is None:
        return
    note = st.text_input("A note, if you like", key=f"note {key}", max_chars=500)
    try:
        if st.session_state.get(f"kept {key}") != (judgment, note):
            feedback.keep(library.folder, answer, judgment, note)
            st.session_state[f"kept {key}"] = (judgment, note)
        st.html(markup.remark("Kept beside the index, on this machine."))
    except QuothError as error:
        st.html(markup.notice("This could not be kept.", str(error)))


def _session(library: Library) -> None:
    """What this browser asked, to be asked again or taken away."""
    given = history.given_so_far()
    if not given:
        return
    answers = [each.answer for each in given]
    with st.expander(f"Asked so far ({len(given)})"):
        for number, each in enumerate(reversed(given)):
            narrowed = ", ".join(words for words, _ in each.asked.filters.chips())
            question = _short(each.asked.question)
            words = f"{question} ({narrowed})" if narrowed else question
            st.button(
                markup.plain(words),
                key=f"again{number}",
                type="tertiary",
                on_click=_go,
                args=(each.asked,),
            )
        with st.container(horizontal=True):
            st.download_button(
                "Save as Markdown", history.as_markdown(answers), "answers.md", "text/markdown"
            )
            tables.save_button(history.as_rows(answers), "answers.csv")
            st.button("Forget these", type="tertiary", on_click=history.clear)
