import json
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder, FakeReranker

from evaluate.sizes import Row, Size, sweep
from evaluate.squad import Article, Question, read_squad, write_articles
from evaluate.threshold import Curve, Errors, Evidence, errors, fit, gather
from index import Library
from index.errors import QuothError
from index.passage import Span
from ingest.build import build

SQUAD = {
    "data": [
        {
            "title": "Feelings",
            "paragraphs": [
                {
                    "context": "Sleep heals.",
                    "qas": [
                        {
                            "id": "1",
                            "question": "What does sleep do?",
                            "answers": [{"text": "heals", "answer_start": 6}],
                        }
                    ],
                },
                {
                    "context": "Grief is love.",
                    "qas": [
                        {
                            "id": "2",
                            "question": "What is grief?",
                            "answers": [{"text": "love", "answer_start": 9}],
                        },
                        {"id": "3", "question": "Why?", "answers": [], "is_impossible": True},
                    ],
                },
            ],
        }
    ]
}


@pytest.fixture
def articles(tmp_path: Path) -> list[Article]:
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(SQUAD))
    return read_squad(path)


def test_an_articles_paragraphs_become_one_document_and_answers_keep_their_place(
    articles: list[Article],
) -> None:
    (article,) = articles
    assert article.text == "Sleep heals.\n\nGrief is love.\n\n"
    assert article.questions == (
        Question("1", "What does sleep do?", "0000.txt", (Span(6, 11),)),
        Question("2", "What is grief?", "0000.txt", (Span(23, 27),)),
        Question("3", "Why?", "0000.txt", ()),
    )
    assert Span(23, 27).of(article.text) == "love"


@pytest.mark.parametrize("content", ["", "[]", '{"data": [{}]}', '{"data": 3}'])
def test_a_file_in_another_format_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "squad.json"
    path.write_text(content)
    with pytest.raises(QuothError, match="is not a SQuAD file"):
        read_squad(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuothError, match=r"nothing\.json cannot be read: No such file"):
        read_squad(tmp_path / "nothing.json")


def evidence(kept: list[float], left_out: list[float]) -> Evidence:
    nothing = np.array([0.0])
    return Evidence(np.array(kept), np.array(left_out), nothing, nothing)


def test_a_curve_is_fitted_and_its_errors_are_shares_of_the_questions() -> None:
    fitted = fit(evidence([0.6, 0.7, 0.8], [0.2, 0.3, 0.4]))
    assert -fitted.intercept / fitted.slope == pytest.approx(0.5, abs=0.01)
    other = Evidence(
        kept=np.array([0.9, 0.8, 0.3]),
        left_out=np.array([0.1, 0.7, 0.2, 0.25]),
        found=np.array([1.0, 1.0, 0.0]),
        marked=np.array([1.0, 0.0, 0.0]),
    )
    result = errors(other, Curve(slope=10, intercept=-5))
    assert result == Errors(
        auroc=11 / 12, false_answers=1 / 4, false_silences=1 / 3, found=2 / 3, marked=1 / 3
    )


@pytest.mark.parametrize(
    ("reranker", "kept", "left_out"),
    [(None, [1, 1, 0], [0, 0, 0]), (FakeReranker(), [14.14, 14.14, -20], [-20, -20, -20])],
)
def test_evidence_is_gathered_with_and_without_the_questions_own_article(
    articles: list[Article],
    tmp_path: Path,
    reranker: FakeReranker | None,
    kept: list[float],
    left_out: list[float],
) -> None:
    folder, encoder = tmp_path / "articles", FakeEncoder()
    folder.mkdir()
    other = Article("other.txt", "Anger and music.", ())
    write_articles([*articles, other], folder)
    build([folder], tmp_path / "index", encoder=encoder)
    library = Library.open(tmp_path / "index", encoder)
    questions = articles[0].questions
    gathered = gather(questions, library, encoder, reranker, lambda done, total: None)
    assert gathered.kept == pytest.approx(kept, abs=0.01)
    assert gathered.left_out == pytest.approx(left_out, abs=0.01)
    assert gathered.found.tolist() == [1, 1, 0]
    assert gathered.marked.tolist() == [1, 1, 0]


def test_a_sweep_gives_shares_of_the_questions_that_have_an_answer(
    articles: list[Article],
) -> None:
    said: list[str] = []
    rows = list(sweep(articles, [Size(64, 0)], ["dense"], FakeEncoder(), said.append))
    assert rows == [Row(Size(64, 0), "dense", 1, 28.0, 1.0, 1.0, 1.0)]
    assert said[-1] == "asking 2 questions, dense"
