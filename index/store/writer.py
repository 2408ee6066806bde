"""What changes a catalog: staging content and vectors, and swapping in a build. One at a time."""

import json
import os
import secrets
import shlex
import socket
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import numpy as np
from filelock import FileLock, Timeout

from index.arrays import Positions, Vectors
from index.errors import DamagedIndex, IndexLocked, NotWritable
from index.passage import Page, Span
from index.store.catalog import (
    APPLICATION_ID,
    FILE_NAME,
    FORMAT,
    RENEWABLE,
    SLICE,
    Build,
    Catalog,
    Recipe,
    Root,
    Skipped,
    Source,
    Stamp,
    key_of,
    passage_key,
    searched_text,
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
    read TEXT NOT NULL, keywords TEXT NOT NULL DEFAULT '[]', remark TEXT,
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
    content_id INTEGER NOT NULL REFERENCES content, size INTEGER NOT NULL,
    modified INTEGER NOT NULL, changed INTEGER NOT NULL DEFAULT 0, inode INTEGER NOT NULL DEFAULT 0,
    first INTEGER NOT NULL DEFAULT 0, passages INTEGER NOT NULL DEFAULT 0, seal BLOB
);
CREATE INDEX document_content ON document (content_id);
CREATE TABLE skipped (
    path TEXT NOT NULL, reason TEXT NOT NULL, size INTEGER, modified INTEGER,
    changed INTEGER DEFAULT 0, inode INTEGER DEFAULT 0
);
CREATE TABLE forgotten (path TEXT PRIMARY KEY);
CREATE TABLE entry (
    position INTEGER PRIMARY KEY, document_id INTEGER NOT NULL, passage_id INTEGER NOT NULL,
    vector_id INTEGER NOT NULL
);
CREATE INDEX entry_vector ON entry (vector_id);
CREATE TABLE slice (
    number INTEGER PRIMARY KEY, token TEXT NOT NULL, dead INTEGER NOT NULL DEFAULT 0
);
"""

_FROM_3 = """
ALTER TABLE content ADD COLUMN keywords TEXT NOT NULL DEFAULT '[]';
ALTER TABLE content ADD COLUMN remark TEXT;
ALTER TABLE document ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN inode INTEGER NOT NULL DEFAULT 0;
ALTER TABLE skipped ADD COLUMN changed INTEGER DEFAULT 0;
ALTER TABLE skipped ADD COLUMN inode INTEGER DEFAULT 0;
"""

_PLACED = """
UPDATE document SET first = placed.first, passages = placed.passages, seal = NULL FROM
    (SELECT document_id, min(position) AS first, count(*) AS passages FROM entry
    WHERE position >= ? GROUP BY document_id) AS placed
WHERE placed.document_id = document.id AND (document.first, document.passages) <>
    (placed.first, placed.passages)
