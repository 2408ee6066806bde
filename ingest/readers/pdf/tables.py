"""Tables as a page has them: rows of cells, each with its lines; over several pages, too."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.grid import Cell, lines_of
from ingest.readers.normalise import one_line
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.sheets import rows as rows_of
from ingest.readers.pdf.words import Words

_SAME_PLACE = 6.0  # points


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A cell's lines, and how many columns and rows it covers."""

    lines: tuple[Line, ...]
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table of one page or several.

    heads: how many rows at the top the page itself sets off from those below
    lefts: where its columns begin
    taken: the lines of its page that it is made of; some may be parted between cells
    """

    rows: tuple[tuple[Place, ...], ...]
    heads: int
    lefts: tuple[float, ...]
    taken: tuple[Line, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for row in self.rows for place in row for line in place.lines]

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is written, and the page that it stands on."""

    page: int
    text: str


def written(table: Table, words: Words) -> list[Row]:
    """The table's rows with text, each one line that names its columns."""
    rows = [row for row in table.rows if any(place.lines for place in row)]
    heads = table.heads or int(_is_bold(rows))
    cells = [
        [Cell(_text(place, words), place.across, place.down, number < heads) for place in row]
        for number, row in enumerate(rows)
    ]
    pages = [next(line.page for place in row for line in place.lines) for row in rows]
    return [Row(page, text) for page, text in zip(pages, lines_of(cells), strict=True)]


def _text(place: Place, words: Words) -> str:
    return words.text(place.lines) if place.lines else ""


def _is_bold(rows: Sequence[Sequence[Place]]) -> bool:
    """Whether the first row alone is bold, and so names the columns."""
    bold = [[line.bold for place in row for line in place.lines] for row in rows]
    return len(rows) > 1 and all(bold[0]) and not all(map(all, bold[1:]))


def joined(above: Table, below: Table) -> Table | None:
    """A table that goes on over the page as one, its repeated head once; None where it does not."""
    together = len(above.lefts) == len(below.lefts) and all(
        abs(one - other) <= _SAME_PLACE for one, other in zip(above.lefts, below.lefts, strict=True)
    )
    if not together or below.first.page != above.last.page + 1:
        return None
    heads = max(above.heads, 1)
    rest = below.rows
    if _words(above.rows[:heads]) == _words(rest[:heads]):
        rest = rest[heads:]
    elif below.heads:
        return None  # a table of its own
    return Table(above.rows + rest, above.heads, above.lefts, (*above.taken, *below.taken))


def _words(rows: Sequence[Sequence[Place]]) -> list[list[str]]:
    return [
        [one_line(" ".join(line.text for line in place.lines)) for place in row] for row in rows
    ]


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """A cell's lines from the top, those on one height from the left."""
    return tuple(line for row in rows_of(lines) for line in row)
