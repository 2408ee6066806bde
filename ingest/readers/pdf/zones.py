"""Parts of a page where text stands side by side: tables without rules, or columns."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from ingest.readers.pdf.lines import Line, line_of
from ingest.readers.pdf.sheets import rows as rows_of

_NARROWEST = 0.5  # a gap between columns, over the size of the letters
_TALLEST = 3.5  # the distance between two rows of a table, over that size
_WIDE = 1.2  # and one that is no blank of the file's own, in lines that are not stretched
_FULL = 0.75  # of its column's width that a line of prose fills
_MOSTLY = 0.6
_FEW = 4  # rows
_FLUSH = 2.0  # points from the widest row's end
_WORDS = 4  # of the usual line of prose, at least


class _Gap(NamedTuple):
    left: float
    right: float


@dataclass(frozen=True)  # and no slots: its columns are kept
class Zone:
    """Rows of lines with gaps at the same places.

    rows:  each with its lines from the left, parted where they reach over a gap
    gaps:  between the columns
    taken: the page's own lines that it is made of
    """

    rows: tuple[tuple[Line, ...], ...]
    gaps: tuple[_Gap, ...]
    taken: tuple[Line, ...]

    def column(self, line: Line) -> int:
        return bisect_left(self._middles, (line.left + line.right) / 2)

    @cached_property
    def _middles(self) -> list[float]:
        return [(gap.left + gap.right) / 2 for gap in self.gaps]

    @cached_property
    def columns(self) -> list[list[Line]]:
        """Each column's lines from the top."""
        columns: list[list[Line]] = [[] for _ in range(len(self.gaps) + 1)]
        for line in sorted(self.lines, key=lambda line: -line.baseline):
            columns[self.column(line)].append(line)
        return columns

    @property
    def lines(self) -> list[Line]:
        return [line for row in self.rows for line in row]


def zones(lines: Sequence[Line]) -> list[Zone]:
    """The parts of a page with text side by side in two rows or more."""
    layout = rows_of(lines)
    found: list[Zone] = []
    place = 0
    while place < len(layout):
        zone, end = _zone(layout, place)
        if zone is not None:
            found.append(zone)
        place = end
    return found


def _zone(layout: Sequence[Sequence[Line]], start: int) -> tuple[Zone | None, int]:
    """The zone that begins at a row, and the row after it."""
    gaps = _gaps(layout[start])
    if not gaps:
        return None, start + 1
    end = start + 1
    for row in layout[start + 1 :]:
        size = max(line.size for line in row)
        if layout[end - 1][0].baseline - row[0].baseline > _TALLEST * size:
            break
        left = _common(gaps, [part for line in row for part in _parted(line, gaps)], size)
        if not left:
            break
        gaps = left
        end += 1
    if end == start + 1 and _with_names_above(layout, start, gaps) == start:
        return None, end  # a row alone
    zone = _made(layout[start:end])
    if not is_prose(zone):
        begin, trimmed = _with_names_above(layout, start, gaps), _trimmed(layout, start, end)
        if (begin, trimmed) != (start, end):
            end = trimmed
            zone = _made(layout[begin:end])
    several = sum(len(row) > 1 for row in zone.rows)
    if several < 2 or (several < 3 and len(zone.gaps) < 2):
        return None, start + 1
    return zone, end


def _made(layout: Sequence[Sequence[Line]]) -> Zone:
    own = tuple(line for row in layout for line in row)
    gaps = _all_gaps(own) if _is_stretched(layout) else _all_gaps(own, _WIDE)
    rows = (tuple(part for line in row for part in _parted(line, gaps)) for row in layout)
    return Zone(tuple(rows), tuple(gaps), own)


def _is_stretched(layout: Sequence[Sequence[Line]]) -> bool:
    """Whether rows are stretched to one width, as far as a few can tell: their blanks are wide."""
    ends = [max(line.right for line in row) for row in layout]
    flush = sum(max(ends) - end < _FLUSH for end in ends)
    return len(layout) < _FEW or 2 * flush >= len(layout) - 1


