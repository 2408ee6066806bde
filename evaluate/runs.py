"""Every query of a benchmark asked in one mode: the run, its measures, the time to an answer.

A run is in TREC's terms the documents found for each query, best first; measures come from
ir-measures (pytrec_eval).
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import numpy as np
from ir_measures import RR, Qrel, R, ScoredDoc, Success, iter_calc, nDCG

from evaluate.beir import Benchmark, Query
from evaluate.result import Curves, Latency, Measure, Point
from index.answering.answer import Answer
from index.answering.search import Mode
from index.errors import QuothError
from index.library import Library
from ingest.progress import Progress, Watcher

DEPTH = 100
MEASURES = (nDCG @ 10, R @ 10, R @ 100, RR @ 10, Success @ 1, Success @ 5)
_NAMES = {RR @ 10: "MRR@10", R @ 10: "Recall@10", R @ 100: "Recall@100"}

Run = tuple[ScoredDoc, ...]
T = TypeVar("T")


def make_run(benchmark: Benchmark, library: Library, mode: Mode, watch: Watcher) -> Run:
    """The DEPTH best documents of every query; a document stands where its best passage does."""
    found: list[ScoredDoc] = []
    for number, query in enumerate(benchmark.queries):
        watch(asking(number, len(benchmark.queries)))
        found.extend(_ranked(query, library, mode))
    watch(asking(len(benchmark.queries), len(benchmark.queries)))
    return tuple(found)


def asking(done: int, total: int) -> Progress:
    """How many questions were asked."""
    return Progress("Asking", done, total, f"{done:,} of {total:,} questions")


def _ranked(query: Query, library: Library, mode: Mode) -> Iterator[ScoredDoc]:
    """Scores fall by one a rank, so that tools that sort by score keep the order.

    A document with the query's own id is left out, as BEIR does: there the query is a document.
    """
    hits = library.search(query.text, 2 * DEPTH, mode)
    passages = (passage for hit in hits for passage in (hit.passage, *hit.alike))
    documents = dict.fromkeys(passage.document for passage in passages)
    others = [document for document in documents if document != query.id][:DEPTH]
    for rank, document in enumerate(others):
        yield ScoredDoc(query.id, document, float(DEPTH - rank))


def run_of_answers(answers: Sequence[Answer], queries: Sequence[Query]) -> Run:
    """The run that answers make, one a query, in the same order."""
    found: list[ScoredDoc] = []
    for query, answer in zip(queries, answers, strict=True):
        documents = dict.fromkeys(hit.passage.document for hit in answer.hits)
        for rank, document in enumerate(documents):
            found.append(ScoredDoc(query.id, document, float(DEPTH - rank)))
    return tuple(found)


def measure(run: Run, benchmark: Benchmark) -> dict[str, Measure]:
    """Each measure by its name; a query for which nothing was found counts as 0."""
    asked = {query.id for query in benchmark.queries}
    qrels = [qrel for qrel in benchmark.qrels if qrel.query_id in asked]
    per_query: dict[str, dict[str, float]] = {_name(each): {} for each in MEASURES}
    for metric in iter_calc(MEASURES, qrels, run):
        per_query[_name(metric.measure)][metric.query_id] = metric.value
    return {name: Measure.mean(values) for name, values in per_query.items()}


def _name(each: object) -> str:
    return _NAMES.get(each, str(each))  # type: ignore[call-overload, no-any-return]


def recall_curve(run: Run, benchmark: Benchmark, deepest: int = 20) -> Curves:
    """The share of queries with a relevant document at each rank or better."""
    relevant = {(qrel.query_id, qrel.doc_id) for qrel in benchmark.qrels if qrel.relevance > 0}
    first: dict[str, int] = {}
    for each in run:
        if (each.query_id, each.doc_id) in relevant:
            rank = DEPTH - int(each.score) + 1
            first.setdefault(each.query_id, rank)
    count = len(benchmark.queries)
    points = (
        Point(rank, sum(each <= rank for each in first.values()) / count, count)
        for rank in range(1, deepest + 1)
    )
    return Curves(recall=tuple(points))


def time_answers(queries: Sequence[Query], library: Library, mode: Mode, most: int = 50) -> Latency:
    """How long `most` of the queries, spread evenly, take from question to whole answer."""
    asked = spread(queries, most)
    library.load(mode)
    milliseconds = []
    for query in asked:
        started = time.perf_counter()
        library.ask(query.text, mode=mode)
        milliseconds.append(1000 * (time.perf_counter() - started))
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return Latency(round(float(p50), 1), round(float(p95), 1), len(asked))


def spread(items: Sequence[T], most: int | None) -> tuple[T, ...]:
    """At most so many of the items, evenly from beginning to end."""
    if most is None or len(items) <= most:
        return tuple(items)
    return tuple(items[number * len(items) // most] for number in range(most))


def write_run(run: Run, path: Path, mode: Mode) -> None:
    """TREC's run format: query, Q0, document, rank, score, name."""
    lines = (
        f"{_one_word(each.query_id)} Q0 {_one_word(each.doc_id)} {DEPTH - int(each.score) + 1} "
        f"{each.score:g} quoth-{mode}\n"
        for each in run
    )
    _write(lines, path)


def write_qrels(qrels: Sequence[Qrel], path: Path) -> None:
    """TREC's format of judgments: query, 0, document, grade."""
    lines = (
        f"{_one_word(each.query_id)} 0 {_one_word(each.doc_id)} {each.relevance}\n"
        for each in qrels
    )
    _write(lines, path)


def _one_word(name: str) -> str:
    """An id as the format can hold it: between spaces, so without any (as in an address)."""
    return quote(name, safe="/:;,@&=+$!*'()") if any(map(str.isspace, name)) else name


def _write(lines: Iterable[str], path: Path) -> None:
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise QuothError(f"{path} cannot be written: {error.strerror}.") from error
