"""PDF: paragraphs and headings by where the lines stand, page by page, as PDFium reads them."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.documents import Document, Unreadable
from ingest.readers.compose import Composer, Metadata
from ingest.readers.normalise import label, one_line, title
from ingest.readers.pdf.added import Added, added
from ingest.readers.pdf.labels import page_labels
from ingest.readers.pdf.noise import remark_on_noise
from ingest.readers.pdf.notes import write_notes
from ingest.readers.pdf.opening import opening_title
from ingest.readers.pdf.written_in import Filled, Maker, written_in

_HYPHEN = re.compile("(\\w+)[-\u2010]\\s*$")
_ROW = re.compile("[^\r\n\u0002\ufffe]+([\u0002\ufffe]?)")  # how PDFium marks a parted word
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)
_ITEM = re.compile(r"(?:[•▪◦‣·*–—-]|\(?(?:\d{1,3}|[a-z])[.)])\s")
_ENDED = re.compile(r"[.!?:…][\"'”’)\]]*\s*$")
_BOLD = re.compile(r"bold|black|heavy|semibold", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+|\b[ivxlc]+\b")
_AT_EDGE = 2  # lines at either end of a page that may be a running head
_LEAST_REPEATED = 3  # pages
_SAME_HEIGHT = 6  # points
_LONGEST_HEADING = 120
_LARGER = 1.12  # a heading's size over the body's
_PARTED = 1.3  # a gap between lines over the usual one, from where a paragraph begins


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page; places in points from the page's left and lower edge."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float
    bold: bool
    box: Added | None = None  # the field that it names, or the text box that it is a line of

    @property
    def baseline(self) -> float:
        return self.bottom


@dataclass(frozen=True, slots=True)
class _Paragraph:
    lines: tuple[_Line, ...]


def read(path: str, data: bytes) -> Document:
    """Running heads and page numbers are left out, words hyphenated at a line's end are joined.

    Raises Unreadable for a file that is locked, damaged or without text (a scan).
    """
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        reason = "locked with a password; save it without one" if locked else f"damaged: {error}"
        raise Unreadable(reason) from None
    try:
        pdf.init_forms()
        empty_shell = pdf.get_formtype() == raw.FORMTYPE_XFA_FULL
        found = [_page(pdf, number) for number in range(len(pdf))]
        labels = page_labels(pdf)
        contents = _contents(pdf)
        facts = pdf.get_metadata_dict()
    finally:
        pdf.close()
    pages, things = [lines for lines, _ in found], [more for _, more in found]
    if empty_shell and not any(things):
        raise Unreadable("a form that only Adobe's programs show (XFA); print it there to a PDF")
    empty = sum(not lines and not more for lines, more in found)
    if empty == len(pages):
        raise Unreadable("no text in it: a scan, it seems; make its text with an OCR program")
    composer = Composer()
    if empty:
        composer.remark(f"{empty} of {len(pages)} pages have no text (scanned or blank)")
    if noise := remark_on_noise(["\n".join(line.text for line in lines) for lines in pages]):
        composer.remark(noise)
    body = _body_size([line for lines in pages for line in lines])
    stated = title(facts.get("Title")) or opening_title(pages[0], body)
    metadata = Metadata(stated, facts.get("Author"), facts.get("CreationDate"))
    written = [
        written_in(lines, more, Maker(_filled, partial(_alone, number)))
        for number, (lines, more) in enumerate(
            zip(_without_running_heads(pages), things, strict=True), start=1
        )
    ]
    _write(composer, written, contents, labels)
    write_notes(composer, things, labels)
    return composer.document(path, "application/pdf", metadata)


def _page(pdf: pdfium.PdfDocument, number: int) -> tuple[list[_Line], list[Added]]:
    """A page's lines, and what was put onto it; nothing of a page that is damaged."""
    try:
        page = pdf[number]
        lines = list(_lines(page, number))
    except pdfium.PdfiumError:
        return [], []
    things = added(pdf, page)
    page.close()
    return lines, things


