"""What Word writes into a page that is saved as HTML: lists, comments, contents, deletions."""

import re

from lxml import etree
from lxml.etree import _Element

from ingest.readers.normalise import one_line
from ingest.readers.web.blocks import text_of
from ingest.readers.web.folded import remove
from ingest.readers.web.lists import BULLET

_LIST = re.compile(r"mso-list\s*:\s*l\d", re.IGNORECASE)
_MARKER = re.compile(r"mso-list\s*:\s*Ignore", re.IGNORECASE)
_NO_TEXT = re.compile(r"mso-element\s*:\s*comment|mso-hide\s*:\s*all", re.IGNORECASE)
_NAMES = re.compile(
    r"msodel|msocomanchor|msocommentreference|msocomtxt|msotoc\d|msotocheading", re.IGNORECASE
)
_NUMBER = re.compile(r"\(?(?:[\w]{1,4}[.)])+[\w]{0,3}[.)]?|\d{1,3}")


def settle(page: _Element) -> None:
    """Makes ordinary elements of what Word says by style."""
    for element in list(page.iter(etree.Element)):
        style, name = element.get("style", ""), element.get("class", "")
        if _NO_TEXT.search(style) or _NAMES.fullmatch(name):
            remove(element)
        elif name == "MsoTitle":
            element.tag = "h1"
        elif element.tag == "p" and (_LIST.search(style) or "MsoList" in name):
            _make_item(element)


def _make_item(paragraph: _Element) -> None:
    marks = [each for each in paragraph.iter("span") if _MARKER.search(each.get("style", ""))]
    if not marks:
        return
    printed = one_line(text_of(marks[0]))
    remove(marks[0])
    paragraph.tag = "li"
    paragraph.set("data-marker", f"{printed} " if _is_number(printed) else BULLET)


def _is_number(mark: str) -> bool:
    """Whether a marker is one that counts; any other is a bullet in a font of its own."""
    return _NUMBER.fullmatch(mark) is not None and mark not in ("o", "o.")
