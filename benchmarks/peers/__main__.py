"""Compares Quoth with its peers: python -m benchmarks.peers BEIR_FOLDER_OR_SQUAD_FILE…

Each set's texts are written as files, one a document. Every peer indexes them with the same weights
(all-MiniLM-L6-v2) and is asked the same questions, in an environment of its own that is made first
(a network or a package mirror is needed for that alone). Times, updates and kills are of the first
set, quality is of all. Ctrl-C ends it with what was measured until then.
"""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import get_args

from benchmarks.peers import measure
from benchmarks.peers.environments import CannotInstall, python_for, versions
from benchmarks.peers.measure import Before, Command, Kill, PeerFailed
from benchmarks.peers.sets import LabelledSet, read_set
from benchmarks.peers.table import AGAIN, EDITED, FIRST, OWN, Result, tables
from evaluate.result import machine, today
from index.models.encoder import DEFAULT_ENCODER, files_of

_HERE = Path(__file__).parent
_EVERY = 100  # of so many files one is edited
_AFTER_KILL = 10  # questions


@dataclass(frozen=True, slots=True)
class Entry:
    """A peer: its name, the module that asks it, and the modes that it has."""

    name: str
    module: str
    modes: tuple[str, ...]


PEERS = (
    Entry(OWN, "quoth", ("dense", "hybrid", "rerank")),
    Entry("txtai", "txtai", ("dense", "hybrid")),
    Entry("Haystack", "haystack", ("dense", "hybrid")),
    Entry("LlamaIndex", "llamaindex", ("dense", "hybrid")),
    Entry("LangChain with FAISS", "langchain", ("dense", "hybrid")),
    Entry("Chroma", "chroma", ("dense",)),
    Entry("plain script", "script", ("dense",)),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A peer in one round: how it is started, what is kept of it, and its folder for its files."""

    entry: Entry
    command: Command
    result: Result
    place: Path

    def index(self, labelled: LabelledSet, what: str | None = None) -> None:
        """Indexes the set's files, written first if they aren't there; kept as `what`."""
        folder = self._folder(labelled)
        if not folder.exists():
            labelled.write(folder)
        built = measure.index(self.command, folder, self._store(labelled))
        if what:
            self.result.builds.setdefault(what, []).append(built)
        if what == FIRST:
            self.result.disk.append(measure.megabytes(self._store(labelled)))

    def ask(self, labelled: LabelledSet, timed: bool) -> None:
        """Asks all of the set's questions in all modes."""
        for mode in self.entry.modes:
            asked = measure.ask(self.command, mode, self._store(labelled), labelled.questions)
            if timed:
                self.result.asked.setdefault(mode, []).append(asked)
            scores = self.result.scores.setdefault(mode, {})
            name = f"{labelled.name}, {labelled.measure}"
            scores.setdefault(name, labelled.judge(asked.answers))

    def edit(self, labelled: LabelledSet) -> None:
        """Edits one file of a hundred and indexes again."""
        measure.edit(self._folder(labelled), _EVERY)
        self.index(labelled, EDITED)

    def kill(self, labelled: LabelledSet, when: Kill) -> None:
        """Kills a build and keeps what stands then."""
        mode = self.entry.modes[0]
        questions = labelled.questions[:_AFTER_KILL]
        answers = self.result.asked[mode][-1].answers[:_AFTER_KILL]
        self.result.kills[when] = measure.after_kill(
            self.command,
            Before(mode, questions, answers),
            self._folder(labelled),
            self._store(labelled),
            when,
            self.result.builds[FIRST][-1].seconds,
        )

    def _folder(self, labelled: LabelledSet) -> Path:
        return self.place / labelled.name

    def _store(self, labelled: LabelledSet) -> Path:
        return self.place / f"{labelled.name}-index"


def compare(
    commands: Sequence[tuple[Entry, Command, Result]],
    sets: Sequence[LabelledSet],
    rounds: int,
    kills: Sequence[Kill],
    place: Path,
) -> None:
    """Fills the peers' results in, step by step, each step by all peers in turn.

    So a busy hour touches all of them alike. A peer that fails is left out of what follows, and
    what it said is kept.
    """
    for number in range(rounds):
        runs = [Run(*each, place / f"{number}-{each[0].module}") for each in commands]
        for name, step in _steps(sets, kills, first=number == 0):
            for run in runs:
                print(f"{run.entry.name}: {name}", file=sys.stderr, flush=True)
                try:
                    if not run.result.failures:
                        step(run)
                except PeerFailed as error:
                    run.result.failures.append(f"{name}: {error}")


def _steps(
    sets: Sequence[LabelledSet], kills: Sequence[Kill], first: bool
) -> Iterator[tuple[str, Callable[[Run], None]]]:
    """What a round does; kills and the other sets belong to the first alone."""
    timed = sets[0]
    yield FIRST, lambda run: run.index(timed, FIRST)
    yield "asking", lambda run: run.ask(timed, True)
    yield AGAIN, lambda run: run.index(timed, AGAIN)
    for when in kills if first else ():
        yield f"killed {when}", partial(Run.kill, labelled=timed, when=when)
    yield EDITED, lambda run: run.edit(timed)
    for each in sets[1:] if first else ():
        yield f"{each.name}, index", partial(Run.index, labelled=each)
        yield f"{each.name}, asking", partial(Run.ask, labelled=each, timed=False)


def commands_for(
    entries: Sequence[Entry], environments: Path
) -> list[tuple[Entry, Command | None, Result]]:
    """How each is started, its environment made; no command where that could not be done."""
    model = files_of(DEFAULT_ENCODER).folder
    made: list[tuple[Entry, Command | None, Result]] = []
    for entry in entries:
        print(f"{entry.name}: environment", file=sys.stderr, flush=True)
        own = entry.name == OWN
        result = Result(entry.name, "this checkout" if own else versions(entry.module))
        try:
            python = Path(sys.executable) if own else python_for(entry.module, environments)
        except CannotInstall as error:
            result.failures.append(f"cannot be installed here: {error}")
            made.append((entry, None, result))
            continue
        words = (str(python), "-m", f"benchmarks.peers.{entry.module}")
        made.append((entry, Command(words, model), result))
    return made


def main() -> None:
    """Prints tables for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("sets", type=Path, nargs="+", metavar="SET")
    parser.add_argument("--texts", type=int, metavar="N", help="at most so many of each set")
    parser.add_argument("--questions", type=int, metavar="N", help="at most so many of each set")
    parser.add_argument("--rounds", type=int, default=1, metavar="N")
    parser.add_argument("--kills", nargs="*", choices=get_args(Kill), default=get_args(Kill))
    parser.add_argument("--only", nargs="+", choices=[each.module for each in PEERS])
    parser.add_argument("--environments", type=Path, default=_HERE / "built", metavar="DIR")
    options = parser.parse_args()
    sets = [read_set(each, options.texts, options.questions) for each in options.sets]
    entries = [each for each in PEERS if not options.only or each.module in options.only]
    made = commands_for(entries, options.environments.absolute())
    ready = [(entry, command, result) for entry, command, result in made if command]
    with tempfile.TemporaryDirectory() as temporary, contextlib.suppress(KeyboardInterrupt):
        compare(ready, sets, options.rounds, options.kills, Path(temporary))
    for each in sets:
        print(f"{each.name}: {len(each.texts):,} texts, {len(each.questions):,} questions")
    print(f"\n{machine()}, {today()}\n")
    print(tables([result for _, _, result in made]), end="")


if __name__ == "__main__":
    main()