def _filled(line: _Line, filled: Filled) -> _Line:
    return replace(line, text=filled.text, left=filled.left, right=filled.right, box=filled.by)


def _alone(page: int, filled: Filled, height: float) -> _Line:
    return _Line(filled.text, page, filled.left, filled.right, height, 0.0, False, filled.by)


def _lines(page: pdfium.PdfPage, number: int) -> Iterator[_Line]:
    """A page's lines that have words, in the order of the file."""
    words = page.get_textpage()
    text = words.get_text_range()
    for row in _ROW.finditer(text):
        line = row[0][: -len(row[1])] + "-" if row[1] else row[0]
        if one_line(line):
            first = _units(text[: row.start()]) + len(line) - len(line.lstrip())
            last = first + _units(row[0].strip()) - 1
            left, bottom, _, top = words.get_charbox(first, loose=True)
            _, _, right, _ = words.get_charbox(last, loose=True)
            size = raw.FPDFText_GetFontSize(words, first) or top - bottom
            bold = _is_bold(words, first) and _is_bold(words, last)
            yield _Line(
                line.translate(_LIGATURES), number + 1, left, right, bottom, round(size, 1), bold
            )
    words.close()


def _units(text: str) -> int:
    """UTF-16 units, in which PDFium counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_bold(words: pdfium.PdfTextPage, place: int) -> bool:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(words, place, name, len(name), flags)
    heavy = raw.FPDFText_GetFontWeight(words, place) >= 600
    return heavy or bool(length and _BOLD.search(name.value.decode("utf-8", "replace")))


def _contents(pdf: pdfium.PdfDocument) -> dict[tuple[int, str], int]:
    """The file's own table of contents: page and words to level, counted from 1."""
    entries: dict[tuple[int, str], int] = {}
    try:
        for mark in pdf.get_toc():
            target = mark.get_dest()
            page = target.get_index() if target else None
            if page is not None and (words := label(mark.get_title())):
                entries.setdefault((page + 1, words.casefold()), mark.level + 1)
    except pdfium.PdfiumError:
        return {}
    return entries


