"""Runs of text as they are set: raised, lowered, struck out; and the words that they make."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from ingest.readers.normalise import lowered, raised, struck

GAP = "\x1f"
"""Between what must not run together: a blank where both sides are letters or digits."""

_GAPS = re.compile(f"{GAP}+")
_LINES = re.compile(r"(\n)")


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is set. `place` is 1 where it is raised, -1 where it is lowered."""

    place: int = 0
    struck: bool = False


PLAIN = Look()


class Run(NamedTuple):  # quicker to make than a dataclass, and the most that is made
    """A stretch of text set in one look."""

    text: str
    look: Look = PLAIN


def words(runs: Iterable[Run]) -> str:
    """The runs as one text; runs of the same look that touch are told apart as one."""
    runs = list(runs)
    if [run.look for run in runs].count(PLAIN) == len(runs):
        return closed("".join(run.text for run in runs))
    written = ""
    for is_struck, group in groupby(_lines(runs), key=lambda run: run.look.struck and _line(run)):
        stretch = _scripts(group, written)
        written += struck(stretch) if is_struck else stretch
    return closed(written)


def closed(text: str) -> str:
    """The text with its gaps made into blanks or into nothing."""
    if GAP not in text:
        return text
    return _GAPS.sub(lambda gap: _blank(text, gap.start(), gap.end()), text)


def _blank(text: str, start: int, end: int) -> str:
    apart = text[max(0, start - 1) : start].isalnum() and text[end : end + 1].isalnum()
    return " " if apart else ""


def _lines(runs: Iterable[Run]) -> Iterator[Run]:
    """Each run cut at the ends of its lines, which no stretch crosses."""
    for run in runs:
        if "\n" in run.text:
            yield from (Run(part, run.look) for part in _LINES.split(run.text) if part)
        elif run.text:
            yield run


def _line(run: Run) -> bool:
    return run.text != "\n"


def _scripts(runs: Iterable[Run], before: str) -> str:
    written = ""
    for place, group in groupby(runs, key=lambda run: run.look.place * _line(run)):
        text = "".join(run.text for run in group)
        if place > 0:
            text = raised(text, before + written)
        elif place < 0:
            text = lowered(text)
        written += text
    return written
