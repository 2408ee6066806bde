from pathlib import Path

import pytest

from evaluate.result import (
    Curves,
    Failure,
    Latency,
    Measure,
    Point,
    Result,
    machine,
    read_result,
    write_result,
)
from index.errors import QuothError

RESULT = Result(
    task="squad",
    data="set, odd articles",
    mode="rerank",
    settings={"encoder": "fake"},
    machine="a machine",
    date="2026-01-31",
    queries={"1": "Why?", "2": "Who?"},
    measures={"answer@1": Measure.mean({"1": 1.0, "2": 0.0}), "AUROC": Measure(0.9, 0.8, 1.0, 2)},
    curves=Curves(recall=(Point(1, 0.5, 2),)),
    latency=Latency(10.0, 20.0, 2),
    failures=(Failure("false silence", "2", "Who?", "he", "nothing", 0.1),),
)


def test_a_mean_knows_its_interval_and_its_queries() -> None:
    measure = RESULT.measures["answer@1"]
    assert (measure.value, measure.queries) == (0.5, 2)
    assert (measure.low, measure.high) == (0.0, 1.0)


def test_it_is_the_same_after_writing(tmp_path: Path) -> None:
    write_result(RESULT, tmp_path / "result.json")
    assert read_result(tmp_path / "result.json") == RESULT


@pytest.mark.parametrize("text", ["", "[]", '{"task": "beir"}'])
def test_a_file_that_is_no_result_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "result.json").write_text(text)
    with pytest.raises(QuothError, match=r"result\.json is not a result of .*--json"):
        read_result(tmp_path / "result.json")


def test_a_file_that_cannot_be_read_or_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuothError, match="cannot be read: No such file"):
        read_result(tmp_path / "none.json")
    with pytest.raises(QuothError, match="cannot be written: No such file"):
        write_result(RESULT, tmp_path / "none" / "result.json")


def test_the_machine_is_named_with_its_cores() -> None:
    assert " cores, Python 3." in machine()
