"""Readers turn a file's bytes into a Document: one module a format, registered here by suffix.

A new format is one new module with a `read(path, data)` and its suffixes in `_MODULES`. Readers
run in a process of their own (ingest/reading.py), where one that fails, hangs or eats memory
costs its file and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath

from ingest.documents import Document

_MODULES = {
    "plain": ".txt .text",
    "markdown": ".md .markdown",
    "pdf": ".pdf",
    "docx": ".docx",
    "odt": ".odt",
    "rtf": ".rtf",
    "epub": ".epub",
    "html": ".html .htm .xhtml",
    "table": ".csv .tsv .tab",
    "json_lines": ".jsonl .ndjson",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """A format, by its module's name, which is stored with what it read."""

    name: str

    @property
    def read(self) -> Callable[[str, bytes], Document]:
        """Loads the module, and the libraries that it needs, at its first use."""
        function: Callable[[str, bytes], Document] = import_module(f"{__name__}.{self.name}").read
        return function


READERS = {
    suffix: Reader(name) for name, suffixes in _MODULES.items() for suffix in suffixes.split()
}


def reader_for(path: str) -> Reader | None:
    """The reader of a file of that name; None when no format here has its suffix."""
    return READERS.get(PurePosixPath(path).suffix.lower())


def known_suffixes() -> str:
    """The suffixes that are read, for a sentence."""
    return " ".join(READERS)