"""

_FROM_4 = """
ALTER TABLE document ADD COLUMN first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN passages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN seal BLOB;
CREATE INDEX document_content ON document (content_id);
CREATE INDEX entry_vector ON entry (vector_id);
CREATE TABLE slice (
    number INTEGER PRIMARY KEY, token TEXT NOT NULL, dead INTEGER NOT NULL DEFAULT 0
);
"""

_STAGED = """
DROP TABLE IF EXISTS temp.staged;
DROP TABLE IF EXISTS temp.staged_entry;
DROP TABLE IF EXISTS temp.gone;
DROP TABLE IF EXISTS temp.unused;
DROP TABLE IF EXISTS temp.renumbered;
CREATE TEMP TABLE staged (
    path TEXT PRIMARY KEY, content_id INTEGER, sha256 TEXT,
    size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER
);
CREATE TEMP TABLE staged_entry (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL, passage_id INTEGER NOT NULL, key BLOB NOT NULL
);
"""

_GONE = (  # and vectors that may be wanted no more: theirs, and those of builds broken off
    """CREATE TEMP TABLE gone AS SELECT document.id, first, passages,
    staged.path IS NOT NULL AS edited FROM document
    LEFT JOIN temp.staged ON staged.path = document.path
    WHERE staged.content_id IS NOT document.content_id""",
    """CREATE TEMP TABLE unused AS SELECT vector_id AS id FROM temp.gone
    CROSS JOIN entry ON position >= first AND position < first + passages""",
    """INSERT INTO temp.unused SELECT id FROM vector
    WHERE id > (SELECT coalesce(max(vector_id), 0) FROM entry)""",
)

_REMOVALS = (
    "DELETE FROM content WHERE id NOT IN (SELECT content_id FROM document)",
    """DELETE FROM vector WHERE id IN (SELECT id FROM temp.unused)
    AND NOT EXISTS (SELECT 1 FROM entry WHERE vector_id = vector.id)""",
    "DELETE FROM build",
)

_HOLES = 0.5  # share of the slots that may be holes
_DEAD = 0.15  # of a slice that may be dead in its caches
_AT_ONCE = 2  # slices made anew though documents were only edited there; one may lie in two


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
    keywords: tuple[str, ...] = ()
    remark: str | None = None


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
        something that is not an index, NotWritable when the disk or the rights are against it. The
        operating system frees the lock of a dead process.
        """
        lock = _lock(folder)
        try:
            with suppress(OSError):  # a full disk: what else is to be written will say so
                owner = f"process {os.getpid()} on {socket.gethostname()} since {_now()}"
                (folder / _OWNER_NAME).write_text(owner, encoding="utf-8")
            with _failure_named(folder):
                if not (folder / FILE_NAME).exists():
                    _make(folder)
                _renew(folder)
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

    def renew_recipe(self, recipe_id: int, recipe: Recipe) -> None:
        """Stores what reading a file may take from now on, and the encoder's hash as it is now."""
        self._db.execute(
            "UPDATE recipe SET reader_seconds = ?, reader_mb = ?, encoder_sha256 = ? WHERE id = ?",
            (recipe.reader_seconds, recipe.reader_mb, recipe.encoder_sha256, recipe_id),
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
                (recipe_id, sha256, reader, title, author, date, media_type, text, keywords, remark,
                digest, read) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    recipe_id,
                    content.sha256,
                    content.reader,
                    content.title,
                    content.author,
                    content.date,
                    content.media_type,
                    content.text,
                    json.dumps(content.keywords, ensure_ascii=False),
                    content.remark,
                    key_of(content.text),
                    _now(),
                ),
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
        self._db.executescript(_STAGED)
        self._db.executemany(
            "INSERT INTO temp.staged VALUES (?, ?, ?, ?, ?, ?, ?)", map(_source_row, sources)
        )

    def stage_passages(self) -> None:
        """Lists passages of those that are new or changed, with what the encoder is to see of each.

        That takes the document's name, so it is known for a document, not for its content alone;
        it is named by its key.
        """
        cursor = self._db.execute(
            """SELECT passage.id, path, title, author, date, keywords, heading, passage.text
            FROM temp.staged JOIN content ON content.id = staged.content_id
            JOIN passage ON passage.content_id = content.id
            WHERE NOT EXISTS (SELECT 1 FROM document WHERE document.path = staged.path
            AND document.content_id = staged.content_id)"""
        )
        self._db.executemany(
            "INSERT INTO temp.staged_entry (path, passage_id, key) VALUES (?, ?, ?)",
            ((row[0], passage_id, key_of(searched_text(*row))) for passage_id, *row in cursor),
        )
        self._db.execute("CREATE INDEX temp.staged_entry_path ON staged_entry (path)")

    def take_vectors(self, recipe_id: int, former: int) -> None:
        """Takes over, of another recipe with the same encoder, the vectors that are wanted."""
        self._db.execute(
            """INSERT OR IGNORE INTO vector (recipe_id, key, halves, crc)
            SELECT ?, key, halves, crc FROM vector
            WHERE recipe_id = ? AND key IN (SELECT key FROM temp.staged_entry)""",
            (recipe_id, former),
        )

    def has_vector(self, recipe_ids: Sequence[int], text: str) -> bool:
        """Whether a vector of what the encoder is to see is stored under one of the recipes."""
        query = "SELECT 1 FROM vector WHERE recipe_id = ? AND key = ?"
        key = key_of(text)
        return any(self._db.execute(query, (each, key)).fetchone() for each in recipe_ids)

    def unembedded(self, recipe_id: int) -> Positions:
        """Ids of staged passages whose text has no vector yet, one a text, longest text first."""
        rows = self._db.execute(
            """SELECT min(staged_entry.id) FROM temp.staged_entry
            JOIN passage ON passage.id = passage_id WHERE NOT EXISTS
            (SELECT 1 FROM vector WHERE recipe_id = ? AND vector.key = staged_entry.key)
            GROUP BY staged_entry.key ORDER BY max(tokens) DESC, min(staged_entry.id)""",
            (recipe_id,),
        )
        return np.fromiter((row[0] for row in rows), dtype=np.int64)

    def texts_to_embed(self, staged: Iterable[int]) -> list[str]:
        """What the encoder is to see of each staged passage."""
        query = """SELECT path, title, author, date, keywords, heading, passage.text
            FROM temp.staged_entry JOIN passage ON passage.id = passage_id
            JOIN content ON content.id = passage.content_id WHERE staged_entry.id = ?"""
        rows = (self._db.execute(query, (int(each),)).fetchone() for each in staged)
        return [searched_text(*row) for row in rows]

    def tokens(self, staged: Iterable[int]) -> list[int]:
        query = """SELECT tokens FROM temp.staged_entry JOIN passage ON passage.id = passage_id
            WHERE staged_entry.id = ?"""
        return [self._db.execute(query, (int(each),)).fetchone()[0] for each in staged]

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
        former, token = self.build(), secrets.token_hex(8)
        self._list_documents(recipe_id, token)
        self._list_skipped(skipped)
        for removal in _REMOVALS:
            self._db.execute(removal)
        self._db.execute("DELETE FROM recipe WHERE id <> ?", (recipe_id,))
        build = Build(
            number=former.number + 1 if former else 1,
            token=token,
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

    def _list_documents(self, recipe_id: int, token: str) -> None:
        """What stays keeps its slots, what is new comes behind it by path, unless all are anew."""
        for statement in _GONE:
            self._db.execute(statement)
        changed, dead = self._remove_gone()
        self._update_stamps()
        end = self._end()
        self._add_new(recipe_id, end)
        count, slots = self._count("entry"), self._end()
        if self._count("build") and (count <= SLICE or count < (1 - _HOLES) * slots):
            self._number_anew()
            end, slots = 0, count
        self._list_slices(token, changed | set(_slices(end, slots)), dead, slots)
        self._seal_documents()

    def _end(self) -> int:
        """The first slot behind all passages."""
        (last,) = self._db.execute("SELECT max(position) FROM entry").fetchone()
        return 0 if last is None else int(last) + 1

    def _remove_gone(self) -> tuple[set[int], Counter[int]]:
        """Takes out the documents that are gone.

        Gives the slices that have lost a document, and how many passages of edited documents each
        slice has lost.
        """
        gone = self._db.execute("SELECT first, first + passages, edited FROM temp.gone").fetchall()
        self._db.executemany(
            "DELETE FROM entry WHERE position >= ? AND position < ?",
            ((first, end) for first, end, _ in gone),
        )
        self._db.execute("DELETE FROM document WHERE id IN (SELECT id FROM temp.gone)")
        changed: set[int] = set()
        dead: Counter[int] = Counter()
        for first, end, edited in gone:
            if edited:
                dead.update(_slices(first, end))
            else:
                changed.update(_slices(first, end))
        return changed, dead

    def _list_slices(self, token: str, changed: set[int], dead: Counter[int], slots: int) -> None:
        """Whose caches are to be this build's: the changed ones, and those where most is dead."""
        self._db.executemany(
            "UPDATE slice SET dead = dead + ? WHERE number = ?",
            ((count, number) for number, count in dead.items()),
        )
        others = [
            row
            for row in self._db.execute(
                "SELECT number, dead FROM slice WHERE dead > 0 ORDER BY dead DESC, number"
            )
            if row[0] not in changed
        ]
        changed |= {number for number, _ in others[:_AT_ONCE]}
        changed |= {number for number, count in others if count > _DEAD * SLICE}
        last = (slots - 1) // SLICE
        self._db.execute("DELETE FROM slice WHERE number > ?", (last,))
        self._db.executemany(
            "INSERT OR REPLACE INTO slice (number, token) VALUES (?, ?)",
            ((number, token) for number in changed if number <= last),
        )

    def _add_new(self, recipe_id: int, first: int) -> None:
        """Lists the documents that are not listed yet by path, their passages from `first` on."""
        self._db.execute(
            """INSERT INTO document (path, content_id, size, modified, changed, inode)
            SELECT path, content_id, size, modified, changed, inode FROM temp.staged
            WHERE path NOT IN (SELECT path FROM document) ORDER BY path"""
        )
        self._db.execute(
            """INSERT INTO entry SELECT ? + row_number() OVER (ORDER BY document.id, start) - 1,
            document.id, passage.id, vector.id FROM temp.staged_entry
            JOIN document ON document.path = staged_entry.path
            JOIN passage ON passage.id = passage_id
            JOIN vector ON vector.recipe_id = ? AND vector.key = staged_entry.key""",
            (first, recipe_id),
        )
        self._db.execute(_PLACED, (first,))

    def _number_anew(self) -> None:
        """All slots by path, without holes, as a first build gives them."""
        self._db.execute(
            """CREATE TEMP TABLE renumbered AS SELECT document.id, passage_id, vector_id
            FROM document CROSS JOIN entry ON position >= first AND position < first + passages
            ORDER BY path, position"""
        )
        self._db.execute("DELETE FROM entry")
        self._db.execute("INSERT INTO entry SELECT rowid - 1, * FROM temp.renumbered")
        self._db.execute(_PLACED, (0,))

    def _seal_documents(self) -> None:
        """Seals those that have changed in anything."""
        seals = [(seal, number) for number, _, seal in self._seals("seal IS NULL")]
        self._db.executemany("UPDATE document SET seal = ? WHERE id = ?", seals)

    def _update_stamps(self) -> None:
        """Notes when files changed whose content stays."""
        self._db.execute(
            """UPDATE document SET size = staged.size, modified = staged.modified,
            changed = staged.changed, inode = staged.inode, seal = NULL FROM temp.staged
            WHERE staged.path = document.path AND
            (staged.size, staged.modified, staged.changed, staged.inode)
            <> (document.size, document.modified, document.changed, document.inode)"""
        )

    def _list_skipped(self, skipped: Sequence[Skipped]) -> None:
        self._db.execute("DELETE FROM skipped")
        self._db.executemany(
            "INSERT INTO skipped VALUES (?, ?, ?, ?, ?, ?)", map(_skipped_row, skipped)
        )

    def note(self, skipped: Sequence[Skipped]) -> None:
        """Records what changed without changing the build: touched files, skipped files."""
        with self.transaction():
            self._update_stamps()
            self._seal_documents()
            self._db.execute("UPDATE build SET seal = ?", (self.seal(),))
            if tuple(skipped) != tuple(self.skipped()):
                self._list_skipped(skipped)

    def tidy(self) -> None:
        """Gives the space of what was removed back to the disk."""
        self._db.execute("PRAGMA incremental_vacuum").fetchall()
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _slices(first: int, end: int) -> Counter[int]:
    """The numbers of the slices of slots from `first` to before `end`, with how many of each."""
    numbers = range(first // SLICE, -(-end // SLICE) if end > first else 0)
    return Counter(
        {each: min(end, (each + 1) * SLICE) - max(first, each * SLICE) for each in numbers}
    )


def _source_row(source: Source) -> tuple[object, ...]:
    return (source.path, source.content_id, source.sha256, *astuple(source.stamp))


def _skipped_row(skipped: Skipped) -> tuple[object, ...]:
    stamp = astuple(skipped.stamp) if skipped.stamp else (None,) * len(fields(Stamp))
    return (skipped.path, skipped.reason, *stamp)


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
        passage_key(content.title, piece.heading, text),
    )


def _pack(sentences: Sequence[Span], start: int) -> bytes:
    """Spans as little-endian int32 pairs, counted from the passage's start."""
    offsets = [(each.start - start, each.end - start) for each in sentences]
    return np.array(offsets, dtype="<i4").tobytes()


def _lock(folder: Path) -> FileLock:
    """The folder's lock, held; the folder is made where there is none."""
    if any(map(_is_no_text, str(folder))):
        raise NotWritable(f"The name of {folder} is not valid UTF-8. Name another with --index.")
    try:
        if not (folder / FILE_NAME).exists():
            _check_empty(folder)
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK_NAME, timeout=0)
        lock.acquire()
    except Timeout:
        raise IndexLocked(
            f"{folder} is being built by {_owner(folder)}. Wait until that build ends, or end "
            "it, then try again."
        ) from None
    except OSError as error:
        raise NotWritable(
            f"{folder} cannot be written ({error.strerror}). Name a folder of your own with "
            "--index."
        ) from error
    return lock


