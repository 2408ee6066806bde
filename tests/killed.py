"""Builds an index over and over, each build in a process that is killed at a random moment.

Run by test_durability.py: python tests/killed.py DOCUMENTS INDEX TIMES SEED [SLICE]. Every process
is forked from this one, which has imported everything and used nothing, so that it starts at once.
With a SLICE of a few slots the index lies in many, of which each build changes some.
Prints a line of JSON at the end, or what went wrong.
"""

import hashlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from fakes import FakeEncoder, opened

from index.store import caches, catalog, dense, writer
from ingest.build import build

DOCUMENTS, INDEX = Path(sys.argv[1]), Path(sys.argv[2])
TIMES, SEED = int(sys.argv[3]), int(sys.argv[4])
if len(sys.argv) > 5:
    catalog.SLICE = writer.SLICE = caches.SLICE = dense.FLAT = int(sys.argv[5])
    caches.SEGMENT = 2 * caches.SLICE
Texts = dict[str, str]


def forked(work: Callable[[], None]) -> int:
    """The id of a process that does the work and ends with status 0, or 1 if it failed."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def written(number: int) -> Texts:
    """Writes the documents of this number: some changed, one gone, one new; what they say."""
    texts = {
        f"{name:02}.txt": "\n\n".join(
            f"Grief number {number if name % 3 == 0 else 0} of part {part} in text {name} is sleep."
            for part in range(12)
        )
        for name in range(24)
        if name != number % 24
    }
    for path in DOCUMENTS.glob("*.txt"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        path = DOCUMENTS / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
    return texts


def built() -> None:
    build([DOCUMENTS], INDEX, encoder=FakeEncoder())


def check(expected: list[Texts]) -> None:
    """Fails unless the index is sound, and exactly one of those expected, whole."""
    library = opened(INDEX)
    info = library.info()
    held = {each.path: library.text(each.path) for each in info.documents}
    if held not in expected:
        raise ValueError(f"a mixture: {sorted(held)[:3]}…")
    if problems := library.problems():
        raise ValueError(problems[0])
    answer = library.ask("grief sleep")
    quote = answer.quote
    if quote is None or held[quote.document][quote.start : quote.end] != quote.text:
        raise ValueError(f"a quotation that is not there: {quote}")
    for hit in answer.hits:
        passage = hit.passage
        if held[passage.document][passage.start : passage.end] != passage.text:
            raise ValueError(f"a passage that is not there: {passage}")


def wait(child: int) -> bool:
    """Whether the process ended well, or was killed by us before it could."""
    status = os.waitpid(child, 0)[1]
    return status in (0, signal.SIGKILL)


def main() -> None:
    moments = random.Random(SEED)
    former = written(0)
    started = time.monotonic()
    if not wait(forked(built)):
        sys.exit("the first build failed")
    lasting = time.monotonic() - started
    finished = 0
    for number in range(1, TIMES + 1):
        following = written(number)
        child = forked(built)
        time.sleep(moments.uniform(0, lasting))
        os.kill(child, signal.SIGKILL)
        if not wait(child):
            sys.exit(f"build {number} failed before it was killed")
        if not wait(forked(partial(check, [former, following]))):
            sys.exit(f"after {number} kills the index is not the former one, nor the next")
        if number % 10 == 0:
            if not (wait(forked(built)) and wait(forked(partial(check, [following])))):
                sys.exit(f"after {number} kills the next build did not complete")
            former = following
            finished += 1
        elif held() == following:
            former = following
    left = [path.name for path in INDEX.iterdir() if path.name.startswith(".unfinished-")]
    sys.stdout.write(json.dumps({"kills": TIMES, "finished": finished, "left": left}))


def held() -> Texts:
    """What the index holds, by way of a process of its own."""
    reading, writing = os.pipe()

    def tell() -> None:
        library = opened(INDEX)
        texts = {each.path: library.text(each.path) for each in library.info().documents}
        os.write(writing, json.dumps(_hashes(texts)).encode())

    child = forked(tell)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        hashes = json.loads(pipe.read())
    wait(child)
    now = {path.name: path.read_text() for path in DOCUMENTS.glob("*.txt")}
    return now if hashes == _hashes(now) else {}


def _hashes(texts: Texts) -> dict[str, str]:
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}


if __name__ == "__main__":
    main()
