"""A page of an EPUB: its text, under what the contents call it, with its printed page numbers."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urldefrag

from lxml import etree
from lxml.etree import _Element

from ingest.documents import Unreadable
from ingest.readers.archive import Archive
from ingest.readers.compose import Composer
from ingest.readers.normalise import one_line
from ingest.readers.web.blocks import BLOCKS
from ingest.readers.web.contents import Contents, Entry, resolved
from ingest.readers.web.markup import write
from ingest.readers.web.styles import apply_sheets
from ingest.readers.web.tree import kinds, page_of

_Value = TypeVar("_Value")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTENTS = frozenset(
    "toc landmarks page-list lot loi loa lov doc-toc doc-pagelist doc-backlink".split()
)
_NO_LETTERS = re.compile(r"\W+")
_MOSTLY = 0.7  # of a page's letters that are links into the book: it is a table of contents
_FEWEST_LINKS = 3


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page by its name in the archive; `shift`: levels that headings before it were lowered."""

    name: str
    book: frozenset[str]
    contents: Contents
    shift: int = 0


def write_chapter(composer: Composer, archive: Archive, chapter: Chapter) -> int:
    """Puts the page into the document; the levels by which its headings were lowered."""
    tree = page_of(archive.part(chapter.name))
    for remark in tree.remarks:
        composer.remark(remark)
    body = next(tree.root.iter("body"), tree.root)
    apply_sheets(body, _sheets(archive, tree.root, chapter.name))
    if _is_contents(body, chapter):
        return chapter.shift
    for element in list(body.iter("nav", "a", "section")):
        if kinds(element) & _CONTENTS:
            _empty(element)
    _take_in(archive, body, chapter)
    composer.edge()
    shift = _set_headings(body, chapter)
    if number := chapter.contents.pages.get(chapter.name):
        composer.page(None, number)
    write(composer, body, _parts(chapter.contents.pages, chapter.name))
    return shift


def _sheets(archive: Archive, root: _Element, name: str) -> Iterator[str]:
    folder = posixpath.dirname(name)
    for style in root.iter("style", "link"):
        if style.tag == "style":
            yield style.text or ""
        elif "stylesheet" in style.get("rel", "").lower():
            sheet = resolved(folder, style.get("href", ""))
            if sheet in archive:
                yield archive.part(sheet).decode("utf-8", "replace")


def _is_contents(body: _Element, chapter: Chapter) -> bool:
    """Whether the page is mostly links to the book's places."""
    linked = links = 0
    for link in body.iter("a"):
        url, _ = urldefrag(link.get("href", ""))
        target = resolved(posixpath.dirname(chapter.name), url) if url else chapter.name
        if link.get("href") and target in chapter.book:
            linked += _letters("".join(link.itertext()))
            links += 1
    for heading in body.iter(*_HEADINGS):
        if next(heading.iter("a"), None) is None:
            linked += _letters("".join(heading.itertext()))
    return links >= _FEWEST_LINKS and linked >= _MOSTLY * _letters("".join(body.itertext()))


def _letters(text: str) -> int:
    return sum(each.isalpha() for each in text)


def _empty(element: _Element) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail


def _take_in(archive: Archive, body: _Element, chapter: Chapter) -> None:
    """Pages of the book that are shown inside this one, at their place."""
    for frame in list(body.iter("iframe", "object")):
        source = frame.get("src") or frame.get("data") or ""
        name = resolved(posixpath.dirname(chapter.name), source)
        if name not in archive or name in chapter.book or not name.endswith(("html", "htm")):
            continue
        try:
            inner = page_of(archive.part(name)).root
        except Unreadable:
            continue
        for child in list(frame):
            frame.remove(child)
        frame.tag, frame.text = "div", None
        frame.append(next(inner.iter("body"), inner))
        frame[0].tag = "div"


