"""Opens a document's file: not through a link, not waiting for anything, and only if it is one."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_PATH = getattr(os, "O_PATH", os.O_RDONLY)  # a folder that may be entered need not be listed
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FOLDER = _PATH | _NO_LINK | getattr(os, "O_DIRECTORY", 0)
_FILE = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_LINKS = (errno.ELOOP, errno.EMLINK, errno.ENOTDIR)


@contextmanager
def opened(location: Path) -> Iterator[BinaryIO]:
    """The file of that absolute path, in which nothing is a link; what is read is this one file.

    Something else may have come into its place since it was listed: a link, also of a folder
    above it, or a pipe or device, on which opening would wait. Raises OSError for those.
    """
    handle = _descended(location) if os.open in os.supports_dir_fd else os.open(location, _FILE)
    with os.fdopen(handle, "rb") as data:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(location))
        yield data


def _descended(location: Path) -> int:
    """Opened folder by folder, so that none of them can be a link."""
    folder = os.open(location.anchor, _FOLDER)
    try:
        for name in location.parts[1:-1]:
            above, folder = folder, os.open(name, _FOLDER, dir_fd=folder)
            os.close(above)
        return os.open(location.name, _FILE, dir_fd=folder)
    except OSError as error:
        if error.errno in _LINKS:
            raise OSError(error.errno, "a symbolic link is in its place", str(location)) from None
        raise
    finally:
        os.close(folder)


def sha256_of(data: BinaryIO) -> str:
    """The SHA-256 of an open file's bytes, in hexadecimal; it is then at its beginning again."""
    digest = hashlib.file_digest(data, "sha256")  # type: ignore[arg-type]  # a BinaryIO will do
    data.seek(0)
    return digest.hexdigest()
