"""Notes that readers have put into a PDF stand apart, behind its text, each named as one."""

from collections.abc import Sequence

from ingest.readers.compose import Composer
from ingest.readers.normalise import one_line
from ingest.readers.pdf.added import Added

HEADING = "Notes in the file"


def write_notes(
    composer: Composer, pages: Sequence[Sequence[Added]], labels: Sequence[str | None]
) -> None:
    """The notes of each page under a heading of their own, each at its page and in its passage."""
    notes = [
        (number, note)
        for number, things in enumerate(pages, start=1)
        for note in things
        if note.kind == "note"
    ]
    if notes and composer.length:  # where there is nothing else, the heading would be the title
        composer.edge()
        composer.heading(HEADING, 1)
    for number, note in notes:
        composer.page(number, labels[number - 1])
        composer.edge()
        composer.paragraph(_sentence(number, note))


def _sentence(page: int, note: Added) -> str:
    writer = f", by {note.name}" if note.name else ""
    on = f", {note.on}" if note.on else ""
    words = f": {one_line(note.text)}" if note.text else ""
    return f"Note on page {page}{writer}{on}{words}"
