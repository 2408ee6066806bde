"""What was read of a file, held against what stands in it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluate.formats.cells import best_of, values_of
from evaluate.formats.sentences import Sentence, bare_letters, letters, sentences_of, words
from evaluate.formats.truth import Truth
from ingest.documents import Document

_NUMBER = re.compile(r"\W*(?:page )?(\d{1,4})(?: ?(?:of|/) ?\d+)?", re.IGNORECASE)
_CSV_NAME = re.compile("^(?:question|answer): ?")
_JOINTS = re.compile(r" \| |: |\n")

Measured = Literal["true", "kept", "headed", "paged", "whole", "cells", "foreign"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that was read wrong, to be looked at.

    wanted: what stands in the file
    given:  what was read in its place, as far as it can be told
    """

    measure: Measured
    file: str
    wanted: str
    given: str


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int = 0
    whole: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Row:
    """How the documents of one format were read; shares from 0 to 1, None where there are none.

    sentences: of all passages
    true:      sentences read that stand in the original, letter for letter
    kept:      sentences of the original that stand in what was read
    headed:    sentences read that are under the same heading as in the original
    paged:     sentences read that are on the page that the passage gives
    whole:     sentences of the original that were read as one sentence, word for word
    cells:     cells of tables' data rows that stand in their row, in order and apart
    foreign:   documents with something read that stands around the text, or a page's number
    """

    format: str
    documents: int
    sentences: int
    true: float | None
    kept: float | None
    headed: float | None
    paged: float | None
    whole: float | None
    cells: float | None
    foreign: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The same, counted in one document."""

    read: int
    has_headings: bool
    true: Share
    kept: Share
    headed: Share
    paged: Share
    whole: Share
    cells: Share
    foreign: bool
    failures: tuple[Failure, ...]


def compared(truth: Truth, document: Document) -> Tally:
    """The document that a reader made of the truth's file, held against it."""
    found = [_unnamed(each, document) for each in sentences_of(document)]
    listing = _Listing(truth.file)
    return Tally(
        read=len(found),
        has_headings=bool(document.headings),
        true=_true(truth, found, listing),
        kept=_kept(truth, document, listing),
        headed=_headed(truth, document, found, listing),
        paged=_paged(truth, found, listing),
        whole=_whole(truth, found, listing),
        cells=_cells(truth, document, found, listing),
        foreign=_foreign(truth, document, found, listing),
        failures=tuple(listing.failures),
    )


def summed(name: str, tallies: Sequence[Tally]) -> Row:
    """One row of all documents of a format."""

    def share(of: Callable[[Tally], Share]) -> float | None:
        return sum(map(of, tallies), Share()).value

    headed = any(tally.has_headings for tally in tallies)
    return Row(
        format=name,
        documents=len(tallies),
        sentences=sum(tally.read for tally in tallies),
        true=share(lambda tally: tally.true),
        kept=share(lambda tally: tally.kept),
        headed=share(lambda tally: tally.headed) if headed else None,
        paged=share(lambda tally: tally.paged),
        whole=share(lambda tally: tally.whole),
        cells=share(lambda tally: tally.cells),
        foreign=sum(tally.foreign for tally in tallies),
    )


class _Listing:
    """Gathers what went wrong in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.failures: list[Failure] = []

    def add(self, measure: Measured, wanted: str, given: str = "") -> None:
        self.failures.append(Failure(measure, self.file, wanted, given))


def _unnamed(sentence: Sentence, document: Document) -> Sentence:
    """A table file's values without the names of the columns that sections were written under."""
    if document.media_type != "text/csv":
        return sentence
    text = _CSV_NAME.sub("", sentence.text)
    return Sentence(text, sentence.heading, sentence.page, sentence.start)


def _true(truth: Truth, found: Sequence[Sentence], listing: _Listing) -> Share:
    original = letters(truth.text)

    def stands(sentence: Sentence) -> bool:
        if letters(words(sentence.text)) in original:
            return True
        parts = _JOINTS.split(sentence.text) if truth.rows else [sentence.text]
        return all(letters(words(part)) in original for part in parts)

    wrong = [each for each in found if not stands(each)]
    for each in wrong:
        listing.add("true", "", each.text)
    return Share(len(found) - len(wrong), len(found))


