"""What a document is, as its reader makes it of a file."""

from dataclasses import dataclass

from index.about import About
from index.passage import Page


class Unreadable(Exception):
    """A file that its reader does not take; the message is the reason, part of a sentence."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's line or lines. `level` counts from 1; `label` is its words without markup."""

    start: int
    end: int
    level: int
    label: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch that no sentence crosses: a paragraph, list item, table row or line of code.

    Line breaks inside a block are mere wrapping.

    whole: it is one sentence, whatever stands in it: a table's row, a line of code
    head:  of a table's row that does not name its columns itself, the words that do
    """

    start: int
    end: int
    whole: bool = False
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text and where its headings and blocks lie, both in order, in code points of it.

    path:   relative to the ingested folder, forward slashes
    title:  the document's own title; None where it has none
    remark: what the reader had to guess, or could not write, for the person to check; None if
            nothing
    author: as the file's own metadata has it; None where it does not
    date:   YYYY, YYYY-MM or YYYY-MM-DD, of the file's own metadata; None where it has none
    pages:  where each page begins; none in a format without pages
    edges:  where a passage must begin, headings apart: the rows of a table file, say
    keywords: aliases, tags and the like, as the file's own metadata has them
    """

    path: str
    title: str | None
    media_type: str
    text: str
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    remark: str | None = None
    author: str | None = None
    date: str | None = None
    pages: tuple[Page, ...] = ()
    edges: tuple[int, ...] = ()
    keywords: tuple[str, ...] = ()

    @property
    def about(self) -> About:
        """What is known of it besides its text."""
        return About(self.path, self.title, self.author, self.date, self.keywords)
