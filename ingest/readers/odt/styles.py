"""An OpenDocument file's styles: how they set text, what paragraphs they make, how lists count."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from ingest.readers.odt.names import FO, LIBRE, OFFICE, STYLE, SVG, TEXT, local, whole
from ingest.readers.office.gather import NOTHING, Format

_LEVEL_STYLES = (
    "list-level-style-number",
    "list-level-style-bullet",
    "list-level-style-image",
    "outline-level-style",
)
_NAME, _FAMILY = f"{STYLE}name", f"{STYLE}family"
_STYLES = (f"{STYLE}style", f"{STYLE}default-style")
_FACE = f"{STYLE}font-face"
_KEPT = (*_STYLES, _FACE, f"{TEXT}list-style", f"{TEXT}outline-style")
_PARTS = tuple(f"{OFFICE}{name}" for name in ("font-face-decls", "styles", "automatic-styles"))
_HEADING = re.compile(r"Heading_20_([1-9])")
_BOLD = frozenset(("bold", "600", "700", "800", "900"))


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is numbered; `bullet` is None where it has numbers."""

    kind: str
    before: str
    after: str
    start: int
    shown: int
    bullet: str | None
    pattern: str | None
    syncs: bool = False


class Styles:
    """Looks styles up by name, with what they take from their parents."""

    def __init__(self, roots: Iterable[_Element]) -> None:
        self._styles: dict[tuple[str, str], _Element] = {}
        self._fonts: dict[str, str] = {}
        self._lists: dict[str, _Element] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._formats: dict[tuple[str, str], Format] = {}
        self._headings: dict[str, int | None] = {}
        self._called: dict[tuple[str, str], bool] = {}
        for root in roots:
            for part in root.iterchildren(*_PARTS):
                for element in part.iterchildren(*_KEPT):
                    self._keep(element)

    def _keep(self, element: _Element) -> None:
        name = element.get(_NAME, "")
        if element.tag in _STYLES:
            self._styles[element.get(_FAMILY, ""), name] = element
        elif element.tag == _FACE:
            self._fonts[name] = element.get(f"{SVG}font-family", "").strip("'\" ")
        else:
            self._lists[name] = element

    @property
    def outline(self) -> dict[int, Level]:
        """The levels of headings, where the file numbers them."""
        return self.list("Outline")

    def list(self, name: str) -> dict[int, Level]:
        """The levels of a list's style, from 1."""
        if name not in self._levels:
            self._levels[name] = _levels(self._lists[name]) if name in self._lists else {}
        return self._levels[name]

    def is_called(self, style: str, name: str) -> bool:
        """Whether a paragraph's style, or one that it is made from, has this name."""
        key = style, name
        if key not in self._called:
            chain = self._chain("paragraph", style)
            self._called[key] = any(each == name for each, _ in chain)
        return self._called[key]

    def heading(self, style: str) -> int | None:
        """The level of a heading that a paragraph is by its style alone; None of others."""
        if style not in self._headings:
            names = (name for name, _ in self._chain("paragraph", style))
            self._headings[style] = next(filter(None, map(_heading_level, names)), None)
        return self._headings[style]

    def format(self, family: str, name: str) -> Format:
        """How text of a style is set."""
        key = (family, name)
        if key not in self._formats:
            merged = NOTHING
            for _, element in self._chain(family, name):
                merged = merged.over(self._own(element))
            self._formats[key] = merged
        return self._formats[key]

    def _own(self, style: _Element) -> Format:
        properties = style.find(f"{STYLE}text-properties")
        if properties is None:
            return NOTHING
        through = properties.get(f"{STYLE}text-line-through-style") or properties.get(
            f"{STYLE}text-line-through-type"
        )
        weight = properties.get(f"{FO}font-weight")
        display = properties.get(f"{TEXT}display")
        return Format(
            font=self._font(properties),
            place=_place(properties.get(f"{STYLE}text-position")),
            struck=None if through is None else through != "none",
            hidden=None if display is None else display == "none",
            bold=None if weight is None else weight in _BOLD,
        )

    def _font(self, properties: _Element) -> str | None:
        name = properties.get(f"{STYLE}font-name")
        if name is not None:
            return self._fonts.get(name) or str(name)
        family = properties.get(f"{FO}font-family")
        return None if family is None else family.strip("'\" ")

    def _chain(self, family: str, name: str) -> Iterator[tuple[str, _Element]]:
        """The style and those that it is made from, each once; then the family's usual one."""
        done: set[str] = set()
        while name and (family, name) in self._styles and name not in done:
            done.add(name)
            element = self._styles[family, name]
            yield name, element
            name = element.get(f"{STYLE}parent-style-name", "")
        if family == "paragraph" and (family, "") in self._styles:
            yield "", self._styles[family, ""]


def _heading_level(name: str) -> int | None:
    if name == "Title":
        return 1
    match = _HEADING.fullmatch(name)
    return int(match[1]) if match else None


def _place(position: str | None) -> int | None:
    """1 of text that is raised, -1 of text that is lowered."""
    if not position:
        return None
    first = position.split()[0]
    if first in ("super", "sub"):
        return 1 if first == "super" else -1
    try:
        by = float(first.rstrip("%"))
    except ValueError:
        return None
    return (by > 0) - (by < 0)


def _levels(style: _Element) -> dict[int, Level]:
    return {
        whole(each.get(f"{TEXT}level"), 1): _level(each)
        for each in style
        if local(each) in _LEVEL_STYLES
    }


def _level(element: _Element) -> Level:
    is_bullet = local(element) in ("list-level-style-bullet", "list-level-style-image")
    return Level(
        kind=element.get(f"{STYLE}num-format", ""),
        before=element.get(f"{STYLE}num-prefix", ""),
        after=element.get(f"{STYLE}num-suffix", ""),
        start=whole(element.get(f"{TEXT}start-value"), 1),
        shown=max(1, whole(element.get(f"{TEXT}display-levels"), 1)),
        bullet=element.get(f"{TEXT}bullet-char", "") if is_bullet else None,
        pattern=element.get(f"{LIBRE}num-list-format"),
        syncs=element.get(f"{STYLE}num-letter-sync") == "true",
    )
