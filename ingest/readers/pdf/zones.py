"""Parts of a page where text stands side by side: tables without rules, or columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.lines import Line, line_of
from ingest.readers.pdf.rules import Rule
from ingest.readers.pdf.sheets import rows as rows_of
from ingest.readers.pdf.tables import Place, Table, in_reading_order

_NARROWEST = 0.5  # a gap between columns, over the size of the letters
_TALLEST = 3.5  # the distance between two rows of a table, over that size
_FULL = 0.75  # of its column's width that a line of prose fills
_MOSTLY = 0.6
_WORDS = 4  # of the usual line of prose, at least
_FLUSH = 2.0  # points from a column's edge
_LEAST_BESIDE = 3  # lines of a column
_SHORT = 3  # words in the usual place of a table


@dataclass(frozen=True, slots=True)
class _Gap:
    left: float
    right: float


@dataclass(frozen=True, slots=True)
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
        middle = (line.left + line.right) / 2
        return sum(middle > (gap.left + gap.right) / 2 for gap in self.gaps)

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
    zone = _made(layout[start:end])
    if not is_prose(zone):
        begin, end = _with_names_above(layout, start, gaps), _trimmed(layout, start, end)
        zone = _made(layout[begin:end])
    several = sum(len(row) > 1 for row in zone.rows)
    if several < 2 or (several < 3 and len(zone.gaps) < 2):
        return None, start + 1
    return zone, end


def _made(layout: Sequence[Sequence[Line]]) -> Zone:
    own = tuple(line for row in layout for line in row)
    gaps = _all_gaps(own)
    rows = (tuple(part for line in row for part in _parted(line, gaps)) for row in layout)
    return Zone(tuple(rows), tuple(gaps), own)


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


def _all_gaps(lines: Sequence[Line]) -> list[_Gap]:
    """What no run of any line fills, between the first and the last column."""
    size = median(line.size for line in lines)
    gaps: list[_Gap] = []
    right = None
    for run in sorted(_stretches(lines), key=lambda gap: gap.left):
        if right is not None and run.left - right >= _NARROWEST * size:
            gaps.append(_Gap(right, run.left))
        right = run.right if right is None else max(right, run.right)
    return gaps


def _stretches(lines: Sequence[Line]) -> Iterator[_Gap]:
    """What each line fills: its runs, those with a blank of the file's own between them as one."""
    for line in lines:
        left, right = line.runs[0].left, line.runs[0].right
        for run in line.runs[1:]:
            if not run.typed and run.left - right >= _NARROWEST * line.size:
                yield _Gap(left, right)
                left = run.left
            right = max(right, run.right)
        yield _Gap(left, right)


def _gaps(row: Sequence[Line]) -> list[_Gap]:
    return [
        _Gap(one.right, other.left)
        for one, other in pairwise(row)
        if other.left - one.right >= _NARROWEST * one.size
    ]


def _parted(line: Line, gaps: Sequence[_Gap]) -> list[Line]:
    """The line, parted where two of its runs stand at both sides of a gap."""
    parts = [[line.runs[0]]]
    for before, run in pairwise(line.runs):
        apart = run.left - before.right >= _NARROWEST * line.size and any(
            before.right <= gap.right and run.left >= gap.left
            and min(run.left, gap.right) - max(before.right, gap.left) >= _NARROWEST * line.size
            for gap in gaps
        )  # fmt: skip
        if apart:
            parts.append([run])
        else:
            parts[-1].append(run)
    return [line] if len(parts) == 1 else [line_of(part, line.page) for part in parts]


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
    while end > start + 1 and len(layout[end - 1]) == 1:
        above, last = layout[end - 2], layout[end - 1][0]
        close = above[0].baseline - last.baseline < 1.3 * last.size
        if close and last.left > min(line.left for line in above) + last.size:
            break  # a cell's second line
        end -= 1
    return end


def is_prose(zone: Zone) -> bool:
    """Whether the columns are running text: long lines that fill them, in two columns at least."""
    return sum(map(_is_prose, _columns(zone))) > 1


def is_table(zone: Zone) -> bool:
    """Whether the file draws it row by row, or it has few words in each place; in doubt it is not.

    A column of paragraphs with names or numbers in the margin is none.
    """
    if is_prose(zone) or _is_justified(zone):
        return False
    columns = _columns(zone)
    words = [len(line.text.split()) for line in zone.lines]
    if len(columns) == 2 and any(map(_is_prose, columns)) and max(map(len, columns)) > 8:
        return False
    short = median(words) <= _SHORT and sum(map(len, columns)) >= 0.8 * len(columns) * len(
        zone.rows
    )
    return returns(zone) > 0 or (short and len(columns) > 2)


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns of text, or more of them at either side, and where they part."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]
    gutter: float


