"""What stands on a page, in the order of reading: the file's own, unless it cannot be that."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from ingest.readers.pdf.grids import ruled_tables
from ingest.readers.pdf.letters import Box
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.rules import Rule
from ingest.readers.pdf.sides import (
    as_table,
    by_columns,
    columns_of_text,
    is_interleaved,
    is_table,
)
from ingest.readers.pdf.tables import Place, Table, stretches
from ingest.readers.pdf.zones import zones

_GUTTER = 0.8  # a gap between columns, over the size of the letters
_MOST = 500  # lines of a page; one with more is a drawing
_BESIDE = 3  # lines at either side of a gap, for it to part columns

Item = Line | Table
_Part = tuple[tuple[Line, ...], Sequence[Item]]  # a page's own lines, and what they make


def in_order(
    lines: Sequence[Line],
    rules: Sequence[Rule],
    tables: Sequence[Table] = (),
    text: Collection[Line] = (),
) -> list[Item]:
    """The lines and tables of a page, running heads left aside, as they are read; `tables` are
    those that the file itself tells of, `text` lines that it tells to be of none.
    """
    parts: list[_Part] = [(table.taken, [table]) for table in tables]
    parts += [
        (table.taken, [table])
        for table in ruled_tables(_without(lines, parts), _elsewhere(rules, tables))
    ]
    left = [line for line in _without(lines, parts) if line not in text]
    parts += _beside(left, rules)
    return _ordered(_with_parts(lines, parts))


def _elsewhere(rules: Sequence[Rule], tables: Sequence[Table]) -> list[Rule]:
    """The rules that do not reach into those tables."""
    boxes = [_box(rows) for table in tables for rows in stretches(table.rows)]
    return [rule for rule in rules if not any(_reaches(rule, box) for box in boxes)]


def _box(rows: Sequence[Sequence[Place]]) -> Box:
    lines = [line for row in rows for place in row for line in place.lines]
    return Box(
        min(line.left for line in lines),
        min(line.baseline - line.size for line in lines),
        max(line.right for line in lines),
        max(line.baseline + 2 * line.size for line in lines),
    )


def _reaches(rule: Rule, box: Box) -> bool:
    level = rule.left < box.right and rule.right > box.left
    return level and rule.bottom < box.top and rule.top > box.bottom


def _without(lines: Sequence[Line], parts: Sequence[_Part]) -> list[Line]:
    taken = {line for own, _ in parts for line in own}
    return [line for line in lines if line not in taken]


def _beside(lines: Sequence[Line], rules: Sequence[Rule]) -> Iterator[_Part]:
    """The tables without rules, and columns that the file draws line by line, across them."""
    found = zones(lines)
    told = [columns for zone in found if (columns := columns_of_text(zone))]
    gutters = [columns.gutter for columns in told]
    for zone in found:
        columns = columns_of_text(zone, gutters)
        if columns is not None:
            yield from _beside(columns.left, rules)
            yield from _beside(columns.right, rules)
        elif is_table(zone):
            yield zone.taken, [as_table(zone, rules)]
        elif is_interleaved(zone):
            yield zone.taken, by_columns(zone)


def _with_parts(lines: Sequence[Line], parts: Sequence[_Part]) -> list[Item]:
    """The lines in the order of the file, each part where the first of its own lines is."""
    part_of = {line: number for number, (own, _) in enumerate(parts) for line in own}
    written: set[int] = set()
    items: list[Item] = []
    for line in lines:
        number = part_of.get(line)
        if number is None:
            items.append(line)
        elif number not in written:
            written.add(number)
            items += parts[number][1]
    return items


def _ordered(items: Sequence[Item]) -> list[Item]:
    """The items as they are, or by their places where the file's order leaps back up the page and
    the other does not, or less often.
    """
    leaps = _leaps(items)
    if not leaps or len(items) > _MOST:
        return list(items)
    placed = _by_place([_Placed(item) for item in items])
    return placed if _leaps(placed) < leaps else list(items)


def _leaps(items: Sequence[Item]) -> int:
    """How often the next item stands higher, and not in a column on the right."""
    boxes = [_Placed(item) for item in items]
    return sum(
        after.bottom >= before.top and after.left < before.right
        for before, after in pairwise(boxes)
    )


class _Placed:
    """An item with the box that it fills."""

    def __init__(self, item: Item) -> None:
        self.item = item
        lines: Sequence[Line] = [item] if isinstance(item, Line) else item.taken
        self.left = min(line.left for line in lines)
        self.right = max(line.right for line in lines)
        self.bottom = min(line.baseline for line in lines)
        self.top = max(line.baseline + 0.6 * line.size for line in lines)
        self.size = lines[0].size


def _by_place(boxes: Sequence[_Placed]) -> list[Item]:
    """The items from the top, columns one after the other."""
    gutter = _gutter(boxes)
    if gutter is None:
        ordered = sorted(boxes, key=lambda box: (-round(box.bottom), box.left))
        return [box.item for box in ordered]
    placed: list[Item] = []
    for band in _bands(boxes, gutter):
        if any(_crosses(box, gutter) for box in band):
            placed += [box.item for box in band]
        else:
            placed += _by_place([box for box in band if box.right <= gutter])
            placed += _by_place([box for box in band if box.left >= gutter])
    return placed


def _gutter(boxes: Sequence[_Placed]) -> float | None:
    """The middle of the gap with columns at both sides that fewest lines cross."""
    best: tuple[int, float] | None = None
    for left in boxes:
        gutter = left.right + 0.5 * _GUTTER * left.size
        before = [box for box in boxes if box.right <= gutter]
        after = [box for box in boxes if box.left >= gutter + 0.5 * _GUTTER * left.size]
        crossing = len(boxes) - len(before) - len(after)
        if crossing > 0.5 * len(boxes) or not _are_beside(before, after):
            continue
        if best is None or crossing < best[0]:
            best = (crossing, gutter)
    return best[1] if best else None


def _are_beside(before: Sequence[_Placed], after: Sequence[_Placed]) -> bool:
    """Whether several items of both stand at one height."""
    if not before or not after:
        return False
    low = max(min(box.bottom for box in before), min(box.bottom for box in after))
    high = min(max(box.top for box in before), max(box.top for box in after))
    return all(
        sum(low <= box.bottom and box.top <= high for box in side) >= _BESIDE
        for side in (before, after)
    )


def _crosses(box: _Placed, gutter: float) -> bool:
    return box.left < gutter < box.right


def _bands(boxes: Sequence[_Placed], gutter: float) -> Iterable[list[_Placed]]:
    """The items from the top, in bands that all cross the gutter or all do not."""
    band: list[_Placed] = []
    for box in sorted(boxes, key=lambda box: (-round(box.bottom), box.left)):
        if band and _crosses(band[-1], gutter) != _crosses(box, gutter):
            yield band
            band = []
        band.append(box)
    if band:
        yield band
