from fakes import FakeEncoder

from evaluate.collection import Text
from evaluate.sizes import Row, Size, sweep
from evaluate.squad import Article, Question
from index.passage import Span

ARTICLE = Article(
    "0000",
    (Text("0000/000", "", "Sleep heals."), Text("0000/001", "", "Grief is love.")),
    (
        Question("1", "What does sleep do?", "0000/000", (Span(6, 11),)),
        Question("2", "What is grief?", "0000/001", (Span(9, 13),)),
        Question("3", "Why?", "0000/001", ()),
    ),
)


def test_a_sweep_gives_shares_of_the_questions_that_have_an_answer() -> None:
    said: list[str] = []
    rows = list(sweep([ARTICLE], [Size(64, 0)], ["dense"], FakeEncoder(), said.append))
    assert rows == [Row(Size(64, 0), "dense", 1, 28.0, 1.0, 1.0, 1.0)]
    assert said[-1] == "asking 2 questions, dense"
