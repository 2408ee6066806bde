"""The two caches of a build, FAISS and Tantivy: opened, or made again from the catalog.

They lie beside the catalog in a folder named after the build, made under another name and put in
place by one rename. So a folder of the right name is whole; that it is not another build's, copied
or renamed by hand, its stamp tells, and by each file's checksum, that it is what was written.

Of the build before, the files of slices that may stay as they are are taken over by hard links; no
file is changed once it is written.
"""

import atexit
import os
import secrets
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
from filelock import FileLock

from index.errors import DamagedIndex
from index.store.catalog import SLICE, Build, Catalog, Slice
from index.store.dense import SEGMENT, Dense, Layout, make_segment, segment_files
from index.store.lexical import Lexical, join_slices, make_slice, slice_files

_PREFIX = "caches-"
_FORMAT = 7  # raise it when the files hold something else, so that older ones are made again
_UNFINISHED = ".unfinished-"
_STAMP = "build"
_VECTORS = "vectors"
_WORDS = "lexical"
_LOCK = "caches.lock"
_PATIENCE = 300  # seconds for another process that is making them


@dataclass(frozen=True, slots=True)
class Caches:
    """What searches one build."""

    token: str
    dense: Dense
    lexical: Lexical

    @classmethod
    def open(cls, catalog: Catalog, build: Build) -> Self:
        """The caches of `build`, which must be the catalog's snapshot; made again if need be.

        Of several processes that find none, one makes them and the others wait for it.
        """
        if caches := cls._sound(catalog, build):
            return caches
        with _making_alone(catalog.folder):
            return cls._sound(catalog, build) or cls.make(catalog, build)

    @classmethod
    def _sound(cls, catalog: Catalog, build: Build) -> Self | None:
        try:
            caches = cls.load(catalog.folder, catalog, build)
        except (OSError, RuntimeError, ValueError):
            return None
        sound = all(_is_count_of(catalog, len(each)) for each in (caches.dense, caches.lexical))
        return caches if sound else None

    @classmethod
    def load(cls, index: Path, catalog: Catalog, build: Build) -> Self:
        """Raises OSError, RuntimeError or ValueError when a file is missing or damaged."""
        folder = _folder(index, build)
        _check(folder, build)
        alive = catalog.allowed(lambda _: True) if _dead(catalog) else None
        return cls(
            build.token,
            Dense.open(folder / _VECTORS, alive),
            Lexical.open(folder / _WORDS, alive),
        )

    @classmethod
    def make(cls, catalog: Catalog, build: Build, former: Build | None = None) -> Self:
        """Makes the caches of `build` from the catalog and puts them in place.

        What has not changed since `former`, if its caches are there, is taken over from them.
        Where the index folder cannot be written, they lie in a temporary folder until the
        program ends.
        """
        index, name = catalog.folder, f"{_UNFINISHED}{secrets.token_hex(8)}"
        try:
            (index / name / _WORDS).mkdir(parents=True)
        except OSError:
            index = Path(tempfile.mkdtemp(prefix="quoth-"))
            atexit.register(shutil.rmtree, index, ignore_errors=True)
            (index / name / _WORDS).mkdir(parents=True)
        unfinished = index / name
        try:
            (unfinished / _VECTORS).mkdir()
            older = _Older.of(index, former)
            _make_vectors(catalog, unfinished / _VECTORS, older)
            _make_words(catalog, unfinished / _WORDS, older)
            _seal(unfinished, build, older)
            _put_in_place(unfinished, _folder(index, build))
            return cls.load(index, catalog, build)
        except (OSError, RuntimeError, ValueError) as error:
            if former is not None:  # what was taken over may be damaged
                shutil.rmtree(unfinished, ignore_errors=True)
                return cls.make(catalog, build)
            raise DamagedIndex(
                f"The search caches of build {build.number} could not be made in {index}: {error}. "
                "Free disk space there if it is full, then try again; no document is lost."
            ) from error
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Older:
    """The caches of a former build, of which files may be taken over.

    lines: of its stamp, by the name of the file that each is on
    taken: the names of those that were
    """

    folder: Path
    lines: dict[str, str]
    taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, index: Path, former: Build | None) -> Self:
        """None are there to be taken over without a former build, or where it has no caches."""
        folder = _folder(index, former) if former else index / _UNFINISHED
        try:
            lines = (folder / _STAMP).read_bytes().decode().split("\n")[1:]
        except (OSError, ValueError):
            lines = []
        return cls(folder, {line.partition(" ")[2]: line for line in lines})

    def take(self, files: Sequence[Path], folder: Path) -> bool:
        """Links files, if any, into the folder; copies them where that cannot be; whether it has.

        Should one be damaged, its line in the stamp stays what it was, and tells.
        """
        names = {path.relative_to(self.folder).as_posix() for path in files}
        if not names or not names <= self.lines.keys():
            return False
        for path in files:
            try:
                (folder / path.name).hardlink_to(path)
            except (OSError, NotImplementedError):
                shutil.copyfile(path, folder / path.name)
        self.taken.update(names)
        return True


