import json
from pathlib import Path

import pytest
from fakes import FakeEncoder, opened

from evaluate.collection import Text, make_index
from evaluate.squad import Article, Asked, Question, ask_squad, joined, qrels_of, read_squad
from index import Library
from index.errors import QuothError
from index.passage import Span
from ingest.progress import unwatched


def item(id: str, question: str, *answers: tuple[str, int]) -> dict[str, object]:
    found = [{"text": text, "answer_start": start} for text, start in answers]
    return {"id": id, "question": question, "answers": found, "is_impossible": not answers}


SQUAD = {
    "data": [
        {
            "paragraphs": [
                {
                    "context": "Sleep heals.",
                    "qas": [item("1", "What does sleep do?", ("heals", 6))],
                },
                {
                    "context": "Grief is love.",
                    "qas": [
                        item("2", "What is grief?", ("love", 9), ("love", 9)),
                        item("3", "Zygote?"),
                    ],
                },
            ]
        },
        {"paragraphs": [{"context": "Music and anger.", "qas": []}]},
    ]
}


@pytest.fixture
def articles(tmp_path: Path) -> list[Article]:
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(SQUAD))
    return read_squad(path)


@pytest.fixture
def library(articles: list[Article], index: Path) -> Library:
    texts = [text for article in articles for text in article.texts]
    make_index(texts, index, FakeEncoder(), False, unwatched)
    return opened(index)


def test_paragraphs_are_texts_and_answers_stretches_of_them(articles: list[Article]) -> None:
    assert [text for article in articles for text in article.texts] == [
        Text("0000/000", "", "Sleep heals."),
        Text("0000/001", "", "Grief is love."),
        Text("0001/000", "", "Music and anger."),
    ]
    assert articles[0].questions == (
        Question("1", "What does sleep do?", "0000/000", (Span(6, 11),)),
        Question("2", "What is grief?", "0000/001", (Span(9, 13),)),
        Question("3", "Zygote?", "0000/001", ()),
    )


def test_joined_an_article_is_one_text_and_answers_keep_their_place(
    articles: list[Article],
) -> None:
    article = joined(articles[0])
    (text,) = article.texts
    assert (text.id, text.text) == ("0000.txt", "Sleep heals.\n\nGrief is love.\n\n")
    assert [each.answers for each in article.questions] == [(Span(6, 11),), (Span(23, 27),), ()]
    assert Span(23, 27).of(text.text) == "love"


def test_judgments_name_the_answering_text(articles: list[Article]) -> None:
    assert [tuple(each)[:3] for each in qrels_of(articles[0].questions)] == [
        ("1", "0000/000", 1),
        ("2", "0000/001", 1),
    ]


@pytest.mark.parametrize("content", ["", "[]", '{"data": [{}]}', '{"data": 3}'])
def test_a_file_in_another_format_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "squad.json"
    path.write_text(content)
    with pytest.raises(QuothError, match="is not a SQuAD file"):
        read_squad(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuothError, match=r"nothing\.json cannot be read: No such file"):
        read_squad(tmp_path / "nothing.json")


def test_each_question_is_asked_of_all_of_the_right_text_and_of_the_other_articles(
    articles: list[Article], library: Library
) -> None:
    how = Asked("rerank", leave_one_out=True)
    judged = ask_squad(articles[0].questions, library, how, unwatched)
    assert [(each.id, each.rank, each.marked, each.alone, each.answered) for each in judged] == [
        ("1", 1, True, True, True),
        ("1 left out", None, False, None, False),
        ("2", 1, True, True, True),
        ("2 left out", None, False, None, False),
        ("3", None, False, None, False),
    ]
    assert [each.expected for each in judged] == [
        "0000/000, characters 6–11",
        None,
        "0000/001, characters 9–13",
        None,
        None,
    ]
    others = {hit.passage.document for hit in judged[1].answer.hits}
    assert others == {"0001/000"}
