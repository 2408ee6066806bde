"""Questions of one's own to an index: JSON Lines of {"question": …, "expect": …}.

What is expected is a string that the passage must contain, a list of them where several passages
answer, each with words of its own, or null where nothing answers.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluate.judged import DEEPEST, Judged
from evaluate.runs import asking
from index.answering.answer import Answer
from index.answering.search import Mode
from index.errors import QuothError
from index.library import Library
from ingest.progress import Watcher


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question, and words that stand in a passage that answers it.

    expect: of each such passage, some words; none where nothing answers
    """

    id: str
    text: str
    expect: tuple[str, ...]


def read_questions(path: Path) -> list[OwnQuestion]:
    """Raises QuothError, naming the line, when the file is missing or not in that format."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # texts hold other ends of lines
    except OSError as error:
        raise QuothError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise QuothError(f"{path} is not UTF-8: {error}.") from error
    read = (
        _question(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()
    )
    questions = [question for question in read if question is not None]
    if not questions:
        raise QuothError(f'{path} holds no question. Write one a line: {{"question": "…", …}}')
    return questions


def _question(path: Path, number: int, line: str) -> OwnQuestion | None:
    """The question of a line; None for one that only rejects an answer."""
    wanted = (
        'Write {"question": "…", "expect": "words of the passage"}, a list of words where several '
        "passages answer, null where none does."
    )
    try:
        row = json.loads(line)
        if "reject" in row and "expect" not in row:
            return None
        text, expect = row["question"], row["expect"]
    except (ValueError, KeyError, TypeError) as error:
        raise QuothError(
            f"{path}, line {number}, is not a question ({type(error).__name__}). {wanted}"
        ) from error
    words = [] if expect is None else expect if isinstance(expect, list) else [expect]
    if not all(isinstance(each, str) and each.strip() for each in (text, *words)):
        raise QuothError(f"{path}, line {number}, is not a question. {wanted}")
    if expect == []:
        raise QuothError(f"{path}, line {number}, expects an empty list. {wanted}")
    return OwnQuestion(str(number), text, tuple(words))


def ask_own(
    questions: Sequence[OwnQuestion], library: Library, mode: Mode, watch: Watcher
) -> list[Judged]:
    """Asks each question; right is a passage, and a quote, with the words that it expects."""
    rows = []
    for number, question in enumerate(questions):
        watch(asking(number, len(questions)))
        rows.append(_judged(question, library.ask(question.text, DEEPEST, mode)))
    watch(asking(len(questions), len(questions)))
    return rows


def _judged(question: OwnQuestion, answer: Answer) -> Judged:
    texts = [hit.passage.text for hit in answer.hits]
    ranks = (rank for rank, text in enumerate(texts, start=1) if _holds(text, question.expect))
    marked = answer.quote is not None and _holds(answer.quote.text, question.expect)
    expected = " / ".join(question.expect) or None
    return Judged(question.id, answer, expected, next(ranks, None), marked)


def _holds(text: str, expect: Sequence[str]) -> bool:
    """Whether one of the words stands in the text, however its lines are broken."""
    return any(" ".join(words.split()) in " ".join(text.split()) for words in expect)
