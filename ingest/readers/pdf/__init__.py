"""PDF: paragraphs and headings by where the lines stand, page by page, as PDFium reads them."""

from collections.abc import Sequence

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.documents import Document, Unreadable
from ingest.readers.compose import Composer, Metadata
from ingest.readers.normalise import label
from ingest.readers.pdf.flow import Part, flowing, gathered
from ingest.readers.pdf.fonts import Fonts
from ingest.readers.pdf.heads import running_heads
from ingest.readers.pdf.letters import runs
from ingest.readers.pdf.lines import lines_of
from ingest.readers.pdf.order import in_order
from ingest.readers.pdf.paragraphs import paragraphs
from ingest.readers.pdf.sheets import Sheet, measure, sheet, weighed
from ingest.readers.pdf.words import Words
from ingest.readers.pdf.write import write


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
        sheets = weighed(_sheets(pdf))
        contents = _contents(pdf)
        facts = pdf.get_metadata_dict()
    finally:
        pdf.close()
    empty = sum(not page.lines for page in sheets)
    if empty == len(sheets):
        raise Unreadable("no text in it: a scan, it seems; make its text with an OCR program")
    remark = None
    if empty:
        remark = f"{empty} of {len(sheets)} pages have no text (scanned or blank)"
    metadata = Metadata(facts.get("Title"), facts.get("Author"), facts.get("CreationDate"))
    composer = Composer()
    _compose(composer, sheets, contents)
    return composer.document(path, "application/pdf", metadata, remark)


def _sheets(pdf: pdfium.PdfDocument) -> list[Sheet]:
    """The pages' lines; a page that PDFium cannot open has none."""
    fonts = Fonts()
    sheets: list[Sheet] = []
    for number in range(1, len(pdf) + 1):
        try:
            page = pdf[number - 1]
            sheets.append(sheet(page, number, lines_of(runs(page, fonts), number)))
            page.close()
        except pdfium.PdfiumError:
            sheets.append(Sheet(number, (), (), (), 0, 0))
    return sheets


def _compose(
    composer: Composer, sheets: Sequence[Sheet], contents: dict[tuple[int, str], int]
) -> None:
    usual = measure([line for page in sheets for line in page.lines])
    heads = running_heads(sheets, usual, contents)
    parts: list[Part] = []
    for page in sheets:
        items = in_order([line for line in page.lines if line not in heads], page.rules)
        parts += gathered(items, usual)
        parts += paragraphs(page.asides, usual, aside=True)
    words = Words([line for part in parts for line in part.lines])
    whole = flowing(parts, usual)
    write(composer, whole, words, usual, contents)


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
