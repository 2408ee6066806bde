"""Reads and splits files in a process of its own: one that hangs or eats memory costs only itself.

The two processes exchange lines of JSON, so nothing that a parser made is ever run or unpickled:
an order and the file's bytes go there; texts whose tokens are to be counted, and at last a reply,
come back.
"""

import json
import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, BinaryIO, Self

from index.files import opened
from index.store.folders import File
from index.store.writer import Piece
from ingest.documents import Document, Unreadable
from ingest.readers import Reader
from ingest.split import Limits, TokenCounter

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_ROOT = Path(__file__).parent.parent
_LOOK_EVERY = 0.2  # seconds
_KILLED_FOR_MEMORY = -9  # by the system; ours are told apart by the timer
_LONGEST_START = 60  # seconds
_NEEDED = ("SYSTEMROOT", "LD_LIBRARY_PATH")  # to start at all; anything else is nobody's business
CONFINED = b"confined\n"
_COPIED = 1 << 20  # bytes at a time
CHARACTERS_A_MB = 10_000  # that a text may have for each megabyte that reading it may take
BYTES_A_MB = 50_000  # that a reply may have


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What reading one file may take. Memory is bounded where the system can (not on Windows)."""

    seconds: int
    megabytes: int


@dataclass(frozen=True, slots=True)
class Order:
    """A file to read, and with what; its bytes, `size` in number, come after the line.

    limits: of passages; None where it is not to be split
    """

    path: str
    size: int
    reader: str
    seconds: int
    megabytes: int
    limits: Limits | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of an order. `sha256` is of the bytes that were read.

    Without a document there is a reason, or the process was out of memory. With pieces the
    document has neither headings nor blocks: they have done their work.
    """

    sha256: str
    document: Document | None = None
    pieces: tuple[Piece, ...] = ()
    reason: str | None = None
    out_of_memory: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A document, its passages where it was split, and the hex SHA-256 of the bytes it is of."""

    sha256: str
    document: Document
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Splitter:
    """How documents are to be split; tokens are counted here, where the model is."""

    limits: Limits
    count_tokens: TokenCounter


def _carry_on() -> None:
    """Nobody wants to stop."""


class ReadingProcess:
    """Starts with the first file, is started again after a file that ended it.

    `confined` is False once the system could not keep it from the network and from programs.
    While a file is read, `look` is called several times a second, from a thread of its own; what
    it raises ends the reading, and is raised there.
    """

    def __init__(self, limits: ReadingLimits, look: Callable[[], None] = _carry_on) -> None:
        self.limits = limits
        self.confined = True
        self._look = look
        self._process: subprocess.Popen[bytes] | None = None
        self._deadline = math.inf
        self._expired = False
        self._stopped: BaseException | None = None
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closed.set()
        self._end()

    def _watch(self) -> None:
        """Ends the process when its time for a file is up, or nobody wants it any longer.

        One thread for all files.
        """
        while not self._closed.wait(_LOOK_EVERY):
            process = self._process
            if process is None or self._deadline == math.inf:
                continue
            try:
                self._look()
            except BaseException as stopped:  # raised again by whoever waits for the file
                self._stopped = stopped
            self._expired = time.monotonic() > self._deadline
            if self._expired or self._stopped:
                self._deadline = math.inf
                process.kill()

    def read(
        self,
        file: File,
        reader: Reader,
        splitter: Splitter | None = None,
        data: BinaryIO | None = None,
    ) -> Read:
        """The file as its reader makes it, in passages if there is a splitter.

        `data` is the file where it is open already, at its beginning. Raises Unreadable with the
        reason if it cannot be read, OSError if it cannot even be opened.
        """
        if data is None:
            with opened(file.location) as found:
                return self.read(file, reader, splitter, found)
        limits = self.limits
        order = Order(
            file.path,
            os.fstat(data.fileno()).st_size,
            reader.name,
            limits.seconds,
            limits.megabytes,
            splitter.limits if splitter else None,
        )
        reply = self._ask(order, data, splitter)
        if reply.out_of_memory:
            self._end()  # it may be left with hardly any
            raise Unreadable(self._too_large())
        if reply.document is None:
            raise Unreadable(reply.reason or "its reader gave no reason")
        return Read(reply.sha256, reply.document, reply.pieces)

    def _ask(self, order: Order, data: BinaryIO, splitter: Splitter | None) -> Reply:
        orders, replies = self._adapters
        self._expired, self._stopped = False, None
        try:
            process = self._process or self._start()
            self._deadline = time.monotonic() + order.seconds
            line = self._exchange(process, orders.dump_json(order) + b"\n", data, splitter)
        except BaseException:
            self._end()  # it is left in the middle of a file
            raise
        finally:
            self._deadline = math.inf
        if line.endswith(b"\n"):
            return replies.validate_json(line)
        self._end()
        if self._stopped is not None:
            raise self._stopped
        raise Unreadable(self._why_it_ended(process.returncode, len(line)))

    def _start(self) -> subprocess.Popen[bytes]:
        """The process, when it has loaded what it needs and said so."""
        process = self._process = _started()
        self._deadline = time.monotonic() + _LONGEST_START
        if process.stdout is not None:
            self.confined = process.stdout.readline() == CONFINED
        return process

    def _exchange(
        self,
        process: subprocess.Popen[bytes],
        order: bytes,
        data: BinaryIO,
        splitter: Splitter | None,
    ) -> bytes:
        """The line that answers an order; empty or cut short when the process has ended."""
        if process.stdin is None or process.stdout is None:
            raise ValueError("the process has no pipes")
        with suppress(BrokenPipeError):  # it may have said why before it ended
            process.stdin.write(order)
            _copy(data, process.stdin, json.loads(order)["size"])
        most = self.limits.megabytes * BYTES_A_MB
        while True:
            line = process.stdout.readline(most)
            if splitter is None or not line.startswith(b"[") or not line.endswith(b"\n"):
                return line
            counts = splitter.count_tokens(json.loads(line))
            with suppress(BrokenPipeError):
                process.stdin.write(json.dumps(counts).encode() + b"\n")
                process.stdin.flush()

    def _why_it_ended(self, status: int, received: int) -> str:
        if self._expired:
            seconds = self.limits.seconds
            return f"takes more than {seconds} s to read; raise it with --reader-seconds"
        if status == _KILLED_FOR_MEMORY or received:
            return self._too_large()
        return (
            f"damaged, or too much for it: its reader broke down (status {status}); if the "
            "file opens elsewhere, raise --reader-mb"
        )

    def _too_large(self) -> str:
        return (
            f"takes more than {self.limits.megabytes:,} MB of memory to read; raise it with "
            "--reader-mb"
        )

    @cached_property
    def _adapters(self) -> "tuple[TypeAdapter[Order], TypeAdapter[Reply]]":
        from pydantic import TypeAdapter

        return TypeAdapter(Order), TypeAdapter(Reply)

    def _end(self) -> None:
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            with suppress(BrokenPipeError):
                process.communicate()


def _copy(data: BinaryIO, target: IO[bytes], size: int) -> None:
    """Writes so many bytes of an open file; what has meanwhile been cut off it is Unreadable."""
    while size:
        part = data.read(min(size, _COPIED))
        if not part:
            raise Unreadable("it changed while it was read; build again")
        target.write(part)
        size -= len(part)
    target.flush()


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ingest.readers"],
        cwd=_ROOT,
        env={name: os.environ[name] for name in _NEEDED if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
