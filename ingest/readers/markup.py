"""Writes out an HTML tree: headings, paragraphs, list items, tables, lines, printed pages."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from lxml import etree
from lxml.etree import _Element

from ingest.readers.compose import Composer
from ingest.readers.inline import BLOCKS, text_of, write_out
from ingest.readers.listing import write_lines
from ingest.readers.lists import BULLET, marker
from ingest.readers.normalise import means_something, one_line
from ingest.readers.tables import captions_of, rows_of
from ingest.readers.tree import kinds

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PREFORMATTED = frozenset("listing plaintext pre textarea xmp".split())
_CODE_NAMES = re.compile(
    r"\b(?:code|highlight|hljs|language|lang|source|prettyprint|brush|listing)"
)
_BULLETED = re.compile(r"\s*[•·▪▫◦‣●○■□∙]\s")
_FOLDED = ("details", "dl")
_BREAKS = frozenset(("pagebreak", "doc-pagebreak"))
_PAGE = re.compile(r"(?:page|seite|pagina|página|p\.|pg\.?)[\s_-]*(?=[\divxlc])", re.IGNORECASE)
_LONGEST_QUESTION = 200
_Way = Literal["item", "line", "goes on"]


def write(composer: Composer, element: _Element, pages: Mapping[str, str] = {}) -> None:
    """Puts the element's text into the document, part for part; its tree is used up.

    pages: printed page numbers that begin at elements of these ids
    """
    write_out(element, composer.remark)
    writer = _Writer(composer, pages)
    writer.walk(element)
    writer.end_block()


class _Writer:
    """Gathers words until a block begins or ends.

    way: how the next words are written, other than as a paragraph
    """

    def __init__(self, composer: Composer, pages: Mapping[str, str]) -> None:
        self.composer = composer
        self.pages = pages
        self.words: list[str] = []
        self.way: _Way | None = None
        self.item: _Element | None = None
        self.after_break = False
        self.apart = False  # whether a space stands before the printed page that begins
        self.level = 1  # of the last heading that the page marks as one

    def walk(self, root: _Element) -> None:
        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            if event == "start":
                if self._begin(element):
                    steps.skip_subtree()
            else:
                self._end(element)
                if element is not root:
                    self.words.append(element.tail or "")

    def _begin(self, element: _Element) -> bool:
        """Writes what is before the element's parts; whether that was all of it."""
        tag = element.tag
        if tag in BLOCKS:
            written = self.end_block()
            self.after_break = False
            if written and tag in ("dt", "dd"):
                self.way = "line"
        if self._turns_page(element):
            return True
        if level := _level(element):
            self._head(element, level)
            self.level = level
            return True
        if tag == "table" and self._write_table(element):
            return True
        if tag in _PREFORMATTED:
            self.end_block()
            is_code = element.find(".//code") is not None or bool(
                _CODE_NAMES.search(element.get("class", ""))
            )
            write_lines(self.composer, text_of(element), is_code)
            return True
        if tag == "br":
            written = self.end_block()
            self.after_break = written or not self.after_break  # two make a blank line
            return True
        if _is_question(element):
            self._head(element, self.level + 1)
            self.way = None
            return True
        if tag == "li":
            self.way, self.item = "item", element
        self.words.append(element.text or "")
        return False

    def _end(self, element: _Element) -> None:
        if element.tag not in BLOCKS:
            return
        written = self.end_block()
        self.after_break = False
        if element.tag in ("dt", "summary"):
            self.way = "line" if written else self.way
        elif element.tag in ("li", "dd", "details"):
            self.way = None

    def _head(self, element: _Element, level: int) -> None:
        self.end_block()
        words = text_of(element)
        if self.way == "item" and self.item is not None:
            mark = marker(self.item, words)
            words = words if mark == BULLET else mark + words
            self.way = None
        self.composer.heading(words, level)

    def _write_table(self, table: _Element) -> bool:
        rows = rows_of(table)
        if rows is None:
            return False
        for caption in captions_of(table):
            self.composer.paragraph(text_of(caption))
        self.composer.table(rows)
        for element in table.iter():
            self._turns_page(element)
        return True

    def _turns_page(self, element: _Element) -> bool:
        """Notes a printed page that begins here; whether the element is nothing else."""
        is_break = bool(element.attrib) and bool(kinds(element) & _BREAKS)
        number = self.pages.get(element.get("id", "")) if self.pages else None
        if not is_break and number is None:
            return False
        words = "".join(self.words)
        goes_on = self.end_block() or self.way == "goes on"
        self.apart = self.apart if not words else words[-1:].isspace()
        if label := number or _page_label(element):
            self.composer.page(None, label)
        if goes_on:
            self.way = "goes on"
        return is_break

    def end_block(self) -> bool:
        """What was gathered becomes a paragraph, an item or a further line; whether it was any."""
        words = "".join(self.words)
        self.words.clear()
        if not words.strip():
            return False
        way, self.way = self.way, None
        if way == "goes on":
            self.composer.goes_on(words, " " if self.apart or words[0].isspace() else "")
        elif way == "item" and self.item is not None:
            mark = marker(self.item, words) if means_something(words) else ""
            self.composer.listed(mark + words)
        elif _BULLETED.match(words):
            self.composer.listed(words)
        elif way == "line" or self.after_break:
            self.composer.line(words)
        else:
            self.composer.paragraph(words)
        return True


