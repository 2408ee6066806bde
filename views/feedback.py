"""What people think of answers, kept beside the index as lines that evaluation reads."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from index.answering.answer import Answer, Verdict
from index.errors import QuothError

FILE_NAME = "feedback.jsonl"
LOCK_NAME = "feedback.lock"
_PATIENCE = 10  # seconds for another to let go of the file
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
    try:
        with FileLock(folder / LOCK_NAME, timeout=_PATIENCE):
            _append(folder / FILE_NAME, json.dumps(line, ensure_ascii=False), answer)
    except Timeout:
        raise QuothError(
            f"What you think could not be kept in {folder / FILE_NAME}: somebody else is writing "
            "there. Try again in a moment."
        ) from None
    except OSError as error:
        raise QuothError(
            f"What you think could not be kept in {folder / FILE_NAME}: {error.strerror}."
        ) from error


def _append(path: Path, line: str, answer: Answer) -> None:
    """Adds the line and leaves out those on the same answer; all others stay byte for byte.

    The file is swapped in complete, so that a full disk costs no line.
    """
    former = path.read_bytes().split(b"\n") if path.exists() else []
    kept = [each for each in former if each and not _is_of(each, answer)]
    unfinished = path.with_suffix(".new")
    try:
        unfinished.write_bytes(b"\n".join([*kept, line.encode(), b""]))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _is_of(line: bytes, answer: Answer) -> bool:
    """Whether a line is on this answer: the same question to the same build."""
    try:
        kept = json.loads(line)
        return (kept["question"], kept["build"]) == (answer.question, answer.build)
    except (ValueError, KeyError, TypeError):
        return False
