"""A page's text, a sign for each of PDFium's letters, and how these are written."""

import re
from unicodedata import normalize

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers.normalise import UNKNOWN

_PARTED = {"\u0002": "-", "\ufffe": "-"}  # how PDFium marks a word parted at a line's end
_LIGATURES = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "ff fi fl ffi ffl st st".split(), strict=True)
)
_SWAPPED = re.compile("[\u6600\u7400\u6300\u7300][\u6600\u6900\u6c00\u7400\u6800\u6a00]{1,2}")
# how Ghostscript wrote ff, fi, fl and their like for years: each letter's two bytes the wrong way
_NOTHING = "\u200b"  # in the place of an accent that is put on its letter
_MARKS = dict(
    zip(
        "´`¨ˆ^˜~¯˘˙˚ˇ˝¸˛",
        "\u0301\u0300\u0308\u0302\u0302\u0303\u0303\u0304\u0306\u0307\u030a\u030c\u030b\u0327\u0328",
        strict=True,
    )
)
_ACCENT = re.compile("[´`¨ˆ^˜~¯˘˙˚ˇ˝¸˛]")
_DOTTED = str.maketrans("ıȷ", "ij")
_WRITTEN = str.maketrans({**_PARTED, **_LIGATURES, "\x00": UNKNOWN, _NOTHING: ""})


def text_of(words: pdfium.PdfTextPage) -> str:
    """The page's text, one character for each index of PDFium's; accents are on their letters."""
    count = max(0, raw.FPDFText_CountChars(words))
    text: str = words.get_text_range()
    if len(text) != count:
        codes = (raw.FPDFText_GetUnicode(words, place) for place in range(count))
        text = "".join(UNKNOWN if 0xD800 <= code < 0xE000 else chr(code) for code in codes)
    text = text if text.isascii() else _SWAPPED.sub(_swapped_back, text)
    return _with_accents(words, text) if _ACCENT.search(text) else text


def written(letters: str) -> str:
    """A stretch of that text as it is kept: ligatures spelt out, hyphens as such."""
    if letters.isascii() and letters.isprintable():  # nothing of the kind: most are
        return letters
    return letters.translate(_WRITTEN)


def _swapped_back(match: re.Match[str]) -> str:
    return "".join(chr(ord(letter) >> 8) for letter in match[0])


def _with_accents(words: pdfium.PdfTextPage, text: str) -> str:
    """The text with each accent that is printed over or under a letter put on it; one that
    stands beside its letters, as an apostrophe does, stays.
    """
    letters = list(text)
    for accent in _ACCENT.finditer(text):
        place = accent.start()
        over = words.get_charbox(place)
        middle = (over[0] + over[2]) / 2
        for other in (place + 1, place + 2, place - 1):
            letter = letters[other] if 0 <= other < len(letters) else ""
            whole = normalize("NFC", letter.translate(_DOTTED) + _MARKS[accent[0]])
            if letter.isalpha() and len(whole) == 1 and _is_under(words, middle, other):
                low, high = sorted((place, other))
                letters[low : high + 1] = _NOTHING * (high + 1 - low)
                letters[other] = whole
                break
    return "".join(letters)


def _is_under(words: pdfium.PdfTextPage, middle: float, place: int) -> bool:
    left, _, right, _ = words.get_charbox(place)
    return bool(left <= middle <= right)
