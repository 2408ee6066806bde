"""Tables of every format: cells laid out in rows and columns, each row written as one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.normalise import one_line

_MOST_ACROSS = 100  # columns that one cell is taken to cover
_LONG = 60  # characters of a cell that hardly names a column


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the file has it, at its first place.

    across, down: columns and rows that it covers
    head:         whether the file marks it as naming its column
    """

    text: str
    across: int = 1
    down: int = 1
    head: bool = False


def lines_of(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Each row as one line, its cells apart by " | ", empty ones in their place.

    A cell that covers several rows is repeated in each. Where the table's first rows name its
    columns, each row below says the name before the value ("Tea: Yew | Largest dose: 15"), so that
    it is true read alone; where that is not sure, no name is put to anything.
    """
    grid = _laid_out(rows)
    heads = _head_rows(grid)
    names = _names(grid[:heads])
    return [
        _line(row, names if number >= heads else ())
        for number, row in enumerate(grid)
        if any(cell and one_line(cell.text) for cell in row)
    ]


def _laid_out(rows: Sequence[Sequence[Cell]]) -> list[list[Cell | None]]:
    """Each place with its cell; None where a cell of the same row goes on, or there is none."""
    reaches = any(cell.across != 1 or cell.down != 1 for row in rows for cell in row)
    grid = _spread(rows) if reaches else [[*row] for row in rows]
    width = max(map(len, grid), default=0)
    return [line + [None] * (width - len(line)) for line in grid]


def _spread(rows: Sequence[Sequence[Cell]]) -> list[list[Cell | None]]:
    """The rows with cells in all the places that they cover."""
    grid: list[list[Cell | None]] = [[] for _ in rows]
    taken: list[set[int]] = [set() for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in taken[number]:
                column += 1
            across = max(1, min(cell.across, _MOST_ACROSS))
            last = min(len(rows), number + max(1, cell.down))
            for covered in range(number, last):
                line = grid[covered]
                line.extend([None] * (column + across - len(line)))
                line[column] = cell
                taken[covered].update(range(column, column + across))
            column += across
    return grid


def _head_rows(grid: Sequence[Sequence[Cell | None]]) -> int:
    """How many rows at the top name the columns: those marked so, or one that is told by its kind.

    Unmarked, the first row is it when there are three columns or more, each named by words, and one
    has numbers in all rows below.
    """
    marked = 0
    for row in grid[:-1]:
        cells = [cell for cell in row if cell and one_line(cell.text)]
        if not cells or not all(cell.head for cell in cells):
            break
        marked += 1
    if marked or len(grid) < 3 or len(grid[0]) < 3:  # of two columns the first names its row
        return marked
    first = [one_line(cell.text) if cell else "" for cell in grid[0]]
    named = [words for words in first[1:] if words]
    if len(named) < len(first) - 1 or len(set(named)) < len(named):
        return 0
    if any(len(words) > _LONG or _is_number(words) for words in first):
        return 0
    columns = zip(*(row[1:] for row in grid[1:]), strict=True)
    return int(any(all(cell and _is_number(cell.text) for cell in column) for column in columns))


def _is_number(text: str) -> bool:
    """Whether a value, not a name: it begins with a digit, after a sign or a currency at most."""
    words = one_line(text)
    return any(character.isdigit() for character in words[:2])


def _names(heads: Sequence[Sequence[Cell | None]]) -> list[str]:
    """What each column is called; of several rows of names, one after the other."""
    names: list[str] = []
    for column in range(len(heads[0]) if heads else 0):
        words: dict[str, None] = {}
        for row in heads:
            cell = _covering(row, column)
            names_all = cell is not None and cell.across >= len(row)  # so it names none
            words.setdefault(one_line(cell.text) if cell and not names_all else "")
        names.append(" ".join(word for word in words if word).rstrip(":"))
    return names


def _covering(row: Sequence[Cell | None], column: int) -> Cell | None:
    """The cell at this place, or the one to its left that reaches so far."""
    for place in range(column, -1, -1):
        cell = row[place]
        if cell is not None:
            return cell if place + cell.across > column else None
    return None


def _line(row: Sequence[Cell | None], names: Sequence[str]) -> str:
    written: list[str] = []
    column = 0
    while column < len(row):
        cell = row[column]
        across = max(1, min(cell.across, _MOST_ACROSS)) if cell else 1
        text = one_line(cell.text) if cell else ""
        if across >= len(row) > 1:
            return text  # over all columns: no value of any
        name = " / ".join(dict.fromkeys(filter(None, names[column : column + across])))
        written.append(f"{name}: {text}".rstrip() if name else text)
        column += across
    return " | ".join(written)
