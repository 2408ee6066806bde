"""Which passage size and overlap find the answer best: one index a pair, all questions asked."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluate.squad import Article, Question, joined
from index.answering.search import Mode
from index.library import Library
from index.models.encoder import Encoder
from index.passage import Hit
from ingest.build import Choices, build

READING = 1000
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Size:
    """A passage size and overlap, both in tokens."""

    tokens: int
    overlap: int


@dataclass(frozen=True, slots=True)
class Row:
    """How one size did in one mode; shares of the questions, 0 to 1.

    at_1, at_3: the answer lies whole in the first, in one of the first three passages
    reading:    it lies in the first 1,000 characters that one reads, passage after passage:
                larger passages hold more, and this takes that advantage from them
    characters: of a passage, on average
    """

    size: Size
    mode: Mode
    passages: int
    characters: float
    at_1: float
    at_3: float
    reading: float


def sweep(
    articles: Sequence[Article],
    sizes: Sequence[Size],
    modes: Sequence[Mode],
    encoder: Encoder,
    say: Callable[[str], None],
) -> Iterator[Row]:
    """One row a size and mode; `say` is told what is being done."""
    documents = [joined(article) for article in articles]
    questions = [each for document in documents for each in document.questions if each.answers]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "articles")
        folder.mkdir()
        for text in (text for document in documents for text in document.texts):
            (folder / text.id).write_text(text.text, encoding="utf-8", newline="")
        for size in sizes:
            say(f"building passages of {size.tokens} tokens, overlap {size.overlap}")
            index = Path(temporary, f"index-{size.tokens}-{size.overlap}")
            choices = Choices(passage_tokens=size.tokens, overlap=size.overlap)
            passages = build([folder], index, choices, encoder).passages
            library = Library.open(index, encoder)
            for mode in modes:
                say(f"asking {len(questions)} questions, {mode}")
                found = [library.search(each.text, _DEEPEST, mode) for each in questions]
                yield _row(size, mode, passages, questions, found)


def _row(
    size: Size,
    mode: Mode,
    passages: int,
    questions: Sequence[Question],
    found: Sequence[Sequence[Hit]],
) -> Row:
    pairs = list(zip(questions, found, strict=True))
    lengths = [len(hit.passage.text) for hits in found for hit in hits]

    def share(holds: Callable[[Question, Sequence[Hit]], bool]) -> float:
        return sum(holds(question, hits) for question, hits in pairs) / len(pairs)

    return Row(
        size=size,
        mode=mode,
        passages=passages,
        characters=sum(lengths) / len(lengths),
        at_1=share(lambda question, hits: _in_first(question, hits, 1)),
        at_3=share(lambda question, hits: _in_first(question, hits, 3)),
        reading=share(_in_reading),
    )


def _in_first(question: Question, hits: Sequence[Hit], count: int) -> bool:
    return any(_holds(question, hit, len(hit.passage.text)) for hit in hits[:count])


def _in_reading(question: Question, hits: Sequence[Hit]) -> bool:
    left = READING
    for hit in hits:
        if _holds(question, hit, left):
            return True
        left -= len(hit.passage.text)
    return False


def _holds(question: Question, hit: Hit, characters: int) -> bool:
    """Whether an answer lies in the passage's first so many characters."""
    passage = hit.passage
    end = min(passage.end, passage.start + characters)
    return passage.document == question.document and any(
        passage.start <= answer.start and answer.end <= end for answer in question.answers
    )
