"""Empty cells of tagged tables that the file leaves out, put back where they stand on the page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.tables import Place, Table, stretches

_Row = Sequence[Place]


@dataclass(frozen=True, slots=True)
class _Reach:
    """What a column's words fill of the page's width."""

    left: float
    right: float

    def shared(self, other: "_Reach") -> float:
        return min(self.right, other.right) - max(self.left, other.left)

    def apart(self, other: "_Reach") -> float:
        """How far both are from one another; less than nothing for those that share something."""
        return -self.shared(other)


def with_empty_cells(table: Table) -> Table:
    """The table, its rows with too few cells filled up, by the places of their words under those of
    complete rows of the same page or column. Tables that the file does not tell of have them all.
    """
    if not table.name:
        return table
    width = max(map(_across, table.rows))
    rows = [row for stretch in stretches(table.rows) for row in _filled_up(stretch, width)]
    return replace(table, rows=tuple(rows))


def _across(row: _Row) -> int:
    return sum(place.across for place in row)


def _filled_up(rows: Sequence[_Row], width: int) -> list[tuple[Place, ...]]:
    columns = _columns([row for row in rows if _across(row) == width])
    covered: defaultdict[int, set[int]] = defaultdict(set)  # columns, by row, from above
    found: list[tuple[Place, ...]] = []
    for number, row in enumerate(rows):
        free = [column for column in range(width) if column not in covered[number]]
        lacks = len(free) > _across(row)
        whole = _fitted(row, free, columns) if lacks else tuple(row)
        found.append(whole)
        column = 0
        for place in whole:
            while column in covered[number]:
                column += 1
            for below in range(number + 1, min(number + place.down, len(rows))):
                covered[below].update(range(column, column + place.across))
            column += place.across
    return found


def _columns(rows: Sequence[_Row]) -> Mapping[int, _Reach]:
    """What each column's words fill, by rows that have all columns."""
    lines: defaultdict[int, list[Line]] = defaultdict(list)
    for row in rows:
        column = 0
        for place in row:
            if place.across == 1:
                lines[column] += place.lines
            column += place.across
    return {column: _reach(of_column) for column, of_column in lines.items() if of_column}


def _reach(lines: Sequence[Line]) -> _Reach:
    return _Reach(min(line.left for line in lines), max(line.right for line in lines))


def _fitted(row: _Row, free: Sequence[int], columns: Mapping[int, _Reach]) -> tuple[Place, ...]:
    """The row with an empty place in each free column that none of its cells is nearest to; as it
    is where that is not sure.
    """
    found: list[Place] = []
    begun = 0  # in `free`
    for number, place in enumerate(row):
        left = sum(later.across for later in row[number:])
        possible = range(begun, len(free) - left + 1)
        if not place.lines or any(free[at] not in columns for at in possible):
            return tuple(row)
        reach = _reach(place.lines)
        best = min(possible, key=lambda at: columns[free[at]].apart(reach))
        found += [Place(())] * (best - begun)
        found.append(place)
        begun = best + place.across
    return (*found, *[Place(())] * (len(free) - begun))
