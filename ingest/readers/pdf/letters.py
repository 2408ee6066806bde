"""The letters of a page: runs of one font and size, with their places in points."""

import re
from collections.abc import Iterator
from ctypes import byref, c_double
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers.pdf.calls import (
    box_of_letter,
    handle,
    matrix_of_letter,
    object_of_letter,
    origin_of_letter,
    size_of_letter,
)
from ingest.readers.pdf.fonts import Font, Fonts
from ingest.readers.pdf.signs import text_of, written

_STRETCH = re.compile("[^\r\n]+")
_BLANK = re.compile(r"\s+")
_ENOUGH = 200  # letters that tell how wide a font's are
_NARROW = 0.98  # how much narrower a run's letters may be
_USUAL = (4, 40)  # sizes of letters
_WIDEST = 1.5  # a letter, over its size
_WIDE = 1.2  # a gap between columns, over the size of the letters; between words it is less
_WORD_GAP = 0.15
_SHORT = 20  # letters of an object
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")


class Run(NamedTuple):  # and no dataclass: a page has thousands
    """Letters that the file draws at once. Its places are turned so that its line is level.

    angle:    degrees by which the line is turned against the page
    baseline: height of the line that the letters stand on
    size:     of the letters, as they are printed
    spaced:   whether a blank stands between it and what the file draws before it
    typed:    whether that blank is the file's own, and no mere gap
    first:    PDFium's index of the first letter
    thing:    address of the text object that draws it, while its page is open
    """

    text: str
    angle: int
    left: float
    right: float
    baseline: float
    top: float
    size: float
    font: Font
    spaced: bool
    typed: bool
    first: int
    thing: int = 0


class Box(NamedTuple):
    """A rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float


class _Look(NamedTuple):
    """What the letters of one text object have in common."""

    angle: int
    baseline: float
    size: float
    font: Font
    thing: int


def runs(page: pdfium.PdfPage, fonts: Fonts) -> list[Run]:
    """The page's runs in the order of the file, without what lies outside of its crop box.

    `fonts` are those of the file that are known already.
    """
    words = page.get_textpage()
    try:
        count = raw.FPDFPage_CountObjects(page)
        are_short = _SHORT * count > raw.FPDFText_CountChars(words)
        return _Page(words, visible(page), fonts, are_short).runs()
    finally:
        words.close()


def visible(page: pdfium.PdfPage) -> Box:
    """What of the page is shown."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    return Box(box.left, box.bottom, box.right, box.top)


