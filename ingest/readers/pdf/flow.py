"""Paragraphs that run over a column or a page are made one again, notes between them set aside."""

from collections.abc import Sequence

from ingest.readers.pdf.paragraphs import Paragraph, ended_short, is_item
from ingest.readers.pdf.sheets import Measure

_NOTE = 0.95  # a note's size over the text's, at most
_MOST_BETWEEN = 12  # notes and legends between the parts of a paragraph


def flowing(parts: Sequence[Paragraph], measure: Measure) -> list[Paragraph]:
    """The parts with each paragraph whole. What stands inside one goes before it, or after it where
    it is on the next page, so that pages stay in order.
    """
    waiting = list(parts)
    written: list[Paragraph] = []
    place = 0
    while place < len(waiting):
        found = _continuation(waiting, place, measure)
        if found is None:
            written.append(waiting[place])
            place += 1
            continue
        rest, between = waiting[found], waiting[place + 1 : found]
        written += [part for part in between if part.first.page < rest.first.page]
        after = [part for part in between if part.first.page >= rest.first.page]
        waiting[place : found + 1] = [Paragraph((*waiting[place].lines, *rest.lines)), *after]
    return written


def _continuation(parts: Sequence[Paragraph], place: int, measure: Measure) -> int | None:
    """Where the paragraph goes on, if it does."""
    part = parts[place]
    if part.is_ended or _is_aside(part, parts[0], measure):
        return None
    for after in range(place + 1, min(len(parts), place + 2 + _MOST_BETWEEN)):
        if parts[after].first.page > part.last.page + 1:
            return None
        if _goes_on(part, parts[after], after == place + 1):
            return after
        if not _is_aside(parts[after], part, measure):
            return None
    return None


def _goes_on(part: Paragraph, rest: Paragraph, next_to_it: bool) -> bool:
    last, first = part.last, rest.first
    alike = abs(first.size - last.size) <= 0.6 and first.bold == last.bold
    if not alike or first.mono or last.mono or first.angle != last.angle:
        return False
    turned = first.page > last.page or first.baseline > last.baseline
    text = first.text.lstrip()
    if text[:1].islower():
        return turned
    full = not ended_short(part.lines, first) and len(part.lines) > 1
    return next_to_it and turned and full and not is_item(text)


def _is_aside(part: Paragraph, beside: Paragraph, measure: Measure) -> bool:
    return part.first.size < _NOTE * measure.size or part.first.angle != beside.first.angle
