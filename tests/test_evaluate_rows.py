import gzip
import json
from pathlib import Path

import pytest

from evaluate.rows import Row, rows_of
from evaluate.squad import Question, read_squad
from index.errors import QuothError
from index.passage import Span

ROWS = (
    {"question": " How long? ", "passage": "Ten days. No.", "answers": [[0, 3, "Ten"]],
     "title": "On_Yew", "group": "g1", "extra": {"answer_unit": "sentence"}},
    {"question": "Who?", "passage": "Ten days. No.", "answers": [], "title": None, "group": "g1",
     "extra": {}},
    {"question": "Who?", "passage": "Ada.", "answers": [[0, 3]], "title": None, "group": "g2"},
)  # fmt: skip


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz"])
def test_rows_are_read_plain_or_packed(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"bits.{ending}"
    opened = gzip.open if ending.endswith("gz") else open
    with opened(file, "wt") as out:
        out.write("\n".join(map(json.dumps, ROWS)))
    first, second, third = rows_of(file)
    assert first == Row("How long?", "Ten days. No.", (Span(0, 3),), True, "On Yew", "g1", "bits")
    assert (second.answers, second.parts, third.title) == ((), False, None)


def test_rows_become_articles_of_texts_and_questions(tmp_path: Path) -> None:
    file = tmp_path / "bits.jsonl"
    file.write_text("\n".join(map(json.dumps, ROWS)))
    one, two = read_squad(file)
    assert [(text.id, text.title) for text in one.texts] == [("0000/000", "On Yew")]
    assert [each.document for each in one.questions] == ["0000/000", "0000/000"]
    assert two.questions == (Question("0001-0", "Who?", "0001/000", (Span(0, 3),)),)


def test_half_of_an_answer_is_enough_only_where_whole_sentences_are_labelled() -> None:
    whole = Question("1", "q", "d", (Span(10, 30),))
    half = Question("1", "q", "d", (Span(10, 30),), parts=True)
    assert not whole.is_answered_by("d", Span(12, 40))
    assert half.is_answered_by("d", Span(12, 40))
    assert half.is_answered_by("d", Span(0, 20))
    assert not half.is_answered_by("d", Span(0, 19))
    assert not half.is_answered_by("e", Span(10, 30))


def test_a_line_that_is_no_row_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bits.jsonl"
    file.write_text(json.dumps(ROWS[0]) + '\n{"question": "x"}\n')
    with pytest.raises(QuothError, match=r"bits\.jsonl, line 2, is not a question with a passage"):
        list(rows_of(file))


PASSAGE = "Tea is old. Yew bark is red."


def test_a_passage_with_its_questions_is_a_row_for_each(tmp_path: Path) -> None:
    questions = [["How old is tea?", ["Tea", "red"]], ["Is oak soft?", None], ["Bark?", "Yew"]]
    line = {"title": "Trees", "passage": PASSAGE, "questions": questions}
    (tmp_path / "trees.jsonl").write_text(json.dumps(line) + "\n")
    first, second, third = rows_of(tmp_path / "trees.jsonl")
    assert [span.of(PASSAGE) for span in first.answers] == ["Tea", "red"]
    assert (second.question, second.answers, second.title) == ("Is oak soft?", (), "Trees")
    assert [span.of(PASSAGE) for span in third.answers] == ["Yew"]
    assert first.group == third.group == "trees:1"


@pytest.mark.parametrize("answer", ["Ash", 7])
def test_an_answer_that_its_passage_lacks_is_refused_with_its_line(
    tmp_path: Path, answer: object
) -> None:
    good = {"title": "Trees", "passage": PASSAGE, "questions": []}
    bad = {"title": "Trees", "passage": PASSAGE, "questions": [["What?", answer]]}
    (tmp_path / "t.jsonl").write_text(json.dumps(good) + "\n" + json.dumps(bad) + "\n")
    with pytest.raises(QuothError, match=r"t\.jsonl, line 2"):
        list(rows_of(tmp_path / "t.jsonl"))
