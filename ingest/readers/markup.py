"""Writes out an HTML tree: headings, paragraphs, list items, table rows, lines."""

from lxml.etree import QName, _Element

from ingest.readers.compose import Composer

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DROPPED = frozenset(
    "audio button canvas datalist head iframe input map noscript object script select style svg "
    "template textarea video".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form header hgroup hr html legend li main menu nav ol p pre section summary "
    "table tbody td tfoot th thead tr ul".split()
)
_CELL_LONG = 400  # characters: a longer cell belongs to a table that is mere layout


def write(composer: Composer, element: _Element) -> None:
    """Puts the element's text into the document, part for part."""
    writer = _Writer(composer)
    writer.walk(element)
    writer.end_block()


class _Writer:
    """Gathers words until a block begins or ends."""

    def __init__(self, composer: Composer) -> None:
        self.composer = composer
        self.words: list[str] = []
        self.item = False
        self.number: int | None = None
        self.after_break = False

    def walk(self, element: _Element) -> None:
        """The element and what is in it, not what follows it."""
        tag = _tag(element)
        if tag in _DROPPED or not tag:
            return
        if tag in _HEADINGS:
            self.end_block()
            self.composer.heading(_text(element), _HEADINGS[tag])
        elif tag == "tr" and _is_data(element):
            self.end_block()
            self.composer.row(_text(cell) for cell in element if _tag(cell) in ("td", "th"))
        elif tag == "pre":
            self.end_block()
            for line in _text(element).splitlines():
                self.composer.line(line)
        elif tag == "br":
            self.end_block()
            self.after_break = True
        else:
            self._walk_inside(element, tag)

    def _walk_inside(self, element: _Element, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()
            self.after_break = False
        if tag == "li":
            self.item, self.number = True, _number(element)
        self.words.append(element.text or "")
        for child in element:
            self.walk(child)
            self.words.append(child.tail or "")
        if tag in _BLOCKS:
            self.end_block()
            self.after_break = self.item = False

    def end_block(self) -> None:
        """What was gathered becomes a paragraph, an item or a further line."""
        words = "".join(self.words)
        self.words.clear()
        if not words.strip():
            return
        if self.item:
            self.composer.item(words, self.number)
            self.item = False
        elif self.after_break:
            self.composer.line(words)
        else:
            self.composer.paragraph(words)


def _tag(element: _Element) -> str:
    """The name without its namespace; empty for comments and instructions."""
    return QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _text(element: _Element) -> str:
    """All words inside, those of nested blocks apart from one another."""
    parts = [element.text or ""]
    for child in element:
        tag = _tag(child)
        if tag and tag not in _DROPPED:
            around = "\n" if tag in _BLOCKS or tag == "br" else ""
            parts += [around, _text(child), around]
        parts.append(child.tail or "")
    return "".join(parts)


def _is_data(row: _Element) -> bool:
    """Whether a table's row holds data, and not the columns of a page."""
    cells = [cell for cell in row if _tag(cell) in ("td", "th")]
    tables = any(_tag(each) in ("table", "ul", "ol", *_HEADINGS) for each in row.iter())
    return len(cells) > 1 and not tables and all(len(_text(cell)) <= _CELL_LONG for cell in cells)


def _number(item: _Element) -> int | None:
    """An item's number in a numbered list; None in any other."""
    parent = item.getparent()
    if parent is None or _tag(parent) != "ol":
        return None
    start = parent.get("start", "1")
    first = int(start) if start.isdecimal() and len(start) < 7 else 1
    return first + sum(1 for each in item.itersiblings(preceding=True) if _tag(each) == "li")
