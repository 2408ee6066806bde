"""Empty cells of tagged tables that the file leaves out, put back where they stand on the page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.tables import Place, Table, stretches

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
    complete rows. A row of which that does not tell is one cell, for no name may be put to a wrong
    value. Tables that the file does not tell of have all of their cells.
    """
    if not table.name:
        return table
    width = max(map(_across, table.rows))
    edges = [_edge(rows) for rows in stretches(table.rows) for _ in rows]
    columns = _columns(table.rows, edges, width)
    covered: defaultdict[int, set[int]] = defaultdict(set)  # columns, by row, from above
    found: list[tuple[Place, ...]] = []
    for number, (row, edge) in enumerate(zip(table.rows, edges, strict=True)):
        free = [column for column in range(width) if column not in covered[number]]
        whole = _fitted(row, free, columns, edge) if _across(row) < len(free) else tuple(row)
        found.append(whole)
        for column, place in _placed(whole, covered[number]):
            for below in range(number + 1, min(number + place.down, len(table.rows))):
                covered[below].update(range(column, column + place.across))
    return replace(table, rows=tuple(found))


def _across(row: _Row) -> int:
    return sum(place.across for place in row)


def _edge(rows: Sequence[_Row]) -> float:
    """The left edge of what stands in rows under one another."""
    return min(_here(place.lines)[0].left for row in rows for place in row if place.lines)


def _placed(row: _Row, taken: set[int]) -> list[tuple[int, Place]]:
    """The row's cells, each with its first column."""
    found: list[tuple[int, Place]] = []
    column = 0
    for place in row:
        while column in taken:
            column += 1
        found.append((column, place))
        column += place.across
    return found


def _columns(rows: Sequence[_Row], edges: Sequence[float], width: int) -> Mapping[int, _Reach]:
    """What each column's words fill, by the rows that have all columns."""
    found: dict[int, _Reach] = {}
    for row, edge in zip(rows, edges, strict=True):
        for column, place in _placed(row, set()) if _across(row) == width else ():
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
) -> tuple[Place, ...]:
    """The row with an empty place in each free column that none of its cells is nearest to."""
    found: list[Place] = []
    begun = 0  # in `free`
    for number, place in enumerate(row):
        possible = range(begun, len(free) - _across(row[number:]) + 1)
        if not place.lines or any(free[at] not in columns for at in possible):
            lines = tuple(line for place in row for line in place.lines)
            return (Place(lines, across=len(free)),)
        reach = _reach(place.lines, edge)
        best = min(possible, key=lambda at: columns[free[at]].apart(reach))
        found += [Place(())] * (best - begun)
        found.append(place)
        begun = best + place.across
    return (*found, *[Place(())] * (len(free) - begun))
