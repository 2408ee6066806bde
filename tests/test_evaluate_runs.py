from pathlib import Path

import ir_measures
import pytest
from fakes import FakeEncoder, opened
from ir_measures import Qrel, ScoredDoc

from evaluate.beir import Benchmark, Query
from evaluate.collection import Text, make_index
from evaluate.result import Point
from evaluate.runs import (
    DEPTH,
    make_run,
    measure,
    recall_curve,
    spread,
    time_answers,
    write_qrels,
    write_run,
)
from index import Library
from index.errors import QuothError
from ingest.progress import Progress, unwatched

TEXTS = (
    Text("d1", "", "Sleep heals."),
    Text("d2", "", "Grief takes time."),
    Text("d 3", "", "Music and anger."),
)
QUERIES = (Query("q1", "sleep"), Query("q2", "anger"), Query("d2", "grief"))
QRELS = (Qrel("q1", "d2", 1), Qrel("q2", "d 3", 3), Qrel("d2", "d1", 1), Qrel("unasked", "d1", 1))
BENCHMARK = Benchmark("set/test", TEXTS, QUERIES, QRELS)


@pytest.fixture
def library(index: Path) -> Library:
    make_index(TEXTS, index, FakeEncoder(), False, unwatched)
    return opened(index)


def ranking(run: tuple[ScoredDoc, ...], query: str) -> list[str]:
    return [
        each.doc_id for each in sorted(run, key=lambda each: -each.score) if each.query_id == query
    ]


def test_a_run_ranks_documents_for_every_query_and_watches(library: Library) -> None:
    seen: list[Progress] = []
    run = make_run(BENCHMARK, library, "hybrid", seen.append)
    assert ranking(run, "q1")[0] == "d1"
    assert ranking(run, "q2")[0] == "d 3"
    assert (seen[-1].done, seen[-1].total) == (3, 3)


def test_a_document_is_not_found_for_itself(library: Library) -> None:
    assert "d2" not in ranking(make_run(BENCHMARK, library, "dense", unwatched), "d2")


def test_near_identical_documents_stay_in_the_run(index: Path) -> None:
    same = [Text(name, "", "Sleep heals most things, given time.") for name in ("a", "b", "c")]
    make_index(same, index, FakeEncoder(), False, unwatched)
    benchmark = Benchmark("set/test", tuple(same), QUERIES[:1], QRELS[:1])
    run = make_run(benchmark, opened(index), "hybrid", unwatched)
    assert ranking(run, "q1") == ["a", "b", "c"]


def test_measures_are_means_over_the_queries_asked_and_nothing_found_counts_as_0() -> None:
    run = (ScoredDoc("q1", "d1", 100), ScoredDoc("q1", "d2", 99), ScoredDoc("q2", "d 3", 100))
    measures = measure(run, BENCHMARK)
    assert measures["MRR@10"].per_query == {"q1": 0.5, "q2": 1.0, "d2": 0.0}
    assert measures["MRR@10"].value == pytest.approx(0.5)
    assert measures["Success@1"].per_query == {"q1": 0, "q2": 1, "d2": 0}
    assert set(measures) == {
        "nDCG@10", "Recall@10", "Recall@100", "MRR@10", "Success@1", "Success@5"
    }  # fmt: skip
    low, high = measures["Success@1"].low, measures["Success@1"].high
    assert 0 <= low < measures["Success@1"].value < high <= 1


def test_recall_at_k_counts_queries_with_a_relevant_document_by_then() -> None:
    run = (
        ScoredDoc("q1", "d1", DEPTH),
        ScoredDoc("q1", "d2", DEPTH - 1),
        ScoredDoc("q2", "d 3", DEPTH),
    )
    curve = recall_curve(run, BENCHMARK, deepest=2).recall
    assert curve == (Point(1, pytest.approx(1 / 3), 3), Point(2, pytest.approx(2 / 3), 3))


def test_what_is_written_is_read_back_by_the_public_tool(library: Library, tmp_path: Path) -> None:
    run = make_run(BENCHMARK, library, "rerank", unwatched)
    write_run(run, tmp_path / "run.txt", "rerank")
    write_qrels(QRELS, tmp_path / "qrels.txt")
    assert (tmp_path / "run.txt").read_text().splitlines()[0] == "q1 Q0 d1 1 100 quoth-rerank"
    found = ir_measures.calc_aggregate(
        [ir_measures.nDCG @ 10],
        ir_measures.read_trec_qrels(str(tmp_path / "qrels.txt")),
        ir_measures.read_trec_run(str(tmp_path / "run.txt")),
    )
    of_three = measure(run, BENCHMARK)["nDCG@10"].value * 3
    assert found[ir_measures.nDCG @ 10] == pytest.approx(of_three / 4)  # it counts the unasked one


def test_a_run_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuothError, match=r"run\.txt cannot be written: No such file"):
        write_run((), tmp_path / "none" / "run.txt", "dense")


def test_answers_are_timed(library: Library) -> None:
    latency = time_answers(QUERIES, library, "rerank", most=2)
    assert latency.questions == 2
    assert 0 < latency.p50 <= latency.p95


@pytest.mark.parametrize(
    ("most", "kept"),
    [(None, [0, 1, 2, 3, 4]), (9, [0, 1, 2, 3, 4]), (3, [0, 1, 3]), (1, [0]), (0, [])],
)
def test_a_limit_takes_queries_evenly_from_beginning_to_end(
    most: int | None, kept: list[int]
) -> None:
    assert list(spread(range(5), most)) == kept
