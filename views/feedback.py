"""What people think of answers, kept beside the index as lines that evaluation reads."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from index.answering.answer import Answer, Verdict
from index.errors import QuothError

FILE_NAME = "feedback.jsonl"
Judgment = Literal["right", "wrong sentence", "wrong", "should be silent"]
WORDS: dict[Verdict, dict[Judgment, str]] = {
    "answered": {
        "right": "Right",
        "wrong sentence": "Right passage, wrong sentence",
        "wrong": "Wrong",
        "should be silent": "Should have been silent",
    },
    "not_found": {
        "right": "Right, nothing answers it",
        "wrong sentence": "The first passage answers it",
        "wrong": "Another passage answers it",
    },
}
"""What can be said of an answer, and of a silence."""


def keep(folder: Path, answer: Answer, judgment: Judgment, note: str = "") -> None:
    """Adds a line to the index folder's feedback, in place of a former one on the same answer.

    `expect` is what `python -m evaluate questions` takes: the sentence where it was right, the
    passage where another sentence of it was, null where nothing answers. Where all of that was
    wrong nobody knows what would have been right, so the line has `reject` instead. Raises
    QuothError when the folder cannot be written.
    """
    passage = answer.hits[0].passage
    quote = answer.quote
    line: dict[str, object] = {"question": answer.question}
    if judgment == "wrong":
        line["reject"] = passage.text
    elif judgment == "wrong sentence":
        line["expect"] = passage.text
    else:
        answers = quote if judgment == "right" and answer.verdict == "answered" else None
        line["expect"] = answers.text if answers else None
    line |= {
        "judgment": judgment,
        "note": note,
        "document": passage.document,
        "quote": quote.text if quote else None,
        "confidence": round(answer.confidence, 4),
        "verdict": answer.verdict,
        "build": answer.build,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    path = folder / FILE_NAME
    try:
        former = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = [each for each in former if not _is_of(each, answer)]
        text = "\n".join([*kept, json.dumps(line, ensure_ascii=False), ""])
        unfinished = path.with_suffix(".new")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise QuothError(
            f"What you think could not be kept in {folder / FILE_NAME}: {error.strerror}."
        ) from error


def _is_of(line: str, answer: Answer) -> bool:
    """Whether a line is on this answer: the same question to the same build."""
    try:
        kept = json.loads(line)
        return (kept["question"], kept["build"]) == (answer.question, answer.build)
    except (ValueError, KeyError, TypeError):
        return False
