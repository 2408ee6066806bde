"""Where a stretch of a document's text stands on its file's pages: the file is asked again.

A PDF's letters and a document's text differ in spaces, hyphens at line ends, ligatures, accents,
raised figures, names of columns that are repeated. So both are reduced to what they have in
common, and the stretch is looked for on the pages that it is said to stand on. Where it cannot be
told which of several places it is, or only part of it is found, there is none.
"""

import hashlib
import threading
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from index.letters import Letter, Rectangle, letters_of, reduced
from index.passage import Page, Span

_AROUND = 80  # reduced characters on either side by which places of the same words are told apart
_LEAST_BETTER = 6  # reduced characters by which the best must fit better than the next
_LEAST_PIECE = 12  # reduced characters of a stretch that is found in pieces
_LEAST_FOUND = 0.95  # share of it that the pieces must have
_MOST_PIECES = 6
_SHORT, _LEAST_FIT = 25, 4  # a shorter stretch must have so much around it in common, too
_LEAST_ROW = 4
_lock = threading.Lock()  # PDFium is for one thread at a time


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch stands on a page, a rectangle a line; `page` counts from 1."""

    page: int
    rectangles: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a stretch, in the order of its text.

    reason: why it, or part of it, has none: a sentence; None where all of it has
    """

    places: tuple[Place, ...] = ()
    reason: str | None = None


def places_in_file(path: Path, sha256: str, text: str, span: Span, pages: Sequence[Page]) -> Places:
    """As in `places_in_pdf`, if the file's bytes are still those of which this is the hash."""
    if path.suffix.casefold() != ".pdf":
        return Places(reason=f"{path.name} has no pages on which the words could be shown.")
    try:
        data = path.read_bytes()
    except OSError:
        return Places(reason=f"{path} cannot be read any more; put it back, or build again.")
    if hashlib.sha256(data).hexdigest() != sha256:
        return Places(reason=f"{path.name} has changed since it was indexed; build again.")
    return places_in_pdf(data, text, span, pages)


def places_in_pdf(data: bytes, text: str, span: Span, pages: Sequence[Page]) -> Places:
    """Where the span of the document's text stands on the PDF's pages.

    data:  the file as it was when its text was read
    pages: all of the document's, in order
    """
    import pypdfium2 as pdfium

    try:
        with _lock, pdfium.PdfDocument(data) as pdf:
            return _places(pdf, text, span, pages)
    except pdfium.PdfiumError:
        return Places(reason="The file is damaged.")


def _places(pdf: Any, text: str, span: Span, pages: Sequence[Page]) -> Places:
    found, reason = [], None
    for page, whole in _on_pages(text, span, pages):
        part = Span(max(span.start, whole.start), min(span.end, whole.end))
        if not reduced(part.of(text)):
            continue
        if page.number is None or not 0 < page.number <= len(pdf):
            reason = "The file has no such page."
            continue
        letters = letters_of(pdf[page.number - 1])
        rectangles = rectangles_on(letters, text, part, whole)
        if rectangles:
            found.append(Place(page.number, rectangles))
        else:
            reason = f"The words cannot be told on page {page.number}."
    return Places(tuple(found), reason or (None if found else "There are no words in it."))


def rectangles_on(
    letters: Sequence[Letter], text: str, part: Span, whole: Span
) -> tuple[Rectangle, ...]:
    """Where part of a page's text stands on it, a rectangle a line; none where it is unsure.

    letters: the page's, as `letters_of` gives them
    whole:   the stretch of the text that is the page's
    """
    return tuple(_rectangles(letters, _found(letters, text, part, whole)))


def _on_pages(text: str, span: Span, pages: Sequence[Page]) -> Iterator[tuple[Page, Span]]:
    """The pages that the span stands on, each with the stretch of the text that is its."""
    starts = [page.start for page in pages]
    first = max(0, bisect_right(starts, span.start) - 1)
    for number in range(first, len(pages)):
        end = starts[number + 1] if number + 1 < len(pages) else len(text)
        if starts[number] < span.end and end > span.start:
            yield pages[number], Span(starts[number], end)


