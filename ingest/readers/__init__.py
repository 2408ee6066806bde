"""Readers turn a file's bytes into a Document: one module a format, registered here by suffix.

A new format is one new module with a `read(path, data)` and its suffixes in `READERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.documents import Document
from ingest.readers import markdown, plain


@dataclass(frozen=True, slots=True)
class Reader:
    """A format. `name` is stored with what it read; `read` raises Unreadable."""

    name: str
    read: Callable[[str, bytes], Document]


_PLAIN = Reader("plain", plain.read)
_MARKDOWN = Reader("markdown", markdown.read)

READERS = {
    ".txt": _PLAIN,
    ".text": _PLAIN,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
}


def reader_for(path: str) -> Reader | None:
    """The reader of a file of that name; None when no format here has its suffix."""
    return READERS.get(PurePosixPath(path).suffix.lower())


def known_suffixes() -> str:
    """The suffixes that are read, for a sentence."""
    return " ".join(READERS)
