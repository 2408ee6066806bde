"""Tables as a page has them: rows of cells, each with its lines; over several pages, too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.readers.grid import Cell, lines_of
from ingest.readers.normalise import one_line
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.sheets import rows as rows_of
from ingest.readers.pdf.words import Words

_SAME_PLACE = 6.0  # points
NO_HEADS = -1

_Rows = tuple[tuple["Place", ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A cell's lines, and how many columns and rows it covers."""

    lines: tuple[Line, ...]
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table of one page or several.

    heads: how many rows at the top the page itself sets off from those below; NO_HEADS where none
           may be taken to name the columns
    lefts: where its columns begin
    taken: the lines of its page that it is made of; some may be parted between cells
    name:  of a table that the file itself tells of, as are the keys of its rows
    """

    rows: tuple[tuple[Place, ...], ...]
    heads: int
    lefts: tuple[float, ...]
    taken: tuple[Line, ...]
    name: tuple[int, ...] = ()
    keys: tuple[tuple[int, ...], ...] = ()

    @property
    def lines(self) -> list[Line]:
        return [line for row in self.rows for place in row for line in place.lines]

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]


def stretches(rows: Sequence[Sequence[Place]]) -> list[list[Sequence[Place]]]:
    """The rows in stretches that go down a page, or a column of it."""
    stretches: list[list[Sequence[Place]]] = []
    above: Line | None = None
    for row in rows:
        firsts = [place.lines[0] for place in row if place.lines]
        first = max(firsts, key=lambda line: (-line.page, line.baseline))
        if above is None or first.page > above.page or first.baseline > above.baseline:
            stretches.append([])
        stretches[-1].append(row)
        above = first
    return stretches


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
    return words.text(place.lines, narrow=True) if place.lines else ""


def _is_bold(rows: Sequence[Sequence[Place]]) -> bool:
    """Whether the first row alone is bold, and so names the columns."""
    bold = [[line.bold for place in row for line in place.lines] for row in rows]
    return len(rows) > 1 and all(bold[0]) and not all(map(all, bold[1:]))


def joined(above: Table, below: Table) -> Table | None:
    """A table that goes on over the page as one, its repeated head once; None where it does not."""
    if above.name or below.name:
        return _joined_by_keys(above, below) if above.name == below.name else None
    together = len(above.lefts) == len(below.lefts) and all(
        abs(one - other) <= _SAME_PLACE for one, other in zip(above.lefts, below.lefts, strict=True)
    )
    if not together or below.first.page != above.last.page + 1:
        return None
    heads = max(above.heads, 1)
    rest = _without_heads(above.rows[:heads], below.rows)
    if rest is None:
        if below.heads:
            return None  # a table of its own
        rest = below.rows
    rows = above.rows
    if rest and _goes_on(rows[-1], rest[0]):
        rows, rest = (*rows[:-1], _together(rows[-1], rest[0])), rest[1:]
    return Table(rows + rest, above.heads, above.lefts, (*above.taken, *below.taken))


def _joined_by_keys(above: Table, below: Table) -> Table:
    """A table that the file calls one, rows that it calls one as well; those that are printed once
    more are written once.
    """
    rows = dict(zip(above.keys, above.rows, strict=True))
    heads = above.keys[: above.heads]
    for key, row in zip(below.keys, below.rows, strict=True):
        if key not in heads:
            rows[key] = _together(rows[key], row) if key in rows else row
    taken = (*above.taken, *below.taken)
    return Table(tuple(rows.values()), above.heads, (), taken, above.name, tuple(rows))


def _without_heads(heads: _Rows, rows: _Rows) -> _Rows | None:
    """The rows behind a repeated head, of which the last may hold a row's rest; None where the head
    is not repeated.
    """
    if len(rows) < len(heads) or not any(place.lines for row in heads for place in row):
        return None
    left: list[tuple[Place, ...]] = []
    for head, row in zip(heads, rows, strict=False):
        if len(head) != len(row):
            return None
        counts = [len(name.lines) for name in head]
        pairs = list(zip(head, row, counts, strict=True))
        if any(_words(name.lines) != _words(place.lines[:count]) for name, place, count in pairs):
            return None
        left.append(tuple(replace(place, lines=place.lines[count:]) for _, place, count in pairs))
    more = left[-1] if any(place.lines for place in left[-1]) else None
    return (*((more,) if more else ()), *rows[len(heads) :])


def _goes_on(row: Sequence[Place], rest: Sequence[Place]) -> bool:
    """Whether a row is the rest of one on the page before: it begins nothing of its own."""
    begun = [place.lines[0].text.lstrip() for place in rest if place.lines]
    return (
        len(row) == len(rest)
        and 0 < len(begun) < len(rest)
        and all(text[:1].islower() for text in begun)
        and all(above.lines for above, below in zip(row, rest, strict=True) if below.lines)
    )


def _together(row: Sequence[Place], rest: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(
        replace(above, lines=(*above.lines, *below.lines))
        for above, below in zip(row, rest, strict=True)
    )


def _words(lines: Sequence[Line]) -> str:
    return one_line(" ".join(line.text for line in lines))


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """A cell's lines from the top, those on one height from the left."""
    return tuple(line for row in rows_of(lines) for line in row)
