"""Passages by their words: Tantivy's BM25 over stemmed text; a cache of the catalog.

Each slice of the catalog's slots is indexed by itself, into files that are never changed, and all
are searched as one index: Tantivy counts words over all of them. A build takes over the slices that
it has not changed, and makes the others anew. What has died in one since it was made is passed
over, like what a filter leaves out; words are counted with it until then.
"""

import json
import math
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

import numpy as np
import tantivy

from index.arrays import Allowed, Scores
from index.passage import Span
from index.store.abbreviations import Abbreviation, Abbreviations, Gathering
from index.store.catalog import Embedded
from index.store.codes import codes_of, names_of
from index.store.dense import NOTHING, Ranking, both
from index.store.folding import folded, folded_in_order, is_part, words_of
from index.store.joining import JOINING
from index.store.spelling import LEAST, LEAST_FOR_TWO, MOST, is_likely, neighbours, within_two

_TOKENIZER = "quoth_en"
_EXACT_TOKENIZER = "quoth_exact"
_ABBREVIATIONS = "abbreviations.json"  # beside Tantivy's files
_META = "meta.json"  # what they are, as Tantivy reads it
_SLOTS = "slots.json"
_WORD = re.compile(r"\w+")
_COMMON = JOINING | frozenset(
    "a an and as at be but by can if in is may of on or out per so the to via".split()
)
_HEAP_BYTES = 64_000_000
_SPARE = 1.3  # passages more that are looked at where some may not be found
_CODE_WEIGHT = 3.0  # of a number that names a thing: more than the parts that others have too
_NAME_WEIGHT = 0.3  # of a name as it stands, beside its words' stems; measured: evaluate/LOG.md
_LEAST_TELLING = 4  # letters of a word whose absence is told
_PART_WEIGHT = 0.3  # of a single letter of a script without spaces, beside pairs of them


