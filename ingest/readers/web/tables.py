"""Tables of HTML: which hold data, and their cells."""

from collections.abc import Iterator, Sequence

from lxml.etree import _Element

from ingest.readers.grid import Cell
from ingest.readers.normalise import one_line
from ingest.readers.web.blocks import text_of

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CELL_LONG = 400  # characters: a longer cell belongs to a table that is mere layout
_MARKED_CELL_LONG = 2_000  # unless the table names its columns or rows
_GROUPS = {"thead": 0, "tfoot": 2}


def rows_of(table: _Element) -> list[list[Cell]] | None:
    """The table's rows in the order of reading; None for one that only lays out a page."""
    rows = sorted(_own_rows(table), key=lambda row: _GROUPS.get(row.getparent().tag, 1))
    if not rows or table.get("role") in ("presentation", "none"):
        return None
    cells = [list(row.iterchildren("td", "th")) for row in rows]
    marked = any(each.tag == "th" for row in cells for each in row) or bool(
        table.xpath("boolean(./caption | ./thead)")
    )
    longest = _MARKED_CELL_LONG if marked else _CELL_LONG
    if not all(_is_data(row, longest, marked) for row in cells):
        return None
    parts = [*captions_of(table), *(each for row in cells for each in row)]
    if sum(map(_length, parts)) < _length(table):
        return None  # there are words between the cells
    return [
        [_cell(each, row, len(rows) - number) for each in row] for number, row in enumerate(cells)
    ]


def _length(element: _Element) -> int:
    return sum(map(len, "".join(element.itertext()).split()))


def captions_of(table: _Element) -> Iterator[_Element]:
    """What stands over the table, and is no row."""
    yield from table.iterchildren("caption")


def _own_rows(table: _Element) -> Iterator[_Element]:
    """Those of the table, not of one inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _is_data(row: Sequence[_Element], longest: int, marked: bool) -> bool:
    """Whether a row holds data, and not the columns of a page."""
    if not marked and len(row) < 2:
        return False
    inner = ("table", *_HEADINGS) if marked else ("table", "ul", "ol", "dl", *_HEADINGS)
    for cell in row:
        if next(cell.iter(*inner), None) is not None and not _is_small(cell, marked):
            return False
        if len(one_line("".join(cell.itertext()))) > longest:
            return False
    return True


def _is_small(cell: _Element, marked: bool) -> bool:
    """Whether a table inside a cell is part of what the cell says."""
    return marked and len(one_line("".join(cell.itertext()))) <= _CELL_LONG


def _cell(cell: _Element, row: Sequence[_Element], rows_left: int) -> Cell:
    down = _count(cell, "rowspan")
    return Cell(
        text=text_of(cell),
        across=max(1, _count(cell, "colspan")),
        down=rows_left if down == 0 else down,
        head=_names_its_column(cell, row),
    )


def _count(cell: _Element, name: str) -> int:
    said = cell.get(name, "1").strip()
    return int(said) if said.isdecimal() and len(said) < 5 else 1


def _names_its_column(cell: _Element, row: Sequence[_Element]) -> bool:
    if cell.get("scope") in ("row", "rowgroup"):
        return False
    if cell.getparent().getparent().tag == "thead" or cell.get("scope") in ("col", "colgroup"):
        return True
    if cell.tag != "th":
        return False
    return all(each.tag == "th" or not one_line(text_of(each)) for each in row)
