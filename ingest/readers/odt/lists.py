"""The numbers of an OpenDocument file's lists and headings, as they are printed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.etree import _Element

from ingest.readers.odt.names import TEXT, XML, is_true, whole
from ingest.readers.odt.styles import Level, Levels, Styles
from ingest.readers.office.numbers import circled, letters, ordinal, repeated_letter, roman
from ingest.readers.office.parts import BULLET

_PART = re.compile(r"%(\d{1,2})%")
_MEANT = frozenset("☐☑☒✓✔✗✘")  # bullets that say something


@dataclass(slots=True)
class Count:
    """How far each level of a list has counted."""

    levels: Levels
    counts: dict[int, int] = field(default_factory=dict)


class Lists:
    """Counts the items of lists, and headings, in order."""

    def __init__(self, styles: Styles, remark: Callable[[str], None]) -> None:
        self._styles = styles
        self._remark = remark
        self._by_id: dict[str | None, Count] = {}
        self._by_style: dict[str, Count] = {}
        self._outline = Count(styles.outline)

    def open(self, element: _Element) -> Count:
        """The count that a list goes on with, or a new one."""
        style = element.get(f"{TEXT}style-name", "")
        earlier = self._by_id.get(element.get(f"{TEXT}continue-list"))
        if earlier is None and is_true(element.get(f"{TEXT}continue-numbering")):
            earlier = self._by_style.get(style)
        count = earlier or Count(self._styles.list(style))
        self._by_style[style] = count
        if name := element.get(f"{XML}id"):
            self._by_id[name] = count
        return count

    def named(self, element: _Element) -> Count:
        """The count that a numbered paragraph, which stands in no list, goes on with."""
        name = element.get(f"{TEXT}list-id")
        if name not in self._by_id:
            self._by_id[name] = Count(self._styles.list(element.get(f"{TEXT}style-name", "")))
        return self._by_id[name]

    def nested(self, element: _Element, outer: Count) -> Count:
        """The count of a list inside another: the same, in a style of its own if it has one."""
        style = element.get(f"{TEXT}style-name")
        own = self._styles.list(style) if style else None
        return Count(own, outer.counts) if own else outer

    def item(self, count: Count, level: int, start: str | None) -> str:
        """What is printed before the next item."""
        shown = count.levels[level]
        if start is not None:
            count.counts[level] = whole(start, 1)
        elif level in count.counts:
            count.counts[level] += 1
        else:
            count.counts[level] = shown.start
        for deeper in [each for each in count.counts if each > level]:
            del count.counts[deeper]
        return self._printed(count, level, shown) if count.levels else BULLET

    def heading(self, element: _Element, level: int) -> str:
        """What is printed before a heading that the outline numbers."""
        is_plain = is_true(element.get(f"{TEXT}is-list-header"))
        if level not in self._outline.levels or is_plain:
            return ""
        start = element.get(f"{TEXT}start-value")
        if start is None and is_true(element.get(f"{TEXT}restart-numbering")):
            start = "1"
        return self.item(self._outline, level, start)

    def _printed(self, count: Count, level: int, shown: Level) -> str:
        if shown.bullet is not None:
            return shown.bullet if shown.bullet in _MEANT else BULLET
        if not shown.kind:
            return ""
        if shown.pattern is not None:
            return _PART.sub(lambda match: self._number(count, int(match[1])), shown.pattern)
        first = max(1, level - shown.shown + 1)
        numbers = [self._number(count, each) for each in range(first, level + 1)]
        return shown.before + ".".join(filter(None, numbers)) + shown.after

    def _number(self, count: Count, level: int) -> str:
        shown = count.levels[level]
        number = count.counts.get(level, shown.start)
        if shown.bullet is not None or not shown.kind:
            return ""
        write = _KINDS.get(shown.kind)
        if write is None:
            self._remark(f"numbers of a list ({shown.kind}) are written as 1, 2, 3")
            return str(number)
        if shown.kind in "aA" and shown.syncs:
            write = repeated_letter
        return write(number).upper() if shown.kind in "AI" else write(number)


_KINDS: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": letters,
    "A": letters,
    "i": roman,
    "I": roman,
    "1st": ordinal,
    "①, ②, ③, ...": circled,
    "01, 02, 03, ...": lambda number: f"{number:02}",
}