def _with_names_above(layout: Sequence[Sequence[Line]], start: int, gaps: Sequence[_Gap]) -> int:
    """The row at which the zone begins: that of a column's name of several lines, it may be."""
    while start > 0:
        above, row = layout[start - 1], layout[start]
        close = above[0].baseline - row[0].baseline < 1.3 * above[0].size
        if not close or any(line.left < gaps[0].right for line in above):
            break
        if len(_common(gaps, above, above[0].size)) < len(gaps):
            break
        start -= 1
    return start


def _all_gaps(lines: Sequence[Line], wide: float = inf) -> list[_Gap]:
    """What no run of any line fills, between the first and the last column; see `_stretches`."""
    size = median(line.size for line in lines)
    gaps: list[_Gap] = []
    right = None
    for run in sorted(_stretches(lines, wide), key=attrgetter("left")):
        if right is not None and run.left - right >= _NARROWEST * size:
            gaps.append(_Gap(right, run.left))
        right = run.right if right is None else max(right, run.right)
    return gaps


def _stretches(lines: Sequence[Line], wide: float) -> Iterator[_Gap]:
    """What each line fills: its runs, those with a blank of the file's own between them as one, but
    where that is `wide` over the size of the letters.
    """
    for line in lines:
        left, right, least = line.runs[0].left, line.runs[0].right, _NARROWEST * line.size
        for run in line.runs[1:]:
            if run.left - right >= (wide * line.size if run.typed else least):
                yield _Gap(left, right)
                left = run.left
            if run.right > right:
                right = run.right
        yield _Gap(left, right)


def _gaps(row: Sequence[Line]) -> list[_Gap]:
    if len(row) == 1:
        return []
    return [
        _Gap(one.right, other.left)
        for one, other in pairwise(row)
        if other.left - one.right >= _NARROWEST * one.size
    ]


def _parted(line: Line, gaps: Sequence[_Gap]) -> list[Line]:
    """The line, parted where two of its runs stand at both sides of a gap."""
    least = _NARROWEST * line.size
    cuts = [
        place
        for place, (before, run) in enumerate(pairwise(line.runs), start=1)
        if run.left - before.right >= least and _lies_in(gaps, before.right, run.left, least)
    ]
    if not cuts:
        return [line]
    ends = pairwise((0, *cuts, len(line.runs)))
    return [line_of(line.runs[start:end], line.page) for start, end in ends]


def _lies_in(gaps: Sequence[_Gap], low: float, high: float, least: float) -> bool:
    """Whether so much at least of what is between two runs lies in a gap."""
    for left, right in gaps:  # and no `any`: it is asked for most blanks of justified text
        if low <= right and high >= left:
            inner = high if high < right else right
            if inner - (low if low > left else left) >= least:
                return True
    return False


def _common(gaps: Sequence[_Gap], row: Sequence[Line], size: float) -> list[_Gap]:
    """What of the gaps the row leaves free."""
    left: list[_Gap] = []
    for gap in gaps:
        low, high = gap.left, gap.right
        for line in row:
            if line.left < high and line.right > low:
                if (line.left + line.right) / 2 < (low + high) / 2:
                    low = max(low, line.right)
                else:
                    high = min(high, line.left)
        if high - low >= _NARROWEST * size:
            left.append(_Gap(low, high))
    return left


def _trimmed(layout: Sequence[Sequence[Line]], start: int, end: int) -> int:
    """The zone's end without rows that hold one line: text below the table."""
    left = min(line.left for row in layout[start:end] for line in row)
    while end > start + 1 and len(layout[end - 1]) == 1:
        above, last = layout[end - 2], layout[end - 1][0]
        close = above[0].baseline - last.baseline < 1.3 * last.size
        if close and last.left > left + last.size:
            break  # a cell's last line
        end -= 1
    return end


def is_prose(zone: Zone) -> bool:
    """Whether the columns are running text: long lines that fill them, in two columns at least."""
    return sum(map(is_text, zone.columns)) > 1


def is_text(column: Sequence[Line]) -> bool:
    """Whether most of a column's lines fill it, with several words each."""
    if len(column) < 4:
        return False
    width = max(line.right for line in column) - min(line.left for line in column)
    filled = sum(line.right - line.left >= _FULL * width for line in column)
    words = median(len(line.text.split()) for line in column)
    return filled >= _MOSTLY * len(column) and words >= _WORDS
