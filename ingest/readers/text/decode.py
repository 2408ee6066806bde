"""Bytes → text: which encoding a text file is in, and whether it is text at all."""

import codecs
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from charset_normalizer import from_bytes

from ingest.documents import Unreadable
from ingest.readers.normalise import UNKNOWN, normalised
from ingest.readers.text.encodings import LEAST_SCORE, is_likely_in_any_language, likely, score_of
from ingest.readers.text.letters import BY_LETTERS, BY_SIGNS

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDE_NAMES = ("utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be", "utf_7")
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
# What a file declares, and what is read for it: a set without the letters that it needs is taken
# for the larger one that programs write under its name, as browsers do.
_LARGER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "cp950",
}
_KNOWN = {
    *(codecs.lookup(name).name for name in (*BY_LETTERS, *BY_SIGNS, *_WIDE, *_LARGER)),
    *("utf-8", "utf-16", "utf-32", "utf-7", "hz", "iso2022_jp", "iso2022_kr", "johab"),
    *("iso8859-3", "iso8859-4", "iso8859-8", "iso8859-10", "iso8859-13", "iso8859-14"),
    *("iso8859-16", "cp437", "cp737", "cp775", "cp855", "cp857", "cp862", "cp1258", "kz1048"),
    *("mac-greek", "mac-turkish", "mac-iceland", "big5hkscs", "ptcp154", "koi8-t"),
}
_ESCAPES = (
    (re.compile(rb"\x1b\$[@B]|\x1b\([JI]"), "iso2022_jp_3"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
    (re.compile(rb"~\{[!-~]{2,}~\}"), "hz"),
)
_CLEARLY = 0.5  # how much likelier another encoding must be than the one that a file declares
_DOUBTFUL = 0.5  # less than what one letter says for an encoding
_SAMPLE = 100_000
_MOST_BROKEN = 0.01  # of a file's characters, for one that is UTF-8 all the same


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text; `remark` says which encoding was guessed, None where none had to be."""

    text: str
    remark: str | None = None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a file, normalised, line ends as they are, a byte order mark left out.

    UTF-8 unless a byte order mark or escape sequences say otherwise; then what the file declares,
    if its letters fit; then what it most plausibly is. Raises Unreadable for binary files and for
    text in no recognisable encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(normalised(_strictly(data[len(mark) :], encoding)))
    found = _wide(data) if b"\0" in data else _escaped(data)
    if found:
        return found
    if b"\0" in data:
        raise Unreadable("a binary file (it has NUL bytes)")
    with suppress(UnicodeDecodeError):
        return Decoded(normalised(data.decode("utf-8")))
    return _broken(data) or _declared(data, declared) or _guessed(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"not valid {encoding} at byte {error.start}; save it as UTF-8") from None


def _read_as(encoding: str, text: str, more: str = "") -> Decoded:
    advice = "save it as UTF-8 if letters come out wrong"
    return Decoded(normalised(text), f"not UTF-8, read as {encoding}{more}; {advice}")


def _wide(data: bytes) -> Decoded | None:
    """Text of two or four bytes a character without a mark: the one with most blanks and lines."""
    best, most = None, 0
    for encoding in _WIDE:
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            ends = len(re.findall(r"[ \n\r,.、。，]", text))
            if ends > most and _is_text(text) and is_likely_in_any_language(text):
                best, most = _read_as(encoding, text), ends
    return best


def _is_text(text: str) -> bool:
    """Whether every character has a meaning."""
    sample = text[:10_000]
    odd = sum(1 for each in sample if _is_odd(each))
    return odd * 200 < len(sample) and "\0" not in text


def _is_odd(character: str) -> bool:
    if character in "\t\n\r\f":
        return False
    return unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs")


def _escaped(data: bytes) -> Decoded | None:
    """Text of seven bits whose other letters stand between escape sequences."""
    if not data.isascii() or not (b"\x1b" in data or b"~{" in data):
        return None
    for sign, encoding in _ESCAPES:
        if sign.search(data):
            with suppress(UnicodeDecodeError):
                text = data.decode(encoding)
                if not text.isascii() and "\x1b" not in text:
                    return _read_as(encoding, text)
    return None


def _broken(data: bytes) -> Decoded | None:
    """UTF-8 with a few bytes in it that are none: each of these becomes U+FFFD."""
    for part in (data[:_SAMPLE], data):  # the whole only where its beginning may be
        text = part.decode("utf-8", "replace")
        broken = text.count(UNKNOWN)
        valid = len(text) - len(text.encode("ascii", "ignore")) - broken
        if valid < 4 * broken or broken > max(1, _MOST_BROKEN * len(text)):
            return None
    places = "1 place" if broken == 1 else f"{broken} places"
    return Decoded(normalised(text), f"UTF-8, but for {places}, where {UNKNOWN} stands")


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    """What the file itself says, if that is an encoding and no other fits clearly better."""
    encoding = _known(declared or "")
    if encoding is None:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    best = likely(data)[0]
    if best.score > max(LEAST_SCORE, score_of(data, encoding) + _CLEARLY):
        return None
    return Decoded(normalised(text))


def _known(name: str) -> str | None:
    """The encoding of that name; None for what turns bytes into anything but letters."""
    try:
        found = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    return _LARGER.get(found, found) if found in _KNOWN else None


def _guessed(data: bytes) -> Decoded:
    best, *others = likely(data)
    if best.score < LEAST_SCORE:
        return _by_order(data)
    text = data.decode(best.encoding, "replace")
    least = best.score - _DOUBTFUL / best.letters
    near = [each for each in others if each.score >= max(least, LEAST_SCORE)]
    rival = next((each for each in near if data.decode(each.encoding, "replace") != text), None)
    more = f" ({rival.encoding} is as likely)" if rival else ""
    if broken := text.count(UNKNOWN):
        more += f", with {UNKNOWN} for {broken} bytes that are none of its letters"
    return _read_as(best.encoding, text, more)


def _by_order(data: bytes) -> Decoded:
    """What has the least disorder by charset-normalizer; of equals Windows-1252, the commonest."""
    best = from_bytes(data, cp_exclusion=list(_WIDE_NAMES)).best()
    if best is None:
        if wide := _wide(data):
            return wide
        raise Unreadable("text in no recognised encoding, or not text; save it as UTF-8")
    common = from_bytes(data, cp_isolation=["cp1252"]).best()
    encoding = "cp1252" if common and common.chaos <= best.chaos else best.encoding
    return _read_as(encoding, _strictly(data, encoding))
