"""The process that reads files: orders on standard input, replies on its output, a line each.

Started by ingest/reading.py. What parsers print goes nowhere; no file can be written from here.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import BinaryIO

from pydantic import TypeAdapter

from ingest.documents import Unreadable
from ingest.readers import Reader
from ingest.readers.confined import confine
from ingest.reading import BYTES_A_MB, CHARACTERS_A_MB, CONFINED, Order, Reply
from ingest.split import split

_ORDER = TypeAdapter(Order)
_REPLY = TypeAdapter(Reply)
_MOST_TEXTS, _MOST_CHARACTERS = 4096, 1_000_000  # counted at a time


@dataclass(frozen=True, slots=True)
class _Pipes:
    """To the process that gives orders, and from it."""

    orders: BinaryIO
    replies: BinaryIO

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Asks for it there, where the model is."""
        counts: list[int] = []
        for batch in _batches(texts):
            self.replies.write(json.dumps(batch).encode() + b"\n")
            self.replies.flush()
            counts += json.loads(self.orders.readline())
        return counts


def main() -> None:
    """Answers orders until there are no more."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    pipes = _Pipes(sys.stdin.buffer, replies)
    replies.write(CONFINED if confine() else b"ready\n")
    replies.flush()
    for line in pipes.orders:
        order = _ORDER.validate_json(line)
        _limit(order)
        reply = _reply(order, pipes)
        replies.write(_as_line(order, reply))
        replies.flush()
        if reply.out_of_memory:  # of the order some may not have been read
            return


def _as_line(order: Order, reply: Reply) -> bytes:
    """The reply; another in its place where that is too much for whoever receives it."""
    try:
        line = _REPLY.dump_json(reply)
    except MemoryError:
        line = b""
    if line and len(line) < order.megabytes * BYTES_A_MB:
        return line + b"\n"
    return _REPLY.dump_json(Reply(reply.sha256, out_of_memory=True)) + b"\n"


def _limit(order: Order) -> None:
    """Where the system can: memory, and processor time in case nobody is left to end this."""
    with suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime) + order.seconds + 5
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        memory = order.megabytes * 1_000_000
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _reply(order: Order, pipes: _Pipes) -> Reply:
    try:
        data = pipes.orders.read(order.size)
    except MemoryError:
        return Reply("", out_of_memory=True)
    reply = read_bytes(Reader(order.reader), order.path, data)
    if reply.document is None:
        return reply
    most = order.megabytes * CHARACTERS_A_MB
    if (characters := len(reply.document.text)) > most:
        reason = f"its text has {characters:,} characters, more than {most:,}; raise it with"
        return Reply(reply.sha256, reason=f"{reason} --reader-mb")
    return _split(reply, order, pipes)


def _split(reply: Reply, order: Order, pipes: _Pipes) -> Reply:
    """The reply with the document's passages instead of what they are made of."""
    document = reply.document
    if document is None or order.limits is None:
        return reply
    try:
        pieces = tuple(split(document, order.limits, pipes.count_tokens))
        bare = replace(document, headings=(), blocks=(), pages=(), edges=())
        return replace(reply, document=bare, pieces=pieces)
    except MemoryError:
        return Reply(reply.sha256, out_of_memory=True)


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in parts that are not too much to count at once."""
    first, characters = 0, 0
    for place, text in enumerate(texts):
        characters += len(text)
        if place > first and (place - first == _MOST_TEXTS or characters > _MOST_CHARACTERS):
            yield texts[first:place]
            first, characters = place, len(text)
    if first < len(texts):
        yield texts[first:]


def read_bytes(reader: Reader, path: str, data: bytes) -> Reply:
    """The document that a file's bytes make, or why they make none."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return Reply(sha256, reader.read(path, data))
    except Unreadable as reason:
        return Reply(sha256, reason=str(reason).rstrip(". "))  # part of a sentence
    except MemoryError:
        return Reply(sha256, out_of_memory=True)
    except Exception as error:  # whatever a parser makes of a damaged file costs that file only
        return Reply(sha256, reason=f"damaged, or not what its name says ({_described(error)})")


def _described(error: Exception) -> str:
    words = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


if __name__ == "__main__":
    main()
