"""Paragraphs that run over a column or a page are made one again, notes between them set aside."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.paragraphs import Paragraph, Told, ended_short, is_item, paragraphs
from ingest.readers.pdf.sheets import Measure
from ingest.readers.pdf.tables import Table, joined

_NOTE = 0.95  # a note's size over the text's, at most
_MOST_BETWEEN = 12  # notes and legends between the parts of a paragraph


Part = Paragraph | Table


def gathered(items: Sequence[Line | Table], measure: Measure, told: Told) -> Iterator[Part]:
    """A page's lines as paragraphs, its tables between them."""
    for is_line, stretch in groupby(items, key=lambda item: isinstance(item, Line)):
        if is_line:
            lines = [item for item in stretch if isinstance(item, Line)]
            yield from paragraphs(lines, measure, told=told)
        else:
            yield from (item for item in stretch if isinstance(item, Table))


def flowing(parts: Sequence[Part], measure: Measure, told: Told) -> list[Part]:
    """The parts with each paragraph whole. What stands inside one goes before it, or after it where
    it is on the next page, so that pages stay in order.
    """
    waiting = list(parts)
    written: list[Part] = []
    place = 0
    while place < len(waiting):
        found = _continuation(waiting, place, measure, told)
        whole = _whole(waiting[place], waiting[found]) if found is not None else None
        if found is None or whole is None:
            written.append(waiting[place])
            place += 1
            continue
        page, between = waiting[found].first.page, waiting[place + 1 : found]
        written += [part for part in between if part.first.page < page]
        after = [part for part in between if part.first.page >= page]
        waiting[place : found + 1] = [whole, *after]
    return written


def _whole(part: Part, rest: Part) -> Part | None:
    if isinstance(part, Table) and isinstance(rest, Table):
        return joined(part, rest)
    if isinstance(part, Paragraph) and isinstance(rest, Paragraph):
        return Paragraph((*part.lines, *rest.lines))
    return None


def _continuation(parts: Sequence[Part], place: int, measure: Measure, told: Told) -> int | None:
    """Where the paragraph or table goes on, if it does."""
    part = parts[place]
    if isinstance(part, Table):
        after = place + 1
        return after if after < len(parts) and isinstance(parts[after], Table) else None
    if part.is_ended or _is_aside(part, measure):
        return None
    for after in range(place + 1, min(len(parts), place + 2 + _MOST_BETWEEN)):
        rest = parts[after]
        if rest.first.page > part.last.page + 1:
            return None
        if isinstance(rest, Paragraph) and _goes_on(part, rest, after == place + 1, told):
            return after
        if not _is_aside(rest, measure):
            return None
    return None


def _goes_on(part: Paragraph, rest: Paragraph, next_to_it: bool, told: Told) -> bool:
    last, first = part.last, rest.first
    alike = abs(first.size - last.size) <= 0.6 and first.bold == last.bold
    if not alike or first.mono or last.mono or rest.aside:
        return False
    turned = first.page > last.page or first.baseline > last.baseline
    text = first.text.lstrip()
    begins = told(last, first)
    if begins is not None:
        return turned and not begins
    if text[:1].islower():
        return turned
    full = not ended_short(part.lines, first) and len(part.lines) > 1
    return next_to_it and turned and full and not is_item(text)


def _is_aside(part: Part, measure: Measure) -> bool:
    if isinstance(part, Table):
        return True
    return part.aside or part.first.size < _NOTE * measure.size
