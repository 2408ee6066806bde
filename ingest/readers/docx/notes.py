"""Foot- and endnotes of a Word file: their marks, and the notes in the order of the marks."""

from lxml.etree import _Element

from ingest.readers.docx.names import W, at, number_of, value_of
from ingest.readers.numbers import WORD_FORMATS

_APART = frozenset(("separator", "continuationSeparator", "continuationNotice"))


class Notes:
    """The notes of one kind, and those that the text has referred to so far."""

    def __init__(self, root: _Element | None, settings: _Element | None, kind: str) -> None:
        """`kind` is "footnote" or "endnote"."""
        self._notes: dict[str, _Element] = {}
        for note in () if root is None else root.iter(f"{W}{kind}"):
            if note.get(f"{W}type") not in _APART:
                self._notes[note.get(f"{W}id", "")] = note
        chosen = at(settings, f"{kind}Pr/numFmt")
        usual = "decimal" if kind == "footnote" else "lowerRoman"
        self._write = WORD_FORMATS.get(value_of(chosen) or usual, str)
        first = at(settings, f"{kind}Pr/numStart")
        self._next = number_of(first) or 1
        self._waiting: list[tuple[str, _Element]] = []

    def refer(self, key: str, has_own_mark: bool) -> str:
        """The mark that stands in the text for a note; empty where the text has its own."""
        mark = ""
        if not has_own_mark:
            mark = self._write(self._next)
            self._next += 1
        if key in self._notes:
            self._waiting.append((mark, self._notes[key]))
        return mark

    def taken(self) -> list[tuple[str, _Element]]:
        """The notes that were referred to since the last time, each with its mark."""
        waiting, self._waiting = self._waiting, []
        return waiting
