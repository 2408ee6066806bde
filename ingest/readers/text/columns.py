"""Which row of a table in a text file names the columns, told by what stands in the rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_MOST_ABOVE = 20  # rows above the one that names the columns
_MOST_LOOKED_AT = 200  # rows below it
_MOST_TRIED = 5  # rows that might name the columns
_LONGEST_NAME = 60  # characters
_CERTAIN = 3
_USUAL = frozenset(
    "name id no number code type kind title author date year month day time place address street "
    "city country email phone price cost amount quantity unit value note notes comment remarks "
    "description category status question answer source url text author language role email "
    "datum titel autor jahr ort preis menge einheit nom titre auteur année prix lieu".split()
)
_VALUE = re.compile(r"[-+−–<>≤≥~≈(]*[\d.,:/%€$£°-]*\d[\d.,:/\s%€$£°TZ+-]*\w{0,3}\)?")
_DIGIT = re.compile("[0-9]")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Head:
    """Where the names stand.

    above: rows before them: a title, a date
    names: one a column; none where no row names the columns
    sure:  whether that is told by what stands in the rows, and not merely as most files are
    """

    above: int
    names: tuple[str, ...] = ()
    sure: bool = True


def head_of(rows: Sequence[Row]) -> Head:
    """The first row as wide as the table, if what stands in it differs from what stands below."""
    width = width_of(rows)
    full = [
        number for number in range(min(_MOST_ABOVE, len(rows))) if _is_full(rows[number], width)
    ]
    candidates = [number for number in full if number < len(rows) - 1][:_MOST_TRIED] or [0]
    above, evidence = candidates[0], _evidence_at(rows, candidates[0], width)
    for number in candidates[1:] if evidence <= 0 else ():
        if (other := _evidence_at(rows, number, width)) >= _CERTAIN:
            above, evidence = number, other
            break
    if evidence < 0:
        return Head(above)
    return Head(above, tuple(rows[above]), evidence > 0)


def filled(row: Row) -> int:
    """How many values are not empty."""
    return sum(map(bool, map(str.strip, row)))


def width_of(rows: Sequence[Row]) -> int:
    """How far most rows reach, those of a single value apart."""
    reaches = Counter(_extent(row) for row in rows[:_MOST_LOOKED_AT] if filled(row) > 1)
    return max(reaches, key=lambda extent: (reaches[extent], -extent), default=1)


def _extent(row: Row) -> int:
    """Up to which column there are values."""
    reach = len(row)
    while reach and not row[reach - 1].strip():
        reach -= 1
    return reach


def _is_full(row: Row, width: int) -> bool:
    """Whether it has a value in every column, or in every one but the first or another."""
    return _extent(row) >= width and (width == 2 or filled(row) >= width - 1)


def _evidence_at(rows: Sequence[Row], number: int, width: int) -> int:
    """The evidence of what stands below a row, but for lines of a single value."""
    below = rows[number + 1 : number + 1 + _MOST_LOOKED_AT]
    return _evidence(rows[number], [row for row in below if width < 2 or filled(row) > 1])


def _evidence(first: Row, below: Sequence[Row]) -> int:
    """Above 0 if the first row names the columns, below 0 if it is a row like the others."""
    columns = [[row[n].strip() for row in below if n < len(row)] for n in range(len(first))]
    columns = [[value for value in column if value] for column in columns]
    names = [cell.strip() for cell in first]
    if any(len(name) > _LONGEST_NAME for name in names):
        return -1
    if _are_years(names, columns):
        return _CERTAIN
    distinct = len({name for name in names if name}) == filled(names)
    pairs = zip(names, columns, strict=True)
    return sum(_evidence_of(name, column) for name, column in pairs if name) - (not distinct)


def _evidence_of(name: str, column: Sequence[str]) -> int:
    """The same for one column: numbers under a word say most."""
    if is_value(name):
        return -_CERTAIN
    if not column:
        return 0
    if sum(map(is_value, column)) > 0.8 * len(column):
        return _CERTAIN
    if name in column:
        return -2
    shape, count = Counter(map(_shape, column)).most_common(1)[0]
    differs = count > 0.8 * len(column) and shape != _shape(name)
    repeats = len(column) > 3 and len(set(column)) * 2 <= len(column)
    return differs + repeats + 2 * (name.casefold() in _USUAL)


def _are_years(names: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Whether years that follow one another are named, with something else below them."""
    years = [number for number, name in enumerate(names) if _YEAR.fullmatch(name)]
    steps = {int(names[b]) - int(names[a]) for a, b in pairwise(years)}
    below = [value for number in years for value in columns[number]]
    return bool(below) and steps in ({1}, {-1}) and not any(map(_YEAR.fullmatch, below))


def is_value(text: str) -> bool:
    """Whether a number, a date, an amount with its unit, and no name."""
    return _VALUE.fullmatch(text.strip()) is not None


def _shape(text: str) -> tuple[bool, bool, bool]:
    """What a value looks like: in small letters, of many words, with digits."""
    return text[:1].islower(), len(text.split(maxsplit=4)) > 4, _has_digit(text)


def _has_digit(text: str) -> bool:
    if text.isascii():
        return _DIGIT.search(text) is not None
    return any(map(str.isdigit, text))
