import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from evaluate.own import read_questions
from index.answering.answer import Answer, Quote
from index.errors import QuothError
from index.passage import Hit, Passage, Span
from views import feedback

PASSAGE = Passage("a.md", "A", (), (), 0, 12, "Sleep heals.", (Span(0, 12),))


def answer(question: str, build: int = 1) -> Answer:
    quote = Quote("a.md", None, 0, 12, "Sleep heals.")
    hits = (Hit(PASSAGE, 1, 1, 1),)
    return Answer(question, "answered", 0.9, "rerank", build, hits, quote, None)


def kept(folder: Path) -> list[tuple[str, str]]:
    lines = (folder / feedback.FILE_NAME).read_text(encoding="utf-8").splitlines()
    return [(line["question"], line["judgment"]) for line in map(json.loads, lines)]


def test_notes_of_eight_who_write_at_once_are_all_kept(tmp_path: Path) -> None:
    questions = [f"{person} {number}" for number in range(21) for person in range(8)]
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda each: feedback.keep(tmp_path, answer(each), "right"), questions))
    assert sorted(kept(tmp_path)) == sorted((each, "right") for each in questions)


def test_a_later_judgment_takes_the_place_of_the_former(tmp_path: Path) -> None:
    feedback.keep(tmp_path, answer("a"), "right")
    feedback.keep(tmp_path, answer("b"), "right")
    feedback.keep(tmp_path, answer("a", build=2), "right")
    feedback.keep(tmp_path, answer("a"), "wrong")
    assert kept(tmp_path) == [("b", "right"), ("a", "right"), ("a", "wrong")]


def test_lines_that_nobody_understands_are_left_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / feedback.FILE_NAME
    path.write_bytes(b"\xff\n[1]\nhalf a li")
    feedback.keep(tmp_path, answer("a"), "right")
    *former, line = path.read_bytes().splitlines()
    assert former == [b"\xff", b"[1]", b"half a li"]
    assert json.loads(line)["question"] == "a"


def test_odd_line_ends_in_a_question_make_no_second_line(tmp_path: Path) -> None:
    feedback.keep(tmp_path, answer("a \u2028 b \x85 c"), "right")
    feedback.keep(tmp_path, answer("b"), "right")
    questions = read_questions(tmp_path / feedback.FILE_NAME)
    assert [each.text for each in questions] == ["a \u2028 b \x85 c", "b"]


def test_where_another_does_not_let_go_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("views.feedback._PATIENCE", 0.1)
    with (
        FileLock(tmp_path / feedback.LOCK_NAME),
        pytest.raises(QuothError, match="somebody else is writing there"),
    ):
        feedback.keep(tmp_path, answer("a"), "right")


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / feedback.FILE_NAME).mkdir()
    with pytest.raises(QuothError, match="What you think could not be kept in"):
        feedback.keep(tmp_path, answer("a"), "right")
    assert not list(tmp_path.glob("*.new"))
