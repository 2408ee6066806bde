"""What a document is, and which files of a folder become one: the rest is named with its reason."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.catalog import FILE_NAME, Skipped
from index.errors import QuothError


class NothingToIndex(QuothError):
    """The paths given hold no document."""


class Unreadable(Exception):
    """A file that its reader does not take; the message is the reason, part of a sentence."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's line or lines. `level` counts from 1; `label` is its words without markup."""

    start: int
    end: int
    level: int
    label: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch that no sentence crosses: a paragraph, list item, table row or line of code.

    Line breaks inside a block are mere wrapping.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text and where its headings and blocks lie, both in order, in code points of it.

    path:   relative to the ingested folder, forward slashes
    title:  the document's own title; None where it has none
    remark: what the reader had to guess, for the person to check; None if nothing
    """

    path: str
    title: str | None
    media_type: str
    text: str
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file that a reader may take. `path` names it in the index, `modified` in nanoseconds."""

    path: str
    location: Path
    size: int
    modified: int


def find_files(roots: Sequence[Path]) -> Iterator[File | Skipped]:
    """Every file under the roots, in order of path: to be read, or skipped with the reason.

    Paths are relative to the one root; of several, each begins with its root's name. Links are
    not followed, so nothing outside the roots is read. Raises NothingToIndex for a root that is
    not there and for two of one name.
    """
    for root in roots:
        if not root.exists():
            raise NothingToIndex(f"There is no {root}. Name an existing folder or file.")
    names = [root.resolve().name for root in roots]
    for name in names:
        if names.count(name) > 1:
            raise NothingToIndex(
                f"Two of the folders are called {name}; their documents could not be told apart. "
                "Rename one, or give the folder that holds both."
            )
    for root, name in sorted(zip(roots, names, strict=True), key=lambda pair: pair[1]):
        if root.is_dir():
            yield from _walk(root, f"{name}/" if len(roots) > 1 else "")
        else:
            yield _look_at(root, root.name)


def _walk(folder: Path, prefix: str) -> Iterator[File | Skipped]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Skipped(_printable(prefix), f"folder cannot be read: {error.strerror}")
        return
    for entry in entries:
        path = prefix + entry.name
        if entry.name.startswith("."):
            yield Skipped(_printable(path), "hidden")
        elif entry.is_symlink():
            yield Skipped(_printable(path), "symbolic link, not followed")
        elif not entry.is_dir():
            yield _look_at(Path(entry.path), path)
        elif Path(entry.path, FILE_NAME).is_file():
            yield Skipped(_printable(path), "an index, not documents")
        else:
            yield from _walk(Path(entry.path), path + "/")


def _look_at(location: Path, path: str) -> File | Skipped:
    if path != _printable(path):
        return Skipped(_printable(path), "its name is not valid UTF-8; rename it")
    try:
        status = location.stat()
    except OSError as error:
        return Skipped(path, f"cannot be read: {error.strerror}")
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, "not a regular file")
    return File(path, location, status.st_size, status.st_mtime_ns)


def _printable(path: str) -> str:
    """The path with bytes that are no UTF-8 replaced."""
    return os.fsencode(path).decode("utf-8", "replace")
