"""Images and drawings in HTML: what those in a line say, and a mark where one might be a sign."""

import re
from collections.abc import Callable, Iterator

from lxml.etree import _Element

from ingest.readers.normalise import UNKNOWN, means_something, one_line
from ingest.readers.web.blocks import BLOCKS, set_text

WITHOUT_WORDS = "an image without words stands in a line; a mark is in its place"
_FILE = re.compile(r"\S*\.(?:png|gif|jpe?g|svg|webp|bmp|tiff?|wmf|emf)|image\s?\d*", re.IGNORECASE)
_FORMULA = re.compile(r"[\\{}=^<>≤≥±×÷√∑∫∂→]|\d\s*[+*/−]\s*\d")
_PHOTOGRAPHS = (".jpg", ".jpeg", ".webp", ".avif")
_ICON = 60  # pixels of an image that might be a sign in a line, at most


def write_picture(element: _Element) -> None:
    """A drawing's labels; else its name, where it stands in a line as a sign might."""
    words = [one_line("".join(each.itertext())) for each in element.iter("text")]
    if not any(words) and _stands_in_line(element) and not _in_control(element):
        said = [element.get("aria-label"), *(each.text for each in element.iter("title"))]
        words = [one_line(next(filter(None, said), ""))]
    set_text(element, " ".join(["", *filter(None, words), ""]) if any(words) else "")


def write_image(element: _Element, remark: Callable[[str], None]) -> None:
    """What an image says instead of itself; one that stands alone, only if it is a formula."""
    words = one_line(element.get("alt", ""))
    known = bool(words) and not _FILE.fullmatch(words)
    if not _stands_in_line(element):
        formula = known and (_FORMULA.search(words) or "math" in element.get("class", ""))
        element.text = words if formula else ""
    elif known:
        element.text = words
    elif ("alt" not in element.attrib or words) and _might_be_a_sign(element):
        element.text = UNKNOWN
        remark(WITHOUT_WORDS)


def _stands_in_line(element: _Element) -> bool:
    """Whether there are words in the same line."""
    return any(means_something(text) for text in _beside(element))


def _beside(element: _Element) -> Iterator[str]:
    """The texts before and after an element, up to the next block or line break."""
    for forward in (False, True):
        yield "".join(_reach(element, forward))


def _reach(element: _Element, forward: bool) -> Iterator[str]:
    each = element
    while each is not None and each.tag not in BLOCKS:
        if forward:
            yield each.tail or ""
        for sibling in each.itersiblings(preceding=not forward):
            if sibling.tag in BLOCKS or sibling.tag == "br":
                return
            yield "".join(sibling.itertext()) + (sibling.tail or "")
        parent = each.getparent()
        if not forward and parent is not None:
            yield parent.text or ""
        each = parent


def _might_be_a_sign(element: _Element) -> bool:
    """Whether an image without words stands between words, and is about as small as they are."""
    sizes = [element.get(name, "").removesuffix("px") for name in ("width", "height")]
    small = all(int(size) <= _ICON for size in sizes if size.isdecimal() and len(size) < 6)
    source = element.get("src", "").partition("?")[0].lower()
    seen = not any(size in ("0", "1") for size in sizes) and not source.endswith(_PHOTOGRAPHS)
    if _in_control(element):
        return False
    return small and seen and all(means_something(text) for text in _beside(element))


def _in_control(element: _Element) -> bool:
    return any(above.tag in ("a", "button") for above in element.iterancestors())