class _Page:
    def __init__(
        self, words: pdfium.PdfTextPage, visible: Box, fonts: Fonts, are_short: bool
    ) -> None:
        self._handle = handle(words.raw)
        self._objects = self._in_turn if are_short else self._halved
        self._rectangle, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._to_rectangle, self._to_matrix = byref(self._rectangle), byref(self._matrix)
        self._text = text_of(words)
        self._backwards = bool(RIGHT_TO_LEFT.search(self._text))
        self._visible = visible
        self._fonts = fonts
        self._baseline = 0.0
        self._found: list[Run] = []
        self._widths: dict[Font, tuple[float, int]] = {}
        self._boxes: dict[int, Box] = {}
        self._turns: dict[tuple[float, ...], tuple[int, float]] = {}
        self._x, self._y = c_double(), c_double()
        self._to_x, self._to_y = byref(self._x), byref(self._y)

    def runs(self) -> list[Run]:
        """Blanks stand between the runs, never at their ends."""
        before = 0
        for stretch in _STRETCH.finditer(self._text):
            for start, end, address in self._stretches(stretch.start(), stretch.end()):
                letters = self._text[start:end]
                first = start + len(letters) - len(letters.lstrip())
                last = start + len(letters.rstrip())
                if first < last:
                    look = self._look(first, address)
                    spaced = self._is_spaced(before, first, look)
                    self._baseline = look.baseline
                    self._parts(first, last, look, spaced)
                    before = last
        return self._found

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The same as `_objects`, letters that are drawn one by one, each right after
        another on one level line and in one size, gathered to words.
        """
        held, begun, held_address = -1, -1, 0  # where those end and begin
        x, y, size = 0.0, 0.0, 0.0
        for first, last, address in self._objects(start, end):
            if last - first > 1:
                if held >= 0:
                    yield begun, held, held_address
                yield first, last, address
                held = -1
                continue
            before_x, before_y, before_size = x, y, size
            x, y, size = self._origin(first)
            if (
                held != first
                or y != before_y
                or size != before_size
                or not 0 < x - before_x < _WIDEST * size
            ):
                if held >= 0:
                    yield begun, held, held_address
                begun, held_address = first, address
            held = last
        if held >= 0:
            yield begun, held, held_address

    def _origin(self, place: int) -> tuple[float, float, float]:
        """Where a letter begins on its line, and the size of its font."""
        origin_of_letter(self._handle, place, self._to_x, self._to_y)
        return self._x.value, self._y.value, size_of_letter(self._handle, place)

    def _in_turn(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The same as `_halved`, each letter asked in its turn: cheaper where objects are short."""
        handle, first, last, current = self._handle, start, start, None
        for place in range(start, end):
            address = object_of_letter(handle, place)
            if address is None:
                continue
            if address != current:
                if current is not None:
                    yield first, last, current
                first, current = place, address
            last = place + 1
        if current is not None:
            yield first, last, current

    def _halved(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The stretches of one text object each, with its address; blanks that lie between two
        objects are left out.

        An object's letters lie together, so those between two of it are of it as well.
        """
        handle = self._handle
        waiting = [
            (start, end - 1, object_of_letter(handle, start), object_of_letter(handle, end - 1))
        ]
        first, last, current = 0, -1, None
        while waiting:
            low, high, at_low, at_high = waiting.pop()
            if high - low > 1 and (at_low != at_high or at_low is None):
                middle = (low + high) // 2
                at_middle = object_of_letter(handle, middle)
                waiting.append((middle, high, at_middle, at_high))
                waiting.append((low, middle, at_low, at_middle))
                continue
            for place, address in ((low, at_low), (high, at_high)):
                if address is not None and address != current:
                    if current is not None:
                        yield first, last + 1, current
                    first, current = place, address
                last = place if address is not None else last
        if current is not None:
            yield first, last + 1, current

    def _look(self, place: int, thing: int) -> _Look:
        matrix = self._matrix
        matrix_of_letter(self._handle, place, self._to_matrix)
        key = (matrix.a, matrix.b, matrix.c, matrix.d)
        turn = self._turns.get(key)  # most letters of a page have one
        if turn is None:
            turn = self._turns[key] = _turn(*key)
        x, y, size = self._origin(place)
        angle, size = turn[0], size * turn[1]
        if not _USUAL[0] < size < _USUAL[1]:  # of a font of pictures, for one
            box = self._box(place, angle)
            height = box.top - box.bottom
            size = size if 0.4 < height / (size or 1) < 3 else height
        baseline = y if not angle else y * cos(radians(angle)) - x * sin(radians(angle))
        return _Look(angle, baseline, round(size, 1), self._fonts.of(thing), thing)

    def _is_spaced(self, before: int, first: int, look: _Look) -> bool:
        """Whether a blank stands between two runs; PDFium takes a raised one for a new line."""
        between = self._text[before:first]
        if "\n" not in between or " " in between:
            return " " in between
        if abs(look.baseline - self._baseline) > look.size:
            return True
        gap = self._box(first, look.angle).left - self._box(before - 1, look.angle).right
        return gap > _WORD_GAP * look.size

    def _is_typed(self, place: int) -> bool:
        return self._text[place] == " " and object_of_letter(self._handle, place) is not None

    def _parts(self, first: int, last: int, look: _Look, spaced: bool) -> None:
        """The run, parted where it leaps over a gap as wide as one between columns."""
        handle, box, begun = self._handle, self._rectangle, first
        blanks = () if look.angle else tuple(_BLANK.finditer(self._text, first, last))
        if not blanks or self._is_tight(first, last, look):
            self._run(first, last, look, spaced)
            return
        for blank in blanks:
            low, high = blank.span()
            box_of_letter(handle, high, self._to_rectangle)
            left = box.left
            box_of_letter(handle, low - 1, self._to_rectangle)
            if left - box.right > _WIDE * look.size:
                self._run(begun, low, look, spaced)
                begun, spaced = high, True
        if begun == first:
            self._learn(first, last, look)
        self._run(begun, last, look, spaced)

    def _is_tight(self, first: int, last: int, look: _Look) -> bool:
        """Whether the run is too short for a leap in it, as wide as its font's letters are so far:
        a cheap look that saves one at each blank.
        """
        width, letters = self._widths.get(look.font, (0.0, 0))
        if letters <= _ENOUGH:
            return False
        room = self._width(first, last, look) - _WIDE
        return room * letters < _NARROW * width * (last - first)

    def _learn(self, first: int, last: int, look: _Look) -> None:
        width, letters = self._widths.get(look.font, (0.0, 0))
        width += self._width(first, last, look)
        self._widths[look.font] = (width, letters + last - first)

    def _width(self, first: int, last: int, look: _Look) -> float:
        """Of a run, over the size of its letters."""
        return (self._box(last - 1, 0).right - self._box(first, 0).left) / (look.size or 1)

    def _run(self, first: int, last: int, look: _Look, spaced: bool) -> None:
        if last - first > 1 and self._backwards and RIGHT_TO_LEFT.search(self._text, first, last):
            for place in range(first, last):  # PDFium has some backwards: their places tell
                self._run(place, place + 1, look, spaced and place == first)
            return
        start = self._box(first, look.angle)
        end = self._box(last - 1, look.angle) if last > first + 1 else start
        if look.angle or _outside(start, self._visible) or _outside(end, self._visible):
            first, last = self._seen(first, last)
            if first == last:
                return
            start, end = self._box(first, look.angle), self._box(last - 1, look.angle)
        if end.right < start.left and not self._backwards:
            self._run_that_turns_back(first, last, look, spaced)
            return
        text = written(self._text[first:last])
        if not text:
            return
        typed = spaced and first > 0 and self._is_typed(first - 1)
        left = start.left if start.left < end.left else end.left
        right = start.right if start.right > end.right else end.right
        angle, baseline, size, font, thing = look
        self._found.append(
            Run(text, angle, left, right, baseline, start.top, size, font, spaced, typed, first,
                thing)
        )  # fmt: skip

    def _seen(self, first: int, last: int) -> tuple[int, int]:
        """The letters' stretch without what is cropped away at either end."""
        seen = [
            place
            for place in range(first, last)
            if not _outside(self._box(place, 0), self._visible)
        ]
        return (seen[0], seen[-1] + 1) if seen else (first, first)

    def _run_that_turns_back(self, first: int, last: int, look: _Look, spaced: bool) -> None:
        """Its parts, each from the left."""
        boxes = [self._box(place, look.angle) for place in range(first, last)]
        turns = [
            place
            for place in range(first + 1, last)
            if boxes[place - first].right < boxes[place - first - 1].left
        ]
        for start, end in pairwise([first, *turns, last]):
            self._run(start, end, look, spaced)
            spaced = True

    def _box(self, place: int, angle: int) -> Box:
        """Where a letter stands, on the page turned so that its line is level."""
        box = self._boxes.get(place) or self._level_box(place)
        if not angle:
            return box
        across, up = cos(radians(angle)), sin(radians(angle))
        corners = [(x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)]
        xs = [x * across + y * up for x, y in corners]
        ys = [y * across - x * up for x, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _level_box(self, place: int) -> Box:
        """Where a letter stands, kept: those at a run's ends are asked for again and again."""
        box = self._rectangle
        box_of_letter(self._handle, place, self._to_rectangle)
        kept = self._boxes[place] = Box(box.left, box.bottom, box.right, box.top)
        return kept


def _turn(a: float, b: float, c: float, d: float) -> tuple[int, float]:
    """By how many degrees a matrix turns letters, and how much larger it makes them."""
    along = hypot(a, b)
    return round(degrees(atan2(b, a))), abs(a * d - b * c) / along if along else 0


def _outside(box: Box, visible: Box) -> bool:
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return not (visible.left <= x <= visible.right and visible.bottom <= y <= visible.top)
