"""The inner loops, so that a regression is seen: python -m pytest benchmarks/inner_loops.py

`--benchmark-autosave` keeps the times, `--benchmark-compare` puts the last ones beside them
(pytest-benchmark; its files lie in .benchmarks). All are of the sample documents.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.memory import NoEncoder
from index.answering.fuse import fuse
from index.answering.mark import mark_by_words, mark_from
from index.models.reader import Reading
from index.passage import Passage
from index.store.dense import Dense, Ranking
from index.store.lexical import Lexical
from ingest.build import OVERLAP, PASSAGE_TOKENS
from ingest.readers import plain
from ingest.split import Limits, split

CORPUS = Path(__file__).parent.parent / "corpus"
QUESTION = "How long does a course of interpersonal psychotherapy for depression last?"
_TIMES = 20  # the samples, for a text of some 6,000 words
_PASSAGES = 20_000

Benchmark = Callable[..., Any]


@pytest.fixture(scope="module")
def text() -> str:
    found = sorted(CORPUS.rglob("*.md"))
    return "\n\n".join(path.read_text(encoding="utf-8") for path in found)


@pytest.fixture(scope="module")
def passages(text: str) -> list[Passage]:
    document = plain.read("a.txt", text.encode())
    pieces = split(document, Limits(PASSAGE_TOKENS, OVERLAP, 256), NoEncoder().count_tokens)
    return [
        Passage(
            "a.txt",
            None,
            each.heading,
            (),
            each.start,
            each.end,
            document.text[each.start : each.end],
            each.sentences,
        )
        for each in pieces
    ]


def test_split(benchmark: Benchmark, text: str) -> None:
    document = plain.read("a.txt", text.encode())
    limits = Limits(PASSAGE_TOKENS, OVERLAP, 256)
    assert len(benchmark(split, document, limits, NoEncoder().count_tokens)) > 100


def test_dense(benchmark: Benchmark) -> None:
    vectors = np.random.default_rng(1).normal(size=(_PASSAGES, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    dense = Dense.build(384, [vectors])
    assert benchmark(dense.search, vectors[7], 100).positions[0] == 7


def test_lexical(benchmark: Benchmark, passages: list[Passage], tmp_path: Path) -> None:
    lexical = Lexical.build(tmp_path, [each.text for each in passages] * _TIMES)
    assert len(benchmark(lexical.search, QUESTION, 100).positions) == 100


def test_fuse(benchmark: Benchmark) -> None:
    chance = np.random.default_rng(2)
    one, other = (
        Ranking(chance.permutation(1000)[:100], np.sort(chance.random(100, dtype=np.float32))[::-1])
        for _ in range(2)
    )
    assert len(benchmark(fuse, one, other, 0.6).positions) >= 100


def test_mark_by_words(benchmark: Benchmark, passages: list[Passage], tmp_path: Path) -> None:
    lexical = Lexical.build(tmp_path, [each.text for each in passages])
    longest = max(passages, key=lambda each: len(each.sentences))
    assert benchmark(mark_by_words, QUESTION, longest, lexical.coverage).span.end > 0


def test_mark_by_the_reader(benchmark: Benchmark, passages: list[Passage]) -> None:
    longest = max(passages, key=lambda each: len(each.sentences))
    count = len(longest.heading) + len(longest.sentences)
    scores = np.random.default_rng(3).normal(size=count).astype(np.float32)
    assert benchmark(mark_from, QUESTION, longest, Reading(1.0, scores, scores)).score
