"""Library: the one face that asking programs see of an index."""

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Self

import numpy as np

from index.answering.answer import Answer, answer_from, nothing_found, quote_from
from index.answering.asked import question_in
from index.answering.calibration import Calibration, Curve, Evidence, checked, shipped
from index.answering.closest import Closest, closest
from index.answering.expected import lacks_number
from index.answering.explain import Explanation, rank_of, shares_of
from index.answering.mark import mark_by_words
from index.answering.missing import missing
from index.answering.prepared import prepared
from index.answering.search import (
    CANDIDATES,
    DEPTH,
    Found,
    Mode,
    Readers,
    Search,
    Within,
    as_read,
    as_searched,
    find,
)
from index.arrays import Allowed, Vectors
from index.doctor import Advice, advice
from index.errors import RecipeMismatch, UnknownDocument
from index.models.encoder import Encoder, is_meant
from index.models.language import reads
from index.models.late import EncodesAhead, LateInteraction, OnnxLateInteraction
from index.models.named import encoder_named
from index.models.onnx import INSTALL, packaged_folder
from index.models.reader import OnnxReader, Reader, ToRead
from index.models.reader import installed as reader_installed
from index.models.reranker import OnnxReranker, Reranker, reranker_named
from index.passage import Hit, Page, Passage, Span
from index.places import Places, places_in_file
from index.store.caches import Caches, cache_bytes, cache_problems, layout_of
from index.store.catalog import (
    FILE_NAME,
    Build,
    Catalog,
    Counts,
    Listed,
    Recipe,
    Section,
    Skipped,
    place_of,
)
from index.store.dense import Layout
from index.store.tokens import Tokens, token_bytes

DEFAULT_FOLDER = Path(__file__).parent / "built"
_WORD = "load"  # what a model is given so that it is loaded
_MOST_PREPARED = 50_000  # passages, some 10 kB each
_LOOKED_UP = 256  # passages at once, whether they are prepared
_AT_ONCE = 8  # passages that are prepared before it is seen whether somebody asks
_GIVES_WAY = 0.02  # seconds between two looks whether a question is still being read
WITHOUT_READING = (
    "The models that read are not installed, so passages are ranked by vectors and words alone and "
    f"the marked sentence is less sure. To install them: {INSTALL}"
)