def _level(element: _Element) -> int | None:
    if element.tag in _HEADINGS:
        return _HEADINGS[element.tag]
    if element.get("role") == "heading":
        said = element.get("aria-level", "2")
        return int(said) if said in list("123456789") else 2
    return None


def _page_label(element: _Element) -> str | None:
    """The number that a page break gives, in whatever attribute it does."""
    given = (element.get("title"), element.get("aria-label"), text_of(element), element.get("id"))
    for words in given:
        if words and (label := _PAGE.sub("", one_line(words)).strip()):
            return label
    return None


def _is_question(element: _Element) -> bool:
    """Whether it is a question that has its answer under it, set as one and not as a heading."""
    if element.tag in ("dt", "summary"):
        return _asks(text_of(element)) and _is_first(element) and _ends_section(element.getparent())
    return element.tag in ("p", "div") and _is_bold(element) and _has_answer(element)


def _is_first(element: _Element) -> bool:
    """Whether it begins what holds it and its answer, or is one of several in it."""
    parent = element.getparent()
    if parent is None or parent.tag in _FOLDED:
        return parent is not None
    words = one_line("".join(element.itertext()))
    return one_line("".join(parent.itertext())).startswith(words)


def _asks(text: str) -> bool:
    words = one_line(text)
    return words[-1:] in ("?", "？", "؟") and len(words) <= _LONGEST_QUESTION


def _ends_section(group: _Element | None) -> bool:
    """Whether no other text follows under the same heading, which would then be another's."""
    while group is not None and group.tag != "body":
        if one_line(group.tail or ""):
            return False
        for other in group.itersiblings():
            if other.tag not in _FOLDED and (words := one_line("".join(other.itertext()))):
                return _begins_with_heading(other, words)
            if one_line(other.tail or ""):
                return False
        group = group.getparent()
    return True


def _begins_with_heading(element: _Element, words: str) -> bool:
    for each in element.iter():
        if _level(each) or each.tag in ("summary", "dt"):
            return words.startswith(one_line("".join(each.itertext())))
    return False


def _is_bold(element: _Element) -> bool:
    """Whether all its words are in bold, and are a question."""
    if one_line(element.text or "") or any(child.tag in BLOCKS for child in element):
        return False
    return all(map(_bold_inside, element)) and _asks(text_of(element))


def _bold_inside(child: _Element) -> bool:
    """Whether an element and what follows it have no words but in bold."""
    if one_line(child.tail or ""):
        return False
    each = child
    while each.tag not in ("b", "strong") and "bold" not in each.get("style", ""):
        if one_line(each.text or "") or len(each) != 1 or one_line(each[0].tail or ""):
            return not one_line("".join(each.itertext()))
        each = each[0]
    return True


def _has_answer(element: _Element) -> bool:
    following = next(_with_words(element.itersiblings()), None)
    if following is None or one_line(element.tail or ""):
        return following is None and bool(one_line(element.tail or ""))
    return not _level(following) and not (following.tag == element.tag and _is_bold(following))


def _with_words(elements: Iterator[_Element]) -> Iterator[_Element]:
    return (each for each in elements if one_line("".join(each.itertext())))
