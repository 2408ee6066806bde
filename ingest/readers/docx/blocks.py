"""A Word file's paragraphs and tables, in order, also those of controls and text boxes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from ingest.readers.docx.charts import CHART, parts_of
from ingest.readers.docx.drawings import letters_of
from ingest.readers.docx.names import MC, W, at, name_of, number_of, value_of
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.styles import Styles, place_of
from ingest.readers.docx.words import Words
from ingest.readers.normalise import UNKNOWN
from ingest.readers.office.lines import NoteReference
from ingest.readers.office.parts import BULLET, GridCell, Note, Paragraph, Part, Table, merged

_P, _TABLE, _ROW, _CELL = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc"))
_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
_ELSEWHERE = frozenset(f"{W}{name}" for name in ("altChunk", "subDoc"))
_BLOCKS = (_P, _TABLE)
_BODY_LEVEL = 9


class Blocks:
    """Walks a story, the body's or a note's; the lists go on through all of them."""

    def __init__(
        self, words: Words, styles: Styles, numbering: Numbering, remark: Callable[[str], None]
    ) -> None:
        self._words = words
        self._styles = styles
        self._numbering = numbering
        self._remark = remark

    def parts(self, element: _Element) -> Iterator[Part]:
        """All paragraphs and tables inside."""
        for child in element:
            name = name_of(child)
            if name == _P:
                yield from self._paragraph(child)
            elif name == _TABLE:
                yield from self._table(child)
            elif name == f"{MC}AlternateContent":
                yield from self._choice(child)
            elif name in _ELSEWHERE:
                self._remark("a part that is kept as another document inside it is not read")
                yield Paragraph(UNKNOWN)
            elif name not in _GONE and not name.endswith("Pr"):
                yield from self._other(child)

    def _other(self, element: _Element) -> Iterator[Part]:
        """A container of paragraphs, or words that stand in none."""
        if any(True for _ in element.iter(*_BLOCKS)):
            yield from self.parts(element)
        else:
            self._words.take_alone(element)
            yield from self._finished(None, None)

    def _choice(self, element: _Element) -> Iterator[Part]:
        """The first form of something kept in several that has anything to read."""
        for form in element:
            found = list(self.parts(form))
            yield from found
            if found:
                return

    def _paragraph(self, paragraph: _Element) -> Iterator[Part]:
        properties = at(paragraph, "pPr")
        said = value_of(at(properties, "pStyle"))
        style = said or self._styles.usual
        self._words.take(paragraph, style)
        if properties is not None and _end_is_gone(properties):
            return  # the next paragraph goes on here
        place = place_of(properties)
        meaning = self._styles.meaning(style)
        marker = self._numbering.marker(place, style)
        if marker is None and meaning.is_list and not (place and place.list == 0):
            marker = BULLET
        level = _outline(properties)
        yield from self._finished(meaning.heading if level is None else level, marker)

    def _finished(self, level: int | None, marker: str | None) -> Iterator[Part]:
        """The paragraph that was taken, and the text boxes that hang on it."""
        line = self._words.line()
        if line.text.strip():
            yield Paragraph(line.text, level or None, marker)
        for reference in line.notes:
            yield self._note(reference)
        for box in line.boxes:
            if letters := letters_of(box):
                yield Paragraph(letters)
            elif name_of(box) == CHART:
                yield from parts_of(box)
            else:
                yield from self._other(box)

    def _note(self, reference: NoteReference) -> Note:
        self._words.note_mark = reference.mark
        parts = tuple(self.parts(reference.note))
        has_mark = self._words.note_mark is None
        self._words.note_mark = None
        return Note(reference.mark, parts, reference.at_end, has_mark)

    def _table(self, table: _Element) -> Iterator[Part]:
        """The table; words of it that stand in no cell, before it."""
        rows: list[_Row] = []
        for row in _inside(table, _ROW):
            if name_of(row) != _ROW:
                yield from self._other(row)
            elif at(row, "trPr/del") is None:
                rows.append(self._row(row))
        style = value_of(at(table, "tblPr/tblStyle")) or ""
        look = at(table, "tblPr/tblLook")
        styled = look is not None and _has_first_row(look) and self._styles.names_columns(style)
        if made := tuple(merged([row.cells for row in rows])):
            yield Table(made, _heads(rows, styled))

    def _row(self, row: _Element) -> "_Row":
        properties = at(row, "trPr")
        before = number_of(at(properties, "gridBefore"))
        cells = [GridCell((), max(1, min(before, 100)))] if before and before > 0 else []
        for cell in _inside(row, _CELL):
            if name_of(cell) != _CELL:
                cells.append(GridCell(tuple(self._other(cell))))
            elif at(cell, "tcPr/cellDel") is None:
                cells.append(self._cell(cell))
        is_head = properties is not None and at(properties, "tblHeader") is not None
        return _Row(row, cells, is_head)

    def _cell(self, cell: _Element) -> GridCell:
        merge = at(cell, "tcPr/vMerge")
        goes_on = merge is not None and (value_of(merge) or "continue") == "continue"
        across = number_of(at(cell, "tcPr/gridSpan")) or 1
        return GridCell(tuple(self.parts(cell)), max(1, min(across, 100)), goes_on)


@dataclass(frozen=True, slots=True)
class _Row:
    element: _Element
    cells: list[GridCell]
    is_head: bool


def _heads(rows: list[_Row], styled: bool) -> int:
    """How many rows at the top name the columns."""
    marked = 0
    while marked < len(rows) and rows[marked].is_head:
        marked += 1
    if marked or len(rows) < 2:
        return marked
    return int(styled or (_is_bold(rows[0].element) and not _is_bold(rows[1].element)))


def _inside(element: _Element, wanted: str) -> Iterator[_Element]:
    """The rows of a table, the cells of a row; of what is neither, the words."""
    for child in element:
        name = name_of(child)
        if name == wanted:
            yield child
        elif name in _GONE or name.endswith(("Pr", "}tblGrid", "}tblPrEx")):
            continue
        elif any(True for _ in child.iter(wanted)):
            yield from _inside(child, wanted)
        elif any(text.strip() for text in child.itertext()):
            yield child


def _is_bold(row: _Element) -> bool:
    """Whether all words of a row are set bold by their own properties."""
    runs = [run for run in row.iter(f"{W}r") if run.find(f"{W}t") is not None]
    return bool(runs) and all(_is_set(at(run, "rPr/b")) for run in runs)


def _is_set(element: _Element | None) -> bool:
    return element is not None and value_of(element) not in ("0", "false", "off")


def _has_first_row(look: _Element) -> bool:
    said = look.get(f"{W}firstRow")
    if said is not None:
        return said in ("1", "true", "on")
    value = value_of(look) or "0"
    try:
        return bool(int(value, 16) & 0x20)
    except ValueError:
        return False


def _outline(properties: _Element | None) -> int | None:
    """The level that a paragraph itself is told to have; 0 of what is told to be no heading."""
    outline = number_of(at(properties, "outlineLvl"))
    if outline is None:
        return None
    return outline + 1 if 0 <= outline < _BODY_LEVEL else 0


def _end_is_gone(properties: _Element) -> bool:
    """Whether a paragraph's end was deleted or moved away."""
    marks = at(properties, "rPr")
    return marks is not None and any(at(marks, kind) is not None for kind in ("del", "moveFrom"))