WITHOUT_READER = (
    "The reader's weights (index/models/reader/reader.onnx) are not here, so what is marked, and "
    "how sure it is, is judged by a model that knows what a text is about, not whether it answers. "
    "To have them again: git checkout -- index/models/reader"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text before and after a passage; cut at a word, empty at the document's ends."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A document to be read: its text, its headings and pages, and where its file was.

    sha256: of the file as it was read
    """

    document: str
    text: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    place: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Info:
    """What an index holds.

    cache_bytes: of the search caches, and of the passages prepared for reading
    layout:      how its vectors are searched; None where the caches are still to be made
    """

    build: Build
    counts: Counts
    documents: tuple[Listed, ...]
    skipped: tuple[Skipped, ...]
    catalog_bytes: int
    cache_bytes: int
    layout: Layout | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """How many passages of how many are prepared."""

    done: int
    total: int


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
        reader: Reader | None = None,
    ) -> None:
        self.folder = folder
        self.depth = depth
        self._given = encoder
        self._encoder: Encoder | None = None
        self._reranker = reranker
        self._late = late
        self._answering = reader
        self._calibration = calibration
        self._caches: Caches | None = None
        self._reading = 0
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
        reader: Reader | None = None,
    ) -> Self:
        """The index in `folder`, asked with the encoder that its recipe names.

        encoder:     stands in for that one, if it has the same weights
        reranker:    stands in for the default cross-encoder
        late:        stands in for the default model of late interaction
        depth:       passages that the cross-encoder reads
        calibration: stands in for the one that ships, which is for the default models
        reader:      stands in for the default reader

        Raises NoIndex or DamagedIndex.
        """
        with _newest(folder):
            return cls(folder, encoder, reranker, late, depth, calibration, reader)

    @property
    def best_mode(self) -> Mode:
        """The best mode that there are models for: "rerank", without them "hybrid"."""
        return "rerank" if self._reranker or packaged_folder("reranker_en") else "hybrid"

    @property
    def lacking(self) -> str | None:
        """What a person should know of models that are not here; None where all are."""
        if self.best_mode != "rerank":
            return WITHOUT_READING
        wanted = self._reranker is None and (self._calibration or shipped()).reader
        return WITHOUT_READER if wanted and not reader_installed() else None

    def _mode_for(self, question: str, recipe: Recipe) -> Mode:
        """The best mode; words alone for a language that the default models don't know."""
        calibration = self._calibration or shipped()
        other = self._reranker or recipe.encoder_sha256 != calibration.nearness.sha256
        if other or reads(question):
            return self.best_mode
        return "lexical" if calibration.words else "hybrid"

    def load(self, mode: Mode | None = None) -> None:
        """Loads the models and the caches now rather than with the first question, side by side.

        Errors as in `ask`.
        """
        with _newest(self.folder) as (catalog, build), ThreadPoolExecutor() as threads:
            mode = mode or self._mode_for(_WORD, build.recipe)
            encoder = partial(self._encoder_for, build.recipe)
            loads: list[Callable[[], object]] = [lambda: encoder().encode_question(_WORD)]
            if mode == "rerank":
                loads += [self._load_late_interaction, self._load_ranker, self._load_reader]
            loading = [threads.submit(load) for load in loads]
            self._caches_of(catalog, build)
            for each in loading:
                each.result()
            self._curve(mode, encoder())

    def _load_late_interaction(self) -> None:
        if late := self._late_interaction():
            late.score(_WORD, [_WORD])

    def _load_ranker(self) -> None:
        self._ranker().score(_WORD, [_WORD])

    def _load_reader(self) -> None:
        if reader := self._answering_reader():
            reader.read(_WORD, [ToRead(_WORD, ())])

    def ask(
        self,
        question: str,
        k: int = 5,
        mode: Mode | None = None,
        within: Within | None = None,
        found: Found | None = None,
    ) -> Answer:
        """The answer with its `k` best passages; an empty question finds nothing.

        Modes: "dense" ranks by vectors, "lexical" by words, "hybrid" by both, and "rerank" has the
        models that read order the best of those. None takes the best that there is a model for.
        `within` tells which documents to ask. `found` is told of the passages as the search has
        ordered them, before the models have read them.

        Raises NoIndex, DamagedIndex or ModelError, RecipeMismatch when the encoder is not the one
        that the index was built with, and CalibrationError when the calibration is for other
        models than these.
        """
        with _newest(self.folder) as (catalog, build):
            unread = mode is None and not reads(question)
            mode = mode or self._mode_for(question, build.recipe)
            unread = unread and mode in ("lexical", "hybrid")
            if not _has_words(question):
                return nothing_found(question, mode, build.number)
            caches, encoder = self._caches_of(catalog, build), self._encoder_for(build.recipe)
            curve = self._curve(mode, encoder)
            allowed = _allowed(catalog, within)
            asked = prepared(question_in(question), caches.lexical, encoder, allowed)
            hits = self._find(asked.search(k, mode), catalog, caches, found)
            if not hits:
                nothing = nothing_found(question, mode, build.number)
                return replace(nothing, unread=unread, without=asked.without, instead=asked.instead)
            best, lexical = hits[0], caches.lexical
            texts = [as_searched(hit.passage) for hit in hits]
            texts = lexical.with_other_forms(asked.question, texts)
            mark = best.mark or mark_by_words(asked.question, best.passage, lexical.coverage)
            quote = quote_from(best.passage, mark, lambda: catalog.text(best.passage.document))
            evidence = Evidence(
                cosine=_cosine(best, asked.vector, encoder),
                coverage=float(lexical.coverage(asked.question, texts[:1])[0]),
                sentence=mark.score,
                number=-float(lacks_number(asked.question, quote.text)),
                verdict=best.verdict or 0.0,
            )
            lacked = missing(
                asked.question, texts, lambda words: lexical.missing_words(words, texts)
            )
            lacked = replace(lacked, phrases=asked.held.nowhere, apart=asked.held.apart)
            answer = answer_from(
                asked.question, mode, build.number, hits, quote, evidence, curve, lacked
            )
            return replace(
                answer,
                question=question,
                unread=unread,
                without=asked.without,
                instead=asked.instead,
            )

    def search(
        self, question: str, k: int = 5, mode: Mode | None = None, within: Within | None = None
    ) -> tuple[Hit, ...]:
        """The `k` best passages, with no answer made of them; modes and errors as in `ask`."""
        with _newest(self.folder) as (catalog, build):
            mode = mode or self._mode_for(question, build.recipe)
            if not _has_words(question):
                return ()
            caches, encoder = self._caches_of(catalog, build), self._encoder_for(build.recipe)
            asked = prepared(question, caches.lexical, encoder, _allowed(catalog, within))
            return self._find(asked.search(k, mode), catalog, caches)

    def _find(
        self, search: Search, catalog: Catalog, caches: Caches, found: Found | None = None
    ) -> tuple[Hit, ...]:
        """What is found; meanwhile nothing is prepared."""
        readers = self._readers(search.mode)
        with self._lock:
            self._reading += 1
        try:
            return find(search, catalog, caches, readers, found)
        finally:
            with self._lock:
                self._reading -= 1

    def prepare(self) -> Iterator[Prepared]:
        """Encodes ahead, bit by bit, what late interaction compares, and keeps it beside the index.

        So a question's passages need not be encoded, which is most of what an answer takes. Texts
        that stay from build to build stay prepared; of a large index only the first 50,000 passages
        are. It waits while a question is read, and ends with the build that it began with. Answers
        are the same without it.

        Raises sqlite3.Error where nothing can be written; else errors as in `load`.
        """
        late = self._late_interaction()
        if not isinstance(late, EncodesAhead):
            return
        kept = Tokens(self.folder, late.sha256)
        with _newest(self.folder) as (catalog, begun):
            positions = catalog.positions()[:_MOST_PREPARED]
        now = Prepared(0, len(positions))
        while now.done < now.total:
            with _newest(self.folder) as (catalog, build):
                if build.token != begun.token:
                    return
                some = positions[now.done : now.done + _LOOKED_UP]
                texts = [as_read(passage, "") for passage in catalog.passages(some)]
            lacking = kept.lacking(texts)
            for first in range(0, len(lacking), _AT_ONCE):
                while self._reading:
                    time.sleep(_GIVES_WAY)
                few = lacking[first : first + _AT_ONCE]
                kept.keep(dict(zip(few, late.encoded(few), strict=True)))
                yield now
            now = Prepared(now.done + len(some), now.total)
            yield now

    def _readers(self, mode: Mode) -> Readers | None:
        if mode != "rerank":
            return None
        return Readers(
            self._late_interaction(), self._ranker(), self.depth, self._answering_reader()
        )

    def _curve(self, mode: Mode, encoder: Encoder) -> Curve:
        """The curve for answers of that mode; CalibrationError where it is for other weights."""
        calibration = self._calibration or shipped()
        model: Encoder | Reranker | Reader = encoder
        curve: Curve | None = calibration.nearness
        if mode == "lexical" and calibration.words:
            return calibration.words
        if mode == "rerank":
            reader = self._answering_reader()
            model = reader or self._ranker()
            curve = calibration.reader if reader else calibration.reading
        return checked(curve, model.name, model.sha256)

    def _answering_reader(self) -> Reader | None:
        """The reader, made once for all threads.

        None where it is not installed, beside another reranker than the one that it was made from,
        and where a calibration was given that is not for it.
        """
        calibration = self._calibration or shipped()
        reranker = self._ranker()
        with self._lock:
            fits = calibration.reader and reranker.sha256 == OnnxReranker.sha256
            if self._answering is None and fits and reader_installed():
                self._answering = OnnxReader()
            return self._answering

    def _ranker(self) -> Reranker:
        """The cross-encoder, made once for all threads."""
        with self._lock:
            if self._reranker is None:
                self._reranker = reranker_named()
            return self._reranker

    def _late_interaction(self) -> LateInteraction | None:
        """The model, made once for all threads; None beside another reranker if not installed."""
        with self._lock:
            if self._late is None and packaged_folder("colbert"):
                kept = Tokens(self.folder, OnnxLateInteraction.sha256)
                self._late = OnnxLateInteraction(kept.of)
            return self._late

    def like(self, passage: Passage, k: int = 5, within: Within | None = None) -> tuple[Hit, ...]:
        """The `k` passages nearest to this one by vector, itself left out; errors as in `ask`."""
        with _newest(self.folder) as (catalog, build):
            caches = self._caches_of(catalog, build)
            position = catalog.position_of(passage)
            if position is None:
                raise UnknownDocument(
                    f"The index no longer holds this passage of {passage.document}. Ask again."
                )
            vector = caches.dense.vectors(np.array([position]))[0]
            search = Search("", "", vector, k + 1, "dense", _allowed(catalog, within))
            hits = find(search, catalog, caches, None)
            return tuple(hit for hit in hits if hit.passage != passage)[:k]

    def explain(self, question: str, passage: Passage) -> Explanation:
        """Why the passage is found for the question; errors as in `ask`."""
        with _newest(self.folder) as (catalog, build):
            caches, encoder = self._caches_of(catalog, build), self._encoder_for(build.recipe)
            asked = prepared(question_in(question), caches.lexical, encoder, None)
            position = catalog.position_of(passage)
            text = as_searched(passage)
            (with_forms,) = caches.lexical.with_other_forms(asked.question, [text])
            tokens = encoder.token_vectors(text)
            return Explanation(
                dense_rank=rank_of(position, caches.dense.search(asked.vector, CANDIDATES)),
                lexical_rank=rank_of(position, caches.lexical.search(asked.question, CANDIDATES)),
                words=caches.lexical.shared_words(asked.question, with_forms),
                shares=shares_of(text, tokens, asked.vector) if tokens else (),
                cosine=float(encoder.encode([text])[0] @ asked.vector),
            )

    def closest(self, question: str, hits: Sequence[Hit]) -> tuple[Closest, ...]:
        """Where each hit's passage is closest to the question; loads no model; errors as `ask`."""
        with _newest(self.folder) as (catalog, build):
            lexical = self._caches_of(catalog, build).lexical
            asked = question_in(question)
            return tuple(closest(asked, hit, lexical.coverage, lexical.places) for hit in hits)

    def encoder(self) -> Encoder:
        """The encoder that the newest build was made with; errors as in `ask`."""
        with _newest(self.folder) as (_, build):
            return self._encoder_for(build.recipe)

    def vector_of(self, question: str) -> Vectors:
        """The question's vector, shape (dimension,), of length one."""
        return self.encoder().encode_question(question)

    def sample(self, most: int) -> list[tuple[Passage, Vectors]]:
        """At most so many passages of the newest build, spread evenly, each with its vector."""
        with _newest(self.folder) as (catalog, build):
            dense = self._caches_of(catalog, build).dense
            positions = dense.positions
            count = min(most, len(positions))
            positions = positions[np.linspace(0, len(positions) - 1, count, dtype=np.int64)]
            passages = catalog.passages(positions)
            return list(zip(passages, dense.vectors(positions), strict=True))

    def newest(self) -> Build:
        """The build that the next question is asked of."""
        with _newest(self.folder) as (_, build):
            return build

    def outline(self, document: str) -> Outline:
        """A document's headings and pages, and where its file was; UnknownDocument as in `text`."""
        with _newest(self.folder) as (catalog, build):
            document = catalog.named(document)
            text = catalog.text(document)
            return Outline(
                document,
                text,
                tuple(catalog.sections(document)),
                tuple(catalog.pages_of(document)),
                place_of(build, document),
                catalog.source(document).sha256,
            )

    def places(self, document: str, span: Span) -> Places:
        """Where a stretch of a document stands on its file's pages; UnknownDocument as in `text`.

        The file is asked again. Where it has changed, or its pages cannot be brought together with
        the text, there are no places, with the reason.
        """
        with _newest(self.folder) as (catalog, build):
            document = catalog.named(document)
            text, pages = catalog.text(document), catalog.pages_of(document)
            source = catalog.source(document)
            file = place_of(build, document)
        return places_in_file(file, source.sha256, text, span, pages)

    def passage_at(self, document: str, start: int) -> Passage | None:
        """The document's passage that holds this character, or the last one before it."""
        with _newest(self.folder) as (catalog, _):
            return catalog.passage_at(catalog.named(document), start)

    def text(self, document: str) -> str:
        """The whole text that a document's offsets refer to; UnknownDocument if not there."""
        with _newest(self.folder) as (catalog, _):
            return catalog.text(catalog.named(document))

    def info(self) -> Info:
        """What the index holds; loads no model."""
        with _newest(self.folder) as (catalog, build):
            return Info(
                build=build,
                counts=catalog.counts(),
                documents=tuple(catalog.documents()),
                skipped=tuple(catalog.skipped()),
                catalog_bytes=(self.folder / FILE_NAME).stat().st_size,
                cache_bytes=cache_bytes(self.folder, build) + token_bytes(self.folder),
                layout=layout_of(self.folder, build),
            )

    def problems(self) -> list[str]:
        """What is wrong with the catalog or its caches, a sentence each; none when all is well."""
        with _newest(self.folder) as (catalog, build):
            return [*catalog.problems(), *cache_problems(catalog, build)]

    def advice(self, watch: Callable[[str], None] = lambda _: None) -> list[Advice]:
        """What is wrong or could be better, each with the command that mends it; errors as ever.

        `watch` is told what is being looked at.
        """
        with _newest(self.folder) as (catalog, build):
            return list(advice(catalog, build, self._given, watch))

    def _encoder_for(self, recipe: Recipe) -> Encoder:
        """The encoder given, or the recipe's, made once for all threads and builds."""
        with self._lock:
            encoder = self._given or self._encoder
            if encoder is None or (
                self._given is None and not is_meant(encoder, recipe.encoder_sha256)
            ):
                encoder = self._encoder = encoder_named(recipe.encoder)
        if not is_meant(encoder, recipe.encoder_sha256):
            raise RecipeMismatch(
                f"The index in {self.folder} was built with {recipe.encoder} (hash "
                f"{recipe.encoder_sha256[:12]}), the encoder at hand is {encoder.name} (hash "
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


def surroundings(text: str, passage: Passage, characters: int = 600) -> Surroundings:
    """Up to `characters` of the document's text on either side of the passage."""
    start, end = max(0, passage.start - characters), passage.end + characters
    before, after = text[start : passage.start], text[passage.end : end]
    if start > 0:
        before = re.sub(r"\A\S*\s+", "", before)
    if end < len(text):
        after = re.sub(r"\s+\S*\Z", "", after)
    return Surroundings(before, after)


@contextmanager
def _newest(folder: Path) -> Iterator[tuple[Catalog, Build]]:
    """The catalog, held at its newest build while the block runs."""
    with Catalog.open(folder) as catalog, catalog.snapshot() as build:
        yield catalog, build


def _allowed(catalog: Catalog, within: Within | None) -> Allowed | None:
    return catalog.allowed(within) if within else None


def _cosine(hit: Hit, vector: Vectors, encoder: Encoder) -> float:
    """Of question and passage, also where only words were searched."""
    if hit.dense is not None:
        return hit.dense
    return float(encoder.encode([as_searched(hit.passage)])[0] @ vector)


def _has_words(question: str) -> bool:
    return any(character.isalnum() for character in question)