def _make_vectors(catalog: Catalog, folder: Path, older: _Older) -> None:
    tokens = [each.token for each in catalog.slices()]
    dimension = catalog.dimension()
    for number, first in enumerate(range(0, max(1, len(tokens)), SEGMENT // SLICE)):
        made = "-".join(tokens[first : first + SEGMENT // SLICE])
        if not older.take(segment_files(older.folder / _VECTORS, number, made), folder):
            bounds = (number * SEGMENT, (number + 1) * SEGMENT)
            positions, vectors = catalog.positions(*bounds), catalog.vectors(*bounds)
            make_segment(folder, number, made, dimension, positions, vectors)


def _make_words(catalog: Catalog, folder: Path, older: _Older) -> None:
    for number, each in enumerate(catalog.slices() or [Slice("", 0)]):
        if not older.take(slice_files(older.folder / _WORDS, number, each.token), folder):
            texts = catalog.embedded_texts(number * SLICE, (number + 1) * SLICE)
            make_slice(folder, number, each.token, texts)
    join_slices(folder, catalog.slots())


@contextmanager
def _making_alone(index: Path) -> Iterator[bool]:
    """Waits while another process makes caches; whether none does now.

    Where no lock can be had, or not in time, each process makes its own: that costs work, and
    nothing else.
    """
    lock = FileLock(index / _LOCK, timeout=_PATIENCE)
    try:
        lock.acquire()
    except (OSError, NotImplementedError):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _seal(folder: Path, build: Build, older: _Older) -> None:
    """Writes the stamp: whose caches these are, then each file with its checksum."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in paths]
    lines = [older.lines[name] if name in older.taken else _line(folder, name) for name in names]
    text = "\n".join([_head(build, len(lines)), *lines])
    (folder / _STAMP).write_bytes(text.encode())


def _check(folder: Path, build: Build) -> None:
    """Raises OSError or ValueError where a file is not what the stamp, or the stamp itself, says.

    All is read for that, once for each process that opens them: a second for 4 GB.
    """
    head, *lines = (folder / _STAMP).read_bytes().decode().split("\n")
    if head != _head(build, len(lines)):
        raise ValueError("it was made for another build")
    for line in lines:
        name = line.partition(" ")[2]
        if _line(folder, name) != line:
            raise ValueError(f"{name} is not what was written")


def _head(build: Build, files: int) -> str:
    return f"{build.token} {files}"


def _line(folder: Path, name: str) -> str:
    """A file's CRC-32 and name. Damage is no adversary: a longer hash would take longer."""
    checksum = 0
    with (folder / name).open("rb") as file:
        while chunk := file.read(1 << 20):
            checksum = zlib.crc32(chunk, checksum)
    return f"{checksum:08x} {name}"


def _put_in_place(unfinished: Path, folder: Path) -> None:
    """Replaces the folder; one that another process has put there meanwhile is as good."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        unfinished.rename(folder)
    except OSError:
        if not (folder / _STAMP).exists():
            raise


def cache_problems(catalog: Catalog, build: Build) -> Iterator[str]:
    """Where the caches differ from the catalog's snapshot, a sentence each.

    Where the index cannot be written they may not open, and each program makes its own: no fault.
    """
    mend = "it is made again when the next question is asked"
    try:
        caches = Caches.load(catalog.folder, catalog, build)
    except (OSError, RuntimeError, ValueError) as error:
        if os.access(catalog.folder, os.W_OK):
            yield f"the search cache of build {build.number} cannot be read ({error}); {mend}"
        return
    passages = catalog.counts().passages
    if not _is_count_of(catalog, len(caches.dense)):
        yield f"the FAISS cache has {len(caches.dense)} of {passages} vectors; {mend}"
    elif not _same_vectors(caches.dense, catalog):
        folder = _folder(catalog.folder, build)
        yield f"the FAISS cache holds other vectors than the catalog; delete {folder}"
    if not _is_count_of(catalog, len(caches.lexical)):
        yield f"the word cache has {len(caches.lexical)} of {passages} passages; {mend}"


def _dead(catalog: Catalog) -> int:
    return sum(each.dead for each in catalog.slices())


def _is_count_of(catalog: Catalog, count: int) -> bool:
    """Whether caches may hold so many passages: those of the build and some that are dead."""
    passages = catalog.counts().passages
    return passages <= count <= passages + _dead(catalog)


def _same_vectors(dense: Dense, catalog: Catalog) -> bool:
    positions, first = dense.positions, 0
    if not np.array_equal(positions, catalog.positions()):
        return False
    for vectors in catalog.vectors():
        if not np.array_equal(dense.vectors(positions[first : first + len(vectors)]), vectors):
            return False
        first += len(vectors)
    return True


def remove_others(index: Path, build: Build) -> None:
    """Removes the caches of every other build, and what broken-off ones have left."""
    with _making_alone(index) as alone:
        theirs = (_PREFIX, _UNFINISHED) if alone else (_PREFIX,)
        for path in index.iterdir():
            if path.name.startswith(theirs) and path.is_dir() and path != _folder(index, build):
                shutil.rmtree(path, ignore_errors=True)


def cache_bytes(index: Path, build: Build) -> int:
    """What the caches of `build` take on disk."""
    return sum(path.stat().st_size for path in _folder(index, build).rglob("*") if path.is_file())


def layout_of(index: Path, build: Build) -> Layout | None:
    """How the vectors of `build` are laid out; None where its caches are not made yet."""
    try:
        return Layout.of(_folder(index, build) / _VECTORS)
    except (OSError, ValueError):
        return None


def _folder(index: Path, build: Build) -> Path:
    return index / f"{_PREFIX}{_FORMAT}-{build.token}"
