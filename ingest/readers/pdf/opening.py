"""The title that is printed on a PDF's first page, for a file that states none itself."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Protocol

from ingest.readers.normalise import one_line, title_of_heading

_LARGER = 1.15  # a title's size over the body's
_SAME = 0.95  # the size of its other lines over that of its largest
_MOST_BEFORE = 160  # characters above it: a journal's name, a date
_MOST_LINES = 5


class Sized(Protocol):
    """A line with the size of its letters."""

    @property
    def text(self) -> str: ...
    @property
    def size(self) -> float: ...


def opening_title(lines: Sequence[Sized], body: float) -> str | None:
    """The largest lines of the first page, if they open it and read as a title; else None.

    `body` is the size of the file's ordinary text.
    """
    sizes = [line.size for line in lines if any(each.isalpha() for each in line.text)]
    if not sizes or max(sizes) < _LARGER * body:
        return None
    largest = max(sizes)
    first = next(place for place, line in enumerate(lines) if line.size == largest)
    if sum(len(line.text) for line in lines[:first]) > _MOST_BEFORE:
        return None
    large = list(takewhile(lambda line: line.size >= _SAME * largest, lines[first:]))
    return title_of_heading(one_line(_joined(large))) if len(large) <= _MOST_LINES else None


def _joined(lines: Sequence[Sized]) -> str:
    """The lines as one, a word parted at a line's end joined."""
    text = ""
    for line in lines:
        words = line.text.strip()
        parted = text.endswith(("-", "\u2010")) and words[:1].islower()
        text = text[:-1] + words if parted else f"{text} {words}"
    return text
