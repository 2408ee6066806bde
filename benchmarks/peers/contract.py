"""What every peer's script is asked on the command line, and how it answers.

    python -m benchmarks.peers.NAME index FOLDER --store DIR --model DIR
    python -m benchmarks.peers.NAME ask MODE     --store DIR --model DIR

`index` makes the index in DIR hold the folder's text files, whatever it held before. `ask` reads
questions from standard input, a line of JSON each, `{"question"}`, and answers each at once with a
line `{"documents": [path, …], "text", "ms", "processors_ms"}`: the best documents by their paths in
the folder, the text of the best passage, and the milliseconds that finding them took, by the clock
and of processors.

Nothing but Python is imported here: it runs in every peer's own environment.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

BEST = 10
"""Documents that a question is answered with."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best documents, best first, and the text of the best passage; empty for nothing."""

    documents: tuple[str, ...]
    text: str


Ask = Callable[[str], Found]


class Peer(Protocol):
    """A module of this folder."""

    def index(self, folder: Path, store: Path, model: Path) -> None:
        """Makes the index in `store` hold the folder's files, as the peer's manual has it."""
        ...

    def asking(self, mode: str, store: Path, model: Path) -> Ask:
        """The index opened to be asked in that mode."""
        ...


def read(folder: Path) -> dict[str, str]:
    """Each text file's text by its path in the folder, in order."""
    paths = sorted(folder.rglob("*.txt"))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def ranked(passages: Iterable[tuple[str, str]]) -> Found:
    """Of documents and texts of passages, best first: a document stands where its best does."""
    passages = list(passages)
    documents = tuple(dict.fromkeys(document for document, _ in passages))
    return Found(documents[:BEST], passages[0][1] if passages else "")


def answer(ask: Ask, lines: Iterable[str], write: Callable[[str], object]) -> None:
    """Answers each line's question, and times it."""
    for line in lines:
        question = json.loads(line)["question"]
        clock, processors = time.perf_counter(), time.process_time()
        found = ask(question)
        result = {
            "documents": found.documents,
            "text": found.text,
            "ms": 1000 * (time.perf_counter() - clock),
            "processors_ms": 1000 * (time.process_time() - processors),
        }
        write(json.dumps(result) + "\n")


def main(peer: Peer) -> None:
    """A peer's command line. What else it prints goes to standard error."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    index, ask = commands.add_parser("index"), commands.add_parser("ask")
    index.add_argument("folder", type=Path)
    ask.add_argument("mode")
    for command in (index, ask):
        command.add_argument("--store", type=Path, required=True)
        command.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    answers, sys.stdout = sys.stdout, sys.stderr
    if options.command == "index":
        peer.index(options.folder, options.store, options.model)
        return

    def write(line: str) -> None:
        answers.write(line)
        answers.flush()

    answer(peer.asking(options.mode, options.store, options.model), sys.stdin, write)
