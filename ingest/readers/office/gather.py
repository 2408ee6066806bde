"""Gathers the runs of a paragraph in an office file, as they are set, into its words."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.readers.normalise import UNKNOWN, means_something
from ingest.readers.office.runs import PLAIN, Look, Run, words
from ingest.readers.symbols import written

_PICTURE = "\x1e"  # until it is known what stands around it
_ENDED = re.compile(r"[.!?…]\s*$")


@dataclass(frozen=True, slots=True)
class Format:
    """How text is set; None of what is not said."""

    font: str | None = None
    place: int | None = None
    struck: bool | None = None
    hidden: bool | None = None
    bold: bool | None = None

    def over(self, below: "Format") -> "Format":
        """Of both, what this one says first."""
        if self is NOTHING or below is NOTHING:
            return below if self is NOTHING else self
        return Format(
            below.font if self.font is None else self.font,
            below.place if self.place is None else self.place,
            below.struck if self.struck is None else self.struck,
            below.hidden if self.hidden is None else self.hidden,
            below.bold if self.bold is None else self.bold,
        )


NOTHING = Format()


class Gatherer:
    """Takes text with how it is set. `remark` is told what cannot be written, or is hidden."""

    def __init__(self, remark: Callable[[str], None]) -> None:
        self._remark = remark
        self._runs: list[Run] = []

    def __len__(self) -> int:
        return len(self._runs)

    def add(self, text: str, format: Format = NOTHING) -> bool:
        """Adds text as it looks; false where it is hidden.

        A hyphen that no line breaks at is a hyphen, as such a blank is a blank.
        """
        if format.hidden:
            if means_something(text):
                self._remark("hidden text is left out")
            return False
        shown = written(text, format.font or "").replace("\u2011", "-")
        if shown != text and shown.count(UNKNOWN) > text.count(UNKNOWN):
            self._remark(f"signs of the font {format.font or 'of no name'} are not known")
        is_plain = not format.place and not format.struck
        look = PLAIN if is_plain else Look(format.place or 0, bool(format.struck))
        self._runs.append(Run(shown, look))
        return True

    def add_sign(self, text: str, format: Format = NOTHING) -> bool:
        """Adds what is in Unicode whatever the font around it."""
        return self.add(text, replace(format, font=None))

    def add_raised(self, text: str, format: Format = NOTHING) -> bool:
        """Adds a note's mark."""
        return self.add(text, replace(format, font=None, place=1))

    def add_unknown(self, remark: str) -> None:
        """Leaves a mark for what cannot be written."""
        self._remark(remark)
        self.add(UNKNOWN)

    def add_picture(self) -> None:
        """A picture set among the words, which may be a formula or a sign."""
        self.add(_PICTURE)

    def taken(self) -> str:
        """The words gathered so far, with line ends in them; the next begin anew."""
        text = words(self._runs)
        self._runs = []
        if _PICTURE not in text:
            return text.strip("\n")
        return "\n".join(map(self._with_pictures, text.split("\n"))).strip("\n")

    def apart(self, gather: Callable[[], None]) -> str:
        """The words that something gathers, without those that were here before."""
        before, self._runs = self._runs, []
        gather()
        text, self._runs = words(self._runs), before
        return text

    def _with_pictures(self, line: str) -> str:
        """A picture inside a sentence leaves a mark there."""
        first, *others = line.split(_PICTURE)
        for after in others:
            goes_on = not _ENDED.search(first) or after[:1].isalnum()
            if means_something(first) and goes_on:
                self._remark("a picture inside a sentence is not written")
                first += UNKNOWN
            first += after
        return first
