"""Names of an OpenDocument file's elements and attributes."""

import re
from functools import cache, lru_cache

from lxml.etree import _Element

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, STYLE, DRAW, FORM, META = (
    f"{{{_URN}{name}:1.0}}"
    for name in ("office", "text", "table", "style", "drawing", "form", "meta")
)
FO, SVG = (f"{{{_URN}{name}:1.0}}" for name in ("xsl-fo-compatible", "svg-compatible"))
LIBRE = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
FIELD = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
DC = "{http://purl.org/dc/elements/1.1/}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
XML = "{http://www.w3.org/XML/1998/namespace}"

_NUMBER = re.compile(r"\s*([+-]?\d{1,9})\s*")


def local(element: _Element) -> str:
    """The name without its namespace; empty of what is no element."""
    return _local(element.tag)


@cache
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)
def whole(text: str | None, usual: int) -> int:
    """A whole number as a file writes it; the usual one for anything else."""
    match = _NUMBER.fullmatch(text) if text else None
    return int(match[1]) if match else usual


def is_true(text: str | None) -> bool:
    """Whether a switch is on."""
    return text in ("true", "1")
