"""What changes a catalog: staging content and vectors, and swapping in a build. One at a time."""

import json
import os
import secrets
import socket
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import numpy as np
from filelock import FileLock, Timeout

from index.arrays import Positions, Vectors
from index.errors import DamagedIndex, IndexLocked
from index.passage import Page, Span, embedded_text
from index.store.catalog import (
    APPLICATION_ID,
    FILE_NAME,
    FORMAT,
    Build,
    Catalog,
    Recipe,
    Root,
    Skipped,
    Source,
    key_of,
)

_LOCK_NAME = "write.lock"
_OWNER_NAME = "write.lock.owner"

_SCHEMA = """
CREATE TABLE recipe (
    id INTEGER PRIMARY KEY,
    encoder TEXT NOT NULL, encoder_sha256 TEXT NOT NULL, passage_tokens INTEGER NOT NULL,
    overlap INTEGER NOT NULL, splitter TEXT NOT NULL,
    reader_seconds INTEGER NOT NULL, reader_mb INTEGER NOT NULL
);
CREATE TABLE build (
    number INTEGER PRIMARY KEY, token TEXT NOT NULL, recipe_id INTEGER NOT NULL REFERENCES recipe,
    finished TEXT NOT NULL, roots TEXT NOT NULL,
    seal BLOB NOT NULL
);
CREATE TABLE content (
    id INTEGER PRIMARY KEY, recipe_id INTEGER NOT NULL REFERENCES recipe,
    sha256 TEXT NOT NULL, reader TEXT NOT NULL, title TEXT, author TEXT, date TEXT,
    media_type TEXT NOT NULL, text TEXT NOT NULL, digest BLOB NOT NULL,
    read TEXT NOT NULL,
    UNIQUE (recipe_id, sha256, reader)
);
CREATE TABLE passage (
    id INTEGER PRIMARY KEY, content_id INTEGER NOT NULL REFERENCES content ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, heading TEXT NOT NULL, pages TEXT NOT NULL,
    sentences BLOB NOT NULL, tokens INTEGER NOT NULL, text TEXT NOT NULL, key BLOB NOT NULL
);
CREATE INDEX passage_content ON passage (content_id);
CREATE TABLE vector (
    id INTEGER PRIMARY KEY, recipe_id INTEGER NOT NULL REFERENCES recipe,
    key BLOB NOT NULL, halves BLOB NOT NULL, crc INTEGER NOT NULL, UNIQUE (recipe_id, key)
);
CREATE TABLE document (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE,
    content_id INTEGER NOT NULL REFERENCES content, size INTEGER NOT NULL, modified INTEGER NOT NULL
);
CREATE TABLE skipped (path TEXT NOT NULL, reason TEXT NOT NULL, size INTEGER, modified INTEGER);
CREATE TABLE forgotten (path TEXT PRIMARY KEY);
CREATE TABLE entry (
    position INTEGER PRIMARY KEY, document_id INTEGER NOT NULL, passage_id INTEGER NOT NULL,
    vector_id INTEGER NOT NULL
);
"""


_REMOVALS = (
    "DELETE FROM content WHERE id NOT IN (SELECT content_id FROM document)",
    "DELETE FROM vector WHERE id NOT IN (SELECT vector_id FROM entry)",
    "DELETE FROM build",
)


