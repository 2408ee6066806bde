"""Which documents are asked: by folder, type, date and name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from index.store.catalog import Listed

TYPES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
    "application/rtf": "RTF",
    "application/epub+zip": "EPUB",
    "text/html": "HTML",
    "text/markdown": "Markdown",
    "text/plain": "Text",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
    "application/jsonl": "JSON Lines",
}
EARLIEST, LATEST = 1000, 2999  # years


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from in an index, in order."""

    folders: tuple[str, ...]
    types: tuple[str, ...]
    documents: tuple[str, ...]
    dated: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person has narrowed the search to; empty means everything.

    since, until: years, of the documents' own dates; a document without one is left out
    """

    folders: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None

    def accepts(self, document: Listed) -> bool:
        """Whether the document is to be asked."""
        year = int(document.date[:4]) if document.date else None
        return (
            (not self.folders or folder_of(document.path) in self.folders)
            and (not self.types or type_of(document) in self.types)
            and (not self.documents or document.path in self.documents)
            and (self.since is None or (year is not None and year >= self.since))
            and (self.until is None or (year is not None and year <= self.until))
        )

    def address(self) -> dict[str, list[str]]:
        """The same as an address says it."""
        said = {"folder": self.folders, "type": self.types, "in": self.documents}
        years = {"since": self.since, "until": self.until}
        return {name: list(values) for name, values in said.items() if values} | {
            name: [str(year)] for name, year in years.items() if year is not None
        }

    def chips(self) -> list[tuple[str, Self]]:
        """Each choice in words, with what is left without it."""
        found = [
            *((each, replace(self, folders=_less(self.folders, each))) for each in self.folders),
            *((each, replace(self, types=_less(self.types, each))) for each in self.types),
            *(
                (each, replace(self, documents=_less(self.documents, each)))
                for each in self.documents
            ),
        ]
        if self.since is not None:
            found.append((f"from {self.since}", replace(self, since=None)))
        if self.until is not None:
            found.append((f"until {self.until}", replace(self, until=None)))
        return found


def read(
    address: Mapping[str, Sequence[str]], documents: Sequence[Listed]
) -> tuple[Filters, tuple[str, ...]]:
    """The filters in an address, and those in it that name nothing there is, a phrase each."""
    there = choices(documents)
    gone: list[str] = []

    def known(name: str, noun: str, values: Sequence[str]) -> tuple[str, ...]:
        said = tuple(dict.fromkeys(filter(None, address.get(name, ()))))
        gone.extend(f"{noun} “{each}”" for each in said if each not in values)
        return tuple(each for each in said if each in values)

    def year(name: str) -> int | None:
        text = (address.get(name) or ("",))[-1].removesuffix(".0")
        number = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else None
        if text and (number is None or not EARLIEST <= number <= LATEST):
            gone.append(f"year “{text}”")
            return None
        return number

    return (
        Filters(
            folders=known("folder", "folder", there.folders),
            types=known("type", "type", there.types),
            documents=known("in", "document", there.documents),
            since=year("since"),
            until=year("until"),
        ),
        tuple(gone),
    )


def choices(documents: Sequence[Listed]) -> Choices:
    """What the documents leave to choose from."""
    return Choices(
        folders=tuple(sorted({folder_of(each.path) for each in documents})),
        types=tuple(sorted({type_of(each) for each in documents})),
        documents=tuple(each.path for each in documents),
        dated=any(each.date for each in documents),
    )


def within(filters: Filters, documents: Sequence[Listed]) -> Callable[[str], bool] | None:
    """Tells which paths are asked; None where all are."""
    if filters == Filters():
        return None
    accepted = frozenset(each.path for each in documents if filters.accepts(each))
    return accepted.__contains__


def type_of(document: Listed) -> str:
    """The document's type, as people call it."""
    return TYPES.get(document.media_type, document.media_type)


def _less(values: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != gone)


def folder_of(path: str) -> str:
    """The folder in which a document lies; "." for the topmost."""
    return path.rpartition("/")[0] or "."
