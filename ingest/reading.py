"""Reads files in a process of their own, so that one that hangs or eats memory costs only itself.

The two processes exchange lines of JSON, so nothing that a parser made is ever run or unpickled.
"""

import math
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ingest.documents import Document, File, Unreadable
from ingest.readers import Reader

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_ROOT = Path(__file__).parent.parent
_LOOK_EVERY = 0.2  # seconds
_KILLED_FOR_MEMORY = -9  # by the system; ours are told apart by the timer


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What reading one file may take. Memory is bounded where the system can (not on Windows)."""

    seconds: int
    megabytes: int


@dataclass(frozen=True, slots=True)
class Order:
    """A file to read, and with what. `location` is its path's bytes in hexadecimal."""

    path: str
    location: str
    reader: str
    seconds: int
    megabytes: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of an order. `sha256` is of the bytes that were read.

    Without a document there is a reason, or the process was out of memory.
    """

    sha256: str
    document: Document | None = None
    reason: str | None = None
    out_of_memory: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A document and the hex SHA-256 of the bytes it was made from."""

    sha256: str
    document: Document


class ReadingProcess:
    """Starts with the first file, is started again after a file that ended it."""

    def __init__(self, limits: ReadingLimits) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._deadline = math.inf
        self._expired = False
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
        """Ends the process when its time for a file is up; one thread for all files."""
        while not self._closed.wait(_LOOK_EVERY):
            process = self._process
            if process is not None and time.monotonic() > self._deadline:
                self._expired = True
                process.kill()
                self._deadline = math.inf

    def read(self, file: File, reader: Reader) -> Read:
        """The file as its reader makes it. Raises Unreadable with the reason if it cannot."""
        limits = self.limits
        order = Order(
            file.path,
            os.fsencode(file.location.absolute()).hex(),
            reader.name,
            limits.seconds,
            limits.megabytes,
        )
        reply = self._ask(order)
        if reply.out_of_memory:
            self._end()  # it may be left with hardly any
            raise Unreadable(self._too_large())
        if reply.document is None:
            raise Unreadable(reply.reason or "its reader gave no reason")
        return Read(reply.sha256, reply.document)

    def _ask(self, order: Order) -> Reply:
        process = self._process = self._process or _started()
        orders, replies = self._adapters
        self._expired = False
        self._deadline = time.monotonic() + order.seconds
        line = _exchange(process, orders.dump_json(order) + b"\n")
        self._deadline = math.inf
        if line.endswith(b"\n"):
            return replies.validate_json(line)
        self._end()
        if self._expired:
            raise Unreadable(
                f"takes more than {order.seconds} s to read; raise it with --reader-seconds"
            )
        if process.returncode == _KILLED_FOR_MEMORY:
            raise Unreadable(self._too_large())
        raise Unreadable(f"damaged: its reader broke down (status {process.returncode})")

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
            process.communicate()


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ingest.readers"],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _exchange(process: subprocess.Popen[bytes], line: bytes) -> bytes:
    """The answer to a line; empty or cut short when the process has ended."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process has no pipes")
    try:
        process.stdin.write(line)
        process.stdin.flush()
        return process.stdout.readline()
    except BrokenPipeError:
        return b""
