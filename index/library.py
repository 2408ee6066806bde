"""Library: the one face that asking programs see of an index."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from index.alike import collapse
from index.answer import (
    Answer,
    Mode,
    answer_from,
    mark_by_reading,
    mark_by_words,
    nothing_found,
)
from index.caches import Caches, cache_bytes, cache_problems
from index.calibration import Calibration, Curve, Evidence, check_model, shipped
from index.catalog import FILE_NAME, Build, Catalog, Counts, Recipe, Skipped
from index.dense import NOTHING, Ranking
from index.encoder import Encoder, SentenceTransformerEncoder, Vectors
from index.errors import RecipeMismatch
from index.fuse import LATE_WEIGHT, READING_WEIGHT, fuse
from index.late import LateInteraction, OnnxLateInteraction
from index.onnx import INSTALL, packaged_folder
from index.passage import Hit, Passage, embedded_text
from index.reranker import Reranker, reranker_named

DEFAULT_FOLDER = Path(__file__).parent / "built"
CANDIDATES = 100  # passages that either ranking proposes
LATE_DEPTH = 20  # passages that late interaction compares of those; measured: evaluate/LOG.md
DEPTH = 5  # passages that the cross-encoder reads of these
WITHOUT_READING = (
    "The models that read are not installed, so passages are ranked by vectors and words alone and "
    f"the marked sentence is less sure. To install them: {INSTALL}"
)
Within = Callable[[str], bool]
"""Whether a document, named by its path, may be searched."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for, and how.

    k:      passages wanted
    within: the documents to search; None for all
    """

    question: str
    vector: Vectors
    k: int
    mode: Mode
    within: Within | None


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
        self,
        folder: Path,
        encoder: Encoder | None = None,
        reranker: Reranker | None = None,
        late: LateInteraction | None = None,
        depth: int = DEPTH,
        calibration: Calibration | None = None,
    ) -> None:
        self.folder = folder
        self.depth = depth
        self._given = encoder
        self._encoder: Encoder | None = None
        self._reranker = reranker
        self._late = late
        self._calibration = calibration
        self._caches: Caches | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls,
        folder: Path = DEFAULT_FOLDER,
        encoder: Encoder | None = None,
        reranker: Reranker | None = None,
        late: LateInteraction | None = None,
        depth: int = DEPTH,
        calibration: Calibration | None = None,
    ) -> Self:
        """The index in `folder`, asked with the encoder that its recipe names.

        encoder:     stands in for that one, if it has the same weights
        reranker:    stands in for the default cross-encoder
        late:        stands in for the default model of late interaction
        depth:       passages that the cross-encoder reads
        calibration: stands in for the one that ships, which is for the default models

        Raises NoIndex or DamagedIndex.
        """
        with _newest(folder):
            return cls(folder, encoder, reranker, late, depth, calibration)

    @property
    def best_mode(self) -> Mode:
        """The best mode that there are models for: "rerank", without them "hybrid"."""
        return "rerank" if self._reranker or packaged_folder("reranker_en") else "hybrid"

    def load(self, mode: Mode | None = None) -> None:
        """Loads the models and the caches now rather than with the first question."""
        self.ask("load", mode=mode)

    def ask(
        self, question: str, k: int = 5, mode: Mode | None = None, within: Within | None = None
    ) -> Answer:
        """The answer with its `k` best passages; an empty question finds nothing.

        Modes: "dense" ranks by vectors, "lexical" by words, "hybrid" by both, and "rerank" has the
        cross-encoder read the best of those, and the sentences of the first. None takes the best
        that there is a model for. `within` tells which documents to ask.

        Raises NoIndex, DamagedIndex or ModelError, RecipeMismatch when the encoder is not the one
        that the index was built with, and CalibrationError when the calibration is for other
        models than these.
        """
        mode = mode or self.best_mode
        with _newest(self.folder) as (catalog, build):
            if not _has_words(question):
                return nothing_found(question, mode, build.number)
            caches, encoder = self._caches_of(catalog, build), self._encoder_for(build.recipe)
            curve = self._curve(mode, encoder)
            search = Search(question, encoder.encode_question(question), k, mode, within)
            hits = self._find(catalog, caches, search)
            if not hits:
                return nothing_found(question, mode, build.number)
            best = hits[0].passage
            if mode == "rerank":
                mark = mark_by_reading(question, best, self._reader())
            else:
                mark = mark_by_words(question, best, caches.lexical.coverage)
            evidence = Evidence(
                cosine=_cosine(hits[0], search.vector, encoder),
                coverage=float(caches.lexical.coverage(question, [_seen(best)])[0]),
                sentence=mark.score,
            )
            return answer_from(question, mode, build.number, hits, mark, evidence, curve)

    def search(
        self, question: str, k: int = 5, mode: Mode | None = None, within: Within | None = None
    ) -> tuple[Hit, ...]:
        """The `k` best passages, with no answer made of them; modes and errors as in `ask`."""
        mode = mode or self.best_mode
        with _newest(self.folder) as (catalog, build):
            if not _has_words(question):
                return ()
            caches, encoder = self._caches_of(catalog, build), self._encoder_for(build.recipe)
            search = Search(question, encoder.encode_question(question), k, mode, within)
            return self._find(catalog, caches, search)

    def _find(self, catalog: Catalog, caches: Caches, search: Search) -> tuple[Hit, ...]:
        """The best passages by the search's mode, near-identical ones behind one another."""
        allowed = catalog.allowed(search.within) if search.within else None
        dense = lexical = NOTHING
        if search.mode != "lexical":
            dense = caches.dense.search(search.vector, CANDIDATES, allowed)
        if search.mode != "dense":
            lexical = caches.lexical.search(search.question, CANDIDATES, allowed)
        if search.mode in ("hybrid", "rerank"):
            dense = _completed(dense, lexical, caches, search.vector)
        found = fuse(dense, lexical)
        wanted = max(search.k, LATE_DEPTH) if search.mode == "rerank" else search.k
        hits = collapse(
            (
                Hit(passage, _score(cosine), _score(words), float(fused))
                for passage, cosine, words, fused in zip(
                    catalog.passages(found.positions),
                    found.dense,
                    found.lexical,
                    found.fused,
                    strict=True,
                )
            ),
            wanted,
        )
        if search.mode == "rerank":
            hits = self._read(search.question, hits)
        return hits[: search.k]

    def _read(self, question: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Orders the first LATE_DEPTH by late interaction too, then the first `depth` by reading.

        Each step adds its score, weighted, to what stood before, so none has the word alone.
        """
        first, rest = list(hits[:LATE_DEPTH]), hits[LATE_DEPTH:]
        if late := self._late_interaction():
            met = late.score(question, [_seen(hit.passage) for hit in first])
            first = _ordered(
                replace(hit, late=float(score)) for hit, score in zip(first, met, strict=True)
            )
        read, unread = first[: self.depth], first[self.depth :]
        scores = self._reader().score(question, [_seen(hit.passage) for hit in read])
        read = _ordered(
            replace(hit, rerank=float(score)) for hit, score in zip(read, scores, strict=True)
        )
        return (*read, *unread, *rest)

    def _curve(self, mode: Mode, encoder: Encoder) -> Curve:
        """The curve for answers of that mode; CalibrationError where it is for other weights."""
        calibration = self._calibration or shipped()
        model: Encoder | Reranker = self._reader() if mode == "rerank" else encoder
        curve = calibration.reading if mode == "rerank" else calibration.nearness
        check_model(curve, model.name, model.sha256)
        return curve

    def _reader(self) -> Reranker:
        """The cross-encoder, made once for all threads."""
        with self._lock:
            if self._reranker is None:
                self._reranker = reranker_named()
            return self._reranker

    def _late_interaction(self) -> LateInteraction | None:
        """The model, made once for all threads; None beside another reranker if not installed."""
        with self._lock:
            if self._late is None and packaged_folder("colbert"):
                self._late = OnnxLateInteraction()
            return self._late

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


def _ordered(hits: Iterable[Hit]) -> list[Hit]:
    """By the weighted sum of what is known of each, best first."""

    def total(hit: Hit) -> float:
        return hit.fused + LATE_WEIGHT * (hit.late or 0.0) + READING_WEIGHT * (hit.rerank or 0.0)

    return sorted(hits, key=total, reverse=True)


def _completed(dense: Ranking, lexical: Ranking, caches: Caches, vector: Vectors) -> Ranking:
    """The dense ranking with the cosines of what only the words have found behind it."""
    missing = np.setdiff1d(lexical.positions, dense.positions)
    if not len(missing):
        return dense
    cosines = caches.dense.vectors(missing) @ vector
    return Ranking(
        np.concatenate([dense.positions, missing]), np.concatenate([dense.scores, cosines])
    )


def _cosine(hit: Hit, vector: Vectors, encoder: Encoder) -> float:
    """Of question and passage, also where only words were searched."""
    if hit.dense is not None:
        return hit.dense
    return float(encoder.encode([_seen(hit.passage)])[0] @ vector)


def _seen(passage: Passage) -> str:
    """What the cross-encoder reads of a passage: title and headings, then the text."""
    return embedded_text(passage.title, passage.heading, passage.text)


def _has_words(question: str) -> bool:
    return any(character.isalnum() for character in question)


def _score(value: np.float32) -> float | None:
    return None if np.isnan(value) else float(value)
