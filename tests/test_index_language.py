import pytest

from index.models.language import reads


@pytest.mark.parametrize(
    "question",
    [
        "What is grief?",
        "Who is Törneke?",
        "Đường Việt",
        "Is 5 µg ≥ 3 β?",
        "1936",
        "?",
        "de Shazer miracle question",
        "dose lithium elderly",
        "What is a folie à deux?",
        "Was Freud in Wien?",
        "la belle indifférence",
        "Who wrote Das Ich und das Es?",
    ],
)
def test_a_question_in_english_is_read(question: str) -> None:
    assert reads(question)


@pytest.mark.parametrize(
    "question",
    ["灯芯", "借书证要交多少钱？", "ψυχή", "Кто изобрёл телефон?", "من اخترع الهاتف؟", "टेलीफोन"],
)
def test_one_in_other_letters_is_not(question: str) -> None:
    assert not reads(question)


@pytest.mark.parametrize(
    "question",
    [
        "Wie lange dauert eine Sitzung?",
        "Wo liegt Rom?",
        "Wann wurde die Klinik gegründet",
        "Qui a inventé le téléphone ?",
        "Où habite Freud ?",
        "¿Quién fundó la terapia?",
        "Chi ha scritto il libro?",
        "Hoe lang duurt een sessie?",
        "Kto wynalazł telefon?",
        "Onde fica o hospital?",
        "Vem skrev boken?",
    ],
)
def test_one_in_another_language_is_not(question: str) -> None:
    assert not reads(question)
