"""A document before it has a format: headings, paragraphs, lists and tables, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.documents import Document
from ingest.readers.compose import Composer
from ingest.readers.normalise import lowered, raised

Style = Literal["plain", "strong", "raised", "lowered"]
Kind = Literal["disc", "circle", "square", "dash", "decimal", "alpha", "roman"]

BULLETS: dict[Kind, str] = {"disc": "•", "circle": "◦", "square": "▪", "dash": "–"}
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii".split()


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one style."""

    text: str
    style: Style = "plain"


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` counts from 1, which is the document's title."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Whole sentences, one after the other."""

    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item begins with a marker of its kind."""

    kind: Kind
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`head` names the columns; an empty cell is an empty string."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ruled: bool


Part = Heading | Paragraph | Items | Table


@dataclass(frozen=True, slots=True)
class Story:
    """`name` is a file's name without its suffix; the first heading is the title."""

    name: str
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        return next((part.text for part in self.parts if isinstance(part, Heading)), self.name)

    @property
    def chapters(self) -> list[str]:
        """The headings of level 2, which running heads show."""
        return [part.text for part in self.parts if isinstance(part, Heading) and part.level == 2]

    @property
    def tables(self) -> list[Table]:
        return [part for part in self.parts if isinstance(part, Table)]

    def without_tables(self) -> "Story":
        """Tables left out, for a format that has none."""
        return replace(self, parts=tuple(p for p in self.parts if not isinstance(p, Table)))


def marker(kind: Kind, number: int) -> str:
    """What stands before the item of this number, which counts from 1."""
    if kind == "decimal":
        return f"{number}."
    if kind == "alpha":
        return f"{chr(ord('a') + number - 1)}."
    return f"{_ROMAN[number - 1]}." if kind == "roman" else BULLETS[kind]


def plain(line: Sequence[Run]) -> str:
    """The text as readers are to write it: 10⁶, H₂O."""
    text = ""
    for run in line:
        if run.style == "raised":
            text += raised(run.text, text)
        else:
            text += lowered(run.text) if run.style == "lowered" else run.text
    return text


def as_document(story: Story) -> Document:
    """The document that a perfect reader would make of it."""
    composer = Composer()
    for part in story.parts:
        match part:
            case Heading():
                composer.heading(part.text, part.level)
            case Paragraph():
                composer.paragraph(plain(part.line))
            case Items():
                for line in part.lines:
                    composer.item(plain(line))
            case Table():
                for row in (part.head, *part.rows):
                    composer.row(row)
    return composer.document(story.name, "text/plain")
