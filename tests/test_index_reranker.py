import pytest

from index.models.reranker import reads


@pytest.mark.parametrize(
    "question", ["What is grief?", "Who is Törneke?", "Đường Việt", "Is 5 µg ≥ 3 β?", "1936", "?"]
)
def test_a_question_in_latin_letters_is_read(question: str) -> None:
    assert reads(question)


@pytest.mark.parametrize(
    "question",
    ["灯芯", "借书证要交多少钱？", "ψυχή", "Кто изобрёл телефон?", "من اخترع الهاتف؟", "टेलीफोन"],
)
def test_one_in_other_letters_is_not(question: str) -> None:
    assert not reads(question)
