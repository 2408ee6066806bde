"""The marker of a list's item in HTML, as browsers print it: "•", "3.", "c.", "iv."."""

import re

from lxml.etree import _Element

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_KINDS = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I", "decimal": "1", "none": "",
}  # fmt: skip
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_HAS_ITS_OWN = re.compile(r"\s*(?:[•·▪▫◦‣●○■□∙☐☑☒✓✗]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s")
BULLET = "• "


def marker(item: _Element, words: str) -> str:
    """What is printed before the item's words, with the space after it; may be nothing."""
    given: str | None = item.get("data-marker")
    if given is not None:
        return given
    if _HAS_ITS_OWN.match(words):
        return ""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return BULLET
    kind = _kind(item, parent)
    return f"{_numeral(_number(item, parent), kind)}. " if kind else ""


def _kind(item: _Element, parent: _Element) -> str:
    for element in (item, parent):
        if match := _STYLE.search(element.get("style", "")):
            return _KINDS.get(match[1].lower(), "1")
        kind: str = element.get("type", "").strip()
        if kind in ("a", "A", "i", "I", "1"):
            return kind
    return "1"


def _number(item: _Element, parent: _Element) -> int:
    """By `value`, `start` and `reversed`."""
    step = -1 if "reversed" in parent.attrib else 1
    before = 0
    if (own := _integer(item.get("value"))) is not None:
        return own
    for other in item.itersiblings("li", preceding=True):
        before += 1
        if (value := _integer(other.get("value"))) is not None:
            return value + step * before
    first = _integer(parent.get("start"))
    if first is None:
        first = sum(1 for _ in parent.iterchildren("li")) if step < 0 else 1
    return first + step * before


def _integer(text: str | None) -> int | None:
    words = (text or "").strip()
    return int(words) if re.fullmatch(r"-?[0-9]{1,6}", words) else None


def _numeral(number: int, kind: str) -> str:
    if kind in "aA" and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(kind) + rest) + letters
        return letters
    if kind in "iI" and 0 < number < 4000:
        written = ""
        for value, letter in _ROMAN:
            times, number = divmod(number, value)
            written += letter * times
        return written if kind == "i" else written.upper()
    return str(number)
