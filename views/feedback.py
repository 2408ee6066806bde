"""What people think of answers, kept beside the index as lines that evaluation reads."""

import json
from collections.abc import Callable
from dataclasses import dataclass
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
    _rewrite(
        folder, json.dumps(line, ensure_ascii=False).encode(), lambda each: _is_of(each, answer)
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody said of an answer; `line` is how it is kept."""

    question: str
    judgment: str
    note: str
    time: str
    line: bytes


def kept(folder: Path) -> list[Kept]:
    """All that is kept, the latest first; what is no line of ours is passed over."""
    try:
        lines = (folder / FILE_NAME).read_bytes().split(b"\n")
    except OSError:
        return []
    found = [each for each in map(_kept, lines) if each is not None]
    return sorted(found, key=lambda each: each.time, reverse=True)


def withdraw(folder: Path, line: bytes) -> None:
    """Takes a line out; all others stay byte for byte. QuothError where it cannot be written."""
    _rewrite(folder, None, lambda each: each == line)


def restore(folder: Path, line: bytes) -> None:
    """Undoes `withdraw`."""
    _rewrite(folder, line, lambda each: each == line)


def _kept(line: bytes) -> Kept | None:
    try:
        words = json.loads(line)
        parts = (words["question"], words["judgment"], words.get("note") or "", words["time"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return Kept(*parts, line) if all(isinstance(each, str) for each in parts) else None


def _rewrite(folder: Path, added: bytes | None, leaves: Callable[[bytes], bool]) -> None:
    """Adds a line and takes out those that are to leave; all others stay byte for byte.

    The file is swapped in complete, so that a full disk costs no line.
    """
    path = folder / FILE_NAME
    unfinished = path.with_suffix(".new")
    try:
        with FileLock(folder / LOCK_NAME, timeout=_PATIENCE):
            former = path.read_bytes().split(b"\n") if path.exists() else []
            lines = [each for each in former if each and not leaves(each)]
            lines += [added] if added is not None else []
            try:
                unfinished.write_bytes(b"\n".join([*lines, b""]))
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)
    except Timeout:
        raise QuothError(
            f"What you think could not be kept in {path}: somebody else is writing there. Try "
            "again in a moment."
        ) from None
    except OSError as error:
        raise QuothError(
            f"What you think could not be kept in {path}: {error.strerror}."
        ) from error


def _is_of(line: bytes, answer: Answer) -> bool:
    """Whether a line is on this answer: the same question to the same build."""
    try:
        kept = json.loads(line)
        return (kept["question"], kept["build"]) == (answer.question, answer.build)
    except (ValueError, KeyError, TypeError):
        return False
