"""What office documents are made of, and how it is put into a Document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.readers.compose import Composer
from ingest.readers.grid import Cell, lines_of
from ingest.readers.normalise import raised

BULLET = "•"
_LONG = 400  # characters: a longer cell belongs to a table that is mere layout
_LONG_HEADING = 200  # characters of a paragraph that is no heading, whatever its style


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words with line ends in them; a heading has a level, a list's item its marker."""

    text: str
    level: int | None = None
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell at its first place with what is in it, and the columns and rows that it covers."""

    parts: tuple["Part", ...]
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first `heads` rows name the columns."""

    rows: tuple[tuple[TableCell, ...], ...]
    heads: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A foot- or endnote that the part before refers to by its mark.

    has_mark: whether its own text begins with it
    """

    mark: str
    parts: tuple["Part", ...]
    at_end: bool = False
    has_mark: bool = False


Part = Paragraph | Table | Note


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a format that keeps all cells; `goes_on` where the one above reaches down to it."""

    parts: tuple[Part, ...]
    across: int = 1
    goes_on: bool = False


def merged(rows: Sequence[Sequence[GridCell]]) -> Iterator[tuple[TableCell, ...]]:
    """The rows, with cells that reach over several rows only in the first of them."""
    places = [dict(_placed(row)) for row in rows]
    for number, row in enumerate(rows):
        made: list[TableCell] = []
        for column, cell in _placed(row):
            if _is_covered(places, number, column):
                continue
            down = 1
            while number + down < len(rows) and _is_covered(places, number + down, column):
                down += 1
            made.append(TableCell(cell.parts, cell.across, down))
        yield tuple(made)


def _is_covered(places: Sequence[dict[int, GridCell]], number: int, column: int) -> bool:
    """Whether a cell is only the rest of the one above; one with words of its own is not."""
    cell = places[number].get(column)
    above = places[number - 1].get(column) if number else None
    return bool(cell and above and cell.goes_on and not cell.parts and above.across == cell.across)


def _placed(row: Sequence[GridCell]) -> Iterator[tuple[int, GridCell]]:
    """Each cell with the column that it begins in."""
    column = 0
    for cell in row:
        yield column, cell
        column += cell.across


def write(composer: Composer, parts: Iterable[Part]) -> None:
    """All parts in order; footnotes at the end of their section, endnotes at the end of all."""
    writer = _Writer(composer)
    for part in parts:
        writer.write(part)
    writer.finish()


class _Writer:
    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._footnotes: list[Note] = []
        self._endnotes: list[Note] = []

    def write(self, part: Part) -> None:
        if isinstance(part, Note):
            (self._endnotes if part.at_end else self._footnotes).append(part)
        elif isinstance(part, Table):
            self._write_table(part)
        else:
            self._write_paragraph(part)

    def finish(self) -> None:
        self._write_notes(self._footnotes)
        self._write_notes(self._endnotes)

    def _write_notes(self, notes: list[Note]) -> None:
        waiting = list(notes)
        notes.clear()
        for note in waiting:
            for part in _marked_note(note):
                self.write(part)

    def _write_paragraph(self, part: Paragraph) -> None:
        text = _marked(part)
        if part.level and len(text) <= _LONG_HEADING:
            self._write_notes(self._footnotes)
            self._composer.heading(text.replace("\n", " "), part.level)
        elif part.marker:
            if part.text.strip():
                self._composer.listed(text.replace("\n", " "))
        else:
            first, *others = [line for line in text.split("\n") if line.strip()] or [""]
            self._composer.paragraph(first)
            for line in others:
                self._composer.line(line)

    def _write_table(self, table: Table) -> None:
        """Rows; of a table that is mere layout, what is in its cells one after the other."""
        inside = [part for row in table.rows for cell in row for part in cell.parts]
        rows = [] if _holds_sections(table, inside) else _rows(table)
        if not rows or _is_mostly_long(rows):
            for part in inside:
                self.write(part)
        else:
            self._composer.table(rows)
            for note in _notes(inside):
                self.write(note)


def _marked(part: Paragraph) -> str:
    return f"{part.marker} {part.text}" if part.marker and part.text.strip() else part.text


def _marked_note(note: Note) -> tuple[Part, ...]:
    """The note's parts, its mark before the first words."""
    mark = raised(note.mark)
    if note.has_mark or not mark:
        return note.parts
    for place, part in enumerate(note.parts):
        if isinstance(part, Paragraph):
            first = Paragraph(f"{mark} {_marked(part)}")
            return (*note.parts[:place], first, *note.parts[place + 1 :])
    return (Paragraph(mark), *note.parts)


def _notes(parts: Iterable[Part]) -> Iterator[Note]:
    """The notes of a table, also those of tables in it."""
    for part in parts:
        if isinstance(part, Note):
            yield part
        elif isinstance(part, Table):
            yield from _notes(each for row in part.rows for cell in row for each in cell.parts)


def _rows(table: Table) -> list[list[Cell]]:
    return [
        [Cell(_text(cell), cell.across, cell.down, number < table.heads) for cell in row]
        for number, row in enumerate(table.rows)
    ]


def _text(cell: TableCell) -> str:
    return "\n".join([line for part in cell.parts if (line := _line(part)) is not None])


def _line(part: Part) -> str | None:
    """The words of a part inside a cell; a table in it stays on the cell's line."""
    if isinstance(part, Paragraph):
        return _marked(part)
    if isinstance(part, Table):
        return "; ".join(line.replace(" | ", ", ") for line in lines_of(_rows(part)))
    return None


def _holds_sections(table: Table, inside: Sequence[Part]) -> bool:
    """Whether it only places text, by its kind: one column, headings or, in its one row, tables."""
    if all(len(row) < 2 for row in table.rows):
        return True
    if any(isinstance(part, Paragraph) and part.level for part in inside):
        return True
    return len(table.rows) == 1 and any(isinstance(part, Table) for part in inside)


def _is_mostly_long(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether most rows have a cell of long text, as in a table that only places it."""
    is_long = [any(len(cell.text) > _LONG for cell in row) for row in rows]
    return sum(is_long) * 2 > len(is_long)
