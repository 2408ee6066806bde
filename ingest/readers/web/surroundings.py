"""What stands on an HTML page around its text: menus, shares, teasers, comments, languages.

A part goes when its structure says so: what it is named, how much of it is links, what they lead
to. Whatever has sentences of its own goes only if an extractor (trafilatura) leaves it out, too;
in doubt it stays.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from lxml.etree import _Element

from ingest.readers.normalise import one_line
from ingest.readers.web.folded import remove
from ingest.readers.web.phrases import (
    COPYRIGHT,
    IN_HEADINGS,
    KINDS,
    LANGUAGES,
    SKIPS,
    TOOLS,
    WAYS_BACK,
)
from ingest.readers.web.teasers import clear_headed, clear_shares, clear_teasers
from ingest.readers.web.weighing import (
    HEADINGS,
    Extract,
    Size,
    is_extracted,
    is_filled,
    sizes_of,
    words_of,
)

_SECTIONS = frozenset(
    "aside div dl figure footer form header nav ol p section span table ul".split()
)
_TOPICS = re.compile(r"(?<![\w-])(?:category|tag|topic|term)-(?!list|links|cloud|nav)[\w-]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PROSE = 200  # characters outside links that may be sentences of the text
_LINE = 60  # characters of a line or two beside links
_MENU_LINK = 30  # characters of a menu's entry, at most, on average
_LABEL = 60  # characters of a heading of what is no text, or of a tool's link
_LAST = 5  # blocks at a page's end


def clear(body: _Element, extract: Extract) -> None:
    """Takes what is no text out of the part of a page that holds the text."""
    for element in list(body.iter("a")):
        if _is_tool(element):
            remove(element)
    clear_shares(body)
    sizes = sizes_of(body)
    for element in _around(body, sizes, extract):
        remove(element)
    _clear_end(body, sizes)
    clear_teasers(body, sizes, extract)
    clear_headed(body, sizes, extract)


def _around(body: _Element, sizes: Mapping[_Element, Size], extract: Extract) -> list[_Element]:
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
        if 0 < prose <= _LINE and is_filled(element):
            continue
        if size.prose < prose:
            bare.append(element)
            seen.add(element)
        elif prose and not is_extracted(element, extract()):
            wordy.append(element)
            seen.add(element)
    removed = sum(sizes[each].prose for each in wordy)
    return bare if removed * 4 > whole.prose * 3 else bare + wordy


def _named(element: _Element) -> str:
    """Its classes and its id as words apart; not an id that only repeats its heading."""
    names = _TOPICS.sub("", element.get("class", ""))
    own = element.get("id", "")
    if own:
        heading = next(element.iter(*HEADINGS), None)
        slug = re.sub(r"\W", "", words_of(heading)).casefold() if heading is not None else ""
        if re.sub(r"[\W_]", "", own).casefold() != slug:
            names += " " + own
    names = f"{names} {element.get('aria-label', '')}" if element.tag != "section" else names
    return _CAMEL.sub(" ", names).lower()


def _is_tool(link: _Element) -> bool:
    """Whether a link is a tool of the site and no part of a sentence: "Skip to content", "¶"."""
    words = words_of(link)
    if "mw-editsection" in link.getparent().get("class", ""):
        return True
    if not words or len(words) > _LABEL:
        return False
    if link.get("href", "").startswith("#") and words in WAYS_BACK:
        return True
    if link.get("href", "").startswith("#") and SKIPS.match(words):
        return True
    heading = next((each for each in link.iterancestors(*HEADINGS)), None)
    if heading is not None:
        return words.strip("[]").casefold() in IN_HEADINGS and words_of(heading) != words
    return TOOLS.fullmatch(words) is not None and _stands_alone(link)


def _stands_alone(link: _Element) -> bool:
    """Whether no words are in its line but those of other links."""
    for each in link.getparent():
        if each.tag not in ("a", "br", *_SECTIONS, *HEADINGS) and words_of(each):
            return False
        if one_line(each.tail or "") and link in (each, each.getnext()):
            return False
    return link.getprevious() is not None or not one_line(link.getparent().text or "")


def _prose_of_around(element: _Element, size: Size) -> int:
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


def _is_languages(element: _Element, size: Size) -> bool:
    """A list of links to the page in other languages."""
    if element.tag not in ("ul", "ol", "div", "p", "section") or not 2 < size.links < 400:
        return False
    if not size.is_links:
        return False
    links = [each for each in element.iter("a") if each.get("href")]
    other = [
        each for each in links if each.get("hreflang") or words_of(each).casefold() in LANGUAGES
    ]
    return len(other) >= 0.7 * len(links)


def _leads_inside(element: _Element, size: Size) -> bool:
    """A table of contents: links to headings of the page."""
    if element.tag not in ("ul", "ol", "div", "section", "table") or size.links < 3:
        return False
    if size.linked < 0.8 * size.all:
        return False
    links = [each for each in element.iter("a") if each.get("href")]
    inside = sum(each.get("href", "").startswith("#") for each in links)
    return inside >= 0.8 * len(links) and len(links) == size.links


def _clear_end(body: _Element, sizes: Mapping[_Element, Size]) -> None:
    """Whose the site is, at its end."""
    blocks = [each for each in body.iter("p", "div", "li", "td", "small") if sizes[each].all]
    for each in blocks[-_LAST:]:
        if sizes[each].all <= _LABEL + _LABEL and COPYRIGHT.fullmatch(words_of(each)):
            remove(each)


def menus(elements: Sequence[_Element]) -> Iterator[_Element]:
    """Those that are lists of short links and nothing else."""
    for element in elements:
        size = sizes_of(element)[element]
        if size.links > 3 and size.linked >= 0.9 * size.all <= _MENU_LINK * size.links:
            yield element
