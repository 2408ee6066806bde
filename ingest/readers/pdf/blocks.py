"""The blocks of a tagged PDF, and which of them its lines stand in."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.readers.pdf.letters import Run
from ingest.readers.pdf.lines import Line

Path = tuple[int, ...]
"""Where an element stands: from the root its number among the kids of the one above. The same on
each page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell.

    row:          where its row stands
    place:        its number among the row's cells, empty ones too; -1 for what stands in none
    cells:        how many these are
    across, down: columns and rows that it covers
    head:         whether it is marked as naming a column or row
    """

    table: Path
    row: Path
    place: int = -1
    cells: int = 0
    across: int = 1
    down: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a list's item, or what else holds text.

    kind:  the standard type that the file gives it, or maps its own to: "P", "H1", "LI"
    level: of a heading, from 1
    cells: those of tables that it stands in, the outermost first
    """

    path: Path
    kind: str
    level: int | None = None
    cells: tuple[Cell, ...] = ()

    def holds(self, other: "Block") -> bool:
        """Whether the other one stands inside."""
        return other.path[: len(self.path)] == self.path


class Blocks:
    """Knows which block a file's runs and lines stand in."""

    def __init__(self, pages: Mapping[int, Mapping[int, Block]]) -> None:
        """`pages` are those by number that are tagged, each with the blocks of its runs' things."""
        self._pages = pages
        self._known: dict[Line, Block | None] = {}

    def __bool__(self) -> bool:
        return bool(self._pages)

    def of_run(self, run: Run, page: int) -> Block | None:
        """The run's block; None where no tag tells."""
        return self._pages.get(page, {}).get(run.thing)

    def of(self, line: Line) -> Block | None:
        """That of most of the line's letters."""
        if not self._pages or not line.runs:
            return None
        if line not in self._known:
            letters: Counter[Block | None] = Counter()
            for run in line.runs:
                letters[self.of_run(run, line.page)] += len(run.text)
            self._known[line] = letters.most_common(1)[0][0]
        return self._known[line]
