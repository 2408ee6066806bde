"""Empty cells of tagged tables that the file leaves out, put back where they stand on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.tables import NO_HEADS, Place, Table, stretches

_Row = Sequence[Place]


@dataclass(frozen=True, slots=True)
class _Reach:
    """What words fill of a table's width, from its left edge."""

    left: float
    right: float

    def with_(self, other: "_Reach") -> "_Reach":
        return _Reach(min(self.left, other.left), max(self.right, other.right))

    def apart(self, other: "_Reach") -> float:
        """How far both are from one another; less than nothing for those that share something."""
        return max(self.left, other.left) - min(self.right, other.right)


def with_empty_cells(table: Table) -> Table:
    """The table, its rows with too few cells filled up, by the places of their words under those of
    complete rows. Where they do not tell it names no columns, for no name may be put to a wrong
    value. Tables that the file does not tell of have all of their cells.
    """
    if not table.name:
        return table
    rows = _believed(table.rows)
    width = max(map(_across, rows))
    edges = [_edge(part) for part in stretches(rows) for _ in part]
    columns = _columns(rows, edges, width)
    covered, heads = _Covered(), table.heads
    found: list[tuple[Place, ...]] = []
    for row, edge in zip(rows, edges, strict=True):
        free = [column for column in range(width) if not covered.has(column)]
        fitted = _fitted(row, free, columns, edge) if _across(row) < len(free) else tuple(row)
        heads = heads if fitted else NO_HEADS
        found.append(fitted or tuple(row))
        covered.put(found[-1])
    return replace(table, rows=tuple(found), heads=heads)


class _Covered:
    """Tells which columns of the next row cells of the rows above reach into."""

    def __init__(self) -> None:
        self._left: dict[int, int] = {}  # rows to come, by column

    def has(self, column: int) -> bool:
        return self._left.get(column, 0) > 0

    def put(self, row: _Row) -> list[int]:
        """The first columns of the row's cells."""
        firsts: list[int] = []
        left = {column: down - 1 for column, down in self._left.items() if down > 1}
        column = 0
        for place in row:
            while self.has(column):
                column += 1
            firsts.append(column)
            if place.down > 1:
                left |= dict.fromkeys(range(column, column + place.across), place.down - 1)
            column += place.across
        self._left = left
        return firsts


def _believed(rows: Sequence[_Row]) -> list[_Row]:
    """The rows, none of their cells over several columns where these do not come to the same number
    in all rows with such cells: some programs count them anew in each column of a page.
    """
    covered = _Covered()
    widths = [covered.put(row)[-1] + row[-1].across for row in rows]
    spanning = [any(place.across > 1 for place in row) for row in rows]
    if all(own == max(widths) for own, spans in zip(widths, spanning, strict=True) if spans):
        return list(rows)
    return [[replace(place, across=1) for place in row] for row in rows]


def _across(row: _Row) -> int:
    return sum(place.across for place in row)


def _edge(rows: Sequence[_Row]) -> float:
    """The left edge of what stands in rows under one another."""
    return min(_here(place.lines)[0].left for row in rows for place in row if place.lines)


def _columns(rows: Sequence[_Row], edges: Sequence[float], width: int) -> Mapping[int, _Reach]:
    """What each column's words fill, by the rows that have all columns."""
    found: dict[int, _Reach] = {}
    for row, edge in zip(rows, edges, strict=True):
        firsts = _Covered().put(row) if _across(row) == width else []
        for column, place in zip(firsts, row, strict=False):
            if place.across == 1 and place.lines:
                reach = _reach(place.lines, edge)
                found[column] = reach.with_(found.get(column, reach))
    return found


def _reach(lines: Sequence[Line], edge: float) -> _Reach:
    here = _here(lines)
    return _Reach(min(line.left for line in here) - edge, max(line.right for line in here) - edge)


def _here(lines: Sequence[Line]) -> Sequence[Line]:
    """A cell's lines as far as they stand under one another, and not in another column or page."""
    turns = (
        place
        for place, (above, line) in enumerate(pairwise(lines), start=1)
        if line.page > above.page or line.baseline > above.baseline + line.size
    )
    return lines[: next(turns, len(lines))]


def _fitted(
    row: _Row, free: Sequence[int], columns: Mapping[int, _Reach], edge: float
) -> tuple[Place, ...] | None:
    """The row with an empty place in each free column that none of its cells is nearest to; None
    where a cell may be of a column of which no place is known.
    """
    found: list[Place] = []
    begun = 0  # in `free`
    for number, place in enumerate(row):
        possible = range(begun, len(free) - _across(row[number:]) + 1)
        best = _nearest(place, [(at, columns.get(free[at])) for at in possible], edge)
        if best is None:
            return None
        found += [Place(())] * (best - begun)
        found.append(place)
        begun = best + place.across
    return (*found, *[Place(())] * (len(free) - begun))


def _nearest(place: Place, columns: Sequence[tuple[int, _Reach | None]], edge: float) -> int | None:
    """The column that is nearest to the cell."""
    if not place.lines:
        return columns[0][0]
    reach = _reach(place.lines, edge)
    apart, best = min(
        ((column.apart(reach), at) for at, column in columns if column), default=(inf, 0)
    )
    is_sure = apart < 0 or all(column for _, column in columns)
    return best if is_sure else None
