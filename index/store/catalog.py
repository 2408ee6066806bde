"""The catalog: one SQLite file that holds everything an index knows; all else is a cache of it.

Content is stored once, under the hash of its bytes, with its passages; a vector once, under the
hash of the text that the encoder saw. A build is the list of documents that point at content. It
is swapped in by one transaction, so a reader sees the whole of one build or the whole of the
next, and a build that was broken off leaves nothing but content that the next one will use.

Passages are numbered by slots. A document that stays keeps its own, one after the other; new ones
come behind all others, and what is removed leaves holes, until there are too many. Of each slice,
so many slots, it is noted of which build its caches have to be: a build makes anew those of slices
to which it has added, or from which it has removed a document. Where documents were edited, their
former passages may stay in a slice's caches for a while, and are passed over.
"""

import hashlib
import json
import os
import shlex
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Self

import numpy as np

from index.about import LONGEST_CONTEXT, About
from index.arrays import Allowed, Positions, Vectors
from index.errors import DamagedIndex, NoIndex, UnknownDocument
from index.names import composed
from index.passage import Page, Passage, Span

FILE_NAME = "catalog.sqlite"
FORMAT = 5
RENEWABLE = (3, 4)  # older formats that a writer brings up to this one
SLICE = 25_000  # slots of one slice
RULES = "5"  # of readers and splitter: raise it when they give other passages
READER_SECONDS, READER_MB = 60, 2000
APPLICATION_ID = 0x51756F74  # "Quot", read back from the file's header


@dataclass(frozen=True, slots=True)
class Recipe:
    """The choices that shape an index; stored in it, so that no reader has to name them again.

    passage_tokens: most tokens of the encoder that a passage's text holds
    overlap:        most tokens that a passage repeats of the one before it
    splitter:       version of the readers' and the splitter's rules
    reader_seconds, reader_mb: what reading one file may take; a file that takes more is skipped
    """

    encoder: str
    encoder_sha256: str
    passage_tokens: int
    overlap: int
    splitter: str = RULES
    reader_seconds: int = READER_SECONDS
    reader_mb: int = READER_MB

    def same_passages(self, other: "Recipe") -> bool:
        """Whether the other makes the same passages and vectors of whatever both can read."""
        mine = replace(self, reader_seconds=other.reader_seconds, reader_mb=other.reader_mb)
        return mine == other

    def same_choices(self, other: "Recipe") -> bool:
        """Whether both were chosen alike, though by other rules of readers and splitter."""
        return replace(self, splitter=other.splitter).same_passages(other)


@dataclass(frozen=True, slots=True)
class Root:
    """An ingested folder or file; of several, its documents' paths begin with `name`."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Build:
    """One finished state of the index. `token` names its caches and is never used twice."""

    number: int
    token: str
    recipe_id: int
    recipe: Recipe
    finished: str
    roots: tuple[Root, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a file is known to be the one that was read: other bytes change one of these.

    size:     in bytes
    modified: when its content changed, as the file says, in nanoseconds since 1970
    changed:  when anything of it changed, as the system says, in the same
    inode:    its number on the disk
    """

    size: int
    modified: int
    changed: int = 0
    inode: int = 0

    @classmethod
    def of(cls, status: os.stat_result) -> Self:
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


@dataclass(frozen=True, slots=True)
class Source:
    """A document's file as the build found it."""

    path: str
    content_id: int
    sha256: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not in the index, and why.

    stamp: of the file as its reader refused it, so that it is not tried again before it changes;
           None for one that no reader has seen
    """

    path: str
    reason: str
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of the build.

    date:     its own metadata's
    remark:   what its reader had to guess or could not write; None if nothing
    size:     its file's, in bytes
    modified: its file's, in ns
    read:     when that content was first read, in ISO 8601
    """

    path: str
    title: str | None
    author: str | None
    date: str | None
    media_type: str
    passages: int
    characters: int
    size: int
    modified: int
    read: str
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The slots of a document: the first, and how many passages stand there one after the other."""

    path: str
    first: int
    passages: int

    @property
    def end(self) -> int:
        return self.first + self.passages


@dataclass(frozen=True, slots=True)
class Slice:
    """What the caches of so many slots have to be.

    token: of the build that they were made for
    dead:  passages that they may still hold though the build has them no more
    """

    token: str
    dead: int


@dataclass(frozen=True, slots=True)
class Section:
    """Passages under one heading: its path, outermost first, and where the first begins."""

    heading: tuple[str, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Embedded:
    """What the encoder saw of the passage in a slot."""

    position: int
    text: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What a build holds."""

    documents: int
    passages: int
    skipped: int