def columns_of_text(zone: Zone, gutters: Sequence[float] = ()) -> Columns | None:
    """The lines at either side of a gap that the file does not go back over; None where there is no
    such gap, or few words at its sides. At `gutters` that part columns elsewhere a few will do.
    """
    for number, gap in enumerate(zone.gaps):
        left = [line for line in zone.taken if zone.column(line) <= number]
        right = [line for line in zone.taken if zone.column(line) > number]
        if not left or not right or max(map(_first, left)) > min(map(_first, right)):
            continue
        several = min(len(left), len(right)) >= _LEAST_BESIDE
        worded = max(_words_a_row(left), _words_a_row(right)) > _SHORT
        known = any(gap.left <= gutter <= gap.right for gutter in gutters)
        if known or (several and worded):
            return Columns(tuple(left), tuple(right), (gap.left + gap.right) / 2)
    return None


def _words_a_row(lines: Sequence[Line]) -> float:
    return sum(len(line.text.split()) for line in lines) / len(rows_of(lines))


def _is_justified(zone: Zone) -> bool:
    """Whether the gaps are mere blanks of the file's own, in lines stretched to one width."""
    rows = [row for row in zone.rows if len(row) > 1]
    left, right = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    return all(
        row[0].left - left < _FLUSH
        and right - row[-1].right < _FLUSH
        and (all(line.runs[0].typed for line in row[1:]) or _are_even(row))
        for row in rows
    )


def _are_even(row: Sequence[Line]) -> bool:
    gaps = [other.left - one.right for one, other in pairwise(row)]
    return len(gaps) > 1 and max(gaps) - min(gaps) < _FLUSH


def _first(line: Line) -> int:
    return line.runs[0].first


def is_interleaved(zone: Zone) -> bool:
    """Whether the file draws columns of running text line by line, across them."""
    return is_prose(zone) and returns(zone) >= 0.3 * len(zone.rows)


def returns(zone: Zone) -> int:
    """How often the file goes from a column on the right back to one further left."""
    columns = [zone.column(line) for line in _in_files_order(zone)]
    return sum(after < before for before, after in pairwise(columns))


def by_columns(zone: Zone) -> list[Line]:
    """The zone's lines, one column after the other."""
    return [line for column in _columns(zone) for line in column]


def as_table(zone: Zone, rules: Sequence[Rule]) -> Table:
    """The zone's rows and columns; a cell may have several lines."""
    rows = _by_file(zone) if returns(zone) else [list(row) for row in zone.rows]
    rows = _with_rest(zone, rows)
    places = tuple(
        tuple(
            Place(in_reading_order([line for line in row if zone.column(line) == column]))
            for column in range(len(zone.gaps) + 1)
        )
        for row in rows
    )
    lefts = tuple(min(line.left for line in column) for column in _columns(zone))
    return Table(places, _heads(zone, rows, rules), lefts, zone.taken)


def _columns(zone: Zone) -> list[list[Line]]:
    """Each column's lines from the top."""
    columns: list[list[Line]] = [[] for _ in range(len(zone.gaps) + 1)]
    for line in sorted(zone.lines, key=lambda line: -line.baseline):
        columns[zone.column(line)].append(line)
    return columns


def _is_prose(column: Sequence[Line]) -> bool:
    if len(column) < 4:
        return False
    width = max(line.right for line in column) - min(line.left for line in column)
    filled = sum(line.right - line.left >= _FULL * width for line in column)
    words = median(len(line.text.split()) for line in column)
    return filled >= _MOSTLY * len(column) and words >= _WORDS


def _in_files_order(zone: Zone) -> list[Line]:
    return sorted(zone.lines, key=_first)


def _by_file(zone: Zone) -> list[list[Line]]:
    """The rows, told by where the file turns back to a column on the left."""
    rows: list[list[Line]] = []
    for line in _in_files_order(zone):
        if rows:
            last = rows[-1][-1]
            back = zone.column(line) - zone.column(last)
            below = last.baseline - line.baseline > 1.5 * line.size
            if back > 0 or (back == 0 and not below):
                rows[-1].append(line)
                continue
        rows.append([line])
    return sorted(rows, key=lambda row: -max(line.baseline for line in row))


def _with_rest(zone: Zone, rows: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The rows, those that only go on with cells of the row above joined to it."""
    steps = [
        min(line.baseline for line in above) - max(line.baseline for line in row)
        for above, row in pairwise(rows)
    ]
    middle = (min(steps) + max(steps)) / 2 if steps and max(steps) >= 1.3 * min(steps) else 0
    whole = [list(rows[0])]
    for step, row in zip(steps, rows[1:], strict=True):
        columns = {zone.column(line) for line in row}
        goes_on = 0 not in columns and all(line.text.lstrip()[:1].islower() for line in row)
        if len(columns) <= len(zone.gaps) and (step < middle or goes_on):
            whole[-1] += row
        else:
            whole.append(list(row))
    return whole


def _heads(zone: Zone, rows: Sequence[Sequence[Line]], rules: Sequence[Rule]) -> int:
    """1 where a rule is drawn under the first row, and under few of the others."""
    left = min(line.left for line in zone.lines)
    right = max(line.right for line in zone.lines)
    under = [
        any(
            rule.is_level
            and min(rule.right, right) - max(rule.left, left) > _MOSTLY * (right - left)
            and max(line.baseline for line in row) < rule.bottom
            < min(line.baseline for line in above)
            for rule in rules
        )
        for above, row in pairwise(rows)
    ]  # fmt: skip
    return int(len(under) > 1 and under[0] and 2 * sum(under[1:]) < len(under[1:]))
