"""Which paragraphs are headings, and of what level."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.readers.normalise import label, one_line
from ingest.readers.pdf.paragraphs import BULLET, ENDED, Paragraph
from ingest.readers.pdf.sheets import Measure
from ingest.readers.pdf.tree import Tree

_LONGEST = 120
_LARGER = 1.12  # a heading's size over the text's
_NOT_SMALLER = 0.93
_SAME_SIZE = 0.5
_LETTERS = 0.4  # of a heading's characters; axes, tables and telephone numbers have fewer
_NUMBER = re.compile(r"(?:(\d{1,2}(?:\.\d{1,2}){0,4})\.?|[A-Z]\.|[IVX]{1,5}\.)\s+(?=[^\W\d_])")

_LEADER = re.compile(r"(?:\s?[.·…]){4,}")  # dots to a page's number: a line of the contents

Contents = Mapping[tuple[int, str], int]
"""The file's own table of contents: page and words to level, counted from 1."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the file itself tells of its headings: its contents, and its tree."""

    contents: Contents
    tree: Tree


class Headings:
    """Knows a file's headings by what it tells of them, and by their size, weight or number."""

    def __init__(
        self, known: Known, measure: Measure, found: Sequence[tuple[Paragraph, str]]
    ) -> None:
        """`found` are the file's paragraphs with their text."""
        self._contents, self._tree = known.contents, known.tree
        self._measure = measure
        self._sizes = _steps(
            paragraph.first.size for paragraph, text in found if self._is_larger(paragraph, text)
        )
        self._depth = self._tree.depth or len(self._sizes)
        self._numbered = set(self._by_number(found))
        looks = sum(
            paragraph in self._numbered or self._is_bold(paragraph, text)
            for paragraph, text in (found if self._tree.headings else ())
            if self._tree.level(paragraph.first) is None
        )
        self._has_told_all = self._tree.headings > max(looks, 1)

    def level(self, paragraph: Paragraph, text: str) -> int | None:
        """The paragraph's level as a heading; None for text, and for a field with its name."""
        if paragraph.first.box is not None:
            return None
        listed = self._contents.get((paragraph.first.page, one_line(text).casefold()))
        if listed:
            return min(listed, 6)
        told = self._tree.level(paragraph.first)
        if told is not None:
            return told or None
        if self._is_larger(paragraph, text):
            return self._by_size(paragraph.first.size)
        if self._has_told_all:
            return None
        if paragraph in self._numbered:
            return min(self._depth + _depth(text), 6)
        if self._is_bold(paragraph, text):
            return min(1 + self._depth, 6)
        return None

    def _by_size(self, size: float) -> int:
        if self._tree.headings:
            return self._tree.level_of(size)
        return min(1 + _nearest(self._sizes, size), 6)

    def _is_larger(self, paragraph: Paragraph, text: str) -> bool:
        return paragraph.first.size > _LARGER * self._measure.size and _may_be(paragraph, text)

    def _is_bold(self, paragraph: Paragraph, text: str) -> bool:
        return (
            all(line.bold for line in paragraph.lines)
            and paragraph.first.size >= _NOT_SMALLER * self._measure.size
            and not ENDED.search(text)
            and len(paragraph.lines) <= 2
            and _may_be(paragraph, text)
        )

    def _by_number(self, found: Sequence[tuple[Paragraph, str]]) -> Iterable[Paragraph]:
        """Lines with a number that stand alone, text between them: "4.2 Dose"; not a list's items.

        Their numbers go up; two at least.
        """
        told: list[tuple[Paragraph, tuple[int, ...]]] = []
        for place, (paragraph, text) in enumerate(found):
            number = _number(text)
            after = found[place + 1] if place + 1 < len(found) else None
            alone = len(paragraph.lines) == 1 and not ENDED.search(text)
            if not number or not alone or not after or not _may_be(paragraph, text):
                continue
            follows = _number(after[1])
            if len(text) > 70 or (follows and len(follows) == len(number)):
                continue  # a list
            if not told or number > told[-1][1]:
                told.append((paragraph, number))
        deep = sum(len(number) > 1 for _, number in told)
        if len(told) > 1 and (deep or len(told) > 2):
            yield from (paragraph for paragraph, _ in told)


def _may_be(paragraph: Paragraph, text: str) -> bool:
    """Whether the words can be a heading's."""
    letters = sum(each.isalpha() for each in text)
    return (
        len(text) <= _LONGEST
        and letters >= 2
        and letters >= _LETTERS * len(text.replace(" ", ""))
        and bool(label(text))
        and not BULLET.match(text)
        and not _has_leader(text)
        and not paragraph.first.mono
        and not paragraph.aside
    )


def _has_leader(text: str) -> bool:
    dots = text.count(".") + text.count("·") + text.count("…")
    return dots > 3 and bool(_LEADER.search(text))


def _number(text: str) -> tuple[int, ...] | None:
    match = _NUMBER.match(text)
    return tuple(map(int, match[1].split("."))) if match and match[1] else None


def _depth(text: str) -> int:
    return len(_number(text) or (1,))


def _steps(sizes: Iterable[float]) -> list[float]:
    """The sizes from the largest, those that are nearly one as one."""
    steps: list[float] = []
    for size in sorted(sizes, reverse=True):
        if not steps or steps[-1] - size > _SAME_SIZE:
            steps.append(size)
    return steps


def _nearest(steps: Sequence[float], size: float) -> int:
    return min(range(len(steps)), key=lambda place: abs(steps[place] - size))
