"""PDF: paragraphs and headings by where the lines stand, page by page, as PDFium reads them."""

from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.documents import Document, Unreadable
from ingest.readers.compose import Composer, Metadata
from ingest.readers.normalise import label, title
from ingest.readers.pdf.added import added
from ingest.readers.pdf.blocks import Block
from ingest.readers.pdf.flow import Part, flowing, gathered
from ingest.readers.pdf.fonts import Fonts
from ingest.readers.pdf.headings import Known
from ingest.readers.pdf.heads import running_heads
from ingest.readers.pdf.labels import page_labels
from ingest.readers.pdf.letters import runs
from ingest.readers.pdf.lines import Line, lines_of
from ingest.readers.pdf.marked import Body, body_of, marked_heads
from ingest.readers.pdf.noise import remark_on_noise, with_unknown_shown
from ingest.readers.pdf.notes import write_notes
from ingest.readers.pdf.opening import opening_title
from ingest.readers.pdf.order import in_order
from ingest.readers.pdf.paragraphs import paragraphs
from ingest.readers.pdf.prints import without_prints
from ingest.readers.pdf.sheets import Measure, Sheet, measure, sheet, weighed, without
from ingest.readers.pdf.tags import Tagger
from ingest.readers.pdf.tree import Tree
from ingest.readers.pdf.words import Words
from ingest.readers.pdf.write import write
from ingest.readers.pdf.written_in import Filled, Maker, written_in


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
        bodies: dict[int, Body] = {}
        blocks: dict[int, dict[int, Block]] = {}
        sheets = weighed(_sheets(pdf, bodies, blocks))
        labels = page_labels(pdf)
        contents = _contents(pdf)
        facts = pdf.get_metadata_dict()
    finally:
        pdf.close()
    if empty_shell and not any(page.added for page in sheets):
        raise Unreadable("a form that only Adobe's programs show (XFA); print it there to a PDF")
    composer = Composer()
    _look(composer, sheets)
    usual = measure([line for page in sheets for line in page.lines])
    sheets = without_prints(sheets, facts.get("Title"), usual)
    marked = marked_heads(sheets, bodies, usual)
    sheets = [without(page, marked) for page in sheets]
    stated = title(facts.get("Title")) or opening_title(sheets[0].lines, usual.size)
    keywords = tuple(words for name in ("Subject", "Keywords") if (words := facts.get(name)))
    metadata = Metadata(stated, facts.get("Author"), facts.get("CreationDate"), keywords)
    tree = Tree(blocks, [line for page in sheets for line in page.lines])
    _compose(composer, sheets, tree, contents, labels, usual)
    write_notes(composer, [page.added for page in sheets], labels)
    return with_unknown_shown(composer.document(path, "application/pdf", metadata))


def _look(composer: Composer, sheets: Sequence[Sheet]) -> None:
    """Remarks on pages that cannot be read; Unreadable where none can."""
    empty = sum(not page.lines and not page.added for page in sheets)
    if empty == len(sheets):
        raise Unreadable("no text in it: a scan, it seems; make its text with an OCR program")
    if empty:
        composer.remark(f"{empty} of {len(sheets)} pages have no text (scanned or blank)")
    texts = ["\n".join(line.text for line in page.lines) for page in sheets]
    if noise := remark_on_noise(texts):
        composer.remark(noise)


def _sheets(
    pdf: pdfium.PdfDocument, bodies: dict[int, Body], blocks: dict[int, dict[int, Block]]
) -> list[Sheet]:
    """The pages' lines, where the file tells so their bodies and blocks put into those; a page that
    PDFium cannot open has none.
    """
    tagger = Tagger()
    fonts = Fonts()
    is_marked = raw.FPDFCatalog_IsTagged(pdf)
    sheets: list[Sheet] = []
    for number in range(1, len(pdf) + 1):
        try:
            page = pdf[number - 1]
            texts: set[int] = set()
            lines = lines_of(runs(page, fonts, texts), number)
            sheets.append(sheet(page, number, lines, added(pdf, page), texts))
            if is_marked and (body := body_of(page)):
                bodies[number] = body
            if is_marked and (tags := tagger.tags(page, _things(lines))):
                blocks[number] = tags
            page.close()
        except pdfium.PdfiumError:
            sheets.append(Sheet(number, (), (), (), 0, 0))
    return sheets


def _things(lines: Sequence[Line]) -> set[int]:
    return {run.thing for line in lines for run in line.runs}


def _compose(
    composer: Composer,
    sheets: Sequence[Sheet],
    tree: Tree,
    contents: dict[tuple[int, str], int],
    labels: Sequence[str | None],
    usual: Measure,
) -> None:
    heads = running_heads(sheets, usual, contents)
    parts: list[Part] = []
    for page in sheets:
        lines = [line for line in page.lines if line not in heads]
        filled = written_in(lines, page.added, _maker(page.number, usual.size))
        apart = tree.cells.apart(filled)
        items = in_order(apart, page.rules, tree.cells.tables(apart), tree.text(apart))
        parts += gathered(items, usual, tree.begins)
        parts += paragraphs(page.asides, usual, aside=True)
    words = Words([line for part in parts for line in part.lines])
    whole = flowing(parts, usual, tree.begins)
    write(composer, whole, words, usual, Known(contents, tree), labels)


def _maker(page: int, size: float) -> Maker[Line]:
    """How lines are filled in on a page, and made of what has no name there."""

    def filled(line: Line, by: Filled) -> Line:
        return replace(line, text=by.text, left=by.left, right=by.right, box=by.by)

    def alone(by: Filled, height: float) -> Line:
        return Line(
            text=by.text,
            page=page,
            angle=0,
            left=by.left,
            right=by.right,
            baseline=height,
            top=height + size,
            size=size,
            bold=False,
            mono=False,
            runs=(),
            box=by.by,
        )

    return Maker(filled, alone)


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
