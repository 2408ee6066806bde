"""What stands side by side on a page: columns of text, or a table that has no rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.rules import Rule
from ingest.readers.pdf.sheets import rows as rows_of
from ingest.readers.pdf.tables import Place, Table, in_reading_order
from ingest.readers.pdf.zones import Zone, is_prose, is_text

_MOSTLY = 0.6
_FLUSH = 2.0  # points from a column's edge
_LEAST_BESIDE = 3  # lines of a column
_SHORT = 3  # words in the usual place of a table


def is_table(zone: Zone) -> bool:
    """Whether the file draws it row by row, or it has few words in each place; in doubt it is not.

    A column of paragraphs with names or numbers in the margin is none.
    """
    if is_prose(zone) or _is_justified(zone):
        return False
    columns = zone.columns
    words = [len(line.text.split()) for line in zone.lines]
    if len(columns) == 2 and any(map(is_text, columns)) and max(map(len, columns)) > 8:
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
    columns = [(zone.column(line), line) for line in zone.taken]
    for number, gap in enumerate(zone.gaps):
        left = [line for column, line in columns if column <= number]
        right = [line for column, line in columns if column > number]
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
    return [line for column in zone.columns for line in column]


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
    lefts = tuple(min(line.left for line in column) for column in zone.columns)
    return Table(places, _heads(zone, rows, rules), lefts, zone.taken)


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
