"""Runs a peer's script in a process of its own: its time, its memory, and what a kill leaves.

Memory and killing ask /proc and so need Linux.
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from benchmarks.updates import processor_seconds

_HERE = Path(__file__).parent.parent.parent
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "DO_NOT_TRACK": "1",
}
_LOOK = 0.25  # seconds between two looks at memory
_SHOWN = 300  # characters of an error

NEW_EDITION = "Second edition, looked through again.\n\n"

Kill = Literal["half-way", "while writing"]


class PeerFailed(Exception):
    """A peer's process ended with an error, or answered nothing; the words are its last ones."""


@dataclass(frozen=True, slots=True)
class Command:
    """How a peer's script is started, up to its own arguments, and the model's folder."""

    words: tuple[str, ...]
    model: Path


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds of one indexing, Python's start included, and its peak memory in MB."""

    seconds: float
    processors: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a question, as the contract has it; nothing of it is the start's."""

    documents: tuple[str, ...]
    text: str
    ms: float
    processors_ms: float


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers in the questions' order; seconds from the process's start to the first."""

    first_s: float
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """Questions, the mode they were asked in, and their answers before a kill."""

    mode: str
    questions: tuple[str, ...]
    answers: tuple[Answer, ...]


def index(command: Command, folder: Path, store: Path) -> Built:
    """Runs it and waits; raises PeerFailed."""
    before, started = processor_seconds(), time.perf_counter()
    with _running(command, ["index", str(folder), "--store", str(store)]) as running:
        running.wait()
    seconds = time.perf_counter() - started
    return Built(seconds, processor_seconds() - before, running.peak_mb)


def ask(command: Command, mode: str, store: Path, questions: Sequence[str]) -> Asked:
    """Asks one after another, each when the last was answered; raises PeerFailed."""
    started, first, answers = time.perf_counter(), 0.0, []
    with _running(command, ["ask", mode, "--store", str(store)]) as running:
        for question in questions:
            line = running.line_for(json.dumps({"question": question}))
            first = first or time.perf_counter() - started
            row = json.loads(line)
            answers.append(
                Answer(tuple(row["documents"]), row["text"], row["ms"], row["processors_ms"])
            )
        running.wait()
    return Asked(first, tuple(answers))


def megabytes(folder: Path) -> float:
    """What the folder's files take on the disk."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def edit(folder: Path, every: int) -> int:
    """Puts a line before each `every`th text file's text; how many it were."""
    paths = sorted(folder.rglob("*.txt"))[::every]
    for path in paths:
        path.write_text(NEW_EDITION + path.read_text("utf-8"), encoding="utf-8")
    return len(paths)


def after_kill(
    command: Command, before: Before, folder: Path, store: Path, when: Kill, seconds: float
) -> str:
    """What stands after `kill -9` in a build for which every file of the folder was edited.

    `store` holds an index of the folder as it was, and is left alone; `seconds` is what a whole
    build takes, of which the first half is always let run. Says what the questions then find: what
    they found before, something else, nothing or an error; and whether the next build mends it.
    """
    with tempfile.TemporaryDirectory() as temporary:
        edited, killed = Path(temporary, folder.name), Path(temporary, "store")
        kept = folder.with_name(f"{folder.name}-kept")
        shutil.copytree(store, killed)
        shutil.copytree(folder, edited)
        edit(edited, every=1)
        folder.rename(kept)  # a peer may know its folder by its path
        shutil.move(edited, folder)
        try:
            if _killed(command, folder, killed, when, seconds):
                return _aftermath(command, before, folder, killed)
        finally:
            shutil.rmtree(folder)
            kept.rename(folder)
    return "done before the kill"


def _killed(command: Command, folder: Path, store: Path, when: Kill, seconds: float) -> bool:
    """Starts a build and kills it; False where it had ended before."""
    state, started = _state(store), time.perf_counter()
    try:
        with _running(command, ["index", str(folder), "--store", str(store)]) as running:
            while running.process.poll() is None:
                if time.perf_counter() - started > seconds / 2 and (
                    when == "half-way" or _state(store) != state
                ):
                    running.kill()
                    return True
                if time.perf_counter() - started < seconds / 2:
                    state = _state(store)
                time.sleep(0.001)
            running.wait()
    except PeerFailed as error:
        raise PeerFailed(f"before it could be killed: {error}") from error
    return False


def _state(store: Path) -> list[tuple[str, int, int]]:
    """Its files with their sizes and times; a file that goes meanwhile is left out."""
    state = []
    for path in store.rglob("*"):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        state.append((str(path), status.st_size, status.st_mtime_ns))
    return sorted(state)


def _aftermath(command: Command, before: Before, folder: Path, store: Path) -> str:
    stands, after = "", None
    try:
        after = ask(command, before.mode, store, before.questions).answers
        if _found(after) == _found(before.answers):
            stands = "old index answers"
        elif not any(each.documents for each in after):
            stands = "nothing"
    except PeerFailed:
        stands = "broken"
    try:
        index(command, folder, store)
        again = ask(command, before.mode, store, before.questions).answers
    except PeerFailed as error:
        return f"{stands or 'another index answers'}; the next build fails: {error}"
    if not stands and after is not None:
        new = _found(after) == _found(again)
        stands = "new index answers" if new else "half-built index answers"
    pairs = zip(before.answers, again, strict=True)
    lost = sum(len(each.documents) - len(its.documents) for each, its in pairs)
    return f"{stands}; the next build {'lacks documents' if lost > 0 else 'is whole'}"


def _found(answers: Sequence[Answer]) -> list[tuple[tuple[str, ...], str]]:
    return [(each.documents, each.text) for each in answers]


class _Running:
    """A peer's process and all that it starts."""

    def __init__(self, process: "subprocess.Popen[str]", errors: IO[str]) -> None:
        self.process, self._errors, self.peak_mb = process, errors, 0.0
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def line_for(self, line: str) -> str:
        """The answer to a line."""
        if self.process.stdin is None or self.process.stdout is None:
            raise PeerFailed("its streams are closed")
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # what it said before it ended tells more
        answered = self.process.stdout.readline()
        if not answered:
            self.process.wait()
            raise PeerFailed(self._last_words())
        return answered

    def wait(self) -> None:
        """Until it ends by itself; raises PeerFailed where that is with an error."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        status = self.process.wait()
        self._watcher.join()
        if status:
            raise PeerFailed(self._last_words())

    def kill(self) -> None:
        """As `kill -9` does, with what it started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().strip().splitlines()
        return lines[-1][:_SHOWN] if lines else f"ended with status {self.process.returncode}"

    def _watch(self) -> None:
        while self.process.poll() is None:
            self.peak_mb = max(self.peak_mb, _resident_mb(self.process.pid))
            time.sleep(_LOOK)


@contextmanager
def _running(command: Command, arguments: Sequence[str]) -> Iterator[_Running]:
    words = [*command.words, *arguments, "--model", str(command.model)]
    with (
        tempfile.TemporaryFile("w+", errors="replace") as errors,
        subprocess.Popen(
            words,
            cwd=_HERE,
            env=os.environ | _OFFLINE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield _Running(process, errors)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def _resident_mb(root: int) -> float:
    """Of a process and its descendants, pages that they share counted for each."""
    parents, pages = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(folder.name)], pages[int(folder.name)] = int(fields[1]), int(fields[21])
    its = [pid for pid in parents if root in _ancestry(pid, parents)]
    return sum(pages[pid] for pid in its) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _ancestry(pid: int, parents: Mapping[int, int]) -> Iterator[int]:
    while pid:
        yield pid
        pid = parents.get(pid, 0)
