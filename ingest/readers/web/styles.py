"""What a style sheet says of classes that changes what text means: raised, lowered, struck out."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"(?:[a-z]+[1-6]?)?\.([\w-]+)", re.IGNORECASE)
_MEANING = re.compile(
    r"(?:vertical-align\s*:\s*(?:super|sub)\b"
    r"|text-decoration(?:-line)?\s*:[^;}]*line-through"
    r"|list-style(?:-type)?\s*:[^;}]*"
    r"|font-family\s*:\s*[\"']?(?:symbol|wingdings|webdings)\b[^;}]*)",
    re.IGNORECASE,
)


@lru_cache(maxsize=8)  # a book's chapters share their sheets
def _meanings(sheet: str) -> Mapping[str, str]:
    """What a sheet says of each class."""
    said: dict[str, str] = {}
    for selectors, declarations in _RULE.findall(_COMMENT.sub("", sheet)):
        if meaning := "; ".join(_MEANING.findall(declarations)):
            for selector in selectors.split(","):
                if match := _CLASS.fullmatch(selector.strip()):
                    said[match[1]] = said.get(match[1], "") + meaning + "; "
    return said


def apply_sheets(root: _Element, sheets: Iterable[str]) -> None:
    """Puts what the sheets say of a class alone into the style of the elements that have it."""
    said: dict[str, str] = {}
    for sheet in sheets:
        for name, meaning in _meanings(sheet).items():
            said[name] = said.get(name, "") + meaning
    if not said:
        return
    for element in root.iter(etree.Element):
        if names := element.get("class"):
            style = "".join(said.get(name, "") for name in names.split())
            if style:
                element.set("style", style + element.get("style", ""))
