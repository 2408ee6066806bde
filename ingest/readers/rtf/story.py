"""A story of a Rich Text file, its body's or a note's: paragraphs, and tables within tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ingest.readers.office.gather import Format, Gatherer
from ingest.readers.office.parts import GridCell, Paragraph, Part, Table, merged

_SAME_EDGE = 40  # twentieths of a point by which edges of one column may differ
_MOST_ROWS = 100_000


@dataclass(slots=True)
class CellPlace:
    """What a row says of a cell: its right edge, and whether one before reaches over it."""

    edge: int
    goes_down: bool = False
    goes_across: bool = False


@dataclass(slots=True)
class _Row:
    cells: list[tuple[Part, ...]]
    places: list[CellPlace]
    is_head: bool
    is_bold: bool


@dataclass(slots=True)
class _Level:
    """A table that has begun, at one depth."""

    rows: list[_Row] = field(default_factory=list)
    cells: list[tuple[Part, ...]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    is_bold: bool = True
    has_text: bool = False


class Story:
    """Takes text, and puts paragraphs where they belong: into the body or into cells."""

    def __init__(self, remark: Callable[[str], None]) -> None:
        self.gatherer = Gatherer(remark)
        self.parts: list[Part] = []
        self.hanging: list[Part] = []  # notes and text boxes of the paragraph
        self._tables: list[_Level] = []

    def add(self, text: str, format: Format, depth: int) -> bool:
        """Adds text at a depth of tables; false where it is hidden."""
        added = self.gatherer.add(text, format)
        if added and depth and text.strip():
            level = self._table(depth)
            level.has_text = True
            level.is_bold = level.is_bold and bool(format.bold)
        return added

    def end_paragraph(
        self, depth: int, level: int | None = None, marker: str | None = None
    ) -> None:
        """What was gathered is a paragraph in the cell at this depth, or in the body at 0."""
        text = self.gatherer.taken()
        if text.strip():
            self._target(depth).append(Paragraph(text, level, marker))
        if self.hanging:
            self._target(depth).extend(self.hanging)
            self.hanging = []

    def end_cell(self, depth: int) -> None:
        """The cell's parts are complete."""
        parts = self._target(depth)
        self._table(depth).cells.append(tuple(parts))
        parts.clear()

    def end_row(self, depth: int, places: Sequence[CellPlace], is_head: bool) -> None:
        """The row's cells are complete."""
        level = self._table(depth)
        self._close(depth)
        if level.cells and len(level.rows) < _MOST_ROWS:
            is_bold = level.is_bold and level.has_text
            level.rows.append(_Row(level.cells, list(places), is_head, is_bold))
        level.cells, level.is_bold, level.has_text = [], True, False

    def finish(self) -> list[Part]:
        """All parts."""
        self.end_paragraph(0)
        self._close(0)
        return self.parts

    def _table(self, depth: int) -> _Level:
        while len(self._tables) < depth:
            self._tables.append(_Level())
        return self._tables[depth - 1]

    def _target(self, depth: int) -> list[Part]:
        """Where parts of a depth go; tables further in are complete then."""
        self._close(depth)
        return self._table(depth).parts if depth else self.parts

    def _close(self, depth: int) -> None:
        while len(self._tables) > depth:
            level = self._tables.pop()
            outer = self._tables[-1].parts if self._tables else self.parts
            if level.cells:  # a row that never ended
                level.rows.append(_Row(level.cells, [], False, False))
            if level.rows:
                outer.append(_made(level.rows))
            outer.extend(level.parts)


def _made(rows: Sequence[_Row]) -> Table:
    edges = _columns(rows)
    grid = [_placed(row, edges) for row in rows]
    heads = 0
    while heads < len(rows) and rows[heads].is_head:
        heads += 1
    if not heads and len(rows) > 1:
        heads = int(rows[0].is_bold and not rows[1].is_bold)
    return Table(tuple(merged(grid)), heads)


def _columns(rows: Sequence[_Row]) -> list[int]:
    """The right edges of the table's columns, of edges that nearly agree the first."""
    edges: list[int] = []
    for edge in sorted({place.edge for row in rows for place in row.places}):
        if not edges or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)
    return edges


def _placed(row: _Row, edges: Sequence[int]) -> list[GridCell]:
    """The row's cells with the columns that they reach over."""
    made: list[GridCell] = []
    before = 0
    for number, parts in enumerate(row.cells):
        place = row.places[number] if number < len(row.places) else None
        if place is None:
            made.append(GridCell(parts))
            continue
        after = sum(1 for edge in edges if edge <= place.edge + _SAME_EDGE // 2)
        across = max(1, after - before)
        before = max(after, before + 1)
        if place.goes_across and made and not parts:
            last = made.pop()
            made.append(GridCell(last.parts, last.across + across, last.goes_on))
        else:
            made.append(GridCell(parts, across, place.goes_down))
    return made
