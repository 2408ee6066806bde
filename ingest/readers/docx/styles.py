"""A Word file's styles: which are headings and lists, and how they set text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from ingest.readers.docx.names import W, at, is_on, number_of, value_of
from ingest.readers.office.gather import NOTHING, Format

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_LISTED = re.compile(r"list (?:bullet|number)(?: \d)?", re.IGNORECASE)
_BODY_LEVEL = 9  # the outline level of text that is no heading
_RAISED_BY = 4  # half points off the line from which text counts as raised or lowered


def format_of(properties: _Element | None) -> Format:
    """What a run's own properties (rPr) say."""
    said: dict[str, object] = {}
    for each in () if properties is None else properties:
        name = str(each.tag).removeprefix(W)
        if name == "rFonts":
            said["font"] = each.get(f"{W}ascii") or each.get(f"{W}hAnsi")
        elif name == "vertAlign":
            said["place"] = {"superscript": 1, "subscript": -1}.get(value_of(each) or "", 0)
        elif name == "position" and not said.get("place"):
            said["place"] = _place(number_of(each) or 0)
        elif name in ("strike", "dstrike"):
            said["struck"] = is_on(each) or bool(said.get("struck"))
        elif name == "vanish":
            said["hidden"] = is_on(each)
        elif name == "b":
            said["bold"] = is_on(each)
    return Format(**said) if said else NOTHING  # type: ignore[arg-type]


def _place(half_points: int) -> int:
    return (half_points >= _RAISED_BY) - (half_points <= -_RAISED_BY)


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Which list a paragraph is of, and at which level from 0; None of what is not said."""

    list: int | None
    level: int | None


def place_of(properties: _Element | None) -> ListPlace | None:
    """What a paragraph's or style's own properties (pPr) say."""
    found = at(properties, "numPr")
    if found is None:
        return None
    return ListPlace(number_of(at(found, "numId")), number_of(at(found, "ilvl")))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a style makes of its paragraphs.

    heading: the level of the heading that they are; None of others
    is_list: whether they are items of a list, by the style's name
    place:   the list that it puts them into
    """

    heading: int | None
    is_list: bool
    place: ListPlace | None


class Styles:
    """Looks styles up by their id, with what they take from the styles they are based on."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._formats: dict[tuple[str, str], Format] = {}
        self._meanings: dict[str, Meaning] = {}
        self._defaults = NOTHING
        self.usual = ""
        if root is None:
            return
        for style in root.iter(f"{W}style"):
            key = style.get(f"{W}styleId", "")
            self._styles[key] = style
            if style.get(f"{W}default") in ("1", "true", "on") and _is_of_paragraphs(style):
                self.usual = key
        self._defaults = format_of(at(root, "docDefaults/rPrDefault/rPr"))

    def meaning(self, key: str) -> Meaning:
        """What a style makes of its paragraphs."""
        if key not in self._meanings:
            self._meanings[key] = Meaning(
                self._heading(key), self._is_list(key), self._list_place(key)
            )
        return self._meanings[key]

    def _heading(self, key: str) -> int | None:
        for style in self._chain(key):
            name = value_of(at(style, "name")) or ""
            if match := _HEADING.fullmatch(name):
                return int(match[1])
            if name.casefold() == "title":
                return 1
            outline = number_of(at(style, "pPr/outlineLvl"))
            if outline is not None:
                return outline + 1 if 0 <= outline < _BODY_LEVEL else None
        return None

    def _is_list(self, key: str) -> bool:
        names = (value_of(at(style, "name")) or "" for style in self._chain(key))
        return any(_LISTED.fullmatch(name) for name in names)

    def _list_place(self, key: str) -> ListPlace | None:
        for style in self._chain(key):
            if place := place_of(at(style, "pPr")):
                return place
        return None

    def names_columns(self, key: str) -> bool:
        """Whether a table's style sets its first row apart."""
        return any(
            part.get(f"{W}type") == "firstRow"
            for style in self._chain(key)
            for part in style.findall(f"{W}tblStylePr")
        )

    def format(self, paragraph: str, run: str) -> Format:
        """How text of a paragraph's style and a run's style is set."""
        key = (paragraph, run)
        if key not in self._formats:
            below = self._own(paragraph or self.usual).over(self._defaults)
            self._formats[key] = self._own(run).over(below)
        return self._formats[key]

    def _own(self, key: str) -> Format:
        merged = NOTHING
        for style in self._chain(key):
            merged = merged.over(format_of(at(style, "rPr")))
        return merged

    def _chain(self, key: str) -> Iterator[_Element]:
        """The style and those that it is based on, each once."""
        done: set[str] = set()
        while key in self._styles and key not in done:
            done.add(key)
            style = self._styles[key]
            yield style
            key = value_of(at(style, "basedOn")) or ""


def _is_of_paragraphs(style: _Element) -> bool:
    return str(style.get(f"{W}type", "paragraph")) == "paragraph"