@dataclass(frozen=True, slots=True)
class Content:
    """A file's text as its reader made it, before it is stored."""

    sha256: str
    reader: str
    title: str | None
    author: str | None
    date: str | None
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage before it is stored. `tokens` is what the encoder reads, context included."""

    start: int
    end: int
    heading: tuple[str, ...]
    pages: tuple[Page, ...]
    sentences: tuple[Span, ...]
    tokens: int


class CatalogWriter(Catalog):
    """A catalog that its holder alone may change. Ingestion is the only user."""

    @classmethod
    @contextmanager
    def locked(cls, folder: Path) -> Iterator[Self]:
        """The folder's catalog, made where the folder is missing or empty, for one writer alone.

        Raises IndexLocked when another process is writing, DamagedIndex when the folder holds
        something that is not an index. The operating system frees the lock of a dead process.
        """
        if not (folder / FILE_NAME).exists():
            _check_empty(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / _LOCK_NAME, timeout=0)
            lock.acquire()
        except Timeout:
            raise IndexLocked(
                f"{folder} is being built by {_owner(folder)}. Wait until that build ends, or end "
                "it, then try again."
            ) from None
        except OSError as error:
            raise DamagedIndex(
                f"{folder} cannot be written ({error.strerror}). Name a folder of your own with "
                "--index."
            ) from error
        try:
            owner = f"process {os.getpid()} on {socket.gethostname()} since {_now()}"
            (folder / _OWNER_NAME).write_text(owner, encoding="utf-8")
            if not (folder / FILE_NAME).exists():
                _make(folder)
            with cls.open(folder) as catalog, _failure_named(folder):
                catalog.check()
                # in WAL mode a lost power supply may cost the last transactions, never the file
                catalog._db.execute("PRAGMA synchronous = NORMAL")
                # what was removed from the index must not be left in the file's free pages
                catalog._db.execute("PRAGMA secure_delete = ON")
                yield catalog
        finally:
            lock.release()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block's writes, or, when it raises, none."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def add_recipe(self, recipe: Recipe) -> int:
        """A new recipe's id: nothing stored under another recipe is used with it."""
        marks = ", ".join("?" for _ in fields(Recipe))
        names = ", ".join(field.name for field in fields(Recipe))
        cursor = self._db.execute(f"INSERT INTO recipe ({names}) VALUES ({marks})", astuple(recipe))
        return int(cursor.lastrowid or 0)

    def unfinished_recipe(self, recipe: Recipe, after: int) -> int | None:
        """The id of an equal recipe, newer than `after`, that a build broken off has left."""
        names = " AND ".join(f"{field.name} = ?" for field in fields(Recipe))
        row = self._db.execute(
            f"SELECT max(id) FROM recipe WHERE {names} AND id > ?", (*astuple(recipe), after)
        ).fetchone()
        return None if row[0] is None else int(row[0])

    def set_reading_limits(self, recipe_id: int, recipe: Recipe) -> None:
        """Stores what reading a file may take from now on."""
        self._db.execute(
            "UPDATE recipe SET reader_seconds = ?, reader_mb = ? WHERE id = ?",
            (recipe.reader_seconds, recipe.reader_mb, recipe_id),
        )

    def forget(self, path: str) -> None:
        """Notes that builds are to leave out this document or folder."""
        self._db.execute("INSERT OR IGNORE INTO forgotten VALUES (?)", (path,))

    def remember(self, path: str) -> bool:
        """Takes that back; whether it was noted."""
        return bool(self._db.execute("DELETE FROM forgotten WHERE path = ?", (path,)).rowcount)

    def content_id(self, recipe_id: int, sha256: str, reader: str) -> int | None:
        """The id of content that is already stored."""
        row = self._db.execute(
            "SELECT id FROM content WHERE recipe_id = ? AND sha256 = ? AND reader = ?",
            (recipe_id, sha256, reader),
        ).fetchone()
        return row[0] if row else None

    def add_content(self, recipe_id: int, content: Content, pieces: Sequence[Piece]) -> int:
        """Stores a text with its passages; gives its id."""
        with self.transaction():
            cursor = self._db.execute(
                """INSERT INTO content
                (recipe_id, sha256, reader, title, author, date, media_type, text, digest,
                read) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (recipe_id, *astuple(content), key_of(content.text), _now()),
            )
            content_id = int(cursor.lastrowid or 0)
            self._db.executemany(
                """INSERT INTO passage
                (content_id, start, end, heading, pages, sentences, tokens, text, key)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (_passage_row(content_id, content, piece) for piece in pieces),
            )
        return content_id

    def stage(self, sources: Iterable[Source]) -> None:
        """Lists the documents of the build to come, for this connection only."""
        self._db.executescript(
            """DROP TABLE IF EXISTS temp.staged;
            CREATE TEMP TABLE staged
            (path TEXT, content_id INTEGER, size INTEGER, modified INTEGER, sha256 TEXT)"""
        )
        self._db.executemany(
            "INSERT INTO temp.staged VALUES (?, ?, ?, ?, ?)", map(astuple, sources)
        )

    def unembedded(self, recipe_id: int) -> Positions:
        """Ids of staged passages whose text has no vector yet, one a text, longest text first."""
        rows = self._db.execute(
            """SELECT min(id) FROM passage
            WHERE content_id IN (SELECT content_id FROM temp.staged) AND NOT EXISTS
            (SELECT 1 FROM vector WHERE recipe_id = ? AND vector.key = passage.key)
            GROUP BY key ORDER BY max(tokens) DESC, min(id)""",
            (recipe_id,),
        )
        return np.fromiter((row[0] for row in rows), dtype=np.int64)

    def texts_to_embed(self, passage_ids: Iterable[int]) -> list[str]:
        """What the encoder is to see of each passage."""
        query = """SELECT title, heading, passage.text FROM passage
            JOIN content ON content.id = content_id WHERE passage.id = ?"""
        texts = []
        for passage_id in passage_ids:
            title, heading, text = self._db.execute(query, (int(passage_id),)).fetchone()
            texts.append(embedded_text(title, json.loads(heading), text))
        return texts

    def tokens(self, passage_ids: Iterable[int]) -> list[int]:
        query = "SELECT tokens FROM passage WHERE id = ?"
        return [self._db.execute(query, (int(each),)).fetchone()[0] for each in passage_ids]

    def add_vectors(self, recipe_id: int, texts: Sequence[str], vectors: Vectors) -> None:
        """Stores one vector a text; `vectors` has shape (len(texts), dimension)."""
        halves = np.ascontiguousarray(vectors, dtype="<f2")
        with self.transaction():
            self._db.executemany(
                "INSERT OR IGNORE INTO vector (recipe_id, key, halves, crc) VALUES (?, ?, ?, ?)",
                (
                    (recipe_id, key_of(text), half.tobytes(), zlib.crc32(half.tobytes()))
                    for text, half in zip(texts, halves, strict=True)
                ),
            )

    def replace_build(
        self, recipe_id: int, roots: Sequence[Root], skipped: Sequence[Skipped]
    ) -> Build:
        """Makes the staged documents the build and removes what it does not need.

        Belongs inside a transaction: when that ends, the build is the newest for everyone.
        """
        former = self.build()
        self._list_documents(recipe_id)
        self._list_skipped(skipped)
        for removal in _REMOVALS:
            self._db.execute(removal)
        self._db.execute("DELETE FROM recipe WHERE id <> ?", (recipe_id,))
        build = Build(
            number=former.number + 1 if former else 1,
            token=secrets.token_hex(8),
            recipe_id=recipe_id,
            recipe=self._recipe(recipe_id),
            finished=_now(),
            roots=tuple(roots),
        )
        self._db.execute(
            "INSERT INTO build VALUES (?, ?, ?, ?, ?, ?)",
            (build.number, build.token, recipe_id, build.finished, _as_json(roots), self.seal()),
        )
        return build

    def _list_documents(self, recipe_id: int) -> None:
        """Documents by path, and their passages numbered from 0 in that order."""
        self._db.execute("DELETE FROM entry")
        self._db.execute("DELETE FROM document")
        self._db.execute(
            """INSERT INTO document (path, content_id, size, modified)
            SELECT path, content_id, size, modified FROM temp.staged ORDER BY path"""
        )
        self._db.execute(
            """INSERT INTO entry SELECT row_number() OVER (ORDER BY document.id, start) - 1,
            document.id, passage.id, vector.id FROM document JOIN passage USING (content_id)
            JOIN vector ON vector.recipe_id = ? AND vector.key = passage.key""",
            (recipe_id,),
        )

    def _list_skipped(self, skipped: Sequence[Skipped]) -> None:
        self._db.execute("DELETE FROM skipped")
        self._db.executemany("INSERT INTO skipped VALUES (?, ?, ?, ?)", map(astuple, skipped))

    def note(self, skipped: Sequence[Skipped]) -> None:
        """Records what changed without changing the build: touched files, skipped files."""
        with self.transaction():
            self._db.execute(
                """UPDATE document SET modified = staged.modified FROM temp.staged
                WHERE staged.path = document.path AND staged.modified <> document.modified"""
            )
            self._db.execute("UPDATE build SET seal = ?", (self.seal(),))
            if tuple(skipped) != tuple(self.skipped()):
                self._list_skipped(skipped)

    def tidy(self) -> None:
        """Gives the space of what was removed back to the disk."""
        self._db.execute("PRAGMA incremental_vacuum").fetchall()
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _as_json(records: Sequence[Root] | Sequence[Page]) -> str:
    return json.dumps([astuple(record) for record in records])


