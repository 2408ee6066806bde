"""Tables as a tagged PDF itself has them: the cells are what it says."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise, takewhile

from ingest.readers.normalise import one_line
from ingest.readers.pdf.blocks import Blocks, Cell, Path
from ingest.readers.pdf.letters import Run
from ingest.readers.pdf.lines import Line, line_of
from ingest.readers.pdf.tables import Place, Table

_PROSE = 60  # words of the usual cell, from where it is text that is laid out as a table
_ORDERED = 0.7  # of neighbouring cells, one right of the other
_MOST_CELLS = 200  # of a row
_LEVEL = 0.3  # of a line's size, up to where another is not below it

_Place = tuple[Path, int]  # a cell's row, and its place in it


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, or the part of one, that stands in a cell; None where it stands in no table's."""

    cell: Cell | None
    line: Line


class Cells:
    """Knows the tables of a tagged file that are tables."""

    def __init__(self, blocks: Blocks, lines: Sequence[Line]) -> None:
        """`lines` are all of the file's."""
        self._blocks = blocks
        self._tables = frozenset(self._true(lines)) if blocks else frozenset[Path]()
        self._names = self._named(lines) if self._tables else {}

    def of(self, line: Line) -> Cell | None:
        """The cell in which the line begins."""
        return self._of_run(line.runs[0], line.page) if self._tables and line.runs else None

    def apart(self, lines: Sequence[Line]) -> list[Line]:
        """The lines, those parted that stand in a table and beside it."""
        return [part for line in lines for part in self._apart(line)]

    def tables(self, lines: Sequence[Line]) -> list[Table]:
        """The tables of a page. Names of columns that are printed once more, which no tag tells of,
        are taken away with them.
        """
        found: defaultdict[Path, list[Line]] = defaultdict(list)
        for line in lines:
            cell = self.of(line)
            if cell is not None:
                found[cell.table].append(line)
        loose = [line for line in lines if found and line.runs and not self._blocks.of(line)]
        return [
            self._table(path, own, [line for line in loose if self._names_again(line, path)])
            for path, own in found.items()
        ]

    def _names_again(self, line: Line, table: Path) -> bool:
        return one_line(line.text) in self._names[table]

    def _of_run(self, run: Run, page: int) -> Cell | None:
        """The outermost cell of a table that the run stands in."""
        block = self._blocks.of_run(run, page)
        cells = block.cells if block else ()
        return next((cell for cell in cells if self._is_true(cell)), None)

    def _is_true(self, cell: Cell) -> bool:
        return cell.place >= 0 and cell.table in self._tables

    def _true(self, lines: Sequence[Line]) -> Iterator[Path]:
        """Where the tables stand that have rows and columns of few words."""
        found: defaultdict[Path, defaultdict[_Place, list[Run]]]
        found = defaultdict(lambda: defaultdict(list))
        for line in lines:
            for run in line.runs:
                block = self._blocks.of_run(run, line.page)
                for cell in block.cells if block else ():
                    if 0 <= cell.place < cell.cells <= _MOST_CELLS:
                        found[cell.table][cell.row, cell.place].append(run)
        yield from (path for path, cells in found.items() if _is_table(cells))

    def _named(self, lines: Sequence[Line]) -> dict[Path, set[str]]:
        """The lines of words, by table, that its first row has and those that name its columns."""
        rows: defaultdict[Path, defaultdict[Path, set[str]]]
        rows = defaultdict(lambda: defaultdict(set))
        names: defaultdict[Path, set[str]] = defaultdict(set)
        for line in lines:
            cell = self.of(line)
            if cell is not None:
                rows[cell.table][cell.row].add(one_line(line.text))
                if cell.head:
                    names[cell.table].add(one_line(line.text))
        return {path: names[path] | of_rows[min(of_rows)] for path, of_rows in rows.items()}

    def _apart(self, line: Line) -> list[Line]:
        tables = {cell.table if cell else None for cell in self._cells_of(line)}
        if line.box is not None or len(tables) < 2:
            return [line]
        runs = groupby(line.runs, key=lambda run: self._table_of(run, line.page))
        return [line_of(tuple(part), line.page) for _, part in runs]

    def _cells_of(self, line: Line) -> list[Cell | None]:
        return [self._of_run(run, line.page) for run in line.runs] if self._tables else []

    def _table_of(self, run: Run, page: int) -> Path | None:
        cell = self._of_run(run, page)
        return cell.table if cell else None

    def _table(self, path: Path, lines: Sequence[Line], again: Sequence[Line]) -> Table:
        rows: defaultdict[Path, dict[int, _Filled]] = defaultdict(dict)
        for line in lines:
            for piece in self._pieces(line):
                if piece.cell is not None:
                    row = rows[piece.cell.row]
                    row.setdefault(piece.cell.place, _Filled(piece.cell)).lines.append(piece.line)
        for filled in (each for row in rows.values() for each in row.values() if each.cell.head):
            filled.lines[:] = _once(filled.lines)
        ordered = sorted(rows)
        named = takewhile(lambda row: _names_columns(rows[row].values()), ordered[:-1])
        heads = len(list(named))
        places = tuple(_places(rows[row]) for row in ordered)
        return Table(places, heads, (), (*lines, *again), path, tuple(ordered))

    def _pieces(self, line: Line) -> list[_Piece]:
        """The line as it stands in cells."""
        cells = self._cells_of(line)
        if len(set(cells)) == 1:
            return [_Piece(cells[0], line)]
        parts = groupby(zip(cells, line.runs, strict=True), key=lambda pair: pair[0])
        return [
            _Piece(cell, line_of(tuple(run for _, run in part), line.page)) for cell, part in parts
        ]


@dataclass(frozen=True, slots=True)
class _Filled:
    """A cell with the lines that stand in it."""

    cell: Cell
    lines: list[Line] = field(default_factory=list)


def _is_table(cells: Mapping[_Place, Sequence[Run]]) -> bool:
    """Whether these are rows and columns of few words each."""
    if len({row for row, _ in cells}) < 2 or not any(place for _, place in cells):
        return False
    words = sum(len(run.text.split()) for runs in cells.values() for run in runs)
    beside = [
        cells[place][0].left < cells[after][0].left
        for place, after in pairwise(sorted(cells))
        if place[0] == after[0]
    ]
    onward = sum(beside)
    ordered = max(onward, len(beside) - onward) >= _ORDERED * len(beside)
    return bool(beside) and ordered and words <= _PROSE * len(cells)


def _once(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a name, once where another column has them again, cut at its edge or whole."""
    turns = [
        place
        for place, (above, line) in enumerate(pairwise(lines), start=1)
        if line.baseline > above.baseline - _LEVEL * line.size
    ]
    parts = [lines[start:end] for start, end in pairwise([0, *turns, len(lines)])]
    whole = max(parts, key=_words)
    return whole if all(_words(whole).startswith(_words(part)) for part in parts) else lines


def _words(lines: Sequence[Line]) -> str:
    return one_line(" ".join(line.text for line in lines))


def _names_columns(row: Iterable[_Filled]) -> bool:
    return all(filled.cell.head for filled in row)


def _places(row: Mapping[int, _Filled]) -> tuple[Place, ...]:
    """The row's cells, those without text among them."""
    count = next(iter(row.values())).cell.cells
    return tuple(
        Place(tuple(row[place].lines), row[place].cell.across, row[place].cell.down)
        if place in row
        else Place(())
        for place in range(count)
    )
