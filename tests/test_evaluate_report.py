import re
from dataclasses import replace
from pathlib import Path

import pytest
from test_evaluate_result import RESULT

from evaluate.report import markdown_table, write_report
from evaluate.result import Curves, Failure, Point
from index.errors import QuothError

HOSTILE = "<script>alert(1)</script> & <img src=x>"
FULL = replace(
    RESULT,
    curves=Curves(
        (Point(1, 0.5, 2), Point(2, 1.0, 2)), (Point(0.5, 0.0, 1),), (Point(0.9, 1.0, 1),)
    ),
    failures=(Failure("false answer", "1", HOSTILE, "no answer", HOSTILE, 0.7),),
)


@pytest.fixture
def page(tmp_path: Path) -> str:
    write_report([FULL, replace(FULL, mode="hybrid")], tmp_path / "out.html")
    return (tmp_path / "out.html").read_text()


def test_it_holds_a_table_and_a_plot_of_each_kind(page: str) -> None:
    for words in ("squad set, odd articles", "rerank", "hybrid", "0.500<br><small>0.000–1.000"):
        assert words in page
    for title in ("Recall", "Risk and coverage", "Reliability", "Latency"):
        assert re.search(rf"<svg.*>{title}<", page, re.DOTALL)


def test_words_of_documents_and_questions_are_shown_and_not_interpreted(page: str) -> None:
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;img src=x&gt;" in page


def test_it_needs_nothing_from_elsewhere(page: str) -> None:
    addresses = set(re.findall(r"https?://[^\"\s]+", page))
    assert all(address.startswith("http://www.w3.org/") for address in addresses)  # names of SVG
    assert not re.search(r"<link|@import|url\((?!#)|src=[\"']", page)


def test_nothing_to_report_and_nowhere_to_write_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(QuothError, match="no result to report"):
        write_report([], tmp_path / "out.html")
    with pytest.raises(QuothError, match="cannot be written"):
        write_report([FULL], tmp_path / "none" / "out.html")


def test_as_markdown_there_is_a_row_a_result() -> None:
    assert markdown_table([RESULT]).splitlines() == [
        "| set | mode | answer@1 | AUROC | p50 / p95 ms |",
        "| --- | --- | --- | --- | --- |",
        "| set, odd articles | rerank | 0.500 (0.000–1.000) | 0.900 (0.800–1.000) | 10 / 20 |",
    ]
