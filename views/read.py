"""A document in full, opened at the cited passage."""

import streamlit as st

from index import Library, QuothError, Span
from index.library import Outline
from index.passage import Page, count_of, pages_named
from views import markup, pictures, quotation
from views.opened import Settings, info, opened

_ROOM = 6000  # characters shown before and after the place
_SCROLL = """<script>
setTimeout(() => {
  const mark = document.querySelector(".quoth.document mark");
  if (mark) mark.scrollIntoView({ block: "center" });
}, 50);
</script>"""


def page(settings: Settings) -> None:
    """The document that the address names; without one, a list to choose from."""
    st.html(markup.STYLE)
    try:
        document_page(opened(settings.index))
    except QuothError as error:
        st.html(markup.notice("This document cannot be shown.", str(error)))


def document_page(library: Library) -> None:
    """The document in the address, at the characters that it names."""
    address = st.query_params
    paths = [document.path for document in info(library).documents]
    asked = address.get("document", "")
    chosen = st.selectbox(
        "Document",
        paths,
        index=paths.index(asked) if asked in paths else None,
        placeholder="Choose a document",
        key=f"document {asked}",
    )
    if chosen is None:
        if asked:
            message = f"The index holds no document {asked}. It may have been removed since."
            st.html(markup.notice("This document is not there.", message))
        return
    if chosen != asked:
        address.from_dict({"document": chosen})
    _show(library, library.outline(chosen), _span(address.get("start"), address.get("end")))


def _span(start: str | None, end: str | None) -> Span:
    """The characters that the address names; none where it names no numbers."""
    if start and end and start.isdecimal() and end.isdecimal() and len(start + end) < 20:
        return Span(int(start), max(int(start), int(end)))
    return Span(0, 0)


def _show(library: Library, outline: Outline, place: Span) -> None:
    text = outline.text
    place = Span(min(place.start, len(text)), min(place.end, len(text)))
    with st.sidebar:  # where it stays in sight beside a long text
        place = _ways(library, outline, place)
    page = _page(outline, place.start)
    if page is None or page.number is None or outline.place.suffix.lower() != ".pdf":
        _text(outline, place)
        return
    st.set_page_config(layout="wide")
    body, printed = st.columns([3, 2], gap="large")
    with body:
        _text(outline, place)
    with printed, st.container(key="printed"):
        words = pages_named([page])
        st.html(markup.remark(f"{words[:1].upper()}{words[1:]} as it is printed"))
        pictures.show(outline.place, page.number)


def _text(outline: Outline, place: Span) -> None:
    """The text around the place."""
    length = len(outline.text)
    first = max(0, place.start - _ROOM)
    last = min(length, place.end + _ROOM)
    if first:
        _window_button("Earlier text", Span(max(0, first - _ROOM), max(0, first - _ROOM)))
    st.html(markup.reading(outline, Span(first, last), place))
    if last < length:
        _window_button("Later text", Span(last, last))
    st.html(_SCROLL, unsafe_allow_javascript=True)


def _ways(library: Library, outline: Outline, place: Span) -> Span:
    """Back to the answer, find, the passages found, the contents; the place to be shown."""
    address = st.query_params
    if st.query_params.get("q"):
        st.html(quotation.back({name: address.get_all(name) for name in address}))
    words = st.text_input("Find in this document", key=f"find {outline.document}", max_chars=200)
    if words:
        place = _found(outline.text, words, place)
    _neighbours(library, outline, place)
    if len(outline.sections) > 1:
        st.subheader("Contents", anchor=False)
        for number, section in enumerate(outline.sections):
            label = section.heading[-1] if section.heading else "Beginning"
            st.button(
                markup.plain(label),
                key=f"section{number}",
                type="tertiary",
                on_click=_go,
                args=(Span(section.start, section.start),),
            )
    return place


def _page(outline: Outline, start: int) -> Page | None:
    """The page on which a character stands; None in a format without pages."""
    before = [page for page in outline.pages if page.start <= start]
    return before[-1] if before else None


def _found(text: str, words: str, place: Span) -> Span:
    """The next occurrence of the words after the place, around the end if need be."""
    lowered, wanted = text.lower(), words.lower()
    if len(lowered) != len(text):  # letters that change their length
        lowered, wanted = text, words
    starts = []
    at = lowered.find(wanted)
    while at >= 0:
        starts.append(at)
        at = lowered.find(wanted, at + 1)
    if not starts:
        st.html(markup.remark("These words do not stand in this document."))
        return place
    key = f"occurrence {words}"
    number = st.session_state.get(key, 0) % len(starts)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(markup.remark(f"{number + 1} of {len(starts)}"))
        st.button("Next", key=f"next {words}", on_click=_count, args=(key, 1))
        st.button("Previous", key=f"previous {words}", on_click=_count, args=(key, -1))
    return Span(starts[number], starts[number] + len(words))


def _count(key: str, by: int) -> None:
    st.session_state[key] = st.session_state.get(key, 0) + by


def _neighbours(library: Library, outline: Outline, place: Span) -> None:
    """The passages that the question found in this document, one after another."""
    question = st.query_params.get("q")
    if not question:
        return
    hits = library.search(question, 20, "hybrid", lambda path: path == outline.document)
    passages = sorted((hit.passage for hit in hits), key=lambda passage: passage.start)
    if len(passages) < 2:
        return
    before = [each for each in passages if each.end <= place.start]
    after = [each for each in passages if each.start >= max(place.end, place.start + 1)]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(markup.remark(f"{count_of(len(passages), 'passage')} found here"))
        for label, found in (("Previous passage", before[-1:]), ("Next passage", after[:1])):
            st.button(
                label,
                disabled=not found,
                on_click=_go,
                args=tuple(Span(each.start, each.end) for each in found) or (place,),
            )


def _window_button(label: str, place: Span) -> None:
    st.button(label, on_click=_go, args=(place,), width="stretch")


def _go(place: Span) -> None:
    """Writes the place into the address."""
    st.query_params["start"] = str(place.start)
    st.query_params["end"] = str(place.end)
