import threading
from pathlib import Path

import pytest

from index.errors import QuothError
from ingest.progress import Progress
from views.work import Cancelled, Work, last, start

FOLDER = Path("/nowhere")


def ended(work: Work) -> Work:
    assert work.thread is not None
    work.thread.join(10)
    return work


def test_it_is_stopped_where_it_can_be() -> None:
    work = Work()
    work.watch(Progress("Reading", 0, 1, ""))
    work.cancelled.set()
    assert work.stoppable
    work.watch(Progress("Indexing", 0, 1, ""))
    assert not work.stoppable
    with pytest.raises(Cancelled):
        work.watch(Progress("Embedding", 0, 1, ""))


def test_after_a_stop_it_can_be_begun_at_once_and_waits_for_the_former() -> None:
    inside, go, order = threading.Event(), threading.Event(), []

    def slow(work: Work) -> None:
        inside.set()
        go.wait(10)
        order.append("first")
        work.watch(Progress("Embedding", 0, 1, ""))

    first = start("a", FOLDER, slow, "Stopped.")
    assert start("a", FOLDER, slow, "Stopped.") is first
    inside.wait(10)
    first.stop()

    def again(_: Work) -> str:
        order.append("second")
        return "done"

    second = start("a", FOLDER, again, "Stopped.")
    assert second is not first
    assert last("a", FOLDER) is second
    go.set()
    assert (ended(second).result, first.error) == ("done", "Stopped.")
    assert order == ["first", "second"]


def test_what_must_not_be_missed_is_done_once_more_and_only_once() -> None:
    go, names = threading.Event(), []

    def do(work: Work) -> None:
        go.wait(10)
        names.append(list(work.names))

    first = start("b", FOLDER, do, "Stopped.", names=("a.txt",))
    first.begun.wait(10)
    second = start("b", FOLDER, do, "Stopped.", anew=True, names=("b.txt",))
    assert start("b", FOLDER, do, "Stopped.", anew=True, names=("c.txt",)) is second
    go.set()
    ended(second)
    assert names == [["a.txt"], ["b.txt", "c.txt"]]


def test_stopping_what_waits_stops_what_it_waits_for() -> None:
    inside, go = threading.Event(), threading.Event()

    def do(work: Work) -> None:
        inside.set()
        go.wait(10)
        work.watch(Progress("Reading", 0, 1, ""))

    first = start("c", FOLDER, do, "Stopped.")
    inside.wait(10)
    second = start("c", FOLDER, do, "Stopped.", anew=True)
    second.stop()
    go.set()
    assert (ended(second).error, first.error) == ("Stopped.", "Stopped.")


def test_why_it_came_to_nothing_is_a_sentence() -> None:
    def refuse(_: Work) -> None:
        raise QuothError("There is no room.")

    def fail(_: Work) -> None:
        raise ValueError("x")

    assert ended(start("d", FOLDER, refuse, "Stopped.")).error == "There is no room."
    assert str(ended(start("e", FOLDER, fail, "Stopped.")).error).startswith("It failed: x. ")
