"""Writing a file that somebody adds into the documents' folder: whole, and never over another."""

import os
import re
import secrets
import shutil
from pathlib import Path, PurePosixPath
from typing import IO

from index import QuothError
from ingest.readers import known_suffixes, reader_for

_LONGEST = 200  # bytes of its name before the suffix; file systems take 255 in all
_SAFE = re.compile(r"[^\w .()+,'’-]")


def save(folder: Path, name: str, data: IO[bytes]) -> str:
    """Writes an uploaded file into the folder under a safe name, never over another; the name.

    Raises QuothError when no reader takes its kind, a file of that name is there, or it cannot be
    written; then nothing of it is left.
    """
    safe = safe_name(name)
    if reader_for(safe) is None:
        raise QuothError(f"{name} is of no kind that can be read: {known_suffixes()}.")
    try:
        write_whole(data, folder / safe)
    except FileExistsError:
        raise QuothError(
            f"{safe} is there already. Have it replaced, or give the new one another name."
        ) from None
    except OSError as error:
        raise QuothError(f"{safe} could not be written into {folder}: {error.strerror}.") from error
    return safe


def write_whole(data: IO[bytes], target: Path) -> None:
    """Writes a file under a hidden name, which no build reads, and names it when it is complete.

    Raises FileExistsError where a file of that name stands; then nothing of it is left.
    """
    unfinished = target.parent / f".{secrets.token_hex(8)}.unfinished"
    try:
        with unfinished.open("xb") as out:
            shutil.copyfileobj(data, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())  # some disks say only now that they are full
        give_name(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def give_name(unfinished: Path, target: Path) -> None:
    """Lets a complete file stand under its name; raises FileExistsError where one stands there."""
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second name for a file
        target.open("xb").close()
        unfinished.replace(target)


def safe_name(name: str) -> str:
    """The last part of a path, without what could lead elsewhere or hide the file."""
    last = PurePosixPath(name.replace("\\", "/")).name
    safe = PurePosixPath(_SAFE.sub("_", last).lstrip(". ") or "document")
    return safe.stem.encode()[:_LONGEST].decode(errors="ignore") + safe.suffix
