"""Writes what people have put into a PDF among the lines of its page, beside what names it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from ingest.readers.pdf.added import Added

_NEAR = 3.0  # points by which a field's rectangle may overlap its name
_BESIDE = 2.5  # the widest gap between a box and the words after it, over their size
_ABOVE = 1.8  # and between a field and its name above it
_TO_FILL = re.compile(r"_{2,}|\.{4,}|…{2,}|(?:\. ){3,}\.?")
_PUNCTUATED = re.compile(r"[^\w\s]$")


class Part(Protocol):
    """A line of a page, or a stretch of one, in points of the page's own space."""

    @property
    def text(self) -> str: ...
    @property
    def left(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def baseline(self) -> float: ...
    @property
    def size(self) -> float: ...


P = TypeVar("P", bound=Part)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where something is written: in which part, and how it stands to it."""

    thing: Added
    part: int
    how: Literal["before", "inside", "behind", "under"]


@dataclass(frozen=True, slots=True)
class Filled:
    """What a part becomes by what is written into it.

    by: the field whose name it is, or the text box that it is a line of, so that it stands by
        itself; None where a value stands inside its words, which go on
    """

    text: str
    left: float
    right: float
    by: Added | None


@dataclass(frozen=True, slots=True)
class Maker(Generic[P]):
    """How parts are made: of a part that is filled, and of a line, with its height, alone."""

    filled: Callable[[P, Filled], P]
    alone: Callable[[Filled, float], P]


def written_in(parts: Sequence[P], things: Sequence[Added], make: Maker[P]) -> list[P]:
    """The parts with values, boxes and texts at their places; notes are left out.

    A value stands behind the words that name it, a box before its words or behind them. What has
    no name on the page, a text box, and a value's further lines are parts of their own.
    """
    spots = [_spot(thing, parts) for thing in things if thing.kind in ("value", "box")]
    named = [spot for spot in spots if isinstance(spot, _Spot)]
    lonely = [spot for spot in spots if isinstance(spot, Added)]
    lonely += [thing for thing in things if thing.kind == "text"]
    written = [
        make.filled(part, _filled(part, spots)) if spots else part
        for number, part in enumerate(parts)
        for spots in [[spot for spot in named if spot.part == number]]
    ]
    new = [(_index(thing, parts), -thing.top, thing.left, _alone(thing, make)) for thing in lonely]
    for spot in named:
        more = _lines(spot.thing, spot.thing.text.split("\n")[1:], make)
        new.append((spot.part + 1, -spot.thing.top, spot.thing.left, more))
    for place, *_, lines in sorted(new, key=lambda each: each[:3], reverse=True):
        written[place:place] = lines
    return written


def _spot(thing: Added, parts: Sequence[Part]) -> _Spot | Added:
    """Where a field is written; itself where nothing on the page names it."""
    row = [
        (number, part)
        for number, part in enumerate(parts)
        if thing.bottom - 0.3 * part.size <= part.baseline < thing.top
    ]
    middle = (thing.left + thing.right) / 2
    after = [each for each in row if each[1].left >= thing.right - _NEAR]
    before = [each for each in row if each[1].right <= thing.left + _NEAR]
    around = [each for each in row if each[1].left < middle < each[1].right]
    above = [each for each in enumerate(parts) if _is_above(each[1], thing)]
    if thing.kind == "box" and after:
        number, part = min(after, key=lambda each: each[1].left)
        if part.left - thing.right < _BESIDE * part.size:
            return _Spot(thing, number, "before")
    if around:
        return _Spot(thing, around[0][0], "inside")
    if before:
        return _Spot(thing, max(before, key=lambda each: each[1].right)[0], "behind")
    if above and thing.kind == "value":
        return _Spot(thing, min(above, key=lambda each: each[1].baseline)[0], "under")
    return thing


def _is_above(part: Part, thing: Added) -> bool:
    over = 0 <= part.baseline - (thing.top - _NEAR) < _ABOVE * part.size
    return over and part.left < thing.right and part.right > thing.left


def _filled(part: Part, spots: Sequence[_Spot]) -> Filled:
    """The part with what is written before, in and behind it."""
    text = part.text
    for spot in sorted(spots, key=_from_left, reverse=True):
        if spot.how == "inside":
            middle = (spot.thing.left + spot.thing.right) / 2
            share = (middle - part.left) / (part.right - part.left)
            text = _inside(text, share, _first(spot))
    boxes = sorted((each for each in spots if each.how == "before"), key=_from_left)
    behind = sorted((each for each in spots if each.how in ("behind", "under")), key=_from_left)
    text = "".join(f"{_first(each)} " for each in boxes) + text
    for spot in behind:
        colon = spot.how == "under" and not _PUNCTUATED.search(text.rstrip())
        text = f"{text.rstrip()}{':' * colon} {_first(spot)}"
    return Filled(
        text,
        min([part.left, *(each.thing.left for each in boxes)]),
        max([part.right, *(each.thing.right for each in behind)]),
        next((each.thing for each in (*boxes, *behind)), None),
    )


def _first(spot: _Spot) -> str:
    return spot.thing.text.split("\n")[0]


def _from_left(spot: _Spot) -> float:
    return spot.thing.left


def _inside(text: str, share: float, words: str) -> str:
    """The text with words written over the rule that is nearest to a share of it, or between two
    of its words."""
    place = share * len(text)
    rules = [each for each in _TO_FILL.finditer(text) if _distance(each.span(), place) < 8]
    if rules:
        start, end = min((each.span() for each in rules), key=lambda span: _distance(span, place))
    else:
        blanks = [each.start() for each in re.finditer(r"\s", text)] + [0, len(text)]
        start = end = min(blanks, key=lambda blank: abs(blank - place))
    before, after = text[:start].rstrip(), text[end:].lstrip()
    apart = "" if after[:1] in tuple(".,;:!?)") else " "
    return f"{before} {words}{apart}{after}".strip()


def _distance(span: tuple[int, int], place: float) -> float:
    return max(span[0] - place, place - span[1], 0)


def _alone(thing: Added, make: Maker[P]) -> list[P]:
    words = thing.text
    if thing.kind != "text" and thing.name:
        words = f"{words} {thing.name}" if thing.kind == "box" else f"{thing.name}: {words}"
    return _lines(thing, words.split("\n"), make)


def _lines(thing: Added, lines: Sequence[str], make: Maker[P]) -> list[P]:
    """The lines under one another in the rectangle."""
    pitch = (thing.top - thing.bottom) / max(len(lines), 1)
    return [
        make.alone(Filled(line, thing.left, thing.right, thing), thing.top - pitch * (number + 0.8))
        for number, line in enumerate(lines)
    ]


def _index(thing: Added, parts: Sequence[Part]) -> int:
    """Behind which part it is read: the nearest above it, if need be in another column."""
    for candidates in (_beside(thing, parts), list(enumerate(parts))):
        above = [each for each in candidates if each[1].baseline >= thing.top - each[1].size / 2]
        if above:
            return min(above, key=lambda each: (each[1].baseline, -each[0]))[0] + 1
    return 0


def _beside(thing: Added, parts: Sequence[P]) -> list[tuple[int, P]]:
    return [
        (number, part)
        for number, part in enumerate(parts)
        if part.left < thing.right and part.right > thing.left
    ]