class Lexical:
    """Words are lower-cased, folded (see there) and stemmed as English; for phrases not stemmed."""

    def __init__(
        self,
        index: tantivy.Index,
        abbreviations: Abbreviations,
        slots: int,
        alive: Allowed | None = None,
    ) -> None:
        _register(index)
        index.config_reader(reload_policy="manual")
        self._index = index
        self._abbreviations = abbreviations
        self.slots = slots  # of the build, holes included
        self._alive = alive
        self._analyzer = _analyzer()
        self._exact_analyzer = _exact_analyzer()
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, texts: Iterable[str]) -> Self:
        """From texts in slots without holes; writes into `folder`, which must be empty."""
        given = [Embedded(position, text) for position, text in enumerate(texts)]
        make_slice(folder, 0, "", given)
        join_slices(folder, len(given))
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path, alive: Allowed | None = None) -> Self:
        """Only what is `alive` is found; None for all.

        Raises ValueError or OSError when the folder holds no readable Tantivy index.
        """
        abbreviations = Abbreviations.load(folder / _ABBREVIATIONS)
        slots = int(json.loads((folder / _SLOTS).read_text("utf-8")))
        return cls(tantivy.Index.open(str(folder)), abbreviations, slots, alive)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, question: str, k: int, allowed: Allowed | None = None) -> Ranking:
        """The `k` best by BM25; none when no word of the question occurs anywhere.

        The question is taken as words: no query syntax is read into it. What it abbreviates is
        also searched as the texts spell it out, and the other way round.
        """
        allowed = both(allowed, self._alive)
        query = self._query(question)
        if allowed is None:
            return self._ranking(query, k)
        looked_at = round(_SPARE * k)
        ranking = self._ranking(query, looked_at)
        while True:
            kept = allowed[ranking.positions]
            if kept.sum() >= k or len(ranking.positions) < looked_at:
                return Ranking(ranking.positions[kept][:k], ranking.scores[kept][:k])
            looked_at *= 4
            ranking = self._ranking(query, looked_at)

    def holding(self, phrase: str) -> Allowed:
        """Which passages have the phrase's words one after the other, shape (slots,).

        Case, accents and punctuation don't count; a word's other forms are other words.
        """
        mask = np.zeros(self.slots, dtype=np.bool_)
        words = self._exact_words(phrase)
        if len(self) and words:
            mask[self._ranking(self._phrase_query(words), len(self)).positions] = True
        return mask if self._alive is None else mask & self._alive

    def spelled_out(self, question: str) -> str:
        """The question with the other form of what it abbreviates in brackets, where that is clear.

        For models, which know only common abbreviations.
        """
        return self._abbreviations.spelled_out(question)

    def with_other_forms(self, question: str, texts: Sequence[str]) -> list[str]:
        """The texts, each followed by the question's forms of what it has in other forms."""
        spelled = self._abbreviations.spelled(question)
        lacked = ([each.other_form(text) for each in spelled] for text in texts)
        return [
            " ".join([text, *filter(None, forms)])
            for text, forms in zip(texts, lacked, strict=True)
        ]

    def coverage(self, question: str, texts: Sequence[str]) -> Scores:
        """How much of the question's words each text holds, shape (len(texts),), 0 to 1.

        Words are counted by stem and weighted by rarity, as BM25 weighs them (Robertson and
        Sparck Jones, 1976); a word that the whole index lacks weighs most.
        """
        weights = {word: self._rarity(word) for word in self._terms(question)}
        total = sum(weights.values()) or 1.0
        shares = []
        for text in self.with_other_forms(question, texts):
            held = weights.keys() & self._held(text)
            shares.append(sum(weights[word] for word in held) / total)
        return np.array(shares, dtype=np.float32)

    def shared_words(self, question: str, text: str) -> tuple[str, ...]:
        """The question's words that the text has, in any of their forms."""
        held = self._held(text)
        words = dict.fromkeys(words_of(question))
        return tuple(word for word in words if held & set(self._whole(word)))

    def places(self, question: str, text: str) -> tuple[Span, ...]:
        """Where the question's telling words stand in the text, in any of their forms."""
        told = [word for word in words_of(question) if word.casefold() not in _COMMON]
        wanted = {term for word in told if len(word) > 2 for term in self._whole(word)}
        found: dict[str, bool] = {}
        spans = []
        for match in _WORD.finditer(text):
            word = match[0].casefold()
            if word not in found:
                found[word] = not wanted.isdisjoint(self._whole(word))
            if found[word]:
                spans.append(Span(match.start(), match.end()))
        return tuple(spans)

    def occurs(self, word: str) -> bool:
        """Whether any passage has the word, in any of its forms."""
        return self._found(word) > 0

    def nearest(self, word: str) -> str | None:
        """The word that is spelt most like one that no passage has, folded; None where none is.

        One letter may be wrong, of long words two; of words as near the more frequent is taken.
        """
        terms = self._exact_words(word)
        term = terms[0] if len(terms) == 1 and terms[0].isalpha() else ""
        if not LEAST <= len(term) <= MOST or self.occurs(word):
            return None
        near = self._one_letter_away(term) or self._two_letters_away(term)
        return max(near, key=lambda each: (near[each], each)) if near else None

    def _one_letter_away(self, term: str) -> dict[str, int]:
        """The index's words, each with the number of passages that have it."""
        likely = (each for each in set(neighbours(term)) if is_likely(term, each))
        counted = ((each, self._searcher.doc_freq("exact", each)) for each in likely)
        return {each: found for each, found in counted if found}

    def _two_letters_away(self, term: str) -> dict[str, int]:
        """The same, of words that begin with the same letter; of short ones there are none."""
        query = tantivy.Query.fuzzy_term_query(self._index.schema, "exact", term, distance=2)
        if len(term) < LEAST_FOR_TWO or not self._searcher.search(query, limit=1).hits:
            return {}
        words = self._searcher.terms_with_prefix("exact", term[0])
        return {each: found for each, found in words if each.isalpha() and within_two(term, each)}

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
        return self._found(word) <= len(self) // 100

    def _found(self, word: str) -> int:
        """How many passages have the word; a word of several terms counts as its commonest."""
        counts = (self._searcher.doc_freq("text", term) for term in self._whole(word))
        return max(counts, default=0)

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
        for each in self._abbreviations.spelled(question):
            clauses.append((tantivy.Occur.Should, self._other_form_query(each, question)))
        return tantivy.Query.boolean_query(clauses) if clauses else tantivy.Query.empty_query()

    def _term_query(self, word: str) -> tantivy.Query:
        query = tantivy.Query.term_query(self._index.schema, "text", word, "freq")
        weight = _weight(word)
        return query if weight == 1 else tantivy.Query.boost_query(query, weight)

    def _other_form_query(self, spelled: Abbreviation, question: str) -> tantivy.Query:
        """For passages that have only the other form: it counts as much as the abbreviation."""
        other = spelled.other_form(question) or ""
        asked = spelled.long if other == spelled.short else spelled.short
        weight = max(map(self._rarity, self._terms(spelled.short)), default=0.0)
        found = tantivy.Query.const_score_query(self._form_query(other), weight)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, found), (tantivy.Occur.MustNot, self._form_query(asked))]
        )

    def _form_query(self, form: str) -> tantivy.Query:
        """For passages that have it word for word, in the singular or the plural."""
        singular = form.removesuffix("s")
        words = map(self._exact_words, (singular, f"{singular}s"))
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._phrase_query(each)) for each in words if each]
        )

    def _exact_words(self, text: str) -> list[str]:
        return self._exact_analyzer.analyze(folded_in_order(text))

    def _name_queries(self, question: str) -> Iterator[tantivy.Query]:
        for name in names_of(question):
            if words := self._exact_words(name):
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


