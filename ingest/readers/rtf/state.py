"""What holds inside a group of a Rich Text file, and ends with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml.etree import _Element

from ingest.readers.office.gather import NOTHING, Format


@dataclass(slots=True)
class State:
    """A copy is made where a group opens, and thrown away where it closes.

    kind:      "text", or what else the group holds; of "skip" nothing is read
    format:    how text is set
    font:      the font's number; None of the usual one
    gone:      whether text was deleted or moved away
    blanks:    letters to skip after one that is written by its number
    style:     the paragraph's style
    level:     the paragraph's own level as a heading; None where it says none
    depth:     how many tables the paragraph is in
    row_depth: of which of them the group describes rows
    is_listed: whether the paragraph is of a list
    sink:      where text goes that is none of the document's
    math:      the part of a formula that the group is
    at_start:  whether nothing has stood in the group yet
    starred:   whether it may be skipped by who does not know it
    closing:   what is to do where it closes
    """

    kind: str = "text"
    format: Format = NOTHING
    font: int | None = None
    gone: bool = False
    blanks: int = 1
    style: int = 0
    level: int | None = None
    depth: int = 0
    row_depth: int = 1
    is_listed: bool = False
    is_object: bool = False
    sink: list[str] | None = None
    math: _Element | None = None
    at_start: bool = False
    starred: bool = False
    closing: Callable[[], None] | None = None

    def inner(self) -> "State":
        """The state in a group that opens here."""
        return State(
            self.kind, self.format, self.font, self.gone, self.blanks, self.style, self.level,
            self.depth, self.row_depth, self.is_listed, self.is_object, self.sink, self.math, True,
        )  # fmt: skip

    def reset_paragraph(self) -> None:
        """Back to the settings of a usual paragraph."""
        self.style, self.level, self.depth, self.is_listed = 0, None, 0, False

    def reset_text(self, font: int | None) -> None:
        """Back to the settings of usual text."""
        self.format, self.gone, self.font = NOTHING, False, font

    def set_text(self, **said: object) -> None:
        """Changes how text is set."""
        if any(getattr(self.format, name) != value for name, value in said.items()):
            self.format = replace(self.format, **said)  # type: ignore[arg-type]
