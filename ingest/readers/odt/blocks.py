"""An OpenDocument text's paragraphs, lists and tables, in order, also those of text boxes."""

from collections.abc import Callable, Iterator

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


_P, _H, _LIST, _TABLE = f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{TABLE}table"


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

    def parts(self, element: _Element) -> Iterator[Part]:
        """All paragraphs, lists and tables inside."""
        for child in element:
            yield from self._part(child)

    def _part(self, element: _Element) -> Iterator[Part]:
        name = element.tag
        if not isinstance(name, str) or name in _GONE:
            return
        if name == _P:
            yield from self._paragraph(element, None)
        elif name == _H:
            yield from self._heading(element, None)
        elif name == _LIST:
            yield from self._list(element, self._lists.open(element), 1)
        elif name == f"{TEXT}numbered-paragraph":
            level = max(1, whole(element.get(f"{TEXT}level"), 1))
            yield from self._item(element, self._lists.named(element), level)
        elif name == _TABLE:
            yield from self._tables.table(element)
        elif name == f"{TEXT}section" and element.get(f"{TEXT}display") == "none":
            self._remark("hidden text is left out")
        elif holds_blocks(element) and name != f"{DRAW}frame":
            yield from self.parts(element)
        else:
            yield from self._finished(self._words.line(element))

    def _paragraph(self, element: _Element, marker: str | None) -> Iterator[Part]:
        style = element.get(f"{TEXT}style-name", "")
        level = self._styles.heading(style)
        yield from self._finished(self._words.line(element), level, marker)

    def _heading(self, element: _Element, marker: str | None) -> Iterator[Part]:
        level = max(1, whole(element.get(f"{TEXT}outline-level"), 1))
        if marker is None:
            marker = _printed(element) or self._lists.heading(element, level)
        yield from self._finished(self._words.line(element), level, marker)

    def _finished(
        self, line: Line, level: int | None = None, marker: str | None = None
    ) -> Iterator[Part]:
        if line.text.strip():
            yield Paragraph(line.text, level, marker or None)
        for note in line.notes:
            yield Note(note.mark, tuple(self.parts(note.note)), note.at_end)
        for box in line.boxes:
            yield from self._part(box) if is_block(box) else self.parts(box)

    def _list(self, element: _Element, count: Count, level: int) -> Iterator[Part]:
        for item in element:
            name = local(item)
            if name == "list-item":
                yield from self._item(item, count, level)
            elif name == "list-header":
                yield from self._inside_item(item, count, level, "")
            elif name:
                yield from self._part(item)

    def _item(self, item: _Element, count: Count, level: int) -> Iterator[Part]:
        """Only an item with words of its own is counted; its later paragraphs have no number."""
        first = next((each for each in item if local(each) not in ("number", "")), None)
        marker = ""
        if first is not None and local(first) != "list":
            counted = self._lists.item(count, level, item.get(f"{TEXT}start-value"))
            marker = _printed(item) or counted
        yield from self._inside_item(item, count, level, marker)

    def _inside_item(self, item: _Element, count: Count, level: int, marker: str) -> Iterator[Part]:
        for child in item:
            name = local(child)
            if name == "list":
                yield from self._list(child, self._lists.nested(child, count), level + 1)
            elif name == "p":
                yield from self._paragraph(child, marker)
                marker = ""
            elif name == "h":
                yield from self._heading(child, marker)
                marker = ""
            else:
                yield from self._part(child)


def _printed(element: _Element) -> str:
    """The number that some programs keep as they have printed it."""
    number = element.find(f"{TEXT}number")
    return "" if number is None else "".join(number.itertext()).strip()