def _set_headings(body: _Element, chapter: Chapter) -> int:
    """Makes headings of what the contents name, where the page has none that say the same."""
    entry = chapter.contents.entries.get(chapter.name)
    inner = _parts(chapter.contents.entries, chapter.name)
    shift = _top_heading(body, entry) if entry else None
    for element in list(body.iter(etree.Element)):
        if inner and (named := inner.get(element.get("id") or element.get("name") or "")):
            here = _heading_at(element, named)
            shift = here if shift is None else shift
    shift = chapter.shift if shift is None else shift
    for heading in body.iter(*_HEADINGS):
        if "data-level" not in heading.attrib:
            heading.tag = f"h{min(6, int(heading.tag[1]) + shift)}"
    return shift


def _parts(places: Mapping[str, _Value], name: str) -> dict[str, _Value]:
    """What is said of the page's own parts, by their id."""
    return {
        place.removeprefix(name + "#"): value
        for place, value in places.items()
        if place.startswith(name + "#")
    }


def _top_heading(body: _Element, entry: Entry) -> int | None:
    """The page's heading by its entry in the contents; how far it lowers the page's own."""
    first = next((each for each in _blocks_with_text(body)), None)
    own = next(body.iter(*_HEADINGS), None)
    if own is not None and _says_same(own, entry):
        return max(0, entry.level - int(own.tag[1]))
    if first is not None and _says_same(first, entry):
        _make_heading(first, entry.level)
    else:
        _insert_heading(body, 0, entry)
    highest = min((int(each.tag[1]) for each in _own_headings(body)), default=9)
    return max(0, entry.level + 1 - highest)


def _own_headings(body: _Element) -> Iterator[_Element]:
    return (each for each in body.iter(*_HEADINGS) if "data-level" not in each.attrib)


def _heading_at(element: _Element, entry: Entry) -> int | None:
    """The heading at a place inside the page; how far it lowers the page's own."""
    above = [element, *element.iterancestors()]
    own = next((each for each in above if each.tag in _HEADINGS), None)
    if own is None:
        near = next(_blocks_with_text(element), None)
        if near is None or not _says_same(near, entry):
            block = next((each for each in above if each.tag in BLOCKS), element)
            near = block if _says_same(block, entry) else None
        if near is None:
            parent = element.getparent()
            following = element.getnext() if not one_line("".join(element.itertext())) else None
            near = next(_blocks_with_text(following), None) if following is not None else None
            if near is None or not (near.tag in _HEADINGS or _says_same(near, entry)):
                if parent is not None and element.tag in BLOCKS:
                    _insert_heading(parent, parent.index(element), entry)
                return None
        own = near
    if own.tag in _HEADINGS:
        return max(0, entry.level - int(own.tag[1])) if _says_same(own, entry) else None
    _make_heading(own, entry.level)
    return None


def _blocks_with_text(element: _Element) -> Iterator[_Element]:
    """The innermost blocks that hold words, in order."""
    for each in element.iter(etree.Element):
        if each.tag in BLOCKS and any(map(one_line, each.itertext())):
            inner = next((one for one in each if one.tag in BLOCKS), None)
            if inner is None or one_line(each.text or ""):
                yield each


def _make_heading(element: _Element, level: int) -> None:
    element.tag = f"h{level}"
    element.set("data-level", str(level))


def _insert_heading(parent: _Element, place: int, entry: Entry) -> None:
    heading = etree.Element(f"h{entry.level}")
    heading.text = entry.words
    heading.set("data-level", str(entry.level))
    parent.insert(place, heading)
    if place == 0:
        heading.tail, parent.text = parent.text, None


def _says_same(element: _Element, entry: Entry) -> bool:
    """Whether the words are the entry's, but for a number or a name before them, say."""
    here, there = (
        _NO_LETTERS.sub("", text).casefold() for text in ("".join(element.itertext()), entry.words)
    )
    if not here or not there:
        return False
    shorter, longer = sorted((here, there), key=len)
    return longer == shorter or (
        len(shorter) > 2 and shorter in longer and len(longer) < 4 * len(shorter)
    )