def _passage_row(content_id: int, content: Content, piece: Piece) -> tuple[object, ...]:
    text = content.text[piece.start : piece.end]
    return (
        content_id,
        piece.start,
        piece.end,
        json.dumps(piece.heading, ensure_ascii=False),
        _as_json(piece.pages),
        _pack(piece.sentences, piece.start),
        piece.tokens,
        text,
        key_of(embedded_text(content.title, piece.heading, text)),
    )


def _pack(sentences: Sequence[Span], start: int) -> bytes:
    """Spans as little-endian int32 pairs, counted from the passage's start."""
    offsets = [(each.start - start, each.end - start) for each in sentences]
    return np.array(offsets, dtype="<i4").tobytes()


def _check_empty(folder: Path) -> None:
    """Raises DamagedIndex when `folder` holds anything but what an unfinished start has left."""
    own = (FILE_NAME, _LOCK_NAME)
    if folder.is_dir() and all(path.name.startswith(own) for path in folder.iterdir()):
        return
    if folder.exists():
        raise DamagedIndex(
            f"{folder} is not a Quoth index: it holds something else, which is left as it is. "
            "Name a new or empty folder with --index."
        )


@contextmanager
def _failure_named(folder: Path) -> Iterator[None]:
    """An error of the database becomes a sentence: a full disk, a damaged file."""
    try:
        yield
    except sqlite3.Error as error:
        raise DamagedIndex(
            f"The index in {folder} could not be written: {error}. What was built before is kept. "
            "Free disk space there if it is full; if that is not it, look for damage: "
            f"python -m index verify --index {folder}"
        ) from error


def _owner(folder: Path) -> str:
    """Who holds the write lock, as far as it is known."""
    try:
        return (folder / _OWNER_NAME).read_text(encoding="utf-8")
    except OSError:
        return "another process"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _make(folder: Path) -> None:
    """An empty catalog, whole or not there at all."""
    unfinished = folder / (FILE_NAME + ".new")
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(unfinished, isolation_level=None)
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    unfinished.rename(folder / FILE_NAME)
