"""Parts of an HTML page that lead to other pages: teasers, shares, what "Related" stands over."""

from collections.abc import Iterator, Mapping

from lxml.etree import _Element

from ingest.readers.web.folded import remove
from ingest.readers.web.phrases import HEADINGS as HEADS
from ingest.readers.web.phrases import SHARES
from ingest.readers.web.weighing import HEADINGS, Extract, Size, is_extracted, is_filled, words_of

_PROSE = 200  # characters outside links that may be sentences of the text
_LABEL = 60  # characters of a heading of what is no text
_TEASER = 400  # characters of one
_MOSTLY = 0.6


def clear_shares(body: _Element) -> None:
    """Links that hand the page on, with all that belongs to nothing else."""
    for link in list(body.iter("a")):
        if not SHARES.search(link.get("href", "")) or link.getparent() is None:
            continue
        part = link
        while (parent := part.getparent()) is not None and part is not body:
            others = [each for each in parent.iter("a") if not SHARES.search(each.get("href", "#"))]
            linked = sum(len(words_of(each)) for each in parent.iter("a"))
            if others or len(words_of(parent)) - linked > 30 or parent is body:
                break
            part = parent
        words = words_of(part)
        if part is not link or len(words) <= 30:
            remove(part)


def clear_teasers(body: _Element, sizes: Mapping[_Element, Size], extract: Extract) -> None:
    """Neighbours that are each a heading that leads elsewhere and a line or two about it."""
    groups: dict[_Element, list[_Element]] = {}
    for heading in body.iter("h2", "h3", "h4", "h5"):
        if not _is_link(heading):
            continue
        part = heading
        while (parent := part.getparent()) is not None and parent is not body:
            if sum(1 for _ in parent.iter(*HEADINGS)) > 1 or sizes[parent].all > _TEASER:
                break
            part = parent
        if part is not heading and parent is not None:
            groups.setdefault(parent, []).append(part)
    teasers = [each for group in groups.values() if len(group) > 1 for each in group]
    length = sum(sizes[each].all for each in teasers)
    if not teasers or len(words_of(body)) - length < 2 * _PROSE + length / 2:
        return
    text = extract()
    for teaser in teasers:
        if not is_extracted(teaser, text):
            remove(teaser)


def _is_link(heading: _Element) -> bool:
    """Whether all of a heading leads elsewhere."""
    words = words_of(heading)
    around = next((each for each in heading.iterancestors("a")), None)
    links = [around] if around is not None else list(heading.iter("a"))
    return any(
        words_of(each).startswith(words) and not each.get("href", "#").startswith("#")
        for each in links
    )


def clear_headed(body: _Element, sizes: Mapping[_Element, Size], extract: Extract) -> None:
    """What stands under a heading such as "Related articles", and the heading."""
    for heading in list(body.iter(*HEADINGS[1:], "strong", "b", "div", "p")):
        if heading.getparent() is None or not 0 < sizes[heading].all <= _LABEL:
            continue
        words = words_of(heading)
        if not HEADS.fullmatch(words):
            continue
        line = heading
        while (parent := line.getparent()) is not None and parent is not body:
            if words_of(parent) != words:
                break
            line = parent
        _clear_under(line, extract)


def _clear_under(line: _Element, extract: Extract) -> None:
    part = list(_under(line))
    whole = " ".join(words_of(each) for each in part)
    links = [each for one in part for each in one.iter("a")]
    linked = sum(len(words_of(each)) for each in links)
    if any(map(is_filled, part)):
        return
    is_form = any(next(each.iter("form", "textarea"), None) is not None for each in part)
    mostly_links = linked >= _MOSTLY * len(whole) or (is_form and len(whole) - linked < _PROSE)
    if whole and not mostly_links:
        text = extract()
        prose = len(whole) - linked >= _PROSE and any(is_extracted(each, text) for each in part)
        if prose or not links or not all(_small(each) for each in part):
            return
    for each in [*part, line]:
        remove(each)


def _small(element: _Element) -> bool:
    """Whether a line or two of words stand with each of its links."""
    links = sum(1 for _ in element.iter("a"))
    return links > 0 and len(words_of(element)) <= _TEASER * links


def _under(line: _Element) -> Iterator[_Element]:
    """What follows the heading, up to the next."""
    for each in line.itersiblings():
        if next(each.iter(*HEADINGS), None) is not None and not _headings_are_links(each):
            return
        yield each


def _headings_are_links(element: _Element) -> bool:
    return element.tag not in HEADINGS and all(_is_link(each) for each in element.iter(*HEADINGS))
