"""Text as it is kept: one form for characters that have several, nothing that only hyphenates."""

import re
import unicodedata
from collections.abc import Sequence

from ingest.readers import made_up

_INVISIBLE = "\u00ad\u200b\u2060\ufeff"  # where a line might be broken, or might not
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DATE = re.compile(r"\s*(?:D:)?(\d{4})(?:[-/]?(0[1-9]|1[0-2])(?:[-/]?(0[1-9]|[12]\d|3[01]))?)?")
_HIGH = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOW = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_MARKS = re.compile(r"\s*\d+(?:\s?[,;–-]\s?\d+)+\s*")
_DIGITS = re.compile(r"\d+")
_MERELY_RAISED = frozenset("st nd rd th er re e ème".split())

UNKNOWN = "\ufffd"
"""Stands where something stands that a reader cannot write."""


def normalised(text: str) -> str:
    """The text in Unicode's composed form (NFC), without invisible marks for line breaking.

    Line ends stay. Halves of characters, which no file can hold, become U+FFFD.
    """
    if text.isascii():
        return text
    for sign in _INVISIBLE:
        text = text.replace(sign, "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = _SURROGATE.sub(UNKNOWN, text)
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Normalised, each stretch of space one blank, control characters left out."""
    if not text.isprintable() or "  " in text:
        text = " ".join(text.split())
        if not text.isprintable():  # there is something to leave out, as in few lines
            return " ".join(normalised(_CONTROL.sub(" ", text)).split())
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def indented(text: str) -> str:
    """Normalised, the space inside a line as it is, control characters left out."""
    return normalised(_CONTROL.sub("", text.expandtabs(4))).rstrip()


def means_something(text: str) -> bool:
    """Whether there is a letter, a digit or a sign in it, and not mere space and punctuation."""
    if text[:1].isalnum():  # as most texts begin
        return True
    return any(each.isalnum() or unicodedata.category(each)[0] == "S" for each in text)


def raised(text: str, before: str = "") -> str:
    """Text that is printed higher and smaller: 10⁶, xⁿ, word^a; told apart from what it follows.

    `before` is the text that it follows: letters raised by mere custom after a number (1st, 2ème)
    are as they are, and after a word the marks of several notes are told from a power (words¹,³).
    """
    merely = before[-1:].isdigit() and text.strip().casefold() in _MERELY_RAISED
    if before and not before[-1].isdigit() and _MARKS.fullmatch(text):
        return _DIGITS.sub(lambda digits: digits[0].translate(_HIGH), text)
    return text if merely else _set_apart(text, _HIGH, "^")


def lowered(text: str) -> str:
    """Text that is printed lower and smaller: H₂O, x_max."""
    return _set_apart(text, _LOW, "_")


def _set_apart(text: str, signs: dict[int, int], sign: str) -> str:
    words, small = text.strip(), set(signs.values())
    meant = any(each.isalnum() or each in "+-−" for each in words)  # a charge: Na⁺
    if not meant or all(ord(each) in small for each in words):
        return text
    if all(ord(each) in signs for each in words):
        return text.translate(signs)
    return text.replace(words, sign + (words if words.isalnum() else f"({words})"))


def struck(text: str) -> str:
    """Text that is crossed out: told from what stands by ~~ at both ends."""
    words = text.strip()
    return text.replace(words, f"~~{words}~~") if words else text


def title(text: str | None) -> str | None:
    """A title as a file's metadata states it; None for what a program made up.

    Those are "untitled", "Microsoft Word - chap3_v7.docx", "Binder1.pdf", a bare number and their
    like.
    """
    words = label(text)
    return made_up.stated_title(words) if words else None


def title_of_heading(text: str | None) -> str | None:
    """A title as a document's first heading states it; None for one that names a part of it."""
    words = title(text)
    return words if words and made_up.reads_as_title(words) else None


def author(text: str | None) -> str | None:
    """An author as a file's metadata states it; None for what a program made up ("User")."""
    words = label(text)
    return None if words is None or made_up.is_nobody(words) else words


def label(text: str | None) -> str | None:
    """A title or an author of a file's metadata; None where it says nothing."""
    words = one_line(text or "")
    return words if any(character.isalnum() for character in words) else None


def date(text: str | None) -> str | None:
    """YYYY, YYYY-MM or YYYY-MM-DD, of a date in ISO 8601's or PDF's form; None of any other."""
    match = _DATE.match(text or "")
    return "-".join(part for part in match.groups() if part) if match else None


def listed(noun: str, numbers: Sequence[int], most: int = 10) -> str:
    """Places of a file for a remark: "line 3", "lines 3, 7 and 12", "lines 1, 2 and 40 more"."""
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    if len(numbers) > most:
        return f"{noun}s {', '.join(map(str, numbers[:most]))} and {len(numbers) - most} more"
    return f"{noun}s {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
