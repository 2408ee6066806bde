"""How far a long piece of work has come, and showing it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage has come: `done` of `total` of its units, said in words as well."""

    stage: str
    done: int
    total: int
    words: str


Watcher = Callable[[Progress], None]


def unwatched(progress: Progress) -> None:
    """A Watcher that looks away."""


@contextmanager
def progress_bar() -> Iterator[Watcher]:
    """Shows the stages on standard error: a live bar on a terminal, a line each elsewhere."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description:9}"),
        BarColumn(),
        TextColumn("{task.fields[words]}", markup=False),
        TimeRemainingColumn(compact=True),
    )
    tasks: dict[str, TaskID] = {}
    bar = Bar(*columns, console=console)

    def watch(progress: Progress) -> None:
        if progress.stage not in tasks:
            tasks[progress.stage] = bar.add_task(progress.stage, total=None, words="")
            bar.start()
        bar.update(
            tasks[progress.stage],
            completed=progress.done,
            total=progress.total,
            words=progress.words,
        )

    try:
        yield watch
    finally:
        if tasks:
            bar.stop()
