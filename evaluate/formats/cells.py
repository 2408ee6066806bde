"""A table's row, looked for among the lines that were read."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluate.formats.sentences import words


@dataclass(frozen=True, slots=True)
class Value:
    """What stands between two bars of a line.

    keys: its words, with a column's name before them and without
    """

    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of a row's cells stand in the line that has most of them."""

    cells: int
    line: str


def values_of(line: Sequence[str]) -> tuple[Value, ...]:
    """A line's values, which may have the column's name before them: "Dose: 15"."""
    values = []
    for text in line:
        _, colon, rest = text.partition(":")
        values.append(Value(text.strip(), (words(text), words(rest)) if colon else (words(text),)))
    return tuple(values)


def best_of(lines: Sequence[Sequence[Value]], row: Sequence[str]) -> Kept:
    """The line in which most of the row's cells stand in their order, apart from one another."""
    cells = [words(cell) for cell in row]
    best: Sequence[Value] = max(lines, key=lambda line: _in_order(cells, line), default=())
    count = _in_order(cells, best)
    return Kept(count, " | ".join(value.text for value in best) if count else "")


def _in_order(cells: Sequence[str], line: Sequence[Value]) -> int:
    keys = [value.keys for value in line]
    if not any(cell and cell in key for cell in cells for key in keys):
        return 0
    counts = [0] * (len(keys) + 1)  # of the longest common subsequence so far
    for cell in cells:
        before = 0
        for place, key in enumerate(keys, start=1):
            best = max(before + (cell in key), counts[place], counts[place - 1])
            before, counts[place] = counts[place], best
    return counts[-1]
