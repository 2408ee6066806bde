"""What stands on an HTML page around its text: menus, shares, teasers, comments, languages.

A part goes when its structure says so: what it is named, how much of it is links, what they lead
to. Whatever has sentences of its own goes only if an extractor (trafilatura) leaves it out, too;
in doubt it stays.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from ingest.readers.folded import remove
from ingest.readers.normalise import one_line
from ingest.readers.phrases import (
    COPYRIGHT,
    HEADINGS,
    IN_HEADINGS,
    KINDS,
    LANGUAGES,
    SHARES,
    SKIPS,
    TOOLS,
)

Extract = Callable[[], str]
"""The page's text as an extractor finds it, in one line."""

_HEADED = ("h1", "h2", "h3", "h4", "h5", "h6")
_SECTIONS = frozenset(
    "aside div dl figure footer form header nav ol p section span table ul".split()
)
_TOPICS = re.compile(r"(?<![\w-])(?:category|tag|topic|term)-(?!list|links|cloud|nav)[\w-]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PROSE = 200  # characters outside links that may be sentences of the text
_SURE = 20  # characters of a stretch of text that hardly occurs twice in a page
_LINE = 60  # characters of a line or two beside links
_MENU_LINK = 30  # characters of a menu's entry, at most, on average
_LABEL = 60  # characters of a heading of what is no text, or of a tool's link
_TEASER = 400  # characters of one
_LAST = 5  # blocks at a page's end
_MOSTLY = 0.6


@dataclass(slots=True)
class _Size:
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


def clear(body: _Element, extract: Extract) -> None:
    """Takes what is no text out of the part of a page that holds the text."""
    for element in list(body.iter("a")):
        if _is_tool(element):
            remove(element)
    _clear_shares(body)
    sizes = _sizes(body)
    for element in _around(body, sizes, extract):
        remove(element)
    _clear_end(body, sizes)
    _clear_teasers(body, sizes, extract)
    _clear_headed(body, sizes, extract)


def _around(body: _Element, sizes: Mapping[_Element, _Size], extract: Extract) -> list[_Element]:
    """The parts whose names or make-up say that they are no text; none with most of the prose."""
    whole = sizes[body]
    heading = next(body.iter("h1"), None)
    before = heading is not None
    bare: list[_Element] = []
    wordy: list[_Element] = []
    seen: set[_Element] = set()
    for element in body.iter(etree.Element):
        before = before and element is not heading
        if element is body or element.tag not in _SECTIONS or element.getparent() in seen:
            if element.getparent() in seen:
                seen.add(element)
            continue
        size = sizes[element]
        if size.all * 2 > whole.all or next(element.iter("h1", "main"), None) is not None:
            continue
        prose = _prose_of_around(element, size)
        if before and size.links and size.is_links:
            prose = prose or _LINE
        if size.prose < prose:
            bare.append(element)
            seen.add(element)
        elif prose and not _is_extracted(element, extract()):
            wordy.append(element)
            seen.add(element)
    removed = sum(sizes[each].prose for each in wordy)
    return bare if removed * 4 > whole.prose * 3 else bare + wordy


def _sizes(body: _Element) -> dict[_Element, _Size]:
    sizes: dict[_Element, _Size] = {}
    for element in reversed(list(body.iter(etree.Element))):
        size = _Size(len((element.text or "").strip()))
        for child in element:
            inner = sizes.get(child, _Size())
            size.all += inner.all + len((child.tail or "").strip())
            size.linked += inner.linked
            size.links += inner.links
        if element.tag == "a" and element.get("href") is not None:
            size.linked, size.links = size.all, 1
        sizes[element] = size
    return sizes


def _words(element: _Element) -> str:
    return one_line("".join(element.itertext()))


def _named(element: _Element) -> str:
    """Its classes and its id as words apart; not an id that only repeats its heading."""
    names = _TOPICS.sub("", element.get("class", ""))
    own = element.get("id", "")
    if own:
        heading = next(element.iter(*_HEADED), None)
        slug = re.sub(r"\W", "", _words(heading)).casefold() if heading is not None else ""
        if re.sub(r"[\W_]", "", own).casefold() != slug:
            names += " " + own
    names = f"{names} {element.get('aria-label', '')}" if element.tag != "section" else names
    return _CAMEL.sub(" ", names).lower()


def _is_tool(link: _Element) -> bool:
    """Whether a link is a tool of the site and no part of a sentence: "Skip to content", "¶"."""
    words = _words(link)
    if "mw-editsection" in link.getparent().get("class", ""):
        return True
    if not words or len(words) > _LABEL:
        return False
    if link.get("href", "").startswith("#") and SKIPS.match(words):
        return True
    heading = next((each for each in link.iterancestors(*_HEADED)), None)
    if heading is not None:
        return words.strip("[]").casefold() in IN_HEADINGS and _words(heading) != words
    return TOOLS.fullmatch(words) is not None and _stands_alone(link)


def _stands_alone(link: _Element) -> bool:
    """Whether no words are in its line but those of other links."""
    for each in link.getparent():
        if each.tag not in ("a", "br", *_SECTIONS, *_HEADED) and _words(each):
            return False
        if one_line(each.tail or "") and link in (each, each.getnext()):
            return False
    return link.getprevious() is not None or not one_line(link.getparent().text or "")


def _clear_shares(body: _Element) -> None:
    """Links that hand the page on, with all that belongs to nothing else."""
    for link in list(body.iter("a")):
        if not SHARES.search(link.get("href", "")) or link.getparent() is None:
            continue
        part = link
        while (parent := part.getparent()) is not None and part is not body:
            others = [each for each in parent.iter("a") if not SHARES.search(each.get("href", "#"))]
            linked = sum(len(_words(each)) for each in parent.iter("a"))
            if others or len(_words(parent)) - linked > 30 or parent is body:
                break
            part = parent
        words = _words(part)
        if part is not link or len(words) <= 30:
            remove(part)


def _prose_of_around(element: _Element, size: _Size) -> int:
    """From how much prose on it might be text although its name or make-up says that it is not.

    0 where nothing says so.
    """
    if element.tag == "nav" or element.get("role") == "navigation":
        return _PROSE
    if _is_languages(element, size) or _leads_inside(element, size):
        return _PROSE
    named = _named(element)
    if not named.strip() or next(element.iter("pre", "code"), None) is not None:
        return 0
    found = (
        kind
        for kind in KINDS
        if kind.names.search(named) and (not kind.replies or _has_replies(element))
    )
    in_line = element.tag in ("p", "span")
    sure = (kind for kind in found if size.is_links or not (kind.links or in_line))
    return next((kind.prose for kind in sure), 0)


def _has_replies(element: _Element) -> bool:
    """Whether it is made as lists of readers' comments are."""
    made = next(element.iter("form", "textarea", "input", "cite", "time", "a"), None) is not None
    return made or any("comment" in each.get("class", "") for each in element.iterdescendants())


def _is_extracted(element: _Element, extract: str) -> bool:
    runs = [words for text in element.itertext() if len(words := one_line(text)) >= _SURE]
    found = sum(len(words) for words in runs if words in extract)
    return 2 * found >= sum(map(len, runs)) if extract else True


def _is_languages(element: _Element, size: _Size) -> bool:
    """A list of links to the page in other languages."""
    if element.tag not in ("ul", "ol", "div", "p", "section") or not 2 < size.links < 400:
        return False
    if not size.is_links:
        return False
    links = [each for each in element.iter("a") if each.get("href")]
    other = [each for each in links if each.get("hreflang") or _words(each).casefold() in LANGUAGES]
    return len(other) >= 0.7 * len(links)


def _leads_inside(element: _Element, size: _Size) -> bool:
    """A table of contents: links to headings of the page."""
    if element.tag not in ("ul", "ol", "div", "section", "table") or size.links < 3:
        return False
    if size.linked < 0.8 * size.all:
        return False
    links = [each for each in element.iter("a") if each.get("href")]
    inside = sum(each.get("href", "").startswith("#") for each in links)
    return inside >= 0.8 * len(links) and len(links) == size.links


def _clear_end(body: _Element, sizes: Mapping[_Element, _Size]) -> None:
    """Whose the site is, at its end."""
    blocks = [each for each in body.iter("p", "div", "li", "td", "small") if sizes[each].all]
    for each in blocks[-_LAST:]:
        if sizes[each].all <= _LABEL + _LABEL and COPYRIGHT.fullmatch(_words(each)):
            remove(each)


def _clear_teasers(body: _Element, sizes: Mapping[_Element, _Size], extract: Extract) -> None:
    """Neighbours that are each a heading that leads elsewhere and a line or two about it."""
    groups: dict[_Element, list[_Element]] = {}
    for heading in body.iter("h2", "h3", "h4", "h5"):
        if not _is_link(heading):
            continue
        part = heading
        while (parent := part.getparent()) is not None and parent is not body:
            if sum(1 for _ in parent.iter(*_HEADED)) > 1 or sizes[parent].all > _TEASER:
                break
            part = parent
        if part is not heading and parent is not None:
            groups.setdefault(parent, []).append(part)
    teasers = [each for group in groups.values() if len(group) > 1 for each in group]
    length = sum(sizes[each].all for each in teasers)
    if not teasers or len(_words(body)) - length < 2 * _PROSE + length / 2:
        return
    text = extract()
    for teaser in teasers:
        if not _is_extracted(teaser, text):
            remove(teaser)


def _is_link(heading: _Element) -> bool:
    """Whether all of a heading leads elsewhere."""
    words = _words(heading)
    around = next((each for each in heading.iterancestors("a")), None)
    links = [around] if around is not None else list(heading.iter("a"))
    return any(
        _words(each).startswith(words) and not each.get("href", "#").startswith("#")
        for each in links
    )


def _clear_headed(body: _Element, sizes: Mapping[_Element, _Size], extract: Extract) -> None:
    """What stands under a heading such as "Related articles", and the heading."""
    for heading in list(body.iter(*_HEADED[1:], "strong", "b", "div", "p")):
        if heading.getparent() is None or not 0 < sizes[heading].all <= _LABEL:
            continue
        words = _words(heading)
        if not HEADINGS.fullmatch(words):
            continue
        line = heading
        while (parent := line.getparent()) is not None and parent is not body:
            if _words(parent) != words:
                break
            line = parent
        _clear_under(line, extract)


def _clear_under(line: _Element, extract: Extract) -> None:
    part = list(_under(line))
    whole = " ".join(_words(each) for each in part)
    links = [each for one in part for each in one.iter("a")]
    linked = sum(len(_words(each)) for each in links)
    is_form = any(next(each.iter("form", "textarea"), None) is not None for each in part)
    if whole and not is_form and linked < _MOSTLY * len(whole):
        text = extract()
        prose = len(whole) - linked >= _PROSE and any(_is_extracted(each, text) for each in part)
        if prose or not links or not all(_small(each) for each in part):
            return
    for each in [*part, line]:
        remove(each)


def _small(element: _Element) -> bool:
    """Whether a line or two of words stand with each of its links."""
    links = sum(1 for _ in element.iter("a"))
    return links > 0 and len(_words(element)) <= _TEASER * links


def _under(line: _Element) -> Iterator[_Element]:
    """What follows the heading, up to the next."""
    for each in line.itersiblings():
        if next(each.iter(*_HEADED), None) is not None and not _headings_are_links(each):
            return
        yield each


def _headings_are_links(element: _Element) -> bool:
    return element.tag not in _HEADED and all(_is_link(each) for each in element.iter(*_HEADED))


def menus(elements: Sequence[_Element]) -> Iterator[_Element]:
    """Those that are lists of short links and nothing else."""
    for element in elements:
        size = _sizes(element)[element]
        if size.links > 3 and size.linked >= 0.9 * size.all <= _MENU_LINK * size.links:
            yield element
