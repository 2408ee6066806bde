"""Running heads by the file's own marks: what stands above and below all that is its text."""

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers.normalise import one_line
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.sheets import Measure, Sheet, rows

_ARTIFACT = "Artifact\0".encode("utf-16-le")
_WORDY = (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM)
_MOST_OBJECTS = 4000  # of a page; one with more is a drawing
_AT_ENDS = 24  # of a page's objects, where programs draw its running heads
_MOST_ROWS = 4  # of a running head
_MOST_LETTERS = 0.3  # of a file, in its running heads
_LARGER = 1.12  # over the text's size, as a heading is
_APART = 1.5  # distance from the text, over that of its lines


@dataclass(frozen=True, slots=True)
class Body:
    """The heights between which all stands that is not marked as no part of the text."""

    bottom: float
    top: float


def body_of(page: pdfium.PdfPage) -> Body | None:
    """None where nothing on the page is marked as no part of its text, or all is."""
    count = raw.FPDFPage_CountObjects(page)
    if count > _MOST_OBJECTS:
        return None
    ends = {*range(min(count, _AT_ENDS)), *range(max(count - _AT_ENDS, 0), count)}
    if not any(_is_artifact(raw.FPDFPage_GetObject(page, number)) for number in ends):
        return None
    things = [raw.FPDFPage_GetObject(page, number) for number in range(count)]
    text = [thing for thing in things if _is_text(thing)]
    heights = [at for thing in text for at in _heights(thing)]
    return Body(min(heights), max(heights)) if heights else None


def _is_text(thing: Any) -> bool:
    return raw.FPDFPageObj_GetType(thing) in _WORDY and not _is_artifact(thing)


def _is_artifact(thing: Any) -> bool:
    """Whether it is marked as no part of the text."""
    if raw.FPDFPageObj_GetMarkedContentID(thing) >= 0:
        return False
    marks = range(raw.FPDFPageObj_CountMarks(thing))
    return any(_name(raw.FPDFPageObj_GetMark(thing, number)) == _ARTIFACT for number in marks)


def _name(mark: Any) -> bytes:
    """The mark's name, where it is as long as that of an artifact."""
    name, length = (ctypes.c_uint16 * (len(_ARTIFACT) // 2))(), ctypes.c_ulong()
    raw.FPDFPageObjMark_GetName(mark, name, len(_ARTIFACT), length)
    return bytes(name) if length.value == len(_ARTIFACT) else b""


def _heights(thing: Any) -> Iterator[float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top) and top.value > bottom.value:
        yield from (bottom.value, top.value)


def marked_heads(sheets: Sequence[Sheet], bodies: Mapping[int, Body], usual: Measure) -> set[Line]:
    """The lines outside of their page's body and apart from it; none where they are too many.

    A table's head that is printed once more is marked alike; it stands close to the table, or its
    words stand in the text.
    """
    outside = {line for sheet in sheets for line in _outside(sheet, bodies.get(sheet.number))}
    if not outside:
        return set()
    lines = [line for sheet in sheets for line in sheet.lines]
    words = {one_line(line.text) for line in lines if line not in outside}
    found: set[Line] = set()
    for sheet in sheets:
        if outside.intersection(sheet.lines):
            layout = rows(sheet.lines)
            for ordered in (layout, layout[::-1]):
                found |= _heads(ordered, outside, words, usual)
    return found if _letters(found) <= _MOST_LETTERS * _letters(lines) else set()


def _outside(sheet: Sheet, body: Body | None) -> Iterator[Line]:
    for line in sheet.lines:
        if body and line.angle == 0 and (line.baseline > body.top or line.top < body.bottom):
            yield line


def _heads(
    ordered: Sequence[Sequence[Line]], outside: set[Line], words: Set[str], usual: Measure
) -> set[Line]:
    """The rows from a page's end to the innermost that is outside of its body and apart from it.

    There are none where one is as large as a title.
    """
    outer = list(takewhile(lambda row: outside.issuperset(row), ordered))
    larger = any(line.size > _LARGER * usual.size for row in outer for line in row)
    if larger or len(outer) > _MOST_ROWS or len(outer) == len(ordered):
        return set()
    while outer:
        gap = abs(outer[-1][0].baseline - ordered[len(outer)][0].baseline)
        known = all(one_line(line.text) in words for line in outer[-1])
        if gap >= _APART * usual.pitch and not known:
            break
        outer.pop()
    return {line for row in outer for line in row}


def _letters(lines: Iterable[Line]) -> int:
    return sum(len(line.text) for line in lines)
