"""Passages' token vectors, encoded ahead for late interaction: a cache that is never needed.

An SQLite file beside the catalog, filled bit by bit after a build. A text's vectors lie under the
key that the catalog gives a passage of that text, so they outlast builds that leave it as it is.
Several processes may fill it at once.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from index.store.catalog import FILE_NAME, key_of

_PREFIX = "tokens-"
_FORMAT = 1  # raise it when the bytes mean something else
_PATIENCE = 5.0  # seconds for another process that writes
_TABLE = "CREATE TABLE IF NOT EXISTS tokens (key BLOB PRIMARY KEY, vectors BLOB NOT NULL)"


class Tokens:
    """What is kept of the texts of one index by one model of late interaction."""

    def __init__(self, index: Path, model_sha256: str) -> None:
        self._path = index / f"{_PREFIX}{_FORMAT}-{model_sha256[:12]}.sqlite"

    def of(self, texts: Sequence[str]) -> dict[str, bytes]:
        """What is kept of those of the texts of which anything is; nothing of a damaged file."""
        keys = {key_of(text): text for text in texts}
        try:
            with _opened(self._path) as connection:
                marks = ", ".join("?" * len(keys))
                rows = connection.execute(
                    f"SELECT key, vectors FROM tokens WHERE key IN ({marks})",
                    list(keys),
                )
                return {keys[key]: vectors for key, vectors in rows}
        except sqlite3.Error:
            return {}

    def lacking(self, texts: Sequence[str]) -> list[str]:
        """Those of the texts of which nothing is kept, each once."""
        kept = self.of(texts)
        return [text for text in dict.fromkeys(texts) if text not in kept]

    def keep(self, vectors: Mapping[str, bytes]) -> None:
        """Keeps what a model gave for each text.

        A damaged file gives way to a new one. Raises sqlite3.Error where nothing can be written.
        """
        rows = [(key_of(text), each) for text, each in vectors.items()]
        try:
            self._write(rows)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            self._write(rows)

    def _write(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
        with _opened(self._path, "rwc") as connection:
            connection.execute("PRAGMA auto_vacuum = FULL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(_TABLE)
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR REPLACE INTO tokens VALUES (?, ?)", rows)
            connection.execute("COMMIT")


def forget_tokens(index: Path) -> None:
    """Removes what is kept of texts that the catalog no longer holds; what is damaged, whole."""
    for path in index.glob(f"{_PREFIX}*.sqlite"):
        try:
            with _opened(path, "rw") as connection:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("ATTACH ? AS catalog", (str(index / FILE_NAME),))
                connection.execute(
                    "DELETE FROM tokens WHERE key NOT IN (SELECT key FROM catalog.passage)"
                )
        except sqlite3.Error:
            with suppress(OSError):
                path.unlink()


def token_bytes(index: Path) -> int:
    """What they take on disk."""
    return sum(path.stat().st_size for path in index.glob(f"{_PREFIX}*.sqlite"))


@contextmanager
def _opened(path: Path, mode: str = "ro") -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, timeout=_PATIENCE, isolation_level=None, uri=True)
    with closing(connection):
        yield connection
