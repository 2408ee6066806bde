"""Something long that runs in a thread of its own, tells how far it is, and can be stopped."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.logger import get_logger

from index import QuothError
from ingest.progress import Progress
from views import markup

_log = get_logger("quoth.work")
_TO_THE_END = "Indexing"  # the stage of a build that cannot be stopped any more


class Cancelled(Exception):
    """The person has changed their mind."""


@dataclass
class Work:
    """One such thing; where one of its kind is still being done, it waits for that.

    result: what it came to, when it is done
    error:  why it came to nothing, as a sentence
    names:  what it is done for: names of files that were added
    """

    progress: Progress | None = None
    result: Any = None
    error: str | None = None
    names: list[str] = field(default_factory=list)
    cancelled: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    former: "Work | None" = None

    @property
    def running(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    @property
    def stopping(self) -> bool:
        return self.running and self.cancelled.is_set()

    @property
    def stoppable(self) -> bool:
        """Whether stopping would still keep it from what it is to bring about."""
        return self.progress is None or self.progress.stage != _TO_THE_END

    def stop(self) -> None:
        """Ends it, and what it waits for, as soon as that can be."""
        self.cancelled.set()
        if self.former is not None:
            self.former.stop()

    def watch(self, progress: Progress) -> None:
        """Notes how far it is; raises Cancelled where it may still be stopped."""
        self.progress = progress
        if self.cancelled.is_set() and self.stoppable:
            raise Cancelled


@st.cache_resource(show_spinner=False)
def _works() -> dict[tuple[str, Path], Work]:
    """The last of each kind for each index, one for all sessions."""
    return {}


_starting = threading.Lock()


def last(kind: str, folder: Path) -> Work | None:
    """What was last begun of this kind for the index."""
    return _works().get((kind, folder))


def start(
    kind: str,
    folder: Path,
    do: Callable[[Work], Any],
    stopped: str,
    anew: bool = False,
    names: tuple[str, ...] = (),
) -> Work:
    """Begins it, unless it is going on already; `anew` does it once more after that.

    `stopped` is what to say when it was stopped.
    """
    works = _works()
    with _starting:
        former = works.get((kind, folder))
        goes_on = former is not None and former.running and not former.stopping
        if former is not None and goes_on and not (anew and former.begun.is_set()):
            former.names.extend(names)
            return former
        work = Work(names=list(names), former=former if former and former.running else None)
        work.thread = threading.Thread(target=_run, args=(work, do, stopped), name=kind)
        works[kind, folder] = work
        work.thread.start()
    return work


def _run(work: Work, do: Callable[[Work], Any], stopped: str) -> None:
    if work.former is not None and work.former.thread is not None:
        work.former.thread.join()
    work.former = None
    try:
        with _starting:
            work.begun.set()
        work.watch(Progress("Starting", 0, 1, "…"))
        work.result = do(work)
    except Cancelled:
        work.error = stopped
    except QuothError as error:
        work.error = str(error)
    except Exception as error:
        _log.exception("%s failed", threading.current_thread().name)
        work.error = f"It failed: {error}. The terminal in which Quoth was started says more."


def followed(kind: str, folder: Path, show: Callable[[Work | None], None], place: str = "") -> None:
    """How far the last of its kind is, told twice a second while it runs, and what `show` adds.

    When it begins or ends, the whole page is made anew. `place` tells apart several of a kind.
    """
    running = _runs(last(kind, folder))

    def part() -> None:
        now = last(kind, folder)
        if _runs(now) != running:
            st.rerun()
        if now is not None and running:
            _show_progress(now, f"{kind} {place}")
        show(now)

    st.fragment(part, run_every=0.5 if running else None)()


def _runs(work: Work | None) -> bool:
    return work is not None and work.running


def _show_progress(work: Work, key: str) -> None:
    """How far it is, with a button that stops it."""
    progress = work.progress
    share = progress.done / max(1, progress.total) if progress else 0.0
    words = f"{progress.stage}: {progress.words}" if progress else "Waiting for the one before…"
    if work.stopping:
        words = "Stopping…"
    st.progress(min(1.0, share), text=markup.plain(words))
    if not work.stopping and work.stoppable:
        st.button("Stop", key=f"stop {key}", on_click=work.stop)


def forget(kind: str, folder: Path) -> None:
    """What was last found is no longer so."""
    _works().pop((kind, folder), None)
