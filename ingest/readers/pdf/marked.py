"""Running heads by the file's own marks: what stands above and below all that is its text."""

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.sheets import Measure, Sheet, rows

_ARTIFACT = "Artifact\0".encode("utf-16-le")
_WORDY = (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM)
_MOST_OBJECTS = 4000  # of a page; one with more is a drawing
_MOST_ROWS = 4  # of a running head
_MOST_LETTERS = 0.3  # of a file, in its running heads
_LARGER = 1.12  # over the text's size, as a heading is


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
    things = [raw.FPDFPage_GetObject(page, number) for number in range(count)]
    wordy = [thing for thing in things if raw.FPDFPageObj_GetType(thing) in _WORDY]
    text = [thing for thing in wordy if not _is_artifact(thing)]
    heights = [] if len(text) == len(wordy) else [at for thing in text for at in _heights(thing)]
    return Body(min(heights), max(heights)) if heights else None


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
    """The lines outside of their page's body; none where they are too many to be running heads.

    An end of a page with a larger line, as a title is, has none.
    """
    found: set[Line] = set()
    for sheet in sheets:
        if body := bodies.get(sheet.number):
            level = [line for line in sheet.lines if line.angle == 0]
            upper = rows([line for line in level if line.baseline > body.top])
            lower = rows([line for line in level if line.top < body.bottom])
            for outer in (upper, lower):
                lines = {line for row in outer for line in row}
                plain = all(line.size <= _LARGER * usual.size for line in lines)
                found |= lines if plain and len(outer) <= _MOST_ROWS else set()
    letters = sum(len(line.text) for sheet in sheets for line in sheet.lines)
    return found if sum(len(line.text) for line in found) <= _MOST_LETTERS * letters else set()
