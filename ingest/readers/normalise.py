"""Text as it is kept: one form for characters that have several, nothing that only hyphenates."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")  # where a line might be broken, or might not
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DATE = re.compile(r"\s*(?:D:)?(\d{4})(?:[-/]?(0[1-9]|1[0-2])(?:[-/]?(0[1-9]|[12]\d|3[01]))?)?")


def normalised(text: str) -> str:
    """The text in Unicode's composed form (NFC), without invisible marks for line breaking.

    Line ends stay. Halves of characters, which no file can hold, become U+FFFD.
    """
    text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Normalised, each stretch of space one blank, control characters left out."""
    return " ".join(normalised(_CONTROL.sub(" ", text)).split())


def label(text: str | None) -> str | None:
    """A title or an author of a file's metadata; None where it says nothing."""
    words = one_line(text or "")
    return words if any(character.isalnum() for character in words) else None


def date(text: str | None) -> str | None:
    """YYYY, YYYY-MM or YYYY-MM-DD, of a date in ISO 8601's or PDF's form; None of any other."""
    match = _DATE.match(text or "")
    return "-".join(part for part in match.groups() if part) if match else None
