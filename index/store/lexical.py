"""Passages by their words: Tantivy's BM25 over stemmed text; a cache of the catalog."""

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

import numpy as np
import tantivy

from index.arrays import Allowed, Scores
from index.store.codes import codes_of, names_of
from index.store.dense import NOTHING, Ranking
from index.store.folding import folded, folded_in_order, is_part, words_of
from index.store.joining import JOINING

_TOKENIZER = "quoth_en"
_EXACT_TOKENIZER = "quoth_exact"
_HEAP_BYTES = 64_000_000
_CODE_WEIGHT = 3.0  # of a number that names a thing: more than the parts that others have too
_NAME_WEIGHT = 0.3  # of a name as it stands, beside its words' stems; measured: evaluate/LOG.md
_LEAST_TELLING = 4  # letters of a word whose absence is told
_PART_WEIGHT = 0.3  # of a single letter of a script without spaces, beside pairs of them


class Lexical:
    """Words are lower-cased, folded (see there) and stemmed as English; for phrases not stemmed."""

    def __init__(self, index: tantivy.Index) -> None:
        index.register_tokenizer(_TOKENIZER, _analyzer())
        index.register_tokenizer(_EXACT_TOKENIZER, _exact_analyzer())
        index.config_reader(reload_policy="manual")
        self._index = index
        self._analyzer = _analyzer()
        self._exact_analyzer = _exact_analyzer()
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, texts: Iterable[str]) -> Self:
        """From texts in order of position; writes into `folder`, which must be empty."""
        index = tantivy.Index(_schema(), path=str(folder))
        index.register_tokenizer(_TOKENIZER, _analyzer())
        index.register_tokenizer(_EXACT_TOKENIZER, _exact_analyzer())
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for position, text in enumerate(texts):
            document = tantivy.Document(text=folded(text), exact=folded_in_order(text))
            document.add_unsigned("position", position)
            for code in codes_of(text):
                document.add_text("code", code)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        return cls(tantivy.Index.open(str(folder)))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Raises ValueError or OSError when the folder holds no readable Tantivy index."""
        return cls(tantivy.Index.open(str(folder)))

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, question: str, k: int, allowed: Allowed | None = None) -> Ranking:
        """The `k` best by BM25; none when no word of the question occurs anywhere.

        The question is taken as words: no query syntax is read into it.
        """
        query = self._query(question)
        ranking = self._ranking(query, k)
        if allowed is None:
            return ranking
        looked_at = k
        while True:
            kept = allowed[ranking.positions]
            if kept.sum() >= k or len(ranking.positions) < looked_at:
                return Ranking(ranking.positions[kept][:k], ranking.scores[kept][:k])
            looked_at *= 4
            ranking = self._ranking(query, looked_at)

    def holding(self, phrase: str) -> Allowed:
        """Which passages have the phrase's words one after the other, shape (len(self),).

        Case, accents and punctuation don't count; a word's other forms are other words.
        """
        mask = np.zeros(len(self), dtype=np.bool_)
        words = self._exact_analyzer.analyze(folded_in_order(phrase))
        if len(self) and words:
            mask[self._ranking(self._phrase_query(words), len(self)).positions] = True
        return mask

    def coverage(self, question: str, texts: Sequence[str]) -> Scores:
        """How much of the question's words each text holds, shape (len(texts),), 0 to 1.

        Words are counted by stem and weighted by rarity, as BM25 weighs them (Robertson and
        Sparck Jones, 1976); a word that the whole index lacks weighs most.
        """
        weights = {word: self._rarity(word) for word in self._terms(question)}
        total = sum(weights.values()) or 1.0
        shares = []
        for text in texts:
            held = weights.keys() & self._held(text)
            shares.append(sum(weights[word] for word in held) / total)
        return np.array(shares, dtype=np.float32)

    def shared_words(self, question: str, text: str) -> tuple[str, ...]:
        """The question's words that the text has, in any of their forms."""
        held = self._held(text)
        words = dict.fromkeys(words_of(question))
        return tuple(word for word in words if held & set(self._whole(word)))

    def missing_words(self, question: str, texts: Sequence[str]) -> tuple[str, ...]:
        """The question's words that none of the texts has, and few passages of all.

        What is in more than one of a hundred passages, or only joins words, tells nothing.
        """
        held = set().union(*map(self._held, texts))
        words = dict.fromkeys(words_of(question))
        return tuple(word for word in words if self._is_rare(word) and not self._any(word, held))

    def _any(self, word: str, held: set[str]) -> bool:
        return not held.isdisjoint(self._whole(word))

    def _is_rare(self, word: str) -> bool:
        if len(word) < _LEAST_TELLING or word.casefold() in JOINING:
            return False
        found = max(
            (self._searcher.doc_freq("text", term) for term in self._whole(word)), default=0
        )
        return found <= len(self) // 100

    def _terms(self, text: str) -> list[str]:
        return self._analyzer.analyze(folded(text))

    def _held(self, text: str) -> set[str]:
        return {*self._terms(text), *codes_of(text)}

    def _whole(self, word: str) -> list[str]:
        """A word's terms, without the single letters that it is made of."""
        terms = self._terms(word)
        return [term for term in terms if not is_part(term)] or terms

    def _rarity(self, word: str) -> float:
        found = self._searcher.doc_freq("text", word)
        return _weight(word) * math.log(1 + (len(self) - found + 0.5) / (found + 0.5))

    def _query(self, question: str) -> tantivy.Query:
        words = dict.fromkeys(self._terms(question))
        clauses = [(tantivy.Occur.Should, self._term_query(word)) for word in words]
        for code in dict.fromkeys(codes_of(question.upper())):
            query = tantivy.Query.term_query(self._index.schema, "code", code, "basic")
            weighted = tantivy.Query.boost_query(query, _CODE_WEIGHT)
            clauses.append((tantivy.Occur.Should, weighted))
        clauses += [(tantivy.Occur.Should, query) for query in self._name_queries(question)]
        return tantivy.Query.boolean_query(clauses) if clauses else tantivy.Query.empty_query()

    def _term_query(self, word: str) -> tantivy.Query:
        query = tantivy.Query.term_query(self._index.schema, "text", word, "freq")
        weight = _weight(word)
        return query if weight == 1 else tantivy.Query.boost_query(query, weight)

    def _name_queries(self, question: str) -> Iterator[tantivy.Query]:
        for name in names_of(question):
            if words := self._exact_analyzer.analyze(folded_in_order(name)):
                yield tantivy.Query.boost_query(self._phrase_query(words), _NAME_WEIGHT)

    def _phrase_query(self, words: Sequence[str]) -> tantivy.Query:
        if len(words) == 1:
            return tantivy.Query.term_query(self._index.schema, "exact", words[0])
        return tantivy.Query.phrase_query(self._index.schema, "exact", list(words))

    def _ranking(self, query: tantivy.Query, k: int) -> Ranking:
        if k < 1:
            return NOTHING
        hits = self._searcher.search(query, limit=k, count=False).hits
        positions = self._searcher.fast_field_values("position", [address for _, address in hits])
        return Ranking(
            np.array(positions, dtype=np.int64),
            np.array([score for score, _ in hits], dtype=np.float32),
        )


def _weight(word: str) -> float:
    return _PART_WEIGHT if is_part(word) else 1.0


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("position", fast=True)
    builder.add_text_field("text", tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field("exact", tokenizer_name=_EXACT_TOKENIZER, index_option="position")
    builder.add_text_field("code", tokenizer_name="raw", index_option="basic")
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    return _words_lowered().filter(tantivy.Filter.stemmer("english")).build()


def _exact_analyzer() -> tantivy.TextAnalyzer:
    return _words_lowered().build()


def _words_lowered() -> tantivy.TextAnalyzerBuilder:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(100),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
    ):
        builder = builder.filter(step)
    return builder
