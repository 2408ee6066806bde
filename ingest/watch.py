"""Tells when the documents change, so that the index can follow."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

from index.store.catalog import Root

_DEBOUNCE = 1600  # milliseconds for which changes are gathered, at most
_TIMEOUT = 500  # milliseconds
_QUIET = 400  # milliseconds without a change, after which what was gathered is reported


def changes(roots: Sequence[Root], index: Path, stop: Event | None = None) -> Iterator[set[Path]]:
    """Yields, each time that files under the roots have changed and come to rest, which.

    While nothing changes, yields an empty set twice a second; what happens between the first of
    them and the next call is not missed. What happens in the index folder is no change. Ends when
    `stop` is set; KeyboardInterrupt is raised as ever.
    """
    own = index.resolve()

    def counts(_: Change, path: str) -> bool:
        return not Path(path).is_relative_to(own)

    paths = [root.path for root in roots]
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
        yield {Path(path) for _, path in found}