def _found(letters: Sequence[Letter], text: str, part: Span, whole: Span) -> list[Span]:
    """The stretches of the page's letters that the part of its text is; none where it is unsure."""
    on_page = "".join(letter.sign for letter in letters)
    wanted = _Wanted(
        reduced(part.of(text)),
        reduced(text[whole.start : part.start])[-_AROUND:],
        reduced(text[part.end : whole.end])[:_AROUND],
    )
    place = _whole(wanted, on_page, letters)
    if place is not None:
        return [place]
    values = reduced(_values(part.of(text)))
    if len(values) < _LEAST_ROW or values == wanted.words:
        return _pieces(wanted.words, on_page)
    place = _whole(_Wanted(values, "", ""), on_page, letters)
    return _pieces(values, on_page) if place is None else [place]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Reduced words that are looked for, and what stands before and after them in the text."""

    words: str
    before: str
    after: str


def _whole(wanted: _Wanted, on_page: str, letters: Sequence[Letter]) -> Span | None:
    """Where the words stand, all together; of several places the one whose surroundings fit."""
    length = len(wanted.words)
    places = [Span(start, start + length) for start in _occurrences(wanted.words, on_page)]
    apart = [place for place in places if _is_apart(place, letters)]
    places = apart or (places if length >= _LEAST_PIECE else [])
    if not places:
        return None
    if len(places) == 1:
        around = min(_LEAST_FIT, len(wanted.before) + len(wanted.after)) * (length < _SHORT)
        return places[0] if _fit(wanted, on_page, places[0]) >= around else None
    fits = sorted(((_fit(wanted, on_page, place), place.start) for place in places), reverse=True)
    (best, start), (second, _) = fits[:2]
    return Span(start, start + length) if best - second >= _LEAST_BETTER else None


def _occurrences(words: str, text: str) -> Iterator[int]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _is_apart(place: Span, letters: Sequence[Letter]) -> bool:
    """Whether it begins and ends where words do."""
    ends = place.end == len(letters) or letters[place.end].begins
    return letters[place.start].begins and ends


def _fit(wanted: _Wanted, on_page: str, place: Span) -> int:
    """How many characters before and after it are those of the text."""
    before, after = on_page[max(0, place.start - _AROUND) : place.start], on_page[place.end :]
    return _shared(reversed(wanted.before), reversed(before)) + _shared(wanted.after, after)


def _shared(one: Any, other: Any) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _values(text: str) -> str:
    """A row's values without the names of their columns; what is no row as it is."""
    cells = text.split(" | ")
    if len(cells) < 2:
        return text
    return " ".join(cell.partition(": ")[2] or cell for cell in cells)


def _pieces(words: str, on_page: str) -> list[Span]:
    """Where the words stand in a few long pieces, one after another; else none.

    A running head, a note or a picture's words may stand between two lines in the file.
    """
    pieces: list[Span] = []
    at, done, found = 0, 0, 0
    while at < len(words) and len(pieces) < _MOST_PIECES:
        piece = _longest(words[at:], on_page, done)
        if piece is None:
            at += 1
            continue
        pieces.append(piece)
        at += piece.end - piece.start
        found += piece.end - piece.start
        done = piece.end
    return pieces if found >= _LEAST_FOUND * len(words) else []


def _longest(words: str, on_page: str, after: int) -> Span | None:
    """The longest beginning of the words that stands on the page once, behind a place."""
    least = min(_LEAST_PIECE, len(words))
    start = on_page.find(words[:least], after)
    if start < 0 or on_page.find(words[:least], start + 1) >= 0:
        return None
    length = least + _shared(words[least:], on_page[start + least :])
    return Span(start, start + length)


def _rectangles(letters: Sequence[Letter], places: Sequence[Span]) -> Iterator[Rectangle]:
    """A rectangle for each line of the places."""
    marked = [letter for place in places for letter in letters[place.start : place.end]]
    for _, group in groupby(marked, key=lambda letter: letter.line):
        boxes = [letter.box for letter in group]
        yield Rectangle(
            max(0.0, min(box.left for box in boxes)),
            max(0.0, min(box.top for box in boxes)),
            min(1.0, max(box.right for box in boxes)),
            min(1.0, max(box.bottom for box in boxes)),
        )
