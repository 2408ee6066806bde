"""A passage's text as HTML, with what answers or comes near marked, and the question's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.passage import Passage, Span
from views import rendered
from views.rendered import passage_html

_LONGEST = 320  # characters of a passage that is not the answer
_WORD_END = re.compile(r"\s+\S*\Z")
_WORD_BEGIN = re.compile(r"\A\S*\s+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch to be marked, in the document's offsets; `how` is a class of CSS or empty."""

    span: Span
    how: str = ""


def text_of(
    passage: Passage,
    marks: Sequence[Marked] = (),
    words: Sequence[Span] = (),
    stretch: Span | None = None,
) -> str:
    """The passage's text, or a stretch of it, as its format is shown; words are bold.

    What of marks and words lies outside the stretch is left out.
    """
    whole = stretch or Span(passage.start, passage.end)
    bold = [rendered.Marked(_local(word, passage), "<b>", "</b>") for word in words]
    marked = [rendered.Marked(_local(each.span, passage), _opening(each.how)) for each in marks]
    document = passage.document
    return passage_html(passage.text, _local(whole, passage), document, [*bold, *marked])


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
    return Span(first, max(first, last))


def in_excerpt(
    passage: Passage, closest: Span | None, words: Sequence[Span] = (), how: str = "closest"
) -> str:
    """The excerpt with its closest sentence marked; dots where it is cut."""
    shown = excerpt(passage, closest)
    marks = [Marked(closest, how)] if closest else []
    text = text_of(passage, marks, words, shown)
    before = "… " if shown.start > passage.start else ""
    return f"{before}{text}{' …' if shown.end < passage.end else ''}"


def _cuts(near: Span | None, start: int, place: int) -> bool:
    """Whether a cut at this character of the window would part what is to be marked."""
    return near is not None and near.start < start + place < near.end


def _opening(how: str) -> str:
    return f'<mark class="{how}">' if how else "<mark>"


def _local(span: Span, passage: Passage) -> Span:
    """A span of the document in offsets of the passage's own text, as far as it lies there."""
    inside = _inside(span, Span(passage.start, passage.end))
    return Span(inside.start - passage.start, max(inside.start, inside.end) - passage.start)


def _inside(span: Span, whole: Span) -> Span:
    return Span(max(span.start, whole.start), min(span.end, whole.end))
