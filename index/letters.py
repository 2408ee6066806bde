"""The letters of a PDF's page, reduced to what they have in common with those of a document."""

import ctypes
import unicodedata
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

_OURS = frozenset("^~|`☐☑☒−�")  # what readers write that is not on the page, or otherwise there
_PARTED = "\u0002\ufffe"  # how PDFium marks a word parted at a line's end
_LINE_ENDS = "\n" + _PARTED
_SIGNS = frozenset({"Sc", "Sm", "So"})
_INSIDE = "-\u2010\u2011'’"  # what does not end a word
_FINE = 1_000_000  # steps of the page's width and height


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Part of a page as it is shown, in fractions of its width and height from the top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Letter:
    """A reduced letter of a page: where it is shown, on which of its lines, counted from 0, and
    whether a word begins with it."""

    sign: str
    box: Rectangle
    line: int
    begins: bool


def reduced(text: str) -> str:
    """Letters, digits and signs alone, in the form that ligatures, accents and the like share."""
    return "".join(map(_reduced, text))


def _reduced(character: str) -> str:
    if character.isascii() and (character.isalnum() or character.isspace()):
        return character.strip()
    return "".join(
        each
        for each in unicodedata.normalize("NFKD", character)
        if each.isalnum() or (unicodedata.category(each) in _SIGNS and each not in _OURS)
    )


def letters_of(page: Any) -> list[Letter]:
    """The page's letters in the order of the file, as far as the page shows them.

    The marks that touch a letter are in its box.
    """
    from pypdfium2 import raw

    words = page.get_textpage()
    letters: list[Letter] = []
    line, begins, touching, opening = 0, True, False, None
    for number in range(raw.FPDFText_CountChars(words)):
        character = chr(raw.FPDFText_GetUnicode(words, number))
        if character.isspace() or character in _PARTED:
            if character in _PARTED and letters:
                letters[-1] = _with(letters[-1], _box(page, words, number))
            line += character in _LINE_ENDS
            begins = begins or character not in _PARTED
            touching, opening = False, None
            continue
        box = _box(page, words, number)
        signs = _reduced(character)
        if box is None:
            continue
        if not signs and touching:
            letters[-1] = _with(letters[-1], box)
        elif not signs:
            opening = _around(box, opening)
        begins = begins or not (signs or character in _INSIDE or unicodedata.combining(character))
        for sign in signs:
            letters.append(Letter(sign, _around(box, opening), line, begins))
            begins, touching, opening = False, True, None
    words.close()
    return _in_reading_order(letters)


def _in_reading_order(letters: list[Letter]) -> list[Letter]:
    """Lines that run from right to left in the order of reading, which files often don't have."""
    if not any(_runs_left(letter) for letter in letters):
        return letters
    ordered: list[Letter] = []
    for _, group in groupby(letters, key=lambda letter: letter.line):
        line = list(group)
        if 2 * sum(map(_runs_left, line)) < len(line):
            ordered += line
            continue
        line.sort(key=lambda letter: -letter.box.right)
        for left, run in groupby(line, key=_runs_left):
            stretch = list(run)
            ordered += stretch if left else stretch[::-1]
    return ordered


def _runs_left(letter: Letter) -> bool:
    return unicodedata.bidirectional(letter.sign) in ("R", "AL")


def _box(page: Any, words: Any, number: int) -> Rectangle | None:
    """Where a character is shown; None where it is outside of what is shown of the page."""
    from pypdfium2 import raw

    box, x, y = raw.FS_RECTF(), ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFText_GetLooseCharBox(words, number, box):
        return None
    corners = []
    for across, up in ((box.left, box.bottom), (box.right, box.top)):
        raw.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, across, up, x, y)
        corners.append((x.value / _FINE, y.value / _FINE))
    (left, right), (top, bottom) = (sorted(each) for each in zip(*corners, strict=True))
    shown = 0 <= (left + right) / 2 <= 1 and 0 <= (top + bottom) / 2 <= 1
    return Rectangle(left, top, right, bottom) if shown else None


def _with(letter: Letter, mark: Rectangle | None) -> Letter:
    return replace(letter, box=_around(letter.box, mark))


def _around(box: Rectangle, other: Rectangle | None) -> Rectangle:
    """The rectangle around both."""
    if other is None:
        return box
    return Rectangle(
        min(box.left, other.left),
        min(box.top, other.top),
        max(box.right, other.right),
        max(box.bottom, other.bottom),
    )
