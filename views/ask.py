"""Ask a question, read the passages that answer it."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from index import Hit, Library, Passage, QuothError, Span
from index.answering.answer import Answer
from index.passage import citation, count_of
from index.store.catalog import Listed
from views import examples, feedback, filters, history, markup, tables
from views.copying import copied_quotation, copy_button
from views.opened import Settings, info, opened, ready

_MOST = 20
_FOCUS = """<script>
let tries = 0;
const timer = setInterval(() => {
  const box = document.querySelector('input[aria-label="Ask the documents"]');
  if (box && !box.value && document.activeElement === document.body) box.focus();
  if (box || ++tries > 40) clearInterval(timer);
}, 50);
</script>"""


def page(settings: Settings) -> None:
    """The page over the index; says how to build it where there is none."""
    st.html(markup.STYLE)
    st.title("Quoth", anchor=False)
    try:
        library = opened(settings.index)
    except QuothError as error:
        st.html(markup.notice("There is nothing to ask yet.", str(error)))
        return
    question_and_answer(library)


def question_and_answer(library: Library) -> None:
    """The question box and what the library answers; all that it depends on is in the address."""
    question = st.text_input(
        "Ask the documents",
        key="q",
        bind="query-params",
        placeholder="A question, in your own words",
        max_chars=2000,
    )
    st.html(_FOCUS, unsafe_allow_javascript=True)
    try:
        documents = info(library).documents
        with st.container(horizontal=True, vertical_alignment="center"):
            chosen = filters.choose(documents)
            with st.popover("Passages", icon=":material/format_list_numbered:"):
                shown = st.slider("How many passages", 1, _MOST, 5, key="k", bind="query-params")
        if question and question.strip():
            _ask(library, question.strip(), chosen, shown, documents)
        else:
            _introduce(library)
        _session(library)
    except QuothError as error:
        st.html(markup.notice("Quoth cannot ask the documents now.", str(error)))


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
    for number, question in enumerate(examples.of(library)):
        st.button(
            markup.plain(question),
            key=f"example{number}",
            type="tertiary",
            icon=":material/arrow_forward:",
            on_click=_take,
            args=(question,),
        )


def _take(question: str) -> None:
    st.session_state["q"] = question


def _ask(
    library: Library,
    question: str,
    chosen: filters.Filters,
    shown: int,
    documents: Sequence[Listed],
) -> None:
    """Shows what the search finds at once, and the answer in its place when it has been read."""
    within = filters.within(chosen, documents)
    asked = (question, chosen, shown, library.newest().token)
    place: DeltaGenerator | None = None  # made late: until then the former answer stands, faded
    answer: Answer | None = st.session_state.get("answers", {}).get(asked)
    if answer is None:

        def pending(hits: tuple[Hit, ...]) -> None:
            nonlocal place
            place = st.empty()
            if hits:
                place.html(markup.pending(hits))

        ready(library)
        reads = library.best_mode == "rerank"
        answer = library.ask(question, shown, within=within, found=pending if reads else None)
        st.session_state["answers"] = {asked: answer}
        history.remember(answer)
    with (place or st.empty()).container():
        _show(library, answer)
        if not answer.hits or answer.verdict == "not_found":
            asked_of = sum(chosen.accepts(each) for each in documents)
            st.html(markup.remark(f"Searched: {count_of(asked_of, 'document')}."))


def _show(library: Library, answer: Answer) -> None:
    for remark in answer.remarks:
        st.html(markup.remark(remark))
    if not answer.hits:
        st.html(markup.notice("The documents hold nothing near this question."))
        return
    best, others = answer.hits[0], answer.hits[1:]
    if answer.verdict == "answered" and answer.quote:
        marked = Span(answer.quote.start, answer.quote.end)
        heading = answer.quote.text if answer.quote.in_heading else ""
        st.html(markup.answer(best, marked, answer.question, heading, answer.quote.also))
        st.html(markup.confidence(answer.confidence))
        with st.container(horizontal=True, vertical_alignment="center"):
            words = copied_quotation(answer.quote.text, citation(best.passage))
            copy_button("Copy quotation", words, "copy")
            _more(library, answer, best.passage, 0)
        heading = "Other passages"
    else:
        st.html(
            markup.notice(
                "The documents do not seem to answer this.",
                f"{answer.missing.sentence} Below are the passages nearest to the question. They "
                "may not hold the answer.".lstrip(),
            )
        )
        others, heading = answer.hits, "Nearest passages"
    _judge(library, answer)
    if others:
        st.subheader(heading, anchor=False)
    for document, hits in _by_document(others):
        with st.container(border=True):
            st.html(markup.document(document))
            for hit in hits:
                number = answer.hits.index(hit)
                st.html(markup.found(hit, library.surroundings(hit.passage), answer.question))
                with st.container(horizontal=True, vertical_alignment="center"):
                    _more(library, answer, hit.passage, number)


def _by_document(hits: Sequence[Hit]) -> list[tuple[Passage, list[Hit]]]:
    """The hits of each document together, where its best stood; with the first passage of each."""
    first = {hit.passage.document: -rank for rank, hit in reversed(list(enumerate(hits)))}
    ordered = sorted(hits, key=lambda hit: -first[hit.passage.document])
    groups = groupby(ordered, key=lambda hit: hit.passage.document)
    listed = [list(group) for _, group in groups]
    return [(group[0].passage, group) for group in listed]


def _more(library: Library, answer: Answer, passage: Passage, number: int) -> None:
    """More like it, and why it is here; each is only worked out when it is opened."""
    like = st.popover(
        "More like this",
        icon=":material/content_copy:",
        key=f"like{number} {answer.question}",
        on_change="rerun",
    )
    if like.open:
        for hit in library.like(passage, 3):
            like.html(markup.found(hit, library.surroundings(hit.passage), answer.question))
    why = st.popover(
        "Why this passage",
        icon=":material/help:",
        key=f"why{number} {answer.question}",
        on_change="rerun",
    )
    if why.open:
        why.html(markup.explanation(library.explain(answer.question, passage)))


def _judge(library: Library, answer: Answer) -> None:
    """One click says what the answer was worth; a note may follow."""
    key = f"judged {answer.build} {answer.question}"
    words = feedback.WORDS[answer.verdict]
    judgment = st.pills("Was this right?", list(words), format_func=words.__getitem__, key=key)
    if judgment is None:
        return
    note = st.text_input("A note, if you like", key=f"note {key}", max_chars=500)
    if st.session_state.get(f"kept {key}") != (judgment, note):
        feedback.keep(library.folder, answer, judgment, note)
        st.session_state[f"kept {key}"] = (judgment, note)
    st.html(markup.remark("Kept beside the index, on this machine."))


def _session(library: Library) -> None:
    """The session's questions, to be asked again or taken away."""
    answers = history.asked()
    if not answers:
        return
    with st.expander(f"Asked so far ({len(answers)})"):
        for number, answer in enumerate(reversed(answers)):
            st.button(
                markup.plain(answer.question),
                key=f"again{number}",
                type="tertiary",
                on_click=_take,
                args=(answer.question,),
            )
        with st.container(horizontal=True):
            st.download_button(
                "Save as Markdown", history.as_markdown(answers), "answers.md", "text/markdown"
            )
            tables.save_button(history.as_rows(answers), "answers.csv")
