"""Which files of a folder become a document, and why the others do not."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import NothingToIndex
from index.names import composed
from index.store.catalog import FILE_NAME, Root, Skipped, Stamp
from index.store.ignore import ignored as ignored_by

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".quothignore"
QUESTIONS_FILE = ".questions.txt"  # examples that the page offers; no document
LABELLED_FILE = ".questions.jsonl"  # with their answers, which measuring asks; none either
IGNORED = f"ignored, by {IGNORE_FILE}"
FORGOTTEN = "forgotten; to take it up again: python -m ingest --remember PATH"
"""Why files are skipped that a later build may take without a change of their own."""
_OURS = (IGNORE_FILE, QUESTIONS_FILE, LABELLED_FILE)


@dataclass(frozen=True, slots=True)
class File:
    """A file that a reader may take. `path` names it in the index; `stamp` tells it untouched."""

    path: str
    location: Path
    stamp: Stamp

    @property
    def size(self) -> int:
        """Bytes."""
        return self.stamp.size


def as_root(path: Path, name: str | None = None) -> Root:
    """The folder or file as a root, under its own name unless another is given.

    Raises NothingToIndex for a path that leads nowhere, or is not valid UTF-8.
    """
    try:
        resolved = path.resolve()
    except (OSError, RuntimeError) as error:  # links that lead round in a circle; too long a name
        raise NothingToIndex(_unusable(path, error)) from None
    if str(resolved) != _printable(str(resolved)):
        raise NothingToIndex(f"The name of {path} is not valid UTF-8. Rename it.")
    return Root(name or resolved.name, str(resolved))


def _unusable(path: Path | str, error: Exception) -> str:
    reason = getattr(error, "strerror", None) or str(error)
    return f"{path} cannot be read: {reason}. Name a folder or file that you may read."


def find_files(roots: Sequence[Root]) -> Iterator[File | Skipped]:
    """Every file under the roots, in order of path: to be read, or skipped with the reason.

    Paths are relative to the one root; of several, each begins with its root's name. Links are
    not followed, so nothing outside the roots is read. What the file IGNORE_FILE in a root names,
    in the syntax of .gitignore, is skipped. Raises NothingToIndex for a root that is not there
    or may not be read, and for two of one name.
    """
    names = [root.name for root in roots]
    for root in roots:
        _check_there(root)
        if names.count(root.name) > 1:
            raise NothingToIndex(
                f"Two of the folders are called {root.name}; their documents could not be told "
                f"apart. Give one a name of its own: OTHER_NAME={root.path}"
            )
    for root in sorted(roots, key=lambda root: root.name):
        location = Path(root.path)
        if location.is_dir():
            yield from _walk(location, f"{root.name}/" if len(roots) > 1 else "")
        else:
            yield _look_at(location, location.name)


def _check_there(root: Root) -> None:
    try:
        path = Path(root.path)
        if path.is_dir():
            os.scandir(path).close()
        else:
            path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        raise NothingToIndex(f"There is no {root.path}. Name an existing folder or file.") from None
    except OSError as error:
        raise NothingToIndex(_unusable(root.path, error)) from None


def _walk(root: Path, prefix: str) -> Iterator[File | Skipped]:
    ignored = _ignored_in(root)
    open_folders = [_entries(root, "")]
    while open_folders:
        found = next(open_folders[-1], None)
        if found is None:
            open_folders.pop()
        elif isinstance(found, Skipped):
            yield Skipped(prefix + found.path, found.reason)
        else:
            entry, path = found
            printable = prefix + _printable(path)
            try:
                if reason := _reason_against(entry, path, ignored):
                    yield Skipped(printable, reason)
                elif entry.is_dir():
                    open_folders.append(_entries(Path(entry.path), path + "/"))
                else:
                    yield _look_at(Path(entry.path), prefix + path)
            except OSError as error:
                yield Skipped(printable, f"cannot be read: {error.strerror}")


def _entries(folder: Path, path: str) -> Iterator[tuple[os.DirEntry[str], str] | Skipped]:
    """What is in a folder, by name, each with its path in the root."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Skipped(_printable(path.rstrip("/")), f"folder cannot be read: {error.strerror}")
        return
    for entry in entries:
        if path + entry.name not in _OURS:
            yield entry, path + entry.name


def _reason_against(entry: os.DirEntry[str], path: str, ignored: "GitIgnoreSpec") -> str | None:
    """Why an entry is left out; None for one to be taken or looked into."""
    if entry.name.startswith("."):
        return "hidden"
    if entry.is_symlink():
        return "symbolic link, not followed"
    if ignored.match_file(composed(_printable(path)) + "/" * entry.is_dir()):
        return IGNORED
    if entry.is_dir() and _is_index(Path(entry.path)):
        return "an index, not documents"
    return None


def _is_index(folder: Path) -> bool:
    """Whether it can be seen to be one; of a folder that is shut, listing it says so."""
    try:
        return (folder / FILE_NAME).is_file()
    except OSError:
        return False


def _ignored_in(root: Path) -> "GitIgnoreSpec":
    try:
        lines = (root / IGNORE_FILE).read_text(encoding="utf-8", errors="replace")
        return ignored_by(composed(lines).splitlines())
    except FileNotFoundError:
        return ignored_by([])
    except (OSError, ValueError, re.error) as error:
        raise NothingToIndex(
            f"{root / IGNORE_FILE} cannot be used: {error}. Mend it, or remove it."
        ) from None


def _look_at(location: Path, path: str) -> File | Skipped:
    if path != _printable(path):
        return Skipped(_printable(path), "its name is not valid UTF-8; rename it")
    try:
        status = location.lstat()
    except OSError as error:
        return Skipped(path, f"cannot be read: {error.strerror}")
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, "not a regular file")
    return File(path, location, Stamp.of(status))


def _printable(path: str) -> str:
    """The path with bytes that are no UTF-8 replaced."""
    return os.fsencode(path).decode("utf-8", "replace")
