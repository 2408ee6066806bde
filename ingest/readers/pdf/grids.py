"""Tables whose rows and columns are drawn: the cells are what lies between the rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.pdf.letters import Run
from ingest.readers.pdf.lines import Line, line_of
from ingest.readers.pdf.rules import Rule
from ingest.readers.pdf.tables import Place, Table, in_reading_order

_NEAR = 4.0  # points between rules that are one, or that touch
_COVERED = 0.6  # of a cell's side, for it to be a wall
_MOST_RULES = 1500
_PROSE = 60  # words of the usual cell, from where it is text set in boxes

_Owners = dict[tuple[int, int], tuple[int, int]]
"""The first place of its cell for each row and column."""


@dataclass(frozen=True, slots=True, order=True)
class _Stretch:
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Grid:
    """xs and ys are where columns and rows end, from the left and from the top; walls and floors
    the stretches of each of them that are drawn.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    walls: tuple[tuple[_Stretch, ...], ...]
    floors: tuple[tuple[_Stretch, ...], ...]

    def at(self, run: Run) -> tuple[int, int] | None:
        """The row and column in which the run stands."""
        x, y = (run.left + run.right) / 2, run.baseline + 0.3 * run.size
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[-1] < y <= self.ys[0]):
            return None
        row = sum(y <= floor for floor in self.ys[1:-1])
        return row, sum(x >= wall for wall in self.xs[1:-1])

    def has_wall(self, row: int, column: int) -> bool:
        """Whether there is a wall to the right of the place."""
        return _covers(self.walls[column + 1], self.ys[row + 1], self.ys[row])

    def has_floor(self, row: int, column: int) -> bool:
        """Whether there is a wall under the place."""
        return _covers(self.floors[row + 1], self.xs[column], self.xs[column + 1])


def ruled_tables(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Table]:
    """The tables of a page that are drawn as such, cells that cover several places known."""
    if not 4 <= len(rules) <= _MOST_RULES:
        return []
    tables: list[Table] = []
    for group in _touching(rules):
        grid = _grid(group)
        if grid is not None:
            table = _filled(grid, lines)
            if table is not None:
                tables.append(table)
    return tables


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules in groups of those that touch one another."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: -rule.top):
        touched: list[list[Rule]] = []
        rest: list[list[Rule]] = []
        for group in groups:
            (touched if _touches(rule, group) else rest).append(group)
        groups = [*rest, [rule, *(other for group in touched for other in group)]]
    return groups


def _touches(rule: Rule, group: Sequence[Rule]) -> bool:
    left, right = rule.left - _NEAR, rule.right + _NEAR
    bottom, top = rule.bottom - _NEAR, rule.top + _NEAR
    for other in group:  # and no `any`: a large table has many thousand pairs
        if (
            other.right >= left
            and other.left <= right
            and other.top >= bottom
            and other.bottom <= top
        ):
            return True
    return False


def _grid(rules: Sequence[Rule]) -> _Grid | None:
    """The places between the rules; None for a mere frame or column."""
    upright = [rule for rule in rules if not rule.is_level]
    level = [rule for rule in rules if rule.is_level]
    xs = _apart(rule.left for rule in upright)
    ys = _apart(rule.bottom for rule in level)[::-1]
    if len(xs) < 3 or len(ys) < 3:
        return None
    walls, floors = defaultdict(list), defaultdict(list)
    for rule in upright:
        walls[_nearest(xs, rule.left)].append(_Stretch(rule.bottom, rule.top))
    for rule in level:
        floors[_nearest(ys, rule.bottom)].append(_Stretch(rule.left, rule.right))
    return _Grid(
        tuple(xs),
        tuple(ys),
        tuple(tuple(sorted(walls[place])) for place in range(len(xs))),
        tuple(tuple(sorted(floors[place])) for place in range(len(ys))),
    )


def _apart(values: Iterable[float]) -> list[float]:
    """The values in order, those that are nearly one as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _nearest(values: Sequence[float], value: float) -> int:
    return min(range(len(values)), key=lambda place: abs(values[place] - value))


def _covers(stretches: Sequence[_Stretch], low: float, high: float) -> bool:
    covered, reached = 0.0, low
    for stretch in stretches:
        start, end = max(stretch.low, reached), min(stretch.high, high)
        if end > start:
            covered += end - start
            reached = end
    return covered >= _COVERED * (high - low)


def _filled(grid: _Grid, lines: Sequence[Line]) -> Table | None:
    """The grid with the lines that stand in it; None where it holds none, or text in boxes."""
    found: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    owners = {
        (row, column): _owner(grid, row, column)
        for row in range(len(grid.ys) - 1)
        for column in range(len(grid.xs) - 1)
    }
    taken = tuple(line for line in lines if _put(line, grid, owners, found))
    if len(found) < 2:
        return None
    words = sum(len(line.text.split()) for inside in found.values() for line in inside)
    if words > _PROSE * len(found):
        return None
    return Table(_rows(grid, owners, found), 0, grid.xs[:-1], taken)


def _put(
    line: Line, grid: _Grid, owners: _Owners, found: defaultdict[tuple[int, int], list[Line]]
) -> bool:
    """Puts the line into its cell, or its parts into theirs; False for one that is outside."""
    parts: defaultdict[tuple[int, int], list[Run]] = defaultdict(list)
    for run in line.runs:
        place = grid.at(run)
        if place is None:
            return False
        parts[owners[place]].append(run)
    for place, runs in parts.items():
        found[place].append(line if len(parts) == 1 else line_of(runs, line.page))
    return True


def _owner(grid: _Grid, row: int, column: int) -> tuple[int, int]:
    """The first place of the cell that covers this one."""
    while column > 0 and not grid.has_wall(row, column - 1):
        column -= 1
    while row > 0 and not grid.has_floor(row - 1, column):
        row -= 1
    return row, column


def _rows(
    grid: _Grid, owners: _Owners, found: defaultdict[tuple[int, int], list[Line]]
) -> tuple[tuple[Place, ...], ...]:
    rows: list[tuple[Place, ...]] = []
    for row in range(len(grid.ys) - 1):
        places: list[Place] = []
        for column in range(len(grid.xs) - 1):
            if owners[row, column] == (row, column):
                across, down = _extent(grid, row, column)
                lines = in_reading_order(found.get((row, column), []))
                places.append(Place(lines, across, down))
        rows.append(tuple(places))
    return tuple(rows)


def _extent(grid: _Grid, row: int, column: int) -> tuple[int, int]:
    across = 1
    while column + across < len(grid.xs) - 1 and not grid.has_wall(row, column + across - 1):
        across += 1
    down = 1
    while row + down < len(grid.ys) - 1 and not grid.has_floor(row + down - 1, column):
        down += 1
    return across, down
