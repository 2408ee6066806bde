"""Questions, each with one passage and where in it the answer is, as JSON Lines.

One object a line: {"question", "passage", "answers": [[start, end, …], …], "title", "group",
"extra"}; offsets are code points of the passage, and without answers the passage does not answer.
Or a passage with its questions, as one writes them by hand: {"title", "passage", "questions":
[[question, answer], …]}, where an answer is words of the passage, a list of them, or null.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import QuothError
from index.passage import Span

ENDINGS = (".jsonl", ".jsonl.gz")


@dataclass(frozen=True, slots=True)
class Row:
    """A question and one passage.

    answers: stretches of the passage that answer; none where it does not
    parts:   whether part of a stretch answers as well, as where whole sentences are labelled
    title:   of the passage's document
    group:   what must not be split between training and measuring
    source:  the file's name without its ending
    """

    question: str
    passage: str
    answers: tuple[Span, ...]
    parts: bool
    title: str | None
    group: str
    source: str


def rows_of(file: Path) -> Iterator[Row]:
    """Raises QuothError when the file cannot be read or a line is not as described."""
    source = file.name.partition(".")[0]
    opened = gzip.open if file.suffix == ".gz" else open
    number = 0
    try:
        with opened(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                number += 1
                row = json.loads(line)
                if "questions" in row:
                    yield from _rows_on(row, f"{source}:{number}", source)
                else:
                    yield _row(row, source)
    except OSError as error:
        raise QuothError(f"{file} cannot be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise QuothError(
            f"{file}, line {number}, is not a question with a passage ({type(error).__name__}: "
            f"{error}). evaluate/rows.py says what a line holds."
        ) from error


def _row(row: dict[str, object], source: str) -> Row:
    question, passage, title, group = (
        row[key] for key in ("question", "passage", "title", "group")
    )
    answers = tuple(Span(start, end) for start, end, *_ in row["answers"])  # type: ignore[attr-defined]
    extra = row.get("extra")
    unit = extra.get("answer_unit") if isinstance(extra, dict) else None
    named = str(title).replace("_", " ") if title else None
    text = str(question).strip()
    return Row(text, str(passage), answers, unit == "sentence", named, str(group), source)


def _rows_on(line: dict[str, Any], group: str, source: str) -> Iterator[Row]:
    """The questions on a passage; ValueError where an answer is not in it."""
    passage = line["passage"]
    for question, answers in line["questions"]:
        said = [answers] if isinstance(answers, str) else answers or []
        starts = [passage.index(each) for each in said]
        spans = (Span(start, start + len(each)) for start, each in zip(starts, said, strict=True))
        yield Row(question, passage, tuple(spans), False, line["title"], group, source)
