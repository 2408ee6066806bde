"""The letters of a page: runs of one font and size, with their places in points."""

import re
from collections.abc import Iterator
from ctypes import byref, c_double
from itertools import chain, pairwise, repeat
from math import atan2, cos, degrees, hypot, radians, sin
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers.pdf.calls import (
    box_of_letter,
    boxes_of_letters,
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
_ODD_BLANK = re.compile(
    "[\t\v\f\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
_ENOUGH = 200  # letters that tell how wide a font's are
_NARROW = 0.98  # how much narrower a run's letters may be
_USUAL = (4, 40)  # sizes of letters
_WIDEST = 1.5  # a letter, over its size
_SURE = (0.2, 1.2)  # how far a letter's box is from the next one's where the letters surely follow
_WIDE = 1.2  # a gap between columns, over the size of the letters; between words it is less
_WORD_GAP = 0.15
_SHORT = 6  # letters of an object
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


class _Turn(NamedTuple):
    """By how many degrees a matrix turns letters, and their size then, as it is and as kept."""

    angle: int
    size: float
    rounded: float


def runs(page: pdfium.PdfPage, fonts: Fonts, texts: set[int]) -> list[Run]:
    """The page's runs in the order of the file, without what lies outside of its crop box.

    `fonts` are those of the file that are known already. The addresses of text objects that are
    met are put into `texts`, not all of them.
    """
    words = page.get_textpage()
    try:
        count = raw.FPDFPage_CountObjects(page)
        are_short = _SHORT * count > raw.FPDFText_CountChars(words)
        return _Page(words, visible(page), fonts, texts if are_short else None).runs()
    finally:
        words.close()


def visible(page: pdfium.PdfPage) -> Box:
    """What of the page is shown."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    return Box(box.left, box.bottom, box.right, box.top)


class _Page:
    def __init__(
        self, words: pdfium.PdfTextPage, visible: Box, fonts: Fonts, texts: set[int] | None
    ) -> None:
        """`texts` where most of the page's objects are short, to put their addresses in."""
        self._handle = handle(words.raw)
        self._texts = texts
        self._rectangle, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._to_rectangle, self._to_matrix = byref(self._rectangle), byref(self._matrix)
        self._text = text_of(words)
        self._has_odd_blanks = bool(_ODD_BLANK.search(self._text))
        self._backwards = not self._text.isascii() and bool(RIGHT_TO_LEFT.search(self._text))
        self._visible = visible
        self._fonts = fonts
        self._baseline, self._thing = 0.0, 0
        self._found: list[Run] = []
        self._widths: dict[Font, tuple[float, int]] = {}
        self._boxes: dict[int, tuple[float, ...]] = {}
        self._looks: dict[tuple[float, float, int], _Look] = {}
        self._turns: dict[tuple[bytes, float], _Turn] = {}
        self._turning = memoryview(self._matrix).cast("B")[:16]  # a, b, c, d
        self._x, self._y = c_double(), c_double()
        self._to_x, self._to_y = byref(self._x), byref(self._y)

    def runs(self) -> list[Run]:
        """Blanks stand between the runs, never at their ends."""
        before, text = 0, self._text
        for stretch in _STRETCH.finditer(text):
            for first, last, address in self._stretches(*stretch.span()):
                letters = text[first:last]
                if letters[0].isspace() or letters[-1].isspace():
                    first += len(letters) - len(letters.lstrip())
                    last = first + len(letters.strip())
                    if first >= last:
                        continue
                look = self._look(first, address)
                spaced = self._is_spaced(before, first, look)
                self._baseline, self._thing = look.baseline, address
                self._parts(first, last, look, spaced)
                before = last
        return self._found

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The stretches of one text object each, with its address, or of a word whose letters are
        drawn one by one, each right after another on one level line and in one size.
        """
        if self._texts is not None:
            yield from self._words(start, end)
            return
        held, begun, held_address = -1, -1, 0  # where such letters end and begin
        for first, last, address in self._halved(start, end):
            if last - first == 1 and held == first and self._follows(first):
                held = last
                continue
            if held >= 0:
                yield begun, held, held_address
            begun, held, held_address = first, last, address
            if last - first > 1:
                yield first, last, address
                held = -1
        if held >= 0:
            yield begun, held, held_address

    def _words(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The same, each letter asked in its turn: cheaper where objects are short.

        Letters whose boxes are equally high are on one line and in one size: few are not, and to
        ask for these costs more.
        """
        handle, kept = self._handle, self._boxes
        things = list(map(object_of_letter, repeat(handle), range(start, end)))
        boxes = boxes_of_letters(handle, start, end)
        if self._texts is not None:
            self._texts.update(things)
        first, last, current = start, start, 0  # an object
        begun, held, held_address = -1, -1, 0  # letters drawn one by one
        low = high = old_left = old_top = old_bottom = 0.0
        for place, thing in enumerate(chain(things, (0,)), start):
            if thing is None:
                continue
            if thing == current:
                last = place + 1
                continue
            if last - first == 1:
                left, top, _, bottom = boxes[first - start]
                if held != first or not (
                    (top == old_top and bottom == old_bottom and low < left - old_left < high)
                    or self._follows(first)
                ):
                    if held >= 0:
                        kept[held - 1] = boxes[held - 1 - start]
                        yield begun, held, held_address
                    kept[first] = boxes[first - start]
                    begun, held_address = first, current
                    size = size_of_letter(handle, first) if top > bottom else 0.0
                    low, high = _SURE[0] * size, _SURE[1] * size
                old_left, old_top, old_bottom = left, top, bottom
                held = last
            elif last > first:
                if held >= 0:
                    yield begun, held, held_address
                yield first, last, current
                held = -1
            first, last, current = place, place + 1, thing
        if held >= 0:
            yield begun, held, held_address

    def _follows(self, place: int) -> bool:
        """Whether a letter stands right after the one before it, on one level line in one size."""
        before_x, before_y, before_size = self._origin(place - 1)
        x, y, size = self._origin(place)
        return y == before_y and size == before_size and 0 < x - before_x < _WIDEST * size

    def _origin(self, place: int) -> tuple[float, float, float]:
        """Where a letter begins on its line, and the size of its font."""
        origin_of_letter(self._handle, place, self._to_x, self._to_y)
        return self._x.value, self._y.value, size_of_letter(self._handle, place)

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
        font = self._fonts.of(thing)
        box = self._boxes.get(place)
        if box is None:  # it tells most words' looks where letters are drawn one by one
            return self._looked_at(place, font)
        key = (box[1], box[3], id(font))
        look = self._looks.get(key)
        if look is None:
            look = self._looked_at(place, font)
            if box[1] > box[3] and not look.angle:
                self._looks[key] = look
        return look

    def _looked_at(self, place: int, font: Font) -> _Look:
        handle, matrix = self._handle, self._matrix
        matrix_of_letter(handle, place, self._to_matrix)
        key = (self._turning.tobytes(), size_of_letter(handle, place))
        turn = self._turns.get(key)  # most letters of a page have one
        if turn is None:
            turn = self._turns[key] = _turn(matrix.a, matrix.b, matrix.c, matrix.d, key[1])
        angle, size, rounded = turn
        origin_of_letter(handle, place, self._to_x, self._to_y)
        baseline = self._y.value
        if angle:
            across, up = cos(radians(angle)), sin(radians(angle))
            baseline = baseline * across - self._x.value * up
        if not _USUAL[0] < size < _USUAL[1]:  # of a font of pictures, for one
            box = self._box(place, angle)
            height = box.top - box.bottom
            rounded = round(size if 0.4 < height / (size or 1) < 3 else height, 1)
        return _Look(angle, baseline, rounded, font)

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
        if look.angle or not self._has_blank(first, last):
            self._run(first, last, look, spaced)
            return
        width = (self._at(last - 1)[2] - self._at(first)[0]) / (look.size or 1)
        if self._is_tight(width, last - first, look.font):
            self._run(first, last, look, spaced)
            return
        handle, box, begun = self._handle, self._rectangle, first
        for blank in _BLANK.finditer(self._text, first, last):
            low, high = blank.span()
            box_of_letter(handle, high, self._to_rectangle)
            left = box.left
            box_of_letter(handle, low - 1, self._to_rectangle)
            if left - box.right > _WIDE * look.size:
                self._run(begun, low, look, spaced)
                begun, spaced = high, True
        if begun == first:
            known, letters = self._widths.get(look.font, (0.0, 0))
            self._widths[look.font] = (known + width, letters + last - first)
        self._run(begun, last, look, spaced)

    def _has_blank(self, first: int, last: int) -> bool:
        return self._text.find(" ", first, last) >= 0 or (
            self._has_odd_blanks and bool(_BLANK.search(self._text, first, last))
        )

    def _is_tight(self, width: float, count: int, font: Font) -> bool:
        """Whether so many letters are too short for a leap in them, as wide as their font's are so
        far: a cheap look that saves one at each blank. `width` is over the size of the letters.
        """
        known, letters = self._widths.get(font, (0.0, 0))
        return letters > _ENOUGH and (width - _WIDE) * letters < _NARROW * known * count

    def _run(self, first: int, last: int, look: _Look, spaced: bool) -> None:
        if last - first > 1 and self._backwards and RIGHT_TO_LEFT.search(self._text, first, last):
            for place in range(first, last):  # PDFium has some backwards: their places tell
                self._run(place, place + 1, look, spaced and place == first)
            return
        angle, baseline, size, font = look
        left, top, start_right, bottom = self._at(first)
        end_left, end_top, right, end_bottom = self._at(last - 1)
        shown_left, shown_bottom, shown_right, shown_top = self._visible
        if angle or not (
            shown_left <= (left + start_right) / 2 <= shown_right
            and shown_bottom <= (bottom + top) / 2 <= shown_top
            and shown_left <= (end_left + right) / 2 <= shown_right
            and shown_bottom <= (end_bottom + end_top) / 2 <= shown_top
        ):
            first, last = self._seen(first, last)
            if first == last:
                return
            (left, _, start_right, top), (end_left, _, right, _) = (
                self._box(first, angle),
                self._box(last - 1, angle),
            )
        if right < left and not self._backwards:
            self._run_that_turns_back(first, last, look, spaced)
            return
        text = written(self._text[first:last])
        if not text:
            return
        typed = spaced and first > 0 and self._is_typed(first - 1)
        left = left if left < end_left else end_left
        right = start_right if start_right > right else right
        self._found.append(
            Run(text, angle, left, right, baseline, top, size, font, spaced, typed, first,
                self._thing)
        )  # fmt: skip

    def _seen(self, first: int, last: int) -> tuple[int, int]:
        """The letters' stretch without what is cropped away at either end."""
        while first < last and self._is_cropped(first):
            first += 1
        while first < last and self._is_cropped(last - 1):
            last -= 1
        return first, last

    def _is_cropped(self, place: int) -> bool:
        """Whether the middle of a letter is outside of what of the page is shown."""
        box, (left, bottom, right, top) = self._rectangle, self._visible
        box_of_letter(self._handle, place, self._to_rectangle)
        return not (
            left <= (box.left + box.right) / 2 <= right
            and bottom <= (box.bottom + box.top) / 2 <= top
        )

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
        left, top, right, bottom = self._at(place)
        if not angle:
            return Box(left, bottom, right, top)
        across, up = cos(radians(angle)), sin(radians(angle))
        corners = [(x, y) for x in (left, right) for y in (bottom, top)]
        xs = [x * across + y * up for x, y in corners]
        ys = [y * across - x * up for x, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _at(self, place: int) -> tuple[float, ...]:
        """Left, top, right and bottom of a letter, kept: those at a run's ends are asked for again
        and again. (No record: there are thousands.)
        """
        kept = self._boxes.get(place)
        if kept is None:
            box = self._rectangle
            box_of_letter(self._handle, place, self._to_rectangle)
            kept = self._boxes[place] = (box.left, box.top, box.right, box.bottom)
        return kept


def _turn(a: float, b: float, c: float, d: float, size: float) -> _Turn:
    along = hypot(a, b)
    printed = size * (abs(a * d - b * c) / along if along else 0)
    return _Turn(round(degrees(atan2(b, a))), printed, round(printed, 1))
