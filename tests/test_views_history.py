import csv
import io

from index.answering.answer import Answer, Quote, nothing_found
from index.passage import Hit, Page, Passage, Span
from views.history import as_markdown, as_rows
from views.tables import as_csv

TEXT = "Before *it*. It is <b>4</b>."
PASSAGE = Passage("a_b.pdf", "A", ("H",), (Page(2, 0),), 10, 38, TEXT, (Span(10, 22), Span(23, 38)))
QUOTE = Quote("a_b.pdf", 2, 23, 38, "It is <b>4</b>.")
ANSWER = Answer("=Is it?", "answered", 0.912, "rerank", 3, (Hit(PASSAGE, 1, 1, 1),), QUOTE, None)


def test_markdown_has_the_passage_with_its_sentence_marked_and_nothing_interpreted() -> None:
    assert as_markdown([ANSWER]) == (
        "## \\=Is it?\n\n"
        "> Before \\*it\\*\\. **It is \\<b\\>4\\</b\\>\\.**\n\n"
        "a\\_b\\.pdf › H › page 2, characters 10–38; confidence 0.91, index build 3\n"
    )


def test_a_question_without_an_answer_says_so() -> None:
    text = as_markdown([nothing_found("What?", "rerank", 1)])
    assert text == "## What?\n\nThe documents do not seem to answer this.\n"


def test_a_table_has_a_row_an_answer_and_no_formula() -> None:
    table = as_csv(as_rows([ANSWER, nothing_found("No", "rerank", 1)]))
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["question"] for row in rows] == ["'=Is it?", "No"]
    assert rows[0]["quotation"] == "It is <b>4</b>."
    assert (rows[0]["document"], rows[0]["page"], rows[0]["confidence"]) == (
        "a_b.pdf",
        "2",
        "0.9120",
    )
    assert rows[1]["quotation"] == ""
