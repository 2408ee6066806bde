"""Bytes → text: which encoding a text file is in, and whether it is text at all."""

import codecs
from contextlib import suppress
from dataclasses import dataclass

from charset_normalizer import from_bytes

from ingest.documents import Unreadable
from ingest.readers.normalise import normalised

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text; `remark` says which encoding was guessed, None where none had to be."""

    text: str
    remark: str | None = None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a file, normalised, line ends as they are, a byte order mark left out.

    UTF-8 unless a byte order mark says otherwise; then what the file declares, if that fits; then
    what it most plausibly is. Raises Unreadable for binary files and for text in no recognisable
    encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(normalised(_strictly(data[len(mark) :], encoding)))
    if b"\0" in data:
        raise Unreadable("a binary file (it has NUL bytes)")
    with suppress(UnicodeDecodeError):
        return Decoded(normalised(data.decode("utf-8")))
    if declared:
        with suppress(UnicodeDecodeError, LookupError):
            return Decoded(normalised(data.decode(declared)))
    encoding = _guess(data)
    remark = f"not UTF-8, read as {encoding}; save it as UTF-8 if letters come out wrong"
    return Decoded(normalised(_strictly(data, encoding)), remark)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"not valid {encoding} at byte {error.start}; save it as UTF-8") from None


def _guess(data: bytes) -> str:
    """The encoding that gives the least disorder; of equals the commonest of old, Windows-1252."""
    best = from_bytes(data).best()
    if best is None:
        raise Unreadable("text in no recognised encoding, or not text; save it as UTF-8")
    common = from_bytes(data, cp_isolation=["cp1252"]).best()
    return "cp1252" if common and common.chaos <= best.chaos else best.encoding