def make_slice(folder: Path, number: int, made: str, given: Iterable[Embedded]) -> None:
    """Indexes what is given as slice `number`; `made` names what it is.

    The folder can be searched when its slices are joined.
    """
    making = folder / f"{number}"
    making.mkdir()
    index = tantivy.Index(_schema(), path=str(making))
    _register(index)
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    gathering = Gathering()
    for each in given:
        text = gathering.read(each.text)
        document = tantivy.Document(text=folded(text), exact=folded_in_order(text))
        document.add_unsigned("position", each.position)
        for code in codes_of(text):
            document.add_text("code", code)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    meta = json.loads((making / _META).read_text("utf-8"))
    for segment in meta["segments"]:
        for path in making.glob(_files_of(segment)):
            path.rename(folder / path.name)
    shutil.rmtree(making)
    gathering.save(_gathered(folder, number))
    head = json.dumps({"made": made, "meta": meta})
    _slice(folder, number).write_text(head, encoding="utf-8")


def slice_files(folder: Path, number: int, made: str) -> list[Path]:
    """The files of slice `number`, if it is of that name; none if it is not, or not there."""
    try:
        head = json.loads(_slice(folder, number).read_text("utf-8"))
        if head["made"] != made:
            return []
        segments = head["meta"]["segments"]
    except (OSError, ValueError, LookupError, TypeError):
        return []
    paths = [path for segment in segments for path in folder.glob(_files_of(segment))]
    return [*paths, _gathered(folder, number), _slice(folder, number)]


def join_slices(folder: Path, slots: int) -> None:
    """Makes one index of the slices there, of a build with so many slots."""
    numbers = sorted(int(path.name.partition(".")[0]) for path in folder.glob("*.slice.json"))
    heads = [json.loads(_slice(folder, number).read_text("utf-8")) for number in numbers]
    meta = heads[0]["meta"]
    meta["segments"] = [segment for head in heads for segment in head["meta"]["segments"]]
    gathering = Gathering()
    for number in numbers:
        gathering.add(_gathered(folder, number))
    gathering.gathered().save(folder / _ABBREVIATIONS)
    (folder / _SLOTS).write_text(json.dumps(slots), encoding="utf-8")
    (folder / _META).write_text(json.dumps(meta), encoding="utf-8")


def _slice(folder: Path, number: int) -> Path:
    return folder / f"{number}.slice.json"


def _gathered(folder: Path, number: int) -> Path:
    return folder / f"{number}.gathered.json"


def _files_of(segment: dict[str, str]) -> str:
    """A pattern of the names that Tantivy gives to the files of one of its segments."""
    return f"{segment['segment_id'].replace('-', '')}.*"


def _register(index: tantivy.Index) -> None:
    index.register_tokenizer(_TOKENIZER, _analyzer())
    index.register_tokenizer(_EXACT_TOKENIZER, _exact_analyzer())


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
