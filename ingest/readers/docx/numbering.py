"""The numbers that Word itself puts before paragraphs, as they are printed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.etree import _Element

from ingest.readers.docx.names import MC, W, at, is_on, number_of, value_of, whole
from ingest.readers.docx.styles import ListPlace, Styles
from ingest.readers.office.numbers import WORD_FORMATS
from ingest.readers.symbols import written

_LEVELS = 9
_PART = re.compile(r"%([1-9])")
_BULLET = "•"
_MEANT = frozenset("☐☑☒✓✔✗✘")  # bullets that say something


@dataclass(frozen=True, slots=True)
class _Level:
    """How a list's level is numbered."""

    start: int
    format: str
    zeros: int
    text: str
    font: str
    digits_only: bool
    restart: int | None


@dataclass(slots=True)
class _List:
    """A list's levels, and how far each has counted; several numbers may share one count."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of a document's lists, in order."""

    def __init__(
        self, root: _Element | None, styles: Styles, remark: Callable[[str], None]
    ) -> None:
        self._styles = styles
        self._remark = remark
        self._abstract: dict[str, _Element] = {}
        self._numbers: dict[int, _Element] = {}
        self._lists: dict[str, _List] = {}
        self._by_style: dict[tuple[int, str], int] = {}
        self._begun: set[tuple[int, int]] = set()
        self._own: dict[int, dict[int, _Level]] = {}
        if root is None:
            return
        for each in root.iter(f"{W}abstractNum"):
            self._abstract[each.get(f"{W}abstractNumId", "")] = each
        for each in root.iter(f"{W}num"):
            number = whole(each.get(f"{W}numId"))
            if number is not None:
                self._numbers[number] = each

    def marker(self, direct: ListPlace | None, style: str) -> str | None:
        """What is printed before the next paragraph of this place; None before one of no list."""
        inherited = self._styles.meaning(style).place
        number = direct.list if direct and direct.list is not None else None
        if number is None and inherited:
            number = inherited.list
        if not number or number not in self._numbers:
            return None
        level = direct.level if direct else None
        if level is None:
            level = self._level_of(number, style, inherited)
        return self._next(number, max(0, min(level, _LEVELS - 1)))

    def _level_of(self, number: int, style: str, inherited: ListPlace | None) -> int:
        """The level that a list keeps for a style, or that the style says itself."""
        key = number, style
        if key not in self._by_style:
            found = (inherited.level if inherited else None) or 0
            for level, element in self._elements(number):
                if style and value_of(at(element, "pStyle")) == style:
                    found = level
            self._by_style[key] = found
        return self._by_style[key]

    def _next(self, number: int, level: int) -> str | None:
        counted = self._list(number)
        levels = self._levels(number)
        if level not in levels:
            return None
        override = self._restarted(number, level)
        if override is not None:
            counted.counts[level] = override
        elif level in counted.counts:
            counted.counts[level] += 1
        else:
            counted.counts[level] = levels[level].start
        for deeper in [each for each in counted.counts if each > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                del counted.counts[deeper]
        return self._printed(levels, counted.counts, level)

    def _printed(self, levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
        shown = levels[level]
        if shown.format == "bullet":
            sign = written(shown.text, shown.font)
            return sign if sign in _MEANT else _BULLET

        def part(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            if place not in levels:
                return ""
            count = counts.get(place, levels[place].start)
            return self._number(count, levels[place], shown.digits_only)

        return _PART.sub(part, written(shown.text, shown.font))

    def _number(self, count: int, level: _Level, digits_only: bool) -> str:
        if digits_only and level.format not in ("none", "bullet"):
            return str(count)
        write = WORD_FORMATS.get(level.format)
        if write is None:
            self._remark(f"numbers of a list ({level.format}) are written as 1, 2, 3")
            return str(count)
        return write(count).rjust(level.zeros, "0") if level.zeros else write(count)

    def _restarted(self, number: int, level: int) -> int | None:
        """Where a list that is told to begin anew does so, the first time it is met."""
        if (number, level) in self._begun:
            return None
        self._begun.add((number, level))
        for override in self._numbers[number].iter(f"{W}lvlOverride"):
            if whole(override.get(f"{W}ilvl")) == level:
                return number_of(at(override, "startOverride"))
        return None

    def _list(self, number: int) -> _List:
        key = self._abstract_key(number)
        if key not in self._lists:
            self._lists[key] = _List({})
        return self._lists[key]

    def _levels(self, number: int) -> dict[int, _Level]:
        if number not in self._own:
            self._own[number] = {
                level: _level(element) for level, element in self._elements(number)
            }
        return self._own[number]

    def _elements(self, number: int) -> list[tuple[int, _Element]]:
        """The levels of a list, those that it has for itself last."""
        abstract = self._abstract.get(self._abstract_key(number))
        found = [] if abstract is None else abstract.findall(f"{W}lvl")
        found += self._numbers[number].findall(f"{W}lvlOverride/{W}lvl")
        return [(whole(each.get(f"{W}ilvl")) or 0, each) for each in found]

    def _abstract_key(self, number: int) -> str:
        """The list that a number stands for, also by way of a style of lists."""
        for _ in range(_LEVELS):
            key = value_of(at(self._numbers[number], "abstractNumId")) or ""
            abstract = self._abstract.get(key)
            linked = value_of(at(abstract, "numStyleLink"))
            place = self._styles.meaning(linked).place if linked else None
            if place is None or place.list is None or place.list not in self._numbers:
                break
            number = place.list
        return key


def _level(element: _Element) -> _Level:
    found = at(element, "numFmt")
    if found is None:  # the newer kinds stand beside an older one
        found = element.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    pattern = (found.get(f"{W}format") or "") if found is not None else ""
    kind = value_of(found) or "decimal"
    zeros = len(pattern.partition(",")[0]) if kind == "custom" and pattern[:1] == "0" else 0
    fonts = at(element, "rPr/rFonts")
    return _Level(
        start=number_of(at(element, "start")) or 0,
        format="decimal" if zeros else kind,
        zeros=zeros,
        text=value_of(at(element, "lvlText")) or "",
        font=(fonts.get(f"{W}ascii") or "") if fonts is not None else "",
        digits_only=is_on(at(element, "isLgl")),
        restart=number_of(at(element, "lvlRestart")),
    )
