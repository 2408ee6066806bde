"""What an HTML page does not show at once: folded away, which is text, or hidden, which is not."""

import re
from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element

from ingest.readers.normalise import one_line
from ingest.readers.web.blocks import BLOCKS

_INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_OFF_SCREEN = re.compile(
    r"\b(?:sr-only|sronly|visually-?hidden|screen-?reader(?:-text|-only)?|assistive-text|a11y-hidden|"
    r"off-?screen|element-invisible|hidden-visually|show-for-sr|hide-visually)\b",
    re.IGNORECASE,
)
_PANEL = re.compile(
    r"\b(?:accordion|collaps\w*|tab-?pane\w*|tab-?content|panel|faq|answer|expand\w*|toggle|fold\w*)\b",
    re.IGNORECASE,
)
_OPENS = (
    "aria-controls",
    "data-target",
    "data-bs-target",
    "data-collapse-target",
    "data-toggle-id",
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary", "dt", "th", "caption")
_TEXT = ("p", "li", "td", "dd", "h2", "h3", "h4", "pre", "blockquote")
_COPY_LONG = 200  # characters that are more than a copy of a line, for the eye alone


def unfold(page: _Element) -> None:
    """What a button opens becomes text, and the button its heading line; what is hidden goes."""
    opened = _opened(page)
    _name_panels(page)
    named = page.xpath("//*[@id]") if opened else []
    panels = {each.get("id"): each for each in named if each.get("id") in opened}
    for button in [*page.iter("button"), *page.xpath("//*[@role='button' or @role='tab']")]:
        _settle(button, panels)
    for element in list(page.iter(etree.Element)):
        if element.attrib and _is_hidden(element, opened):
            remove(element)


def remove(element: _Element) -> None:
    """Takes the element out of the page, not the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        joint = " " if element.tag in BLOCKS else ""
        if previous is not None:
            previous.tail = (previous.tail or "") + joint + element.tail
        else:
            parent.text = (parent.text or "") + joint + element.tail
        element.tail = None
    parent.remove(element)


def _opened(page: _Element) -> frozenset[str]:
    """The ids of what buttons and links open."""
    names: list[str] = []
    for each in page.xpath(f"//*[{' or '.join(f'@{name}' for name in _OPENS)}]"):
        names += [each.get(name, "") for name in _OPENS]
    names += page.xpath("//a[@data-toggle or @data-bs-toggle or @role='tab']/@href")
    choices = {each.get("id") for each in page.iter("input")} - {None}
    names += [each.get("for", "") for each in page.iter("label") if each.get("for") in choices]
    return frozenset(part.lstrip("#") for each in names for part in each.split())


def _name_panels(page: _Element) -> None:
    """Puts the words of a tab over its panel."""
    panels = page.xpath("//*[@role='tabpanel']")
    if not panels:
        return
    tabs = {each.get("id"): each for each in page.xpath("//*[@role='tab'][@id]")}
    by_panel = {
        (each.get("aria-controls") or each.get("href", "")).lstrip("#"): each
        for each in page.xpath("//*[@role='tab']")
    }
    for panel in panels:
        tab = tabs.get(panel.get("aria-labelledby")) if panel.get("aria-labelledby") else None
        tab = by_panel.get(panel.get("id", "-")) if tab is None else tab
        if tab is None or any(above.tag in _HEADINGS for above in tab.iterancestors()):
            continue
        words = one_line("".join(tab.itertext()))
        first = next((each for each in panel if each.tag in _HEADINGS), None)
        if words and (first is None or one_line("".join(first.itertext())) != words):
            name = etree.Element("summary")
            name.text, name.tail, panel.text = words, panel.text, None
            panel.insert(0, name)
        tab.tag = "button"
        for child in list(tab):
            tab.remove(child)
        tab.text = None


def _settle(button: _Element, panels: Mapping[str, _Element]) -> None:
    """A button in a heading is its words; one that opens a text is a line; others are no text."""
    if any(above.tag in _HEADINGS for above in button.iterancestors()):
        button.tag = "span"
    elif one_line("".join(button.itertext())).endswith("?") or _opens_text(button, panels):
        button.tag = "summary"
    elif button.tag == "button":
        remove(button)


def _opens_text(button: _Element, panels: Mapping[str, _Element]) -> bool:
    if "aria-haspopup" in button.attrib:
        return False
    names = " ".join(button.get(name, "") for name in _OPENS).replace("#", " ").split()
    for panel in (panels[name] for name in names if name in panels):
        if panel.tag != "nav" and next(panel.iter("nav", "input", "form"), None) is None:
            linked = sum(len("".join(each.itertext())) for each in panel.iter("a"))
            if 2 * linked < len(one_line("".join(panel.itertext()))):
                return True
    return False


def _is_hidden(element: _Element, opened: frozenset[str]) -> bool:
    """Whether nobody is meant to see it as text, folded out or not."""
    if element.tag in ("html", "body", "main", "article"):
        return False
    if _OFF_SCREEN.search(element.get("class", "")):
        return _is_aside(element)
    hidden = element.get("hidden")
    unseen = hidden is not None or _INVISIBLE.search(element.get("style", "")) is not None
    copy = element.get("aria-hidden") == "true"
    if not unseen and not copy:
        return False
    if hidden == "until-found" or element.get("role") == "tabpanel" or _is_opened(element, opened):
        return False
    if element.tag != "math" and next(element.iter("math"), None) is not None:
        return False
    return unseen or not _is_long(element)


def _is_opened(element: _Element, opened: frozenset[str]) -> bool:
    around = [element, *element.iterancestors()][:3]
    if any(each.get("id") in opened for each in around if each.get("id")):
        return True
    return bool(_PANEL.search(element.get("class", ""))) and _has_text(element)


def _has_text(element: _Element) -> bool:
    return next(element.iter(*_TEXT), None) is not None


def _is_long(element: _Element) -> bool:
    """Whether it is more than a copy for the eye: a whole page behind a dialog, say."""
    return _has_text(element) or len(one_line("".join(element.itertext()))) > _COPY_LONG


def _is_aside(element: _Element) -> bool:
    """Whether what only screen readers say is a remark on a link, and not the only words there."""
    words = one_line("".join(element.itertext()))
    if element.tag == "a" or element.get("href", "").startswith("#"):
        return True
    control = next((each for each in element.iterancestors() if each.tag in ("a", "button")), None)
    if control is not None:
        return one_line("".join(control.itertext())) != words
    return element.tag in ("h1", "h2", "h3", "h4") and not _has_text(element) and len(words) < 40
