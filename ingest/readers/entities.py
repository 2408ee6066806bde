"""Named characters of XML and HTML (&eacute;), a file's own among them, written out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from html.entities import html5

from ingest.readers.normalise import UNKNOWN

_DOCTYPE = re.compile(
    r"<!DOCTYPE\s+(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*(?:\[(?P<own>.*?)\]\s*)?>",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED = re.compile(r"<!ENTITY\s+([\w.:-]+)\s+(?:\"([^\"]*)\"|'([^']*)')\s*>")
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?\]\]>|<!--.*?-->"
    r"|&#(?:0*(1(?:2[89]|[345]\d))|x0*([89][0-9a-f]))(?![0-9a-f]);?"
    r"|&([A-Za-z_][\w.:-]*);",
    re.IGNORECASE | re.DOTALL,
)
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_OWN = re.compile(r"&([A-Za-z_][\w.:-]*);")
_DEEPEST = 4  # an entity that names another, and so on
_MOST = 200_000  # characters that a file's own entities may add
_BEFORE = 2_000  # characters in which a document's type begins to be declared


@dataclass(frozen=True, slots=True)
class Resolved:
    """Markup without named characters but those of XML itself, and whether some are unknown."""

    text: str
    unknown: bool = False


def resolved(text: str, strict: bool) -> Resolved:
    """The markup with its entities written out, and without the declaration of its type.

    `strict`: a name that nothing declares is marked with UNKNOWN, as in XML; else it stays as it
    is, as browsers show it. What would be fetched from elsewhere is unknown, and so is what unfolds
    to more than a page. Numbers of characters that only Windows has are read as such (&#150;).
    """
    at = text[:_BEFORE].lower().find("<!doctype")
    declared = _DOCTYPE.match(text, at) if at >= 0 else None
    own = _own(declared["own"] or "") if declared else {}
    if declared:
        text = text[: declared.start()] + text[declared.end() :]
    if "&" not in text:
        return Resolved(text)
    room = _MOST
    unknown = False

    def written(match: re.Match[str]) -> str:
        nonlocal room, unknown
        decimal, hexadecimal, name = match.groups()
        if decimal or hexadecimal:
            return _of_windows(int(decimal) if decimal else int(hexadecimal, 16), match[0])
        if name is None or name in _OF_XML:
            return match[0]
        if name in own:
            room -= len(own[name])
            if room >= 0:
                return own[name]
        elif name + ";" in html5:
            return escape(html5[name + ";"])
        elif not strict:
            return match[0]
        unknown = True
        return UNKNOWN

    return Resolved(_REFERENCE.sub(written, text), unknown)


def _own(subset: str) -> Mapping[str, str]:
    """The texts that a file declares itself; those that unfold too deep are left out."""
    first: dict[str, str] = {}
    for name, double, single in _DECLARED.findall(subset):
        first.setdefault(name, double or single)
    return {
        name: value for name in first if (value := _unfolded(name, first, _DEEPEST)) is not None
    }


def _unfolded(name: str, values: Mapping[str, str], depth: int) -> str | None:
    parts: list[str] = []
    end = 0
    value = values[name]
    for match in _OWN.finditer(value):
        inner = match[0]
        if match[1] in values:
            deeper = _unfolded(match[1], values, depth - 1) if depth else None
            if deeper is None:
                return None
            inner = deeper
        elif match[1] not in _OF_XML:
            inner = html5.get(match[1] + ";", UNKNOWN)
        parts += [value[end : match.start()], inner]
        end = match.end()
        if sum(map(len, parts)) > _MOST:
            return None
    return "".join([*parts, value[end:]])


def _of_windows(code: int, otherwise: str) -> str:
    try:
        return bytes([code]).decode("cp1252")
    except (UnicodeDecodeError, ValueError):
        return otherwise