def _kept(truth: Truth, document: Document, listing: _Listing) -> Share:
    read = letters(document.text)
    wanted = {letters(each.text): each.text for each in truth.sentences}
    lost = [text for key, text in wanted.items() if key not in read]
    for text in lost:
        listing.add("kept", text)
    return Share(len(wanted) - len(lost), len(wanted))


def _headed(
    truth: Truth, document: Document, found: Sequence[Sentence], listing: _Listing
) -> Share:
    wanted: defaultdict[str, set[str]] = defaultdict(set)  # some stand under several headings
    for each in truth.sentences:
        wanted[words(each.text)].add(letters(each.heading))
    title = letters(truth.title)
    first = document.headings[0].label if document.headings else ""
    titled = letters(first) if first == document.title else ""  # left out of the sentences' own
    right = total = 0
    for each in found:
        key, heading = words(each.text), letters(each.heading)
        if key in wanted:
            total += 1
            told = {heading, heading or titled, *([""] if heading == title else [])}
            if told & wanted[key]:
                right += 1
            else:
                listing.add("headed", " / ".join(sorted(wanted[key])), f"{heading}: {each.text}")
    return Share(right, total)


def _paged(truth: Truth, found: Sequence[Sentence], listing: _Listing) -> Share:
    pages = [bare_letters(page) for page in truth.pages]
    wanted = {words(each.text) for each in truth.sentences}
    right = total = 0
    for each in found:
        if each.page is not None and pages and words(each.text) in wanted:
            total += 1
            if each.page <= len(pages) and _begins_on(each.text, pages[each.page - 1]):
                right += 1
            else:
                listing.add("paged", "", f"page {each.page}: {each.text}")
    return Share(right, total)


def _begins_on(sentence: str, page: str) -> bool:
    """Whether the page has the sentence's beginning: the rest may stand on the next."""
    start = bare_letters(sentence)[:12]
    return start in page or any(page.endswith(start[:end]) for end in range(2, len(start)))


def _whole(truth: Truth, found: Sequence[Sentence], listing: _Listing) -> Share:
    read = Counter(words(each.text) for each in found)
    wanted = Counter(words(each.text) for each in truth.sentences)
    for each in truth.sentences:
        if not read[words(each.text)]:
            listing.add("whole", each.text, _nearest(each.text, found))
    return Share(sum((wanted & read).values()), sum(wanted.values()))


def _nearest(text: str, found: Sequence[Sentence]) -> str:
    """The sentences read that this one, or its beginning, became."""
    key = letters(text)
    parts = [each.text for each in found if len(each.text) > 3 and letters(each.text) in key]
    around = [each.text for each in found if key in letters(each.text)]
    begun = [each.text for each in found if key[:16] in letters(each.text)]
    return " ¦ ".join((around or parts or begun)[:4])


def _cells(truth: Truth, document: Document, found: Sequence[Sentence], listing: _Listing) -> Share:
    lines = [values_of(line) for line in _lines(document, found)] if truth.rows else []
    right = 0
    for row in truth.rows:
        kept = best_of(lines, row)
        right += kept.cells
        if kept.cells < len(row):
            listing.add("cells", " | ".join(row), kept.line)
    return Share(right, sum(map(len, truth.rows)))


def _lines(document: Document, found: Sequence[Sentence]) -> Iterator[list[str]]:
    """The values of each line read; of a table file, also those of each row's passage."""
    yield from (each.text.split("|") for each in found)
    if document.media_type == "text/csv":
        ends = [*document.edges[1:], len(document.text)]
        for start, end in zip(document.edges, ends, strict=False):
            yield document.text[start:end].splitlines()


def _foreign(
    truth: Truth, document: Document, found: Sequence[Sentence], listing: _Listing
) -> bool:
    """Whether something around the text was read: it then stands more often than in the text."""
    original, read = letters(truth.text), letters(document.text)
    keys = {each: letters(each) for each in truth.foreign}
    more = [each for each, key in keys.items() if read.count(key) > original.count(key)]
    numbers = [each.text for each in found if _is_its_pages_number(each)]
    for text in dict.fromkeys([*more, *numbers]):
        listing.add("foreign", "", text)
    return bool(more or numbers)


def _is_its_pages_number(sentence: Sentence) -> bool:
    match = _NUMBER.fullmatch(sentence.text)
    return match is not None and match[1] == str(sentence.page)
