"""The process that reads files: an order a line on standard input, a reply a line on its output.

Started by ingest/reading.py. What parsers print goes nowhere; no file can be written from here.
"""

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter

from ingest.documents import Unreadable
from ingest.readers import Reader
from ingest.reading import Order, Reply

_ORDER = TypeAdapter(Order)
_REPLY = TypeAdapter(Reply)


def main() -> None:
    """Answers orders until there are no more."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    for line in sys.stdin.buffer:
        order = _ORDER.validate_json(line)
        _limit(order)
        replies.write(_REPLY.dump_json(_reply(order)) + b"\n")
        replies.flush()


def _limit(order: Order) -> None:
    """Where the system can: memory, and processor time in case nobody is left to end this."""
    with suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime) + order.seconds + 5
        for kind, limit in (
            (resource.RLIMIT_AS, order.megabytes * 1_000_000),
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_FSIZE, 0),
        ):
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1]))


def _reply(order: Order) -> Reply:
    try:
        data = Path(os.fsdecode(bytes.fromhex(order.location))).read_bytes()
    except OSError as error:
        return Reply("", reason=f"cannot be read: {error.strerror or error}")
    except MemoryError:
        return Reply("", out_of_memory=True)
    return read_bytes(Reader(order.reader), order.path, data)


def read_bytes(reader: Reader, path: str, data: bytes) -> Reply:
    """The document that a file's bytes make, or why they make none."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return Reply(sha256, reader.read(path, data))
    except Unreadable as reason:
        return Reply(sha256, reason=str(reason))
    except MemoryError:
        return Reply(sha256, out_of_memory=True)
    except Exception as error:  # whatever a parser makes of a damaged file costs that file only
        return Reply(sha256, reason=f"damaged, or not what its name says ({_described(error)})")


def _described(error: Exception) -> str:
    words = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


if __name__ == "__main__":
    main()
