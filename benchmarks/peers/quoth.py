"""Quoth. Its `rerank` is what it does by itself: models read the best passages and mark a sentence.

It is asked for 20 passages, so that ten documents are among them.
"""

from pathlib import Path
from typing import cast

from benchmarks.peers.contract import BEST, Ask, Found, main, ranked
from index.answering.search import Mode
from index.library import Library
from ingest.build import build


class Quoth:
    """As `python -m ingest` and `python -m index ask` do."""

    def index(self, folder: Path, store: Path, model: Path) -> None:
        build([folder], store)

    def asking(self, mode: str, store: Path, model: Path) -> Ask:
        library, how = Library.open(store), cast(Mode, mode)
        library.load(how)

        def ask(question: str) -> Found:
            if how == "rerank":
                hits = library.ask(question, 2 * BEST, how).hits
            else:
                hits = library.search(question, 2 * BEST, how)
            return ranked((hit.passage.document, hit.passage.text) for hit in hits)

        return ask


if __name__ == "__main__":
    main(Quoth())
