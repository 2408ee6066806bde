"""What was found of each format, as a table and as a list of what went wrong."""

from collections.abc import Sequence
from typing import get_args

from evaluate.formats.check import Checked
from evaluate.formats.measure import Measured, Row

_SHARES = ("true", "kept", "headed", "paged", "whole", "cells")


def rows_as_table(rows: Sequence[Row]) -> str:
    """In Markdown."""
    head = ("format", "documents", "sentences", *_SHARES, "foreign")
    lines = [head, ("---",) * len(head), *map(_cells, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    shares = (_share(getattr(row, name)) for name in _SHARES)
    return (row.format, str(row.documents), f"{row.sentences:,}", *shares, str(row.foreign))


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def failures_as_text(checked: Checked, most: int) -> str:
    """The first of each measure, with what was read in place of what was wanted."""
    lines = []
    for measure in get_args(Measured):
        of_it = [each for each in checked.failures if each.measure == measure]
        for each in of_it[:most]:
            lines.append(f"{checked.row.format} {measure} {each.file}")
            if each.wanted:
                lines.append(f"  wanted: {each.wanted}")
            if each.given or not each.wanted:
                lines.append(f"  read:   {' '.join(each.given.split())}")
    return "".join(f"{line}\n" for line in lines)
