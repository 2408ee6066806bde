"""Tells when the documents change, so that the index can follow."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

from index.store.catalog import Root

_DEBOUNCE = 1600  # milliseconds for which changes are gathered, at most
_TIMEOUT = 500  # milliseconds
_QUIET = 400  # milliseconds without a change, after which what was gathered is reported
_HELD = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_CLOEXEC", 0)


def changes(roots: Sequence[Root], index: Path, stop: Event | None = None) -> Iterator[set[Path]]:
    """Yields, each time that files under the roots have changed and come to rest, which.

    While nothing changes, yields an empty set twice a second; what happens between the first of
    them and the next call is not missed. A root that goes and comes again is watched anew, and
    counts as changed. What happens in the index folder is no change. Ends when `stop` is set;
    KeyboardInterrupt is raised as ever.
    """
    stop = stop or Event()
    paths, missed = [Path(root.path) for root in roots], set[Path]()
    while not stop.is_set():
        if not all(map(_is_there, paths)):
            yield set()
            time.sleep(_TIMEOUT / 1000)
            continue
        yield from _while_they_stay(paths, index.resolve(), stop, missed)
        missed = set(paths)


def _while_they_stay(
    paths: Sequence[Path], own: Path, stop: Event, missed: set[Path]
) -> Iterator[set[Path]]:
    """The same until one of the roots is another folder than it was, or none.

    `missed` has changed before.
    """

    def counts(_: Change, path: str) -> bool:
        return not Path(path).is_relative_to(own)

    with ExitStack() as stack, suppress(FileNotFoundError):  # it may go at any moment
        handles = [os.open(path, _HELD) for path in paths]  # so that no other gets its number
        for handle in handles:
            stack.callback(os.close, handle)
        for found in watch(
            *paths,
            watch_filter=counts,
            debounce=_DEBOUNCE,
            step=_QUIET,
            stop_event=stop,
            rust_timeout=_TIMEOUT,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            if not all(map(_is_same, paths, handles)):
                return
            yield {Path(path) for _, path in found} | missed
            missed = set()


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _is_same(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except OSError:
        return False
