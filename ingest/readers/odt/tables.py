"""Tables of an OpenDocument text, with merged and repeated cells and rows."""

from collections.abc import Callable, Iterator

from lxml.etree import _Element

from ingest.readers.odt.names import TABLE, TEXT, local, whole
from ingest.readers.odt.styles import Styles
from ingest.readers.office.parts import Part, Table, TableCell

_ACROSS, _DOWN, _COPIES = (
    f"{TABLE}number-{name}" for name in ("columns-spanned", "rows-spanned", "columns-repeated")
)
_ROW_COPIES, _STYLE = f"{TABLE}number-rows-repeated", f"{TEXT}style-name"
_MOST_COLUMNS = 100
_MOST_ROWS = 1000  # copies of one row
_GROUPS = frozenset(("table-rows", "table-row-group", "table-header-rows"))
_APART = frozenset(
    "table-column table-columns table-column-group table-header-columns title desc table-source "
    "soft-page-break forms shapes scenario".split()
)


class Tables:
    """Makes tables; `parts` reads what is in a cell."""

    def __init__(
        self,
        parts: Callable[[_Element], list[Part]],
        styles: Styles,
        remark: Callable[[str], None],
    ) -> None:
        self._parts = parts
        self._styles = styles
        self._remark = remark

    def table(self, table: _Element) -> list[Part]:
        """The table; words of it that stand in no cell, before it."""
        found: list[Part] = []
        rows: list[tuple[TableCell, ...]] = []
        heads = 0
        elements: list[_Element] = []
        for row, is_head in _rows(table):
            if local(row) != "table-row":
                found += self._parts(row)
                continue
            cells = tuple(self._cells(row))
            heads += is_head and heads == len(rows)
            if not cells:
                continue
            count = whole(row.get(_ROW_COPIES), 1)
            is_empty = not any(cell.parts for cell in cells)
            copies = 1 if is_empty else max(1, min(count, _MOST_ROWS))
            rows += [cells] * copies
            elements += [row] * copies
        if rows:
            if not heads and len(rows) > 1:
                heads = int(self._is_bold(elements[0]) and not self._is_bold(elements[1]))
            found.append(Table(tuple(rows), heads))
        return found

    def _cells(self, row: _Element) -> list[TableCell]:
        """The cells, without those that only lie under a merged one."""
        cells: list[TableCell] = []
        for cell in row:
            name = local(cell)
            if name == "covered-table-cell":
                if any(text.strip() for text in cell.itertext()):
                    self._remark("hidden text is left out")
                continue
            if not name or name in _APART:
                continue
            across, down = whole(cell.get(_ACROSS), 1), whole(cell.get(_DOWN), 1)
            made = TableCell(tuple(self._parts(cell)), max(1, across), max(1, down))
            copies = whole(cell.get(_COPIES), 1)
            if made.parts or copies == 1 or cell.getnext() is not None:
                cells += [made] * max(1, min(copies, _MOST_COLUMNS))
        return cells  # without the empty ones that fill up a sheet's row

    def _is_bold(self, row: _Element) -> bool:
        """Whether all paragraphs of a row are set as a head is."""
        paragraphs = [
            each for each in row.iter(f"{TEXT}p") if any(text.strip() for text in each.itertext())
        ]
        return bool(paragraphs) and all(map(self._is_set_as_head, paragraphs))

    def _is_set_as_head(self, paragraph: _Element) -> bool:
        style = paragraph.get(_STYLE, "")
        if self._styles.is_called(style, "Table_20_Heading"):
            return True
        if self._styles.format("paragraph", style).bold:
            return True
        spans = [each for each in paragraph if local(each) == "span"]
        around = (paragraph.text or "") + "".join(each.tail or "" for each in paragraph)
        bold = (self._styles.format("text", each.get(_STYLE, "")).bold for each in spans)
        return bool(spans) and not around.strip() and all(bold)


def _rows(table: _Element) -> Iterator[tuple[_Element, bool]]:
    """The rows, also those in groups, and whether each is of the head; other elements too."""
    for child in table:
        name = local(child)
        if name in _GROUPS:
            for row, is_head in _rows(child):
                yield row, is_head or name == "table-header-rows"
        elif name and name not in _APART:
            yield child, False