def _without_running_heads(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """The pages without lines that several have at the same height of one end, numbers aside.

    A page's own number goes as well.
    """
    keys = [_edge_keys(lines) for lines in pages]
    seen = Counter(key for of_page in keys for key in of_page.values())
    least = max(2, min(_LEAST_REPEATED, len(pages)))
    return [
        [
            line
            for place, line in enumerate(lines)
            if place not in of_page
            or (seen[of_page[place]] < least and line.text.strip() != str(line.page))
        ]
        for lines, of_page in zip(pages, keys, strict=True)
    ]


def _edge_keys(lines: Sequence[_Line]) -> dict[int, tuple[str, int]]:
    """For the lines at a page's ends: the words without their numbers, and the height."""
    by_height = sorted(range(len(lines)), key=lambda place: -lines[place].bottom)
    return {
        place: (
            _NUMBERS.sub("#", one_line(lines[place].text).casefold()),
            round(lines[place].bottom / _SAME_HEIGHT),
        )
        for place in (*by_height[:_AT_EDGE], *by_height[-_AT_EDGE:])
    }


def _write(
    composer: Composer,
    pages: Sequence[Sequence[_Line]],
    contents: dict[tuple[int, str], int],
    labels: Sequence[str | None],
) -> None:
    lines = [line for page in pages for line in page]
    body = _body_size(lines)
    sizes = sorted({line.size for line in lines if line.size > _LARGER * body}, reverse=True)
    known = _Words(lines)
    page, open_paragraph, hyphenated = 0, False, False
    for paragraph in _paragraphs(lines, body):
        first = paragraph.lines[0]
        if first.page != page:
            page = first.page
            composer.page(page, labels[page - 1])
        text = known.joined(paragraph.lines)
        level = _level(paragraph, text, contents, body, sizes)
        if level:
            composer.heading(text, level)
        elif open_paragraph and text[:1].islower():
            composer.goes_on(text, joint="" if hyphenated else " ")
        elif _ITEM.match(text):
            composer.listed(text)
        else:
            composer.paragraph(text)
        open_paragraph = not level and not _ENDED.search(text)
        hyphenated = bool(_HYPHEN.search(text))


def _body_size(lines: Sequence[_Line]) -> float:
    """The size that most characters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.size:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _paragraphs(lines: Sequence[_Line], body: float) -> Iterator[_Paragraph]:
    pitches = [
        above.bottom - line.bottom
        for above, line in pairwise(lines)
        if above.page == line.page and above.size == line.size == body
        and 0 < above.bottom - line.bottom < 3 * body
    ]  # fmt: skip
    pitch = median(pitches) if pitches else 1.2 * body
    gathered: list[_Line] = []
    for line in lines:
        if gathered and _begins(gathered, line, pitch):
            yield _Paragraph(tuple(gathered))
            gathered = []
        gathered.append(line)
    if gathered:
        yield _Paragraph(tuple(gathered))


def _begins(gathered: Sequence[_Line], line: _Line, pitch: float) -> bool:
    """Whether a paragraph begins with the line, after these lines of one."""
    above = gathered[-1]
    if line.box is not above.box:
        return True
    if line.page != above.page or abs(line.size - above.size) > 0.6 or line.bold != above.bold:
        return True
    if _ITEM.match(line.text.lstrip()):
        return True
    down = above.bottom - line.bottom
    if down < 0 or line.left > above.right:  # the next column
        return bool(_ENDED.search(above.text))
    if down > _PARTED * max(pitch, line.size):
        return True
    width = max(each.right for each in gathered) - min(each.left for each in gathered)
    first_word = line.text.split(maxsplit=1)[0]
    room = len(first_word) * line.size * 0.45
    ended_short = above.right + room < max(each.right for each in (*gathered, line))
    indented = line.left > above.left + 0.8 * line.size and len(gathered) > 1 and width > 0
    return bool(_ENDED.search(above.text)) and (ended_short or indented)


def _level(
    paragraph: _Paragraph,
    text: str,
    contents: dict[tuple[int, str], int],
    body: float,
    sizes: Sequence[float],
) -> int | None:
    """A heading's level, by the file's contents or by its size or weight; None for a paragraph."""
    first = paragraph.lines[0]
    if first.box is not None:
        return None
    listed = contents.get((first.page, one_line(text).casefold()))
    if listed:
        return min(listed, 6)
    if len(text) > _LONGEST_HEADING or not label(text) or _ITEM.match(text):
        return None
    if first.size > _LARGER * body:
        return min(1 + sizes.index(first.size), 6)
    if first.bold and not _ENDED.search(text) and len(paragraph.lines) <= 2:
        return min(1 + len(sizes), 6)
    return None


class _Words:
    """What words the document has, which tells how a word parted at a line's end is written."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        inside = " ".join(_HYPHEN.sub("", line.text) for line in lines).casefold()
        self._known = frozenset(re.findall(r"\w+(?:-\w+)*", inside))

    def joined(self, lines: Sequence[_Line]) -> str:
        """The lines as one, words parted at a line's end joined."""
        text = lines[0].text.strip()
        for line in lines[1:]:
            text = self._join(text, line.text.strip())
        return text

    def _join(self, before: str, after: str) -> str:
        match = _HYPHEN.search(before)
        if match is None or not after[:1].isalnum():
            return f"{before} {after}"
        if not after[:1].islower():
            return before.rstrip() + after
        first, second = match[1], re.split(r"\W", after, maxsplit=1)[0]
        written = f"{first}-{second}".casefold() in self._known
        hyphen = "-" if written and (first + second).casefold() not in self._known else ""
        return before[: match.end(1)] + hyphen + after
