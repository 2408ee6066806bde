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
_NAME, _FAMILY, _LEVEL = f"{STYLE}name", f"{STYLE}family", f"{TEXT}level"
_STYLES = (f"{STYLE}style", f"{STYLE}default-style")
_FACE = f"{STYLE}font-face"
_LISTS = (f"{TEXT}list-style", f"{TEXT}outline-style")
_PARTS = tuple(f"{OFFICE}{name}" for name in ("font-face-decls", "styles", "automatic-styles"))
_PARENT = f"{STYLE}parent-style-name"
_PROPERTIES = f"{STYLE}text-properties"
_FONT, _FONT_FAMILY = f"{STYLE}font-name", f"{FO}font-family"
_THROUGH, _THROUGH_TYPE = (f"{STYLE}text-line-through-{name}" for name in ("style", "type"))
_WEIGHT, _DISPLAY, _POSITION = f"{FO}font-weight", f"{TEXT}display", f"{STYLE}text-position"
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


_UNNUMBERED = Level("", "", "", 1, 1, None, None)


class Levels:
    """The levels of a list's style by number, from 1; each is read when it is first asked for."""

    def __init__(self, style: _Element | None = None) -> None:
        self._elements = {} if style is None else _by_level(style)
        self._read: dict[int, Level] = {}

    def __len__(self) -> int:
        return len(self._elements)

    def __contains__(self, number: int) -> bool:
        return number in self._elements

    def __getitem__(self, number: int) -> Level:
        """A level without number or bullet where the style does not have it."""
        if number not in self._elements:
            return _UNNUMBERED
        if number not in self._read:
            self._read[number] = _level(self._elements[number])
        return self._read[number]


class Styles:
    """Looks styles up by name, with what they take from their parents."""

    def __init__(self, roots: Iterable[_Element]) -> None:
        self._styles: dict[tuple[str, str], _Element] = {}
        self._fonts: dict[str, str] = {}
        self._lists: dict[str, _Element] = {}
        self._levels: dict[str, Levels] = {}
        self._chains: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
        self._own: dict[tuple[str, str], Format] = {}
        self._formats: dict[tuple[str, str], Format] = {}
        self._headings: dict[str, int | None] = {}
        self._called: dict[tuple[str, str], bool] = {}
        for root in roots:
            for part in root.iterchildren(*_PARTS):
                self._keep(part)

    def _keep(self, part: _Element) -> None:
        for each in part.iterchildren(*_STYLES):
            self._styles[each.get(_FAMILY, ""), each.get(_NAME, "")] = each
        for each in part.iterchildren(_FACE):
            self._fonts[each.get(_NAME, "")] = each.get(f"{SVG}font-family", "").strip("'\" ")
        for each in part.iterchildren(*_LISTS):
            self._lists[each.get(_NAME, "")] = each

    @property
    def outline(self) -> Levels:
        """The levels of headings, where the file numbers them."""
        return self.list("Outline")

    def list(self, name: str) -> Levels:
        """The levels of a list's style, none where there is no such style."""
        if name not in self._levels:
            self._levels[name] = Levels(self._lists.get(name))
        return self._levels[name]

    def is_called(self, style: str, name: str) -> bool:
        """Whether a paragraph's style, or one that it is made from, has this name."""
        key = style, name
        if key not in self._called:
            chain = self._chain("paragraph", style)
            self._called[key] = any(each == name for _, each in chain)
        return self._called[key]

    def heading(self, style: str) -> int | None:
        """The level of a heading that a paragraph is by its style alone; None of others."""
        if style not in self._headings:
            names = (name for _, name in self._chain("paragraph", style))
            self._headings[style] = next(filter(None, map(_heading_level, names)), None)
        return self._headings[style]

    def format(self, family: str, name: str) -> Format:
        """How text of a style is set."""
        key = (family, name)
        if key not in self._formats:
            merged = NOTHING
            for each in self._chain(family, name):
                if each not in self._own:
                    self._own[each] = self._format_of(self._styles[each])
                merged = merged.over(self._own[each])
            self._formats[key] = merged
        return self._formats[key]

    def _format_of(self, style: _Element) -> Format:
        """What a style says itself."""
        properties = next(style.iterchildren(_PROPERTIES), None)
        if properties is None:
            return NOTHING
        through = properties.get(_THROUGH) or properties.get(_THROUGH_TYPE)
        weight = properties.get(_WEIGHT)
        display = properties.get(_DISPLAY)
        said = Format(
            font=self._font(properties),
            place=_place(properties.get(_POSITION)),
            struck=None if through is None else through != "none",
            hidden=None if display is None else display == "none",
            bold=None if weight is None else weight in _BOLD,
        )
        return NOTHING if said == NOTHING else said

    def _font(self, properties: _Element) -> str | None:
        name = properties.get(_FONT)
        if name is not None:
            return self._fonts.get(name) or str(name)
        family = properties.get(_FONT_FAMILY)
        return None if family is None else family.strip("'\" ")

    def _chain(self, family: str, name: str) -> tuple[tuple[str, str], ...]:
        """The style and those that it is made from, each once; then the family's usual one."""
        key = family, name
        if key not in self._chains:
            self._chains[key] = tuple(self._ancestry(family, name))
        return self._chains[key]

    def _ancestry(self, family: str, name: str) -> Iterator[tuple[str, str]]:
        done: set[str] = set()
        while name and (family, name) in self._styles and name not in done:
            done.add(name)
            yield family, name
            name = self._styles[family, name].get(_PARENT, "")
        if family == "paragraph" and (family, "") in self._styles:
            yield family, ""


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


def _by_level(style: _Element) -> dict[int, _Element]:
    levels = (each for each in style if local(each) in _LEVEL_STYLES)
    return {whole(each.get(_LEVEL), 1): each for each in levels}


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
