"""Names of a Word file's elements and attributes."""

from functools import cache

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_OFF = frozenset(("0", "false", "off", "none"))


def name_of(element: _Element) -> str:
    """The name with its namespace; empty of what is no element."""
    return element.tag if isinstance(element.tag, str) else ""


def value_of(element: _Element | None, namespace: str = W) -> str | None:
    """Its attribute `val`; None without one."""
    if element is None:
        return None
    found: str | None = element.get(f"{namespace}val")
    return found if found is not None else element.get("val")


def is_on(element: _Element | None, namespace: str = W) -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and (value_of(element, namespace) or "on") not in _OFF


def number_of(element: _Element | None) -> int | None:
    """Its value as a whole number; None where it is none."""
    return whole(value_of(element))


def whole(text: str | None) -> int | None:
    """A whole number as a file writes it; None for anything else, or one beyond all measure."""
    words = (text or "").strip()
    digits = words.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
        return None
    return int(words)


def at(element: _Element | None, path: str) -> _Element | None:
    """The first element down a path of Word's own names: pPr/numPr."""
    for step in _spelled(path):
        if element is None:
            return None
        element = next(element.iterchildren(step), None)
    return element


@cache
def _spelled(path: str) -> tuple[str, ...]:
    return tuple(f"{W}{step}" for step in path.split("/"))
