"""Library: the one face that asking programs see of an index."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

import numpy as np

from index.answer import (
    Answer,
    Judgement,
    answer_from,
    judge_by_nearness,
    judge_by_reading,
)
from index.caches import Caches, cache_bytes, cache_problems
from index.catalog import FILE_NAME, Build, Catalog, Counts, Recipe, Skipped
from index.dense import NOTHING
from index.encoder import Encoder, SentenceTransformerEncoder, Vectors
from index.errors import RecipeMismatch
from index.fuse import Candidates, fuse
from index.passage import Hit, Passage
from index.reranker import DEPTH, OnnxReranker, Reranker, rerank

DEFAULT_FOLDER = Path(__file__).parent / "built"
CANDIDATES = 100  # passages that either ranking proposes
Mode = Literal["dense", "lexical", "hybrid", "rerank"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text before and after a passage; cut at a word, empty at the document's ends."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Info:
    """What an index holds."""

    build: Build
    counts: Counts
    documents: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    catalog_bytes: int
    cache_bytes: int


class Library:
    """An index opened for asking. Every question is asked of the newest finished build.

    Safe to share between threads; one model and one set of caches serve them all.
    """

    def __init__(
        self, folder: Path, encoder: Encoder | None = None, reranker: Reranker | None = None
    ) -> None:
        self.folder = folder
        self._given = encoder
        self._encoder: Encoder | None = None
        self._reranker = reranker
        self._caches: Caches | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls,
        folder: Path = DEFAULT_FOLDER,
        encoder: Encoder | None = None,
        reranker: Reranker | None = None,
    ) -> Self:
        """The index in `folder`, asked with the encoder that its recipe names.

        An `encoder` can stand in for that one if it has the same weights, a `reranker` for the
        default one. Raises NoIndex or DamagedIndex.
        """
        with _newest(folder):
            return cls(folder, encoder, reranker)

    def load(self, mode: Mode = "rerank") -> None:
        """Loads the models and the caches now rather than with the first question."""
        self.ask("load", mode=mode)

    def ask(self, question: str, k: int = 5, mode: Mode = "rerank") -> Answer:
        """The answer with its `k` best passages; an empty question finds nothing.

        Modes: "dense" ranks by vectors, "lexical" by words, "hybrid" by both, and "rerank" has the
        cross-encoder read the best of those, and the sentences of the first.

        Raises NoIndex, DamagedIndex or ModelError, and RecipeMismatch when the encoder is not
        the one that the index was built with.
        """
        with _newest(self.folder) as (catalog, build):
            if not question.strip():
                return Answer(question, "not_found", 0.0, build.number, (), None)
            vector = self._encoder_for(build.recipe).encode([question])[0]
            hits = self._find(catalog, build, question, vector, k, mode)
            judgement = self._judge(build, question, vector, hits[0], mode) if hits else None
            return answer_from(question, hits, build.number, judgement)

    def search(self, question: str, k: int = 5, mode: Mode = "rerank") -> tuple[Hit, ...]:
        """The `k` best passages, with no answer made of them; modes and errors as in `ask`."""
        with _newest(self.folder) as (catalog, build):
            vector = self._encoder_for(build.recipe).encode([question])[0]
            return self._find(catalog, build, question, vector, k, mode)

    def _find(
        self,
        catalog: Catalog,
        build: Build,
        question: str,
        vector: Vectors,
        k: int,
        mode: Mode,
    ) -> tuple[Hit, ...]:
        caches = self._caches_of(catalog, build)
        dense = NOTHING if mode == "lexical" else caches.dense.search(vector, CANDIDATES)
        lexical = NOTHING if mode == "dense" else caches.lexical.search(question, CANDIDATES)
        found = fuse(dense, lexical)
        if mode != "rerank":
            return _hits(catalog, found, k)
        hits = _hits(catalog, found, max(k, DEPTH))
        return rerank(question, hits, self._reader())[:k]

    def _judge(
        self, build: Build, question: str, vector: Vectors, best: Hit, mode: Mode
    ) -> Judgement:
        if mode == "rerank":
            return judge_by_reading(question, best, self._reader())
        return judge_by_nearness(vector, best, self._encoder_for(build.recipe))

    def _reader(self) -> Reranker:
        """The cross-encoder, made once for all threads."""
        with self._lock:
            if self._reranker is None:
                self._reranker = OnnxReranker()
            return self._reranker

    def text(self, document: str) -> str:
        """The whole text that a document's offsets refer to; UnknownDocument if not there."""
        with _newest(self.folder) as (catalog, _):
            return catalog.text(document)

    def surroundings(self, passage: Passage, characters: int = 600) -> Surroundings:
        """Up to `characters` of the document on either side of the passage."""
        text = self.text(passage.document)
        start, end = max(0, passage.start - characters), passage.end + characters
        before, after = text[start : passage.start], text[passage.end : end]
        if start > 0:
            before = re.sub(r"\A\S*\s+", "", before)
        if end < len(text):
            after = re.sub(r"\s+\S*\Z", "", after)
        return Surroundings(before, after)

    def info(self) -> Info:
        """What the index holds; loads no model."""
        with _newest(self.folder) as (catalog, build):
            documents = tuple(source.path for source in catalog.sources())
            return Info(
                build=build,
                counts=catalog.counts(),
                documents=documents,
                skipped=tuple(catalog.skipped()),
                catalog_bytes=(self.folder / FILE_NAME).stat().st_size,
                cache_bytes=cache_bytes(self.folder, build),
            )

    def problems(self) -> list[str]:
        """What is wrong with the catalog or its caches, a sentence each; none when all is well."""
        with _newest(self.folder) as (catalog, build):
            return [*catalog.problems(), *cache_problems(catalog, build)]

    def _encoder_for(self, recipe: Recipe) -> Encoder:
        """The encoder given, or the recipe's, made once for all threads and builds."""
        with self._lock:
            encoder = self._given or self._encoder
            if encoder is None or (self._given is None and encoder.sha256 != recipe.encoder_sha256):
                encoder = self._encoder = SentenceTransformerEncoder(recipe.encoder)
        if recipe.encoder_sha256 != encoder.sha256:
            raise RecipeMismatch(
                f"The index in {self.folder} was built with {recipe.encoder} (weights "
                f"{recipe.encoder_sha256[:12]}), the encoder at hand is {encoder.name} (weights "
                f"{encoder.sha256[:12]}). Ask with the first, or build the index anew: "
                f"python -m ingest FOLDER --rebuild --index {self.folder}"
            )
        return encoder

    def _caches_of(self, catalog: Catalog, build: Build) -> Caches:
        """The caches of `build`, opened once for all threads."""
        with self._lock:
            if self._caches is None or self._caches.token != build.token:
                self._caches = Caches.open(catalog, build)
            return self._caches


@contextmanager
def _newest(folder: Path) -> Iterator[tuple[Catalog, Build]]:
    """The catalog, held at its newest build while the block runs."""
    with Catalog.open(folder) as catalog, catalog.snapshot() as build:
        yield catalog, build


def _hits(catalog: Catalog, found: Candidates, k: int) -> tuple[Hit, ...]:
    passages = catalog.passages(found.positions[:k])
    return tuple(
        Hit(passage, _score(dense), _score(lexical), _score(fused), rerank=None)
        for passage, dense, lexical, fused in zip(
            passages, found.dense, found.lexical, found.fused, strict=False
        )
    )


def _score(value: np.float32) -> float | None:
    return None if np.isnan(value) else float(value)
