"""What the reader is trained on: a question, a passage as it is read, where in it the answer is.

From one row come a window that answers and others that don't: beside the answer, in the nearest
passage that lacks it, or to the same question with another name or number in it.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from evaluate.rows import Row
from index.passage import Span
from ingest.sentences import sentences_of

LEAST, MOST = 50, 128  # tokens of a window; passages have up to 128
_FRAGMENT = 15  # tokens; less of a passage says too little by itself
_TITLED = 0.75  # of the windows stand under their title
_HEADED = 0.12  # of the short answering sentences become the heading
_NAME = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*|\b\d[\d.,]*\b")
_WORD = re.compile(r"\w+")

TokenCounter = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with a text to read.

    text:    a passage under its title, or heading, as the reader sees it
    answers: stretches of the text, each of which answers, or holds what does; none if nothing does
    kind:    how it was made
    weight:  of its loss; less than one where the label is less sure
    """

    question: str
    text: str
    answers: tuple[Span, ...]
    source: str
    kind: str
    weight: float = 1.0


def save(examples: Iterable[Example], file: Path) -> None:
    """One JSON object a line; the file is there only when it is whole."""
    part = file.with_suffix(".part")
    with part.open("w", encoding="utf-8") as lines:
        for each in examples:
            spans = [[span.start, span.end] for span in each.answers]
            row = [each.question, each.text, spans, each.source, each.kind, each.weight]
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    part.replace(file)


def load(file: Path) -> list[Example]:
    """What `save` has written."""
    examples = []
    for line in file.read_text(encoding="utf-8").split("\n")[:-1]:
        question, text, spans, *rest = json.loads(line)
        examples.append(Example(question, text, tuple(Span(*span) for span in spans), *rest))
    return examples


class Windows:
    """Cuts rows to windows of whole sentences, about as long as an index's passages."""

    def __init__(self, count_tokens: TokenCounter, chance: random.Random) -> None:
        self._count = count_tokens
        self._chance = chance

    def answering(self, row: Row, kind: str = "answers") -> Example | None:
        """A window around one of the answers."""
        sentences = _sentences(row.passage)
        held = [n for n, span in enumerate(sentences) if _meets(span, row.answers)]
        if not held:
            return None
        first = last = self._chance.choice(held)
        if (heading := self._as_heading(row, sentences, first)) is not None:
            return heading
        return self._example(row, *self._grown(row, sentences, first, last, set()), kind)

    def beside(self, row: Row, kind: str = "beside") -> Example | None:
        """A window of the same passage without any answer; None where there is none."""
        sentences = _sentences(row.passage)
        wrong = {n for n, span in enumerate(sentences) if _meets(span, row.answers)}
        said = [_folded(span.of(row.passage)) for span in row.answers]
        for number, span in enumerate(sentences):
            text = _folded(span.of(row.passage))
            if any(f" {words.strip()} " in text for words in said):
                wrong.add(number)
        able = [n for n in range(len(sentences)) if n not in wrong]
        if not able:
            return None
        first = self._chance.choice(able)
        first, last = self._grown(row, sentences, first, first, wrong)[:2]
        part = row.passage[sentences[first].start : sentences[last].end]
        if last - first + 1 < len(sentences) and self._count(part) < _FRAGMENT:
            return None
        return self._example(replace(row, answers=()), first, last, sentences, kind)

    def _grown(
        self, row: Row, sentences: Sequence[Span], first: int, last: int, wrong: set[int]
    ) -> tuple[int, int, Sequence[Span]]:
        """The sentences grown to either side, up to a length drawn by chance."""
        left = self._chance.randint(LEAST, MOST)
        left -= self._count(sentences[first].of(row.passage))
        while True:
            sides = [n for n in (first - 1, last + 1) if 0 <= n < len(sentences)]
            sides = [n for n in sides if n not in wrong]
            if not sides:
                break
            side = self._chance.choice(sides)
            left -= self._count(sentences[side].of(row.passage))
            if left < 0:
                break
            first, last = min(first, side), max(last, side)
        return first, last, sentences

    def _example(
        self, row: Row, first: int, last: int, sentences: Sequence[Span], kind: str
    ) -> Example:
        start, end = sentences[first].start, sentences[last].end
        title = f"{row.title}. " if row.title and self._chance.random() < _TITLED else ""
        answers = (
            Span(max(span.start, start), min(span.end, end))
            for span in row.answers
            if span.start < end and start < span.end
        )
        moved = tuple(
            Span(a.start - start + len(title), a.end - start + len(title)) for a in answers
        )
        return Example(row.question, title + row.passage[start:end], moved, row.source, kind)

    def _as_heading(self, row: Row, sentences: Sequence[Span], number: int) -> Example | None:
        """The answering sentence as the heading of those that follow it."""
        span = sentences[number]
        short = 3 <= len(span.of(row.passage).split()) <= 16 and number + 1 < len(sentences)
        if not short or self._chance.random() > _HEADED:
            return None
        last = min(len(sentences), number + 4) - 1
        if any(_meets(each, row.answers) for each in sentences[number + 1 : last + 1]):
            return None
        return self._example(row, number, last, sentences, "heading")


def _sentences(text: str) -> list[Span]:
    found = []
    for line in re.finditer(r"[^\n]+", text):
        found += [Span(line.start() + s.start, line.start() + s.end) for s in sentences_of(line[0])]
    return found


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _folded(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def renamed(row: Row, chance: random.Random) -> Row | None:
    """The row with a name or number of its question changed for another of its passage's.

    Nothing answers it then. None where the question has no name, or the passage no other.
    """
    asked = list(_NAME.finditer(row.question))
    if not asked:
        return None
    old = chance.choice(asked)
    number = old[0][0].isdigit()
    said = _folded(row.question)
    answers = [_folded(span.of(row.passage)) for span in row.answers]
    others = {
        match[0]
        for match in _NAME.finditer(row.passage)
        if match[0][0].isdigit() == number
        and _folded(match[0]) not in said
        and not any(_folded(match[0]) in each or each in _folded(match[0]) for each in answers)
        and (not number or len(match[0]) == len(old[0]))
    }
    if not others:
        return None
    new = chance.choice(sorted(others))
    question = row.question[: old.start()] + new + row.question[old.end() :]
    return replace(row, question=question, answers=())


def nearest_without(
    rows: Sequence[Row], wanted: Sequence[Row], candidates: int
) -> Iterator[tuple[Row, list[Row]]]:
    """For each row wanted, the passages nearest to its question by words that lack its answer.

    rows: of one source; a passage of the question's own, or one that says what answers, is not
    among them.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    own = defaultdict(set)
    for row in rows:
        own[row.question].add(row.passage)
    passages = list({row.passage: row for row in rows}.values())
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32)
    matrix = vectorizer.fit_transform(f"{row.title or ''} {row.passage}" for row in passages)
    for row in wanted:
        scores = (matrix @ vectorizer.transform([row.question]).T).toarray()[:, 0]
        said = [_folded(span.of(row.passage)) for span in row.answers]
        found = []
        for number in scores.argsort()[::-1][: 8 * candidates]:
            other = passages[number]
            text = _folded(other.passage)
            if other.passage not in own[row.question] and not any(each in text for each in said):
                found.append(replace(other, question=row.question, answers=()))
            if len(found) == candidates:
                break
        yield row, found
