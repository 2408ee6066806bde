"""What HTML trees are made of: the elements that stand apart, and the text of one."""

from lxml import etree
from lxml.etree import _Element

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main "
    "menu nav ol optgroup p plaintext pre search section summary table tbody td tfoot th thead tr "
    "ul xmp".split()
)


def text_of(element: _Element) -> str:
    """All words inside, those of nested blocks on lines of their own."""
    if not len(element) and element.tag != "br":
        return element.text or ""
    parts: list[str] = []
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if each.tag in BLOCKS and each is not element:
            parts.append("\n")
        if event == "start":
            parts.append("\n" if each.tag == "br" else each.text or "")
        elif each is not element:
            parts.append(each.tail or "")
    return "".join(parts)


def set_text(element: _Element, text: str) -> None:
    """The element becomes mere text."""
    tail = element.tail
    for child in list(element):
        element.remove(child)
    element.text, element.tail = text, tail
