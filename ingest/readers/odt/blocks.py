"""An OpenDocument text's paragraphs, lists and tables, in order, also those of text boxes."""

from collections.abc import Callable

from lxml.etree import _Element

from ingest.readers.odt.lists import Count, Lists
from ingest.readers.odt.names import DRAW, OFFICE, STYLE, TABLE, TEXT, local, whole
from ingest.readers.odt.styles import Styles
from ingest.readers.odt.tables import Tables
from ingest.readers.odt.words import Words, holds_blocks, is_block
from ingest.readers.office.lines import Line
from ingest.readers.office.parts import Note, Paragraph, Part

_GONE = frozenset(
    f"{space}{name}"
    for space, names in (
        (
            TEXT,
            "tracked-changes sequence-decls variable-decls user-field-decls dde-connection-decls "
            "table-of-content-source illustration-index-source table-index-source "
            "object-index-source user-index-source alphabetical-index-source "
            "bibliography-source alphabetical-index-auto-mark-file number",
        ),
        (OFFICE, "forms annotation scripts settings meta font-face-decls automatic-styles styles"),
        (TABLE, "calculation-settings named-expressions database-ranges"),
        (STYLE, "style"),
    )
    for name in names.split()
)


_STYLE, _LEVEL = f"{TEXT}style-name", f"{TEXT}outline-level"
_NUMBER, _START = f"{TEXT}number", f"{TEXT}start-value"


class Blocks:
    """Walks the body; the lists go on through all of it."""

    def __init__(
        self, words: Words, styles: Styles, lists: Lists, remark: Callable[[str], None]
    ) -> None:
        self._words = words
        self._styles = styles
        self._lists = lists
        self._remark = remark
        self._tables = Tables(self.parts, styles, remark)

    def parts(self, element: _Element) -> list[Part]:
        """All paragraphs, lists and tables inside."""
        found: list[Part] = []
        for child in element:
            found += self._part(child)
        return found

    def _part(self, element: _Element) -> list[Part]:
        name = element.tag
        if read := _READ.get(name):
            return read(self, element)
        if not isinstance(name, str) or name in _GONE:
            return []
        if name == f"{TEXT}section" and element.get(f"{TEXT}display") == "none":
            self._remark("hidden text is left out")
            return []
        if holds_blocks(element) and name != f"{DRAW}frame":
            return self.parts(element)
        return self._finished(self._words.line(element))

    def _paragraph(self, element: _Element, marker: str | None = None) -> list[Part]:
        style = element.get(_STYLE, "")
        return self._finished(self._words.line(element), self._styles.heading(style), marker)

    def _heading(self, element: _Element, marker: str | None = None) -> list[Part]:
        level = max(1, whole(element.get(_LEVEL), 1))
        if marker is None:
            marker = _printed(element) or self._lists.heading(element, level)
        return self._finished(self._words.line(element), level, marker)

    def _numbered(self, element: _Element) -> list[Part]:
        level = max(1, whole(element.get(f"{TEXT}level"), 1))
        return self._item(element, self._lists.named(element), level)

    def _table(self, element: _Element) -> list[Part]:
        return self._tables.table(element)

    def _finished(
        self, line: Line, level: int | None = None, marker: str | None = None
    ) -> list[Part]:
        found: list[Part] = []
        if line.text.strip():
            found.append(Paragraph(line.text, level, marker or None))
        for note in line.notes:
            found.append(Note(note.mark, tuple(self.parts(note.note)), note.at_end))
        for box in line.boxes:
            found += self._part(box) if is_block(box) else self.parts(box)
        return found

    def _list(self, element: _Element) -> list[Part]:
        return self._items(element, self._lists.open(element), 1)

    def _items(self, element: _Element, count: Count, level: int) -> list[Part]:
        found: list[Part] = []
        for item in element:
            name = local(item)
            if name == "list-item":
                found += self._item(item, count, level)
            elif name == "list-header":
                found += self._inside_item(item, count, level, "")
            elif name:
                found += self._part(item)
        return found

    def _item(self, item: _Element, count: Count, level: int) -> list[Part]:
        """Only an item with words of its own is counted; its later paragraphs have no number."""
        first = next((each for each in item if local(each) not in ("number", "")), None)
        marker = ""
        if first is not None and local(first) != "list":
            counted = self._lists.item(count, level, item.get(_START))
            marker = _printed(item) or counted
        return self._inside_item(item, count, level, marker)

    def _inside_item(self, item: _Element, count: Count, level: int, marker: str) -> list[Part]:
        found: list[Part] = []
        for child in item:
            name = local(child)
            if name == "list":
                found += self._items(child, self._lists.nested(child, count), level + 1)
            elif name == "p":
                found += self._paragraph(child, marker)
                marker = ""
            elif name == "h":
                found += self._heading(child, marker)
                marker = ""
            else:
                found += self._part(child)
        return found


_READ: dict[str, Callable[[Blocks, _Element], list[Part]]] = {
    f"{TEXT}p": Blocks._paragraph,
    f"{TEXT}h": Blocks._heading,
    f"{TEXT}list": Blocks._list,
    f"{TEXT}numbered-paragraph": Blocks._numbered,
    f"{TABLE}table": Blocks._table,
}


def _printed(element: _Element) -> str:
    """The number that some programs keep as they have printed it."""
    number = next(element.iterchildren(_NUMBER), None)
    return "" if number is None else "".join(number.itertext()).strip()
