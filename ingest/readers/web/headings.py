"""Headings of an HTML page, and questions that are set as terms, in bold or folded as headings."""

from collections.abc import Iterator

from lxml.etree import _Element

from ingest.readers.normalise import one_line
from ingest.readers.web.blocks import BLOCKS, text_of

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LONGEST_QUESTION = 200


def level_of(element: _Element) -> int | None:
    """Of a heading, from 1; None for what the page does not mark as one."""
    if element.tag in _HEADINGS:
        return _HEADINGS[element.tag]
    if element.get("role") == "heading":
        said = element.get("aria-level", "2")
        return int(said) if said in list("123456789") else 2
    return None


def is_question(element: _Element, known: dict[_Element, bool]) -> bool:
    """Whether it heads what is under it, a question its answer, though not set as a heading.

    `known` is what was found out of other elements, and is added to.
    """
    if element.tag == "summary":
        return (
            _is_short(element) and _is_first(element) and _ends_section(element.getparent(), known)
        )
    if element.tag == "dt":
        group = next(element.iterancestors("dl"), None)
        return group is not None and _asks_only(group) and _ends_section(group, known)
    return element.tag in ("p", "div") and _is_bold(element) and _has_answer(element)


def _is_short(element: _Element) -> bool:
    return 0 < len(one_line(text_of(element))) <= _LONGEST_QUESTION


def _is_first(element: _Element) -> bool:
    """Whether it begins what holds it and what it opens."""
    parent = element.getparent()
    return parent is not None and _is_first_in(parent, element)


def _asks(text: str) -> bool:
    words = one_line(text)
    return words[-1:] in ("?", "？", "؟") and len(words) <= _LONGEST_QUESTION


def _asks_only(group: _Element) -> bool:
    return all(_asks(text_of(each)) for each in group.iter("dt"))


def _ends_section(group: _Element | None, known: dict[_Element, bool]) -> bool:
    """Whether no other text follows under the same heading, which would then be another's."""
    passed: list[_Element] = []
    ends = True
    while group is not None and group.tag != "body":
        if group in known:
            ends = known[group]
            break
        passed.append(group)
        following = group.getnext()
        if one_line(group.tail or ""):
            ends = False
            break
        if following is not None and _has_words(following) and not _is_folded(following):
            ends = _begins_with_heading(following)
            break
        group = group.getparent() if following is None else following
    known.update(dict.fromkeys(passed, ends))
    return ends


def _has_words(element: _Element) -> bool:
    return any(not text.isspace() for text in element.itertext())


def _is_folded(element: _Element) -> bool:
    """Whether it is a heading of this kind, too, with what is under it."""
    if element.tag == "dl":
        return _asks_only(element)
    summary = next(element.iter("summary"), None)
    return summary is not None and _is_first_in(element, summary)


def _begins_with_heading(element: _Element) -> bool:
    heading = next((each for each in element.iter() if level_of(each)), None)
    return heading is not None and _is_first_in(element, heading)


def _is_first_in(element: _Element, part: _Element) -> bool:
    wanted = "".join("".join(part.itertext()).split())
    found = ""
    for text in element.itertext():
        found += "".join(text.split())
        if len(found) >= len(wanted):
            break
    return found.startswith(wanted)


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
    return not level_of(following) and not (following.tag == element.tag and _is_bold(following))


def _with_words(elements: Iterator[_Element]) -> Iterator[_Element]:
    return filter(_has_words, elements)
