"""Takes from the reading process what it does not need: the network, other programs, its files.

A parser is given whatever a folder holds. Should one of these files take it over, it finds no
network, may start no program and write no file, and ends with the process that started it.
"""

import ctypes
import errno
import platform
import signal
import struct
import sys
from contextlib import suppress

_PARENT_DEATH, _NO_NEW_RIGHTS = 1, 38  # of prctl
_FILTER, _ALL_THREADS = 1, 1  # of seccomp
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # of the filter's language
_NUMBER, _MACHINE = 0, 4  # where a call's number and machine stand
_ALLOWED, _REFUSED = 0x7FFF0000, 0x00050000 | errno.EACCES
_OTHER_NUMBERS = 0x40000000  # from here on the same calls again, of an odd kind of program
# Of each machine: what it is called there, the number of seccomp, and of what is refused: socket,
# io_uring_setup, execve, execveat, ptrace, process_vm_readv, process_vm_writev.
_MACHINES = {
    "x86_64": (0xC000003E, 317, (41, 425, 59, 322, 101, 310, 311)),
    "aarch64": (0xC00000B7, 277, (198, 425, 221, 281, 117, 270, 271)),
}


def confine() -> bool:
    """For good, as far as the system can; whether it could be kept from network and programs."""
    _forbid_files()
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return False
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_PARENT_DEATH, signal.SIGKILL, 0, 0, 0)
    if system.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0):
        return False
    called, seccomp, refused = _MACHINES[platform.machine()]
    steps = _steps(called, refused)
    code = ctypes.create_string_buffer(steps)
    program = struct.pack("HxxxxxxP", len(steps) // 8, ctypes.addressof(code))
    return bool(system.syscall(seccomp, _FILTER, _ALL_THREADS, ctypes.c_char_p(program)) == 0)


def _forbid_files() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _steps(machine: int, refused: tuple[int, ...]) -> bytes:
    """The filter: each step a code, how many to leave out if so and if not, and a number."""
    last = len(refused)  # steps from the first comparison of a number to the answer "allowed"
    steps = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 0, last + 3, machine),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, last + 1, 0, _OTHER_NUMBERS),
        *((_EQUAL, last - place, 0, number) for place, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOWED),
        (_RETURN, 0, 0, _REFUSED),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
