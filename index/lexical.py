"""Passages by their words: Tantivy's BM25 over stemmed text; a cache of the catalog."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import tantivy

from index.dense import Ranking

_TOKENIZER = "quoth_en"
_HEAP_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class LexicalText:
    """The words that a passage can be found by."""

    position: int
    context: str
    text: str


class Lexical:
    """Words are lower-cased, stripped of accents and stemmed as English.

    The words of a passage and those of its title and headings are scored apart and added, the
    latter weighted by `context_weight`.
    """

    context_weight = 0.5

    def __init__(self, index: tantivy.Index) -> None:
        index.register_tokenizer(_TOKENIZER, _analyzer())
        index.config_reader(reload_policy="manual")
        self._index = index
        self._analyzer = _analyzer()
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, texts: Iterable[LexicalText]) -> Self:
        """Writes the index into `folder`, which must be empty, and opens it."""
        index = tantivy.Index(_schema(), path=str(folder))
        index.register_tokenizer(_TOKENIZER, _analyzer())
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for item in texts:
            document = tantivy.Document(context=item.context, text=item.text)
            document.add_unsigned("position", item.position)
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

    def search(self, question: str, k: int) -> Ranking:
        """The `k` best by BM25; none when no word of the question occurs anywhere.

        The question is taken as words: no query syntax is read into it.
        """
        words = dict.fromkeys(self._analyzer.analyze(question))
        schema = self._index.schema
        clauses = []
        for word in words:
            in_text = tantivy.Query.term_query(schema, "text", word, "freq")
            in_context = tantivy.Query.term_query(schema, "context", word, "freq")
            clauses.append((tantivy.Occur.Should, in_text))
            boosted = tantivy.Query.boost_query(in_context, self.context_weight)
            clauses.append((tantivy.Occur.Should, boosted))
        hits = []
        if clauses and k > 0:
            query = tantivy.Query.boolean_query(clauses)
            hits = self._searcher.search(query, limit=k, count=False).hits
        positions = self._searcher.fast_field_values("position", [address for _, address in hits])
        return Ranking(
            np.array(positions, dtype=np.int64),
            np.array([score for score, _ in hits], dtype=np.float32),
        )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("position", fast=True)
    for name in ("context", "text"):
        builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(100),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()