def _is_no_text(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


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
    """An error of the database, or of the disk, becomes a sentence with what helps against it."""
    try:
        yield
    except sqlite3.Error as error:
        kind = getattr(error, "sqlite_errorname", "SQLITE_ERROR")
        remedy = next((words for start, words in _REMEDIES.items() if kind.startswith(start)), "")
        damaged = kind.startswith(_DAMAGE)
        if damaged:
            remedy = f"Look for damage: python -m index verify --index {shlex.quote(str(folder))}"
        raise (DamagedIndex if damaged else NotWritable)(
            f"The index in {folder} could not be written: {error}. What was built before is kept. "
            f"{remedy or _OUR_FAULT}"
        ) from error


_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_FORMAT")
_REMEDIES = {
    "SQLITE_FULL": "Free disk space there, then try again.",
    "SQLITE_IOERR": "See whether the disk is full, or failing, then try again.",
    **dict.fromkeys(
        ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"),
        "Give yourself the right to write there, or name a folder of your own with --index.",
    ),
    **dict.fromkeys(
        ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL"),
        "Another program has it open; wait until that has ended, then try again.",
    ),
    "SQLITE_NOMEM": "Close other programs, then try again.",
    "SQLITE_TOOBIG": "Leave out the largest document (--max-file-mb), then try again.",
}
_OUR_FAULT = "That is a fault of this program: please report it with this sentence."


def _owner(folder: Path) -> str:
    """Who holds the write lock, as far as it is known."""
    try:
        return (folder / _OWNER_NAME).read_text(encoding="utf-8")
    except OSError:
        return "another process"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _renew(folder: Path) -> None:
    """Brings a catalog of the format before to this one; what it holds answers as before."""
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError:  # which opening it names
            return
        if application != APPLICATION_ID or version not in RENEWABLE:
            return
        connection.execute("BEGIN IMMEDIATE")
        for statement in (_FROM_3 * (version == 3) + _FROM_4).split(";"):
            connection.execute(statement)
        connection.execute(_PLACED, (0,))
        connection.execute(
            """INSERT INTO slice (number, token)
            SELECT DISTINCT position / ?, token FROM entry, build""",
            (SLICE,),
        )
        catalog = CatalogWriter(folder, connection)
        catalog._seal_documents()
        connection.execute("UPDATE build SET seal = ?", (catalog.seal(),))
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("COMMIT")


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
