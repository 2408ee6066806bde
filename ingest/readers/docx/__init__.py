"""Word documents (DOCX): text, lists, tables and notes as printed, and the file's properties."""

from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from ingest.documents import Document
from ingest.readers.compose import Composer, Metadata
from ingest.readers.docx.blocks import Blocks, Paragraph, Part, Table, TableCell
from ingest.readers.docx.drawings import Drawings
from ingest.readers.docx.notes import Notes
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.package import Package
from ingest.readers.docx.styles import Styles
from ingest.readers.docx.words import Words
from ingest.readers.grid import Cell, lines_of
from ingest.readers.normalise import raised

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_LONG = 400  # characters: a longer cell belongs to a table that is mere layout


def read(path: str, data: bytes) -> Document:
    """Inserted text is text; deleted and hidden text, comments, headers and footers are none."""
    composer = Composer()
    package = Package(data, composer.remark)
    body = package.document()
    _Writer(composer, package).write(body)
    return composer.document(path, _MEDIA_TYPE, _metadata(package.properties()))


def _metadata(properties: _Element | None) -> Metadata:
    if properties is None:
        return Metadata()
    keywords = (properties.findtext(f"{_CORE}keywords") or "").replace(";", ",").split(",")
    subject = properties.findtext(f"{_DC}subject") or ""
    return Metadata(
        properties.findtext(f"{_DC}title"),
        properties.findtext(f"{_DC}creator"),
        properties.findtext(f"{_TERMS}created"),
        tuple(words for each in (*keywords, subject) if (words := each.strip())),
    )


class _Writer:
    """Puts the parts into the document; a section's footnotes stand at its end."""

    def __init__(self, composer: Composer, package: Package) -> None:
        self._composer = composer
        settings = package.related("settings")
        self._notes = {
            kind: Notes(package.related(f"{kind}s"), settings, kind)
            for kind in ("footnote", "endnote")
        }
        styles = Styles(package.related("styles"))
        drawings = Drawings(package.referred, composer.remark)
        self._words = Words(styles, self._notes, drawings, composer.remark)
        numbering = Numbering(package.related("numbering"), styles, composer.remark)
        self._blocks = Blocks(self._words, styles, numbering, composer.remark)

    def write(self, body: _Element) -> None:
        """The whole body, its notes with it."""
        for part in self._blocks.parts(body):
            if isinstance(part, Paragraph) and part.level is not None:
                self._write_notes("footnote")
            self._write(part)
        self._write_notes("footnote")
        self._write_notes("endnote")

    def _write_notes(self, kind: str) -> None:
        for mark, note in self._notes[kind].taken():
            self._words.note_mark = mark
            parts = list(self._blocks.parts(note))
            if self._words.note_mark and parts and isinstance(parts[0], Paragraph):
                parts[0] = Paragraph(f"{raised(mark)} {parts[0].text}")
            self._words.note_mark = None
            for part in parts:
                self._write(part)

    def _write(self, part: Part) -> None:
        if isinstance(part, Table):
            self._write_table(part)
        elif part.level is not None:
            self._composer.heading(_marked(part).replace("\n", " "), part.level)
        elif part.marker:
            self._composer.listed(_marked(part).replace("\n", " "))
        else:
            first, *others = part.text.split("\n")
            self._composer.paragraph(first)
            for line in others:
                self._composer.line(line)

    def _write_table(self, table: Table) -> None:
        """Rows; of a table that is mere layout, what is in its cells one after the other."""
        if _is_layout(table):
            for part in (part for row in table.rows for cell in row for part in cell.parts):
                self._write(part)
        else:
            self._composer.table(_rows(table))


def _marked(part: Paragraph) -> str:
    return f"{part.marker} {part.text}" if part.marker else part.text


def _rows(table: Table) -> list[list[Cell]]:
    return [
        [Cell(_text(cell), cell.across, cell.down, number < table.heads) for cell in row]
        for number, row in enumerate(table.rows)
    ]


def _text(cell: TableCell) -> str:
    return "\n".join(_lines(cell.parts))


def _lines(parts: Iterable[Part]) -> Iterator[str]:
    """The words of parts inside a cell; a table in it stays on the cell's line."""
    for part in parts:
        if isinstance(part, Paragraph):
            yield _marked(part)
        else:
            yield "; ".join(line.replace(" | ", ", ") for line in lines_of(_rows(part)))


def _is_layout(table: Table) -> bool:
    """Whether it only places text: one column, whole sections in cells, or one row of long text."""
    cells = [cell for row in table.rows for cell in row]
    if all(len(row) < 2 for row in table.rows):
        return True
    if any(isinstance(part, Paragraph) and part.level for cell in cells for part in cell.parts):
        return True
    is_long = [any(len(_text(cell)) > _LONG for cell in row) for row in table.rows]
    holds_tables = any(isinstance(part, Table) for cell in cells for part in cell.parts)
    return sum(is_long) * 2 > len(is_long) or (len(table.rows) == 1 and holds_tables)
