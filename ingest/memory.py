"""Memory that is free, given back to the system."""

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Has the C library return what a build has freed, where it can (glibc's malloc_trim).

    glibc keeps it in the midst of what is in use, so a process that builds again and again would
    grow by some megabytes each time: benchmarks/README.md.
    """
    with suppress(OSError, AttributeError):  # another system, another C library
        ctypes.CDLL("libc.so.6").malloc_trim(0)