class Catalog:
    """One connection to the catalog in an index folder; not to be shared between threads."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._db = connection

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Opens an existing catalog; NoIndex or DamagedIndex where there is none to read."""
        path = folder / FILE_NAME
        if not path.is_file():
            raise NoIndex(
                f"There is no index in {folder} yet. Build one: "
                f"python -m ingest FOLDER --index {folder} (or: make index DOCS=FOLDER)"
            )
        with _damage_named(path):
            connection = _connected(path)
            connection.execute("PRAGMA foreign_keys = ON")
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION_ID:
            connection.close()
            raise DamagedIndex(
                f"{path} is not a Quoth catalog. Choose another folder with --index."
            )
        if version != FORMAT:
            roots = _roots_of(connection) if version in RENEWABLE else ()
            connection.close()
            raise DamagedIndex(_of_other_format(folder, version, roots))
        return cls(folder, connection)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading

    @contextmanager
    def snapshot(self) -> Iterator[Build]:
        """The newest build; until the block ends every read is of that build.

        Raises NoIndex when no build was ever finished.
        """
        with _damage_named(self.folder / FILE_NAME):
            self._db.execute("BEGIN")
            try:
                build = self.build()
                if build is None:
                    raise NoIndex(
                        f"The index in {self.folder} is not finished. Finish it: "
                        f"python -m ingest FOLDER --index {self.folder}"
                    )
                yield build
            finally:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")

    def build(self) -> Build | None:
        """The newest finished build, None before the first."""
        row = self._db.execute(
            "SELECT number, token, recipe_id, finished, roots FROM build"
        ).fetchone()
        if row is None:
            return None
        number, token, recipe_id, finished, roots = row
        recipe = self._recipe(recipe_id)
        return Build(
            number,
            token,
            recipe_id,
            recipe,
            finished,
            tuple(Root(*root) for root in json.loads(roots)),
        )

    def _recipe(self, recipe_id: int) -> Recipe:
        names = ", ".join(field.name for field in fields(Recipe))
        row = self._db.execute(f"SELECT {names} FROM recipe WHERE id = ?", (recipe_id,)).fetchone()
        return Recipe(*row)

    def counts(self) -> Counts:
        return Counts(*(self._count(table) for table in ("document", "entry", "skipped")))

    def _count(self, table: str) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def sources(self) -> list[Source]:
        """The documents of the build, by path."""
        rows = self._db.execute(
            """SELECT path, content_id, sha256, size, modified, changed, inode
            FROM document JOIN content ON content.id = content_id ORDER BY path"""
        )
        return [
            Source(path, content_id, sha256, Stamp(*stamp))
            for path, content_id, sha256, *stamp in rows
        ]

    def source(self, document: str) -> Source:
        """One of these; UnknownDocument as in `text`."""
        row = self._db.execute(
            """SELECT path, content_id, sha256, size, modified, changed, inode
            FROM document JOIN content ON content.id = content_id WHERE path = ?""",
            (document,),
        ).fetchone()
        if row is None:
            raise self._unknown(document)
        path, content_id, sha256, *stamp = row
        return Source(path, content_id, sha256, Stamp(*stamp))

    def documents(self) -> list[Listed]:
        """The same with what is known of each, by path."""
        rows = self._db.execute(
            """SELECT path, title, author, date, media_type, passages, length(text), size,
            modified, read, remark FROM document JOIN content ON content.id = content_id
            ORDER BY path"""
        )
        return [Listed(*row) for row in rows]

    def skipped(self) -> list[Skipped]:
        rows = self._db.execute("SELECT path, reason, size, modified, changed, inode FROM skipped")
        return [
            Skipped(path, reason, None if stamp[0] is None else Stamp(*stamp))
            for path, reason, *stamp in rows
        ]

    def sections(self, document: str) -> list[Section]:
        """The headings under which the document's passages stand, in order."""
        rows = self._db.execute(
            """SELECT heading, min(start) FROM document
            JOIN passage ON passage.content_id = document.content_id WHERE path = ?
            GROUP BY heading ORDER BY min(start)""",
            (document,),
        )
        return [Section(tuple(json.loads(heading)), start) for heading, start in rows]

    def pages_of(self, document: str) -> list[Page]:
        """The document's pages, as far as a passage begins or goes on there, in order."""
        rows = self._db.execute(
            """SELECT pages FROM document
            JOIN passage ON passage.content_id = document.content_id WHERE path = ?
            ORDER BY start""",
            (document,),
        )
        return sorted(
            {Page(*page) for (pages,) in rows for page in json.loads(pages)},
            key=lambda page: page.start,
        )

    def position_of(self, passage: Passage) -> int | None:
        """Its place in the build; None when the build has no such passage."""
        row = self._db.execute(
            f"""{_POSITIONS_OF} JOIN passage ON passage.id = passage_id
            WHERE path = ? AND start = ? AND end = ?""",
            (passage.document, passage.start, passage.end),
        ).fetchone()
        return None if row is None else int(row[0])

    def passage_at(self, document: str, start: int) -> Passage | None:
        """The document's passage that holds this character, or the last that begins before it."""
        row = self._db.execute(
            f"""{_POSITIONS_OF} JOIN passage ON passage.id = passage_id
            WHERE path = ? AND start <= ? ORDER BY start DESC LIMIT 1""",
            (document, start),
        ).fetchone()
        return None if row is None else self._passage(int(row[0]))

    def forgotten(self) -> list[str]:
        """The paths, of documents or folders, that builds leave out."""
        return [row[0] for row in self._db.execute("SELECT path FROM forgotten ORDER BY path")]

    def named(self, document: str) -> str:
        """The path as the build has it, in whichever Unicode form it is given; else unchanged."""
        if self._db.execute("SELECT 1 FROM document WHERE path = ?", (document,)).fetchone():
            return document
        paths = (path for (path,) in self._db.execute("SELECT path FROM document"))
        return next((path for path in paths if composed(path) == composed(document)), document)

    def text(self, document: str) -> str:
        """A document's whole text; UnknownDocument when the build has none of that path."""
        row = self._db.execute(
            "SELECT text FROM document JOIN content ON content.id = content_id WHERE path = ?",
            (document,),
        ).fetchone()
        if row is None:
            raise self._unknown(document)
        return str(row[0])

    def _unknown(self, document: str) -> UnknownDocument:
        return UnknownDocument(
            f"The index holds no document {document}. "
            f"List them: python -m index info --index {self.folder}"
        )

    def passages(self, positions: Iterable[int]) -> Iterator[Passage]:
        """The passages at these positions of the build, in the order given, read one by one."""
        return (self._passage(int(position)) for position in positions)

    def _passage(self, position: int) -> Passage:
        row = self._db.execute(
            """SELECT path, title, heading, pages, start, end, passage.text, sentences, author,
            date, keywords, key FROM entry JOIN document ON document.id = document_id
            JOIN content ON content.id = document.content_id
            JOIN passage ON passage.id = passage_id WHERE position = ?""",
            (position,),
        ).fetchone()
        if row is None:
            raise DamagedIndex(
                f"A passage is missing in {self.folder / FILE_NAME}. {self._way_out()}"
            )
        path, title, heading, pages, start, end, text, sentences, author, date, words, key = row
        try:
            headings = tuple(json.loads(heading))
            if passage_key(title, headings, text) != key:
                raise ValueError("its text is not what was stored")  # noqa: TRY301
            return Passage(
                document=path,
                title=title,
                heading=headings,
                pages=tuple(Page(*page) for page in json.loads(pages)),
                start=start,
                end=end,
                text=text,
                sentences=_unpack(sentences, start),
                author=author,
                date=date,
                keywords=tuple(json.loads(words)),
            )
        except (ValueError, TypeError) as error:
            raise DamagedIndex(
                f"A passage of {path} in {self.folder / FILE_NAME} is damaged: {error}. "
                + self._way_out()
            ) from error

    def _way_out(self) -> str:
        """The commands that make a damaged index anew, as far as it still knows its folders."""
        roots: tuple[Root, ...] = ()
        with suppress(sqlite3.Error, ValueError, TypeError):
            roots = build.roots if (build := self.build()) else ()
        return f"Build it anew: {build_command(roots, self.folder)} --rebuild"

    def slots(self) -> int:
        """How many slots all slices have together, holes included."""
        return self._count("slice") * SLICE

    def slices(self) -> list[Slice]:
        """Of each SLICE slots, in order."""
        rows = self._db.execute("SELECT token, dead FROM slice ORDER BY number")
        return [Slice(*row) for row in rows]

    def stretches(self) -> list[Stretch]:
        """Where the passages of each document stand, by path."""
        rows = self._db.execute("SELECT path, first, passages FROM document ORDER BY path")
        return [Stretch(*row) for row in rows]

    def allowed(self, accept: Callable[[str], bool]) -> Allowed:
        """Which slots of the build are of a document whose path `accept` accepts."""
        allowed = np.zeros(self.slots(), dtype=np.bool_)
        for each in self.stretches():
            allowed[each.first : each.end] = accept(each.path)
        return allowed

    def positions(self, first: int = 0, end: int | None = None) -> Positions:
        """The slots that hold a passage, in order; `first` and `end` bound them, as in vectors."""
        rows = self._db.execute(
            f"SELECT position FROM entry WHERE {_WITHIN} ORDER BY position", _bounds(first, end)
        )
        return np.fromiter((row[0] for row in rows), dtype=np.int64)

    def documents_of_passages(self) -> Positions:
        """For each passage in order of its slot, its document's place in the list by path."""
        stretches = self.stretches()
        order = np.argsort([each.first for each in stretches], kind="stable")
        return np.repeat(order, [stretches[place].passages for place in order])

    def longer_than(self, tokens: int) -> int:
        """How many passages of the build the encoder sees as more than so many tokens."""
        query = """SELECT count(*) FROM entry JOIN passage ON passage.id = passage_id
            WHERE tokens > ?"""
        return int(self._db.execute(query, (tokens,)).fetchone()[0])

    def pages(self) -> dict[str, int]:
        """The number of the last page that has text, of each document that has pages."""
        rows = self._db.execute(
            """SELECT path, max(json_extract(pages, '$[#-1][0]')) FROM entry
            JOIN document ON document.id = document_id JOIN passage ON passage.id = passage_id
            WHERE pages <> '[]' GROUP BY path"""
        )
        return {path: number for path, number in rows if number is not None}

    def dimension(self) -> int:
        """Length of the build's vectors; 0 when it has none."""
        row = self._db.execute("SELECT length(halves) FROM vector LIMIT 1").fetchone()
        return int(row[0]) // 2 if row else 0

    def vectors(
        self, first: int = 0, end: int | None = None, batch: int = 4096
    ) -> Iterator[Vectors]:
        """The vectors of the passages in slots from `first` to before `end`, in order.

        In batches of shape (n, dimension); without `end` of all from `first` on.
        """
        cursor = self._db.execute(
            f"""SELECT halves FROM entry JOIN vector ON vector.id = vector_id
            WHERE {_WITHIN} ORDER BY position""",
            _bounds(first, end),
        )
        while rows := cursor.fetchmany(batch):
            yield _from_halves([halves for (halves,) in rows])

    def embedded_texts(self, first: int = 0, end: int | None = None) -> Iterator[Embedded]:
        """What the encoder saw of the passages there, in order."""
        cursor = self._db.execute(
            f"""SELECT position, path, title, author, date, keywords, heading, passage.text
            FROM entry
            JOIN document ON document.id = document_id JOIN passage ON passage.id = passage_id
            JOIN content ON content.id = passage.content_id
            WHERE {_WITHIN} ORDER BY position""",
            _bounds(first, end),
        )
        return (Embedded(position, searched_text(*row)) for position, *row in cursor)

    # Checking

    def check(self) -> None:
        """Raises DamagedIndex when the file is not sound enough to be written to."""
        with _damage_named(self.folder / FILE_NAME):
            (found,) = self._db.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise sqlite3.DatabaseError(found)

    def problems(self) -> Iterator[str]:
        """What is wrong inside the catalog, a sentence each; nothing when it is sound."""
        damages = [row[0] for row in self._db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        yield from (f"the catalog's file is damaged: {damage}" for damage in damages)
        if damages:  # what the rest would read is not to be relied on
            return
        for table, _, parent, _ in self._db.execute("PRAGMA foreign_key_check"):
            yield f"a row of {table} points at a {parent} that is not there"
        if (count := self._count("entry")) != (expected := self._expected_entries()):
            yield f"the build lists {count} passages, its documents have {expected}"
        lost = self._db.execute(
            """SELECT count(*) FROM entry LEFT JOIN vector ON vector.id = vector_id
            WHERE vector.id IS NULL"""
        ).fetchone()[0]
        if lost:
            yield f"{lost} passages have no vector"
        sealed = all(stored == known for _, stored, known in self._seals())
        if not sealed or self._db.execute("SELECT seal FROM build").fetchone() != (self.seal(),):
            yield "the list of documents and passages is not what was stored"
        for content_id, title, text, digest in self._db.execute(
            "SELECT id, title, text, digest FROM content"
        ):
            if key_of(text) != digest:
                yield f"the text of {self._path_of(content_id)} is not what was stored"
            rows = self._db.execute(
                "SELECT start, end, heading, sentences, text, key FROM passage "
                "WHERE content_id = ?",
                (content_id,),
            )
            if not all(_is_sound(title, text, *row) for row in rows):
                yield f"a passage of {self._path_of(content_id)} is not its document's text"
        for vector_id, halves, crc in self._db.execute("SELECT id, halves, crc FROM vector"):
            if zlib.crc32(halves) != crc:
                yield f"vector {vector_id} is not what was stored"

    def seal(self) -> bytes:
        """Names the build's documents and slices, by the documents' seals: 128 bits of BLAKE2b."""
        digest = hashlib.blake2b(digest_size=16)
        for query in (
            "SELECT id, seal FROM document ORDER BY id",
            "SELECT number, token, dead FROM slice ORDER BY number",
        ):
            for row in self._db.execute(query):
                digest.update(repr(row).encode())
        return digest.digest()

    def _seals(self, which: str = "TRUE") -> Iterator[tuple[int, bytes | None, bytes]]:
        """Of these documents the id, the seal stored, and what names it with its passages now."""
        rows = self._db.execute(
            f"""SELECT document.id, seal, first, passages, path, content_id, size, modified,
            changed, inode, sha256, reader, author, date, keywords, remark, media_type, read
            FROM document JOIN content ON content.id = content_id WHERE {which}"""
        )
        for document_id, stored, first, passages, *row in rows:
            digest = hashlib.blake2b(repr((first, passages, *row)).encode(), digest_size=16)
            for entry in self._db.execute(
                f"""SELECT position, document_id, passage_id, vector_id FROM entry
                WHERE {_WITHIN} ORDER BY position""",
                _bounds(first, first + passages),
            ):
                digest.update(repr(entry).encode())
            yield document_id, stored, digest.digest()

    def _expected_entries(self) -> int:
        query = "SELECT count(*) FROM document JOIN passage USING (content_id)"
        return int(self._db.execute(query).fetchone()[0])

    def _path_of(self, content_id: int) -> str:
        query = "SELECT min(path) FROM document WHERE content_id = ?"
        return self._db.execute(query, (content_id,)).fetchone()[0] or "a removed document"


def _is_sound(
    title: str | None,
    whole: str,
    start: int,
    end: int,
    heading: str,
    packed: bytes,
    text: str,
    key: bytes,
) -> bool:
    """Whether a passage is its document's stretch, what was embedded, and holds its sentences."""
    try:
        edges = [edge for span in _unpack(packed, start) for edge in (span.start, span.end)]
        known = passage_key(title, json.loads(heading), text)
    except (ValueError, TypeError):
        return False
    inside = bool(edges) and edges == sorted(edges) and start <= edges[0] and edges[-1] <= end
    return inside and whole[start:end] == text and known == key


def _unpack(packed: bytes, start: int) -> tuple[Span, ...]:
    pairs = np.frombuffer(packed, dtype="<i4").reshape(-1, 2) + start
    return tuple(Span(int(first), int(last)) for first, last in pairs)


_WITHIN = "position >= ? AND position < ?"
_POSITIONS_OF = """SELECT position FROM document
    CROSS JOIN entry ON position >= first AND position < first + passages"""


def _bounds(first: int, end: int | None) -> tuple[int, int]:
    return first, 1 << 62 if end is None else end


def _from_halves(halves: Sequence[bytes]) -> Vectors:
    """Stored float16 vectors as float32, shape (n, dimension)."""
    joined = np.frombuffer(b"".join(halves), dtype="<f2")
    return joined.reshape(len(halves), -1).astype(np.float32)


def _connected(path: Path) -> sqlite3.Connection:
    """Where the folder cannot be written and no writer has left anything, read as it stands."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        log = path.with_name(path.name + "-wal")
        if os.access(path.parent, os.W_OK) or (log.exists() and log.stat().st_size):
            raise
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, isolation_level=None)
    return connection


def place_of(build: Build, path: str) -> Path:
    """Where a document's file was when the index was built; it may be gone."""
    if len(build.roots) > 1:
        name, _, path = path.partition("/")
        root = next(root for root in build.roots if root.name == name)
    else:
        (root,) = build.roots
    location = Path(root.path)
    return location if location.is_file() else location / path


def build_command(roots: Iterable[Root], folder: Path) -> str:
    """The command that builds the index in `folder` of these roots, as a shell takes it."""
    places = [
        root.path if root.name == Path(root.path).name else f"{root.name}={root.path}"
        for root in roots
    ]
    return shlex.join(["python", "-m", "ingest", *(places or ["FOLDER"]), "--index", str(folder)])


def _roots_of(connection: sqlite3.Connection) -> tuple[Root, ...]:
    """What a catalog was built of; nothing where that cannot be read."""
    with suppress(sqlite3.Error, ValueError, TypeError):
        row = connection.execute("SELECT roots FROM build").fetchone()
        return tuple(Root(*root) for root in json.loads(row[0]))
    return ()


def _of_other_format(folder: Path, version: int, roots: Sequence[Root]) -> str:
    """What a catalog is that this program does not read, and what to do."""
    found = f"{folder / FILE_NAME} has format {version}, this program reads format {FORMAT}. "
    if version in RENEWABLE:
        return (
            "An earlier version of the program made the index: "
            f"{found}Bring it up to date: {build_command(roots, folder)}"
        )
    if version < FORMAT:
        return (
            f"{found}Delete {folder}, which is made of your documents and does not hold them "
            "(keep what people said of its answers, feedback.jsonl, if it is there), and build it "
            f"anew: {build_command((), folder)}"
        )
    return (
        f"{found}Use the newer program that made it, or build a new index in another folder: "
        "python -m ingest FOLDER --index NEW_FOLDER"
    )


def searched_text(
    path: str,
    title: str | None,
    author: str | None,
    date: str | None,
    keywords: str,
    heading: str,
    text: str,
) -> str:
    """What is searched of a stored passage of a document of that path; of a row's columns."""
    about = About(path, title, author, date, tuple(json.loads(keywords)))
    return about.searched(json.loads(heading), text)


def passage_key(title: str | None, heading: Sequence[str], text: str) -> bytes:
    """Names a passage as it was stored, so that an altered one is known when it is read."""
    above = "".join(f"{label}. " for label in (title, *heading) if label)
    return key_of(above[:LONGEST_CONTEXT] + text)


def key_of(text: str) -> bytes:
    """Names a text by its content: 128 bits of BLAKE2b."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    """A damaged file's error becomes a DamagedIndex that says what to do."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise DamagedIndex(
            f"{path} cannot be read: {error}. If `python -m index verify` finds damage, move the "
            f"folder away and build anew: {build_command((), path.parent)}"
        ) from error
