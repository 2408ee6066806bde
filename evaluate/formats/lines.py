"""Stories as CSV and JSON Lines: a section a row, or a story's own table."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evaluate.formats.sentences import pieces_of
from evaluate.formats.story import Story, as_document


def write_tables(stories: Sequence[Story], folder: Path) -> None:
    """The story's first table; of one without tables, its sections."""
    for story in stories:
        rows: Iterable[Sequence[str]] = [("question", "answer"), *_sections(story)]
        if story.tables:
            rows = (story.tables[0].head, *story.tables[0].rows)
        with (folder / f"{story.name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)


def write_lines(stories: Sequence[Story], folder: Path) -> None:
    """Each section with its heading as the title."""
    for story in stories:
        with (folder / f"{story.name}.jsonl").open("w", encoding="utf-8") as file:
            for title, text in _sections(story.without_tables()):
                print(json.dumps({"title": title, "text": text}), file=file)


def first_table(story: Story) -> Story:
    """What `write_tables` tells of a story."""
    return Story(story.name, (story.tables[0],)) if story.tables else story


def _sections(story: Story) -> Iterator[tuple[str, str]]:
    """Each piece of the document with its innermost heading."""
    document = as_document(story)
    for piece in pieces_of(document):
        label = piece.heading[-1] if piece.heading else ""
        yield label, document.text[piece.start : piece.end]
