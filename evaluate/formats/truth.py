"""What a made file says, kept as JSON beside it, so that files are made once and read often."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evaluate.formats.sentences import Sentence, sentences_of
from evaluate.formats.story import Story, as_document
from index.errors import QuothError


@dataclass(frozen=True, slots=True)
class Truth:
    """What is to be read from a file, and what is not.

    file:      its name, in the folder of its format
    title:     the document's
    text:      all of it, in order, headings and cells too
    sentences: those of paragraphs and lists, each under its innermost heading
    rows:      the data rows of its tables, a tuple of cells each
    foreign:   words that stand around the text: running heads, page numbers, a site's links
    pages:     the text of each page, as another program reads it; none in formats without
    """

    file: str
    title: str
    text: str
    sentences: tuple[Sentence, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    foreign: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


_FILE = TypeAdapter(Truth)


def truth_of(story: Story, file: str, foreign: tuple[str, ...] = ()) -> Truth:
    """Of a file that holds the whole story."""
    document = as_document(story)
    apart = {block.start for block in document.blocks if block.whole}
    apart |= {heading.start for heading in document.headings}
    return Truth(
        file=file,
        title=story.title,
        text=document.text,
        sentences=tuple(each for each in sentences_of(document) if each.start not in apart),
        rows=tuple(row for table in story.tables for row in table.rows),
        foreign=foreign,
    )


def write_truth(truth: Truth, folder: Path) -> None:
    """Beside the file, under its name with .json in place of the suffix."""
    path = (folder / truth.file).with_suffix(".json")
    path.write_bytes(_FILE.dump_json(truth, indent=1))


def read_truths(folder: Path) -> list[Truth]:
    """Of all files of a format. Raises QuothError where there is none, or one is damaged."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise QuothError(
            f"{folder} has no documents made. Make them: python -m evaluate formats FOLDER… "
            f"--keep {folder.parent}"
        )
    try:
        return [_FILE.validate_json(path.read_bytes()) for path in paths]
    except ValidationError as error:
        raise QuothError(f"{folder}: {error.errors()[0]['msg']}. Make the files again.") from error
