"""A passage's text as HTML, with what answers or comes near marked, and the question's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.passage import Passage, Span
from views import rendered
from views.rendered import is_markdown, is_plain, passage_html

_LONGEST = 320  # characters of a passage that is not the answer
_FURTHEST = 20_000  # characters between a passage and the beginning of a table that it stands in
_OPENING = re.compile(r"\A(?:<div class='p'>|<ul>|<ol>|<li[^>]*>)*")
_CLOSING = re.compile(r"(?:</(?:div|ul|ol|li)>)*\Z")
_WORD_END = re.compile(r"\s+\S*\Z")
_WORD_BEGIN = re.compile(r"\A\S*\s+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch to be marked, in the document's offsets; `how` is a class of CSS or empty."""

    span: Span
    how: str = ""


def text_of(
    passage: Passage,
    text: str,
    marks: Sequence[Marked] = (),
    words: Sequence[Span] = (),
    stretch: Span | None = None,
) -> str:
    """The passage's text, or a stretch of it, as its format is shown; words are bold.

    `text` is its document's, which tells the number of a list's item, the columns of a table, and
    which lines are mere wrapping.
    What of marks and words lies outside the stretch is left out.
    """
    whole = near = Span(passage.start, passage.end)
    formed = is_markdown(passage.document) or is_plain(passage.document)
    if formed and whole.of(text) == passage.text:  # as it was when asked
        near = _blocks_around(text, whole)
    bold = [rendered.Marked(_local(word, whole, near), "<b>", "</b>") for word in words]
    marked = [rendered.Marked(_local(each.span, whole, near), _opening(each.how)) for each in marks]
    shown = _local(stretch or whole, whole, near)
    source = passage.text if near == whole else near.of(text)
    return passage_html(source, shown, passage.document, [*bold, *marked])


def _blocks_around(text: str, span: Span) -> Span:
    """The span as far as the blank lines around it: no table and no item of a list has any."""
    before = text.rfind("\n\n", max(0, span.start - _FURTHEST), span.start)
    after = text.find("\n\n", span.end, span.end + _FURTHEST)
    return Span(before + 1, after if after >= 0 else len(text))


def excerpt(passage: Passage, around: Span | None) -> Span:
    """What of a passage is shown where it is not the answer: all, or a window on the stretch."""
    if len(passage.text) <= _LONGEST:
        return Span(passage.start, passage.end)
    near = _inside(around, Span(passage.start, passage.end)) if around else None
    start, end = (near.start, near.end) if near else (passage.start, passage.start)
    room = max(0, _LONGEST - (end - start))
    start = max(passage.start, start - room // 3)
    end = min(passage.end, max(end, start + _LONGEST))
    start = max(passage.start, min(start, end - _LONGEST))
    text = passage.text[start - passage.start : end - passage.start]
    before = _WORD_BEGIN.match(text) if start > passage.start else None
    after = _WORD_END.search(text) if end < passage.end else None
    first = start + (before.end() if before and not _cuts(near, start, before.end()) else 0)
    last = start + after.start() if after and not _cuts(near, start, after.start()) else end
    return _whole_rows(passage, Span(first, max(first, last)))


def _whole_rows(passage: Passage, cut: Span) -> Span:
    """The cut without rows of a table that it parts, whose values would lose their columns."""
    text, start, end = passage.text, cut.start - passage.start, cut.end - passage.start
    first, last = text.rfind("\n", 0, start) + 1, text.rfind("\n", 0, end) + 1
    if text.startswith("|", first):
        start = first
    if text.startswith("|", last):
        end = text.find("\n", end) if "\n" in text[end:] else len(text)
    return Span(passage.start + start, passage.start + end)


def in_excerpt(
    passage: Passage,
    text: str,
    closest: Span | None,
    words: Sequence[Span] = (),
    how: str = "closest",
) -> str:
    """The excerpt with its closest sentence marked; dots where it is cut."""
    shown = excerpt(passage, closest)
    marks = [Marked(closest, how)] if closest else []
    html = text_of(passage, text, marks, words, shown)
    if shown.start > passage.start:
        html = _OPENING.sub(lambda found: f"{found[0]}… ", html, count=1)
    if shown.end < passage.end:
        html = _CLOSING.sub(lambda found: f" …{found[0]}", html, count=1)
    return html


def _cuts(near: Span | None, start: int, place: int) -> bool:
    """Whether a cut at this character of the window would part what is to be marked."""
    return near is not None and near.start < start + place < near.end


def _opening(how: str) -> str:
    return f'<mark class="{how}">' if how else "<mark>"


def _local(span: Span, whole: Span, near: Span) -> Span:
    """What of a span of the document lies in the whole, in offsets of the text near it."""
    inside = _inside(span, whole)
    return Span(inside.start - near.start, max(inside.start, inside.end) - near.start)


def _inside(span: Span, whole: Span) -> Span:
    return Span(max(span.start, whole.start), min(span.end, whole.end))
