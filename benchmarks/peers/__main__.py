"""Compares Quoth with its peers: python -m benchmarks.peers BEIR_FOLDER_OR_SQUAD_FILE…

Each set's texts are written as files, one a document. Every peer indexes them with the same weights
(all-MiniLM-L6-v2) and is asked the same questions, in an environment of its own that is made first
(a network or a package mirror is needed for that alone). Times, updates and kills are of the first
set, quality is of all.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from benchmarks.peers import measure
from benchmarks.peers.environments import CannotInstall, python_for, versions
from benchmarks.peers.measure import Before, Command, Kill, PeerFailed
from benchmarks.peers.sets import LabelledSet, read_set
from benchmarks.peers.table import OWN, Building, Result, tables
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


def compare(
    commands: Sequence[tuple[Entry, Command, Result]],
    sets: Sequence[LabelledSet],
    rounds: int,
    kills: Sequence[Kill],
    place: Path,
) -> None:
    """Fills each peer's result in, in turn, round by round; what fails is kept among its failures.

    A peer that failed is left out of what would follow.
    """
    for number in range(rounds):
        for entry, command, result in commands:
            print(f"{entry.name}, round {number + 1} of {rounds}", file=sys.stderr, flush=True)
            here = place / f"{number}-{entry.module}"
            try:
                for each in sets if number == 0 else sets[:1]:
                    folder, store = here / each.name, here / f"{each.name}-index"
                    each.write(folder)
                    _measured(
                        entry,
                        command,
                        result,
                        each,
                        folder,
                        store,
                        kills if each is sets[0] else None,
                    )
            except PeerFailed as error:
                result.failures.append(str(error))
            shutil.rmtree(here, ignore_errors=True)


def _measured(
    entry: Entry,
    command: Command,
    result: Result,
    labelled: LabelledSet,
    folder: Path,
    store: Path,
    kills: Sequence[Kill] | None,
) -> None:
    """`kills` is None for a set of which quality alone is measured."""
    first = measure.index(command, folder, store)
    disk = measure.megabytes(store)
    for mode in entry.modes:
        asked = measure.ask(command, mode, store, labelled.questions)
        measured = f"{labelled.name}, {labelled.measure}"
        scores = result.scores.setdefault(mode, {})
        scores.setdefault(measured, labelled.judge(asked.answers))
        if kills is not None:
            result.asked.setdefault(mode, []).append(asked)
    if kills is None:
        return
    again = measure.index(command, folder, store)
    if not result.kills:
        mode = entry.modes[0]
        questions = labelled.questions[:_AFTER_KILL]
        before = Before(mode, questions, result.asked[mode][0].answers[:_AFTER_KILL])
        for when in kills:
            result.kills[when] = measure.after_kill(
                command, before, folder, store, when, first.seconds
            )
    measure.edit(folder, _EVERY)
    changed = measure.index(command, folder, store)
    result.builds.append(Building(first, again, changed, disk))


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
    with tempfile.TemporaryDirectory() as temporary:
        compare(ready, sets, options.rounds, options.kills, Path(temporary))
    for each in sets:
        print(f"{each.name}: {len(each.texts):,} texts, {len(each.questions):,} questions")
    print(f"\n{machine()}, {today()}\n")
    print(tables([result for _, _, result in made]), end="")


if __name__ == "__main__":
    main()
