"""From a question to passages in order: two rankings fused, then read by the models that read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from index.answering.alike import collapse
from index.answering.apparatus import only_points
from index.answering.fuse import (
    LATE_WEIGHT,
    READER_WEIGHT,
    READING_WEIGHT,
    SENTENCE_WEIGHT,
    VERDICT_WEIGHT,
    Candidates,
    fuse,
)
from index.answering.mark import mark_by_reading, mark_from, to_read
from index.arrays import Allowed, Vectors
from index.models.late import LateInteraction
from index.models.reader import Reader
from index.models.reranker import Reranker
from index.passage import Hit, Passage
from index.store.caches import Caches
from index.store.catalog import Catalog
from index.store.dense import NOTHING, Ranking

CANDIDATES = 100  # passages that either ranking proposes
LATE_DEPTH = 40  # passages that late interaction compares of those; measured: evaluate/LOG.md
DEPTH = 5  # passages that the cross-encoder reads of these
MARK_DEPTH = 3  # passages whose sentences it reads of these
_HIGHEST = 11.0  # that it scores a text
_LEAST_DEPTH = 3  # of either, however long they are
USUAL_LENGTH = 450  # characters of a passage; of longer ones fewer are read

Mode = Literal["dense", "lexical", "hybrid", "rerank"]
Within = Callable[[str], bool]
"""Whether a document, named by its path, may be searched."""
Found = Callable[[tuple[Hit, ...]], None]
"""Is told of the passages found, before they are read."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for, and how.

    read:    the question as the models that read see it
    vector:  its vector, shape (dimension,)
    k:       passages wanted
    allowed: which passages may be found; None for all
    """

    question: str
    read: str
    vector: Vectors
    k: int
    mode: Mode
    allowed: Allowed | None = None


@dataclass(frozen=True, slots=True)
class Readers:
    """The models that read what was found; `depth` is how many passages the reranker reads.

    Of passages longer than usual fewer are read, so that an answer takes about the same time.
    Without a reader the reranker marks the sentences too.
    """

    late: LateInteraction | None
    reranker: Reranker
    depth: int
    reader: Reader | None = None


def find(
    search: Search,
    catalog: Catalog,
    caches: Caches,
    readers: Readers | None,
    found: Found | None = None,
) -> tuple[Hit, ...]:
    """The best passages, near-identical ones behind one another; `readers` only for "rerank"."""
    candidates = _candidates(search, catalog, caches)
    wanted = search.k if readers is None else max(search.k, LATE_DEPTH)
    hits = collapse(_text_first(search.question, _hits(candidates, catalog)), wanted)
    if found:
        found(hits[: search.k])
    if readers is not None:
        hits = _read(search, hits, readers)
    return hits[: search.k]


def _text_first(question: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    """What can hold an answer in front of contents and reference lists."""
    behind = []
    for hit in hits:
        if only_points(question, hit.passage):
            behind.append(hit)
        else:
            yield hit
    yield from behind


def _candidates(search: Search, catalog: Catalog, caches: Caches) -> Candidates:
    dense = lexical = NOTHING
    met = 1.0
    if search.mode != "lexical":
        dense = caches.dense.search(search.vector, CANDIDATES, search.allowed)
    if search.mode != "dense":
        lexical = caches.lexical.search(search.question, CANDIDATES, search.allowed)
    if search.mode in ("hybrid", "rerank"):
        dense = _completed(dense, lexical, caches, search.vector)
        first = [as_searched(each) for each in catalog.passages(lexical.positions[:1])]
        met = float(caches.lexical.coverage(search.question, first).sum())
    return fuse(dense, lexical, met)


def _completed(dense: Ranking, lexical: Ranking, caches: Caches, vector: Vectors) -> Ranking:
    """The dense ranking with the cosines of what only the words have found behind it."""
    missing = np.setdiff1d(lexical.positions, dense.positions)
    if not len(missing):
        return dense
    cosines = caches.dense.vectors(missing) @ vector
    return Ranking(
        np.concatenate([dense.positions, missing]), np.concatenate([dense.scores, cosines])
    )


def _hits(found: Candidates, catalog: Catalog) -> Iterator[Hit]:
    """Read from the catalog one by one, as they are wanted."""
    scores = zip(found.dense, found.lexical, found.fused, strict=True)
    for passage, (cosine, words, fused) in zip(
        catalog.passages(found.positions), scores, strict=True
    ):
        yield Hit(passage, _known(cosine), _known(words), float(fused))


def _known(value: np.float32) -> float | None:
    return None if np.isnan(value) else float(value)


def _read(search: Search, hits: tuple[Hit, ...], readers: Readers) -> tuple[Hit, ...]:
    """Orders the first by late interaction too, the first of these by reading, then by sentences.

    Each step adds its score, weighted, to what stood before, so none has the word alone.
    """
    question = search.read
    texts = [hit for hit in hits if not only_points(search.question, hit.passage)] or hits
    count = _affordable(texts, LATE_DEPTH)
    first, rest = list(texts[:count]), hits[count:]
    if readers.late:
        met = readers.late.score(question, [as_read(hit.passage, question) for hit in first])
        first = _ordered(
            replace(hit, late=float(score)) for hit, score in zip(first, met, strict=True)
        )
    count = _affordable(first, readers.depth)
    read, unread = first[:count], first[count:]
    scores = readers.reranker.score(question, [as_read(hit.passage, question) for hit in read])
    read = _ordered(
        replace(hit, rerank=float(score)) for hit, score in zip(read, scores, strict=True)
    )
    if readers.reader:
        return (*_read_whole(question, read, readers.reader), *unread, *rest)
    return (*_marked(question, read, readers.reranker), *unread, *rest)


def _read_whole(question: str, hits: list[Hit], reader: Reader) -> list[Hit]:
    """The best first, by what the reader finds in them too."""
    readings = reader.read(question, [to_read(question, hit.passage) for hit in hits])
    return _ordered(
        replace(hit, verdict=each.verdict, mark=mark_from(question, hit.passage, each))
        for hit, each in zip(hits, readings, strict=True)
    )


def _marked(question: str, hits: list[Hit], reranker: Reranker) -> list[Hit]:
    """The best first, by what answers in them too.

    The sentences of one passage after another are read, until no other can come first.
    """
    marked: list[Hit] = []
    for hit in hits[:MARK_DEPTH]:
        if marked and _total(hit) + SENTENCE_WEIGHT * _HIGHEST < max(map(_total, marked)):
            break
        marked.append(replace(hit, mark=mark_by_reading(question, hit.passage, reranker)))
    return [*_ordered(marked), *hits[len(marked) :]]


def _affordable(hits: Sequence[Hit], depth: int) -> int:
    """How many of the first `depth` together are no longer than so many of the usual size."""
    left = depth * USUAL_LENGTH
    for count, hit in enumerate(hits[:depth]):
        left -= len(hit.passage.text)
        if left < 0:
            return max(count, min(_LEAST_DEPTH, depth))
    return min(depth, len(hits))


def _ordered(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=_total, reverse=True)


def _total(hit: Hit) -> float:
    """The weighted sum of what is known of it."""
    total = hit.fused + LATE_WEIGHT * (hit.late or 0.0) + READING_WEIGHT * (hit.rerank or 0.0)
    weight = SENTENCE_WEIGHT if hit.verdict is None else READER_WEIGHT
    marked = weight * (hit.mark.score if hit.mark else 0.0)
    return total + VERDICT_WEIGHT * (hit.verdict or 0.0) + marked


def as_searched(passage: Passage) -> str:
    """What is searched of a passage, by vector and by words."""
    return passage.about.searched(passage.heading, passage.text)


def as_read(passage: Passage, question: str) -> str:
    """What the models that read see of a passage."""
    return passage.about.read(passage.heading, passage.text, question)
