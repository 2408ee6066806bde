"""Writes a file's parts in order: headings, paragraphs, lists and listings, page by page."""

from collections.abc import Sequence

from ingest.readers.compose import Composer
from ingest.readers.pdf.empties import with_empty_cells
from ingest.readers.pdf.flow import Part
from ingest.readers.pdf.headings import Headings, Known
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.paragraphs import Paragraph, is_item, with_bullet
from ingest.readers.pdf.sheets import Measure
from ingest.readers.pdf.tables import Table, written
from ingest.readers.pdf.words import Words


def write(
    composer: Composer,
    parts: Sequence[Part],
    words: Words,
    measure: Measure,
    known: Known,
    labels: Sequence[str | None],
) -> None:
    """Writes the parts; `measure` and what the file tells, `known`, tell which are headings.

    `labels` are what is printed on the pages.
    """
    found = [(part, words.text(part.lines)) for part in parts if isinstance(part, Paragraph)]
    headings = Headings(known, measure, found)
    pages = _Pages(composer, labels)
    texts = dict(found)
    for part in parts:
        pages.turn_to(part.first.page)
        if isinstance(part, Table):
            for row in written(with_empty_cells(part), words):
                pages.turn_to(row.page)
                composer.row([row.text])
            continue
        level = headings.level(part, texts[part])
        if level:
            composer.heading(texts[part], level)
        elif part.first.mono and not measure.mono:
            _write_listing(composer, part.lines)
        else:
            _write_text(composer, part, words, pages)


class _Pages:
    """Tells the composer of each page once."""

    def __init__(self, composer: Composer, labels: Sequence[str | None]) -> None:
        self._composer, self._labels, self._page = composer, labels, 0

    def turn_to(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self._composer.page(page, self._labels[page - 1])


def _write_text(composer: Composer, part: Paragraph, words: Words, pages: _Pages) -> None:
    first, *rest = words.joined(part.lines)
    if is_item(first.text):
        composer.listed(with_bullet(first.text))
    else:
        composer.paragraph(first.text)
    for stretch in rest:
        pages.turn_to(stretch.page)
        composer.goes_on(stretch.text, joint=stretch.joint)


def _write_listing(composer: Composer, lines: Sequence[Line]) -> None:
    """Each line with its indentation, told by its distance from the leftmost one."""
    left = min(line.left for line in lines)
    for line in lines:
        width = (line.right - line.left) / max(1, len(line.text))
        indent = round((line.left - left) / width) if width else 0
        composer.code(" " * indent + line.text)
