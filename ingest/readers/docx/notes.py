"""Foot- and endnotes of a Word file: their marks, counted in the order of the text."""

from lxml.etree import _Element

from ingest.readers.docx.names import W, at, number_of, value_of
from ingest.readers.office.numbers import WORD_FORMATS

_APART = frozenset(("separator", "continuationSeparator", "continuationNotice"))


class Notes:
    """The notes of one kind."""

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

    def mark(self) -> str:
        """The mark that stands in the text for the next note."""
        mark = self._write(self._next)
        self._next += 1
        return mark

    def note(self, key: str) -> _Element | None:
        """The note that a reference names."""
        return self._notes.get(key)
