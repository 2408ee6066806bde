"""What people have put into a PDF after it was made: form values, text boxes, and notes."""

import ctypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import Any, Literal

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers.normalise import label, one_line

Kind = Literal["value", "box", "text", "note"]

_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_SECRET = 1 << 13  # a text field's flag: a password
_BOXES = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_CHOICES = (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
_WITHOUT_WORDS = (  # of their own
    raw.FPDF_ANNOT_UNKNOWN, raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_SCREEN,
    raw.FPDF_ANNOT_PRINTERMARK, raw.FPDF_ANNOT_TRAPNET, raw.FPDF_ANNOT_WATERMARK,
)  # fmt: skip
_ON_WORDS = {
    raw.FPDF_ANNOT_HIGHLIGHT: "on",
    raw.FPDF_ANNOT_UNDERLINE: "on",
    raw.FPDF_ANNOT_SQUIGGLY: "on",
    raw.FPDF_ANNOT_STRIKEOUT: "strikes out",
}
_STRIKES = raw.FPDF_ANNOT_STRIKEOUT
_TAG = re.compile(r"<[^>]*>")
_LINE_ENDS = re.compile(r"\r\n|[\r\n\u2028\u2029]")
TICKED, EMPTY = "☑", "☐"


@dataclass(frozen=True, slots=True)
class Added:
    """A value, a text box or a note of a page; its rectangle in points of the page's own space.

    text: what is written there, line by line; of a check box or radio button ☑ or ☐
    kind: of a form field "value" or "box", of what somebody wrote onto the page "text" or "note"
    name: what a field is called where the page doesn't show it, and who wrote a note
    on:   the words that a note is put on, and how: 'strikes out “…”'
    """

    text: str
    kind: Kind
    left: float
    bottom: float
    right: float
    top: float
    name: str | None = None
    on: str | None = None


def turned(thing: Added, angle: int) -> Added:
    """The same on a page whose text is turned by so many degrees, in the text's own directions."""
    if not angle:
        return thing
    across, up = cos(radians(angle)), sin(radians(angle))
    corners = [(x, y) for x in (thing.left, thing.right) for y in (thing.bottom, thing.top)]
    lefts = [x * across + y * up for x, y in corners]
    heights = [y * across - x * up for x, y in corners]
    return replace(thing, left=min(lefts), right=max(lefts), bottom=min(heights), top=max(heights))


def added(pdf: pdfium.PdfDocument, page: pdfium.PdfPage) -> list[Added]:
    """What has been put onto the page, in the order of the file; `pdf.init_forms()` came first."""
    wordy = [
        number
        for number in range(raw.FPDFPage_GetAnnotCount(page))
        if _subtype(page, number) not in _WITHOUT_WORDS
    ]
    if not wordy:
        return []
    words = page.get_textpage()
    found: list[Added] = []
    for number in wordy:
        with _opened(page, number) as annotation:
            if annotation is not None:
                found += _read(pdf, words, annotation)
    words.close()
    return found


def _subtype(page: pdfium.PdfPage, number: int) -> int:
    with _opened(page, number) as annotation:
        return int(raw.FPDFAnnot_GetSubtype(annotation) if annotation else raw.FPDF_ANNOT_UNKNOWN)


@contextmanager
def _opened(page: pdfium.PdfPage, number: int) -> Iterator[Any]:
    """The page's annotation, unless it is one that nobody sees."""
    annotation = raw.FPDFPage_GetAnnot(page, number)
    if not annotation:
        yield None
        return
    try:
        yield None if raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN else annotation
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _read(pdf: pdfium.PdfDocument, words: pdfium.PdfTextPage, annotation: Any) -> Iterator[Added]:
    subtype = raw.FPDFAnnot_GetSubtype(annotation)
    box = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(annotation, box):
        return
    place = (min(box.left, box.right), min(box.bottom, box.top),
             max(box.left, box.right), max(box.bottom, box.top))  # fmt: skip
    if subtype == raw.FPDF_ANNOT_WIDGET:
        if pdf.formenv:
            yield from _field(_Field(pdf.formenv, annotation), words, place)
    elif subtype == raw.FPDF_ANNOT_FREETEXT:
        text = _contents(annotation)
        if text and not _stands(words, place, text):
            yield Added(text, "text", *place)
    elif not _string(annotation, "StateModel"):
        text, on = one_line(_contents(annotation)), _marked(words, annotation, subtype)
        if text or (on and subtype == _STRIKES):
            yield Added(text, "note", *place, label(_string(annotation, "T")), on)


@dataclass(frozen=True, slots=True)
class _Field:
    """A form field, asked by PDFium's names."""

    forms: pdfium.PdfFormEnv
    widget: Any

    def asked(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return function(self.forms, self.widget, *arguments)

    def words(self, function: Callable[..., Any], *arguments: Any) -> str:
        return _filled(lambda buffer, size: self.asked(function, *arguments, buffer, size))

    def value(self, kind: int) -> str:
        """The words that the field shows."""
        if kind in _CHOICES:
            count = self.asked(raw.FPDFAnnot_GetOptionCount)
            chosen = [
                self.words(raw.FPDFAnnot_GetOptionLabel, number)
                for number in range(count)
                if self.asked(raw.FPDFAnnot_IsOptionSelected, number)
            ]
            if chosen:
                return ", ".join(chosen)
        return self.words(raw.FPDFAnnot_GetFormFieldValue)


def _field(
    field: _Field, words: pdfium.PdfTextPage, place: tuple[float, float, float, float]
) -> Iterator[Added]:
    kind = field.asked(raw.FPDFAnnot_GetFormFieldType)
    name = label(field.words(raw.FPDFAnnot_GetFormFieldAlternateName))
    if kind in _BOXES:
        ticked = field.asked(raw.FPDFAnnot_IsChecked)
        yield Added(TICKED if ticked else EMPTY, "box", *place, name)
    elif kind in (raw.FPDF_FORMFIELD_TEXTFIELD, *_CHOICES):
        secret = kind not in _CHOICES and field.asked(raw.FPDFAnnot_GetFormFieldFlags) & _SECRET
        text = "" if secret else _lines(field.value(kind))
        if text and not _stands(words, place, text):
            yield Added(text, "value", *place, name)


def _stands(words: pdfium.PdfTextPage, place: tuple[float, float, float, float], text: str) -> bool:
    """Whether the page's own text has it there already."""
    under = words.get_text_bounded(*place)
    return "".join(text.split()) in "".join(under.split())


def _contents(annotation: Any) -> str:
    return _lines(_string(annotation, "Contents") or _TAG.sub(" ", _string(annotation, "RC")))


def _lines(text: str) -> str:
    """Each line without needless space, empty ones left out."""
    return "\n".join(line for each in _LINE_ENDS.split(text) if (line := one_line(each)))


def _marked(words: pdfium.PdfTextPage, annotation: Any, subtype: int) -> str | None:
    """How and on which words a highlight or the like stands."""
    how = _ON_WORDS.get(subtype)
    if how is None:
        return None
    points = raw.FS_QUADPOINTSF()
    parts = []
    for number in range(raw.FPDFAnnot_CountAttachmentPoints(annotation)):
        if raw.FPDFAnnot_GetAttachmentPoints(annotation, number, points):
            across = (points.x1, points.x2, points.x3, points.x4)
            up = (points.y1, points.y2, points.y3, points.y4)
            parts.append(words.get_text_bounded(min(across), min(up), max(across), max(up)))
    text = one_line(" ".join(parts).replace("\u0002", "-").replace("\ufffe", "-"))
    return f"{how} “{text}”" if text else None


def _string(annotation: Any, key: str) -> str:
    return _filled(
        lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, key.encode(), buffer, size)
    )


def _filled(fill: Callable[[Any, int], int]) -> str:
    """What PDFium writes into a buffer as UTF-16, asked for its length first."""
    size = fill(None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    fill(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").rstrip("\0")
