"""How much of a part of an HTML page is text, how much links, and whether an extractor has it."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from ingest.readers.normalise import one_line

Extract = Callable[[], str]
"""The page's text as an extractor finds it, in one line."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SURE = 20  # characters of a stretch of text that hardly occurs twice in a page
_WRITTEN = frozenset("text number date time datetime-local month week tel email url".split())
_MOSTLY = 0.6  # of its characters are links


@dataclass(slots=True)
class Size:
    """Characters inside an element, in all and in links, and how many links."""

    all: int = 0
    linked: int = 0
    links: int = 0

    @property
    def prose(self) -> int:
        return self.all - self.linked

    @property
    def is_links(self) -> bool:
        return self.linked >= _MOSTLY * self.all


def sizes_of(body: _Element) -> dict[_Element, Size]:
    """Of each element inside."""
    sizes: dict[_Element, Size] = {}
    for element in reversed(list(body.iter(etree.Element))):
        size = Size(len((element.text or "").strip()))
        for child in element:
            inner = sizes.get(child, Size())
            size.all += inner.all + len((child.tail or "").strip())
            size.linked += inner.linked
            size.links += inner.links
        if element.tag == "a" and element.get("href") is not None:
            size.linked, size.links = size.all, 1
        sizes[element] = size
    return sizes


def words_of(element: _Element) -> str:
    """All words inside, in one line."""
    return one_line("".join(element.itertext()))


def is_extracted(element: _Element, extract: str) -> bool:
    """Whether most of its text is in the extract; where there is none, it may be."""
    runs = [words for text in element.itertext() if len(words := one_line(text)) >= _SURE]
    found = sum(len(words) for words in runs if words in extract)
    return 2 * found >= sum(map(len, runs)) if extract else True


def is_filled(element: _Element) -> bool:
    """Whether it has a form that somebody filled in."""
    for each in element.iter("textarea", "input"):
        is_line = each.get("type", "text").lower() in _WRITTEN
        written = each.text if each.tag == "textarea" else each.get("value") if is_line else None
        if "checked" in each.attrib or one_line(written or ""):
            return True
    return False
