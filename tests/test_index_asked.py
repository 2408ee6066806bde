import pytest

from index.answering.asked import lacking, names_in, question_in


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who founded schema therapy?", ()),
        ("What did Aaron Beck write in 1979?", ("Aaron", "Beck", "1979")),
        ("Is DSM-5 used? Does it matter", ("DSM-5",)),
        ("What is Freud's and Freud's view?", ("Freud",)),
        ("DOSE OF LITHIUM IN 1990", ("1990",)),
        ("dose lithium elderly", ()),
        ("I think I'm ill", ()),
    ],
)
def test_names_are_words_with_a_capital_or_a_digit(question: str, names: tuple[str, ...]) -> None:
    assert names_in(question) == names


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("What did Beck say of Ellis?", "Beck wrote about it.", ("Ellis",)),
        ("What did Beck say?", "The Beckian school.", ()),
        ("What is the Müller test?", "the muller test", ()),
        ("What did Ann say?", "Annual reports.", ("Ann",)),
        ("How many in 1990?", "In 1991, 1990s", ("1990",)),
    ],
)
def test_what_a_text_lacks_of_them(question: str, text: str, missing: tuple[str, ...]) -> None:
    assert lacking(question, text) == missing


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("How long is a course?", "How long is a course?"),
        ("I am new here. My ward is busy! How long is a course?", "How long is a course?"),
        ("How long is a course? I could not find it. Thanks.", "How long is a course?"),
        ("Dr. Lee asked me. “How long is a course?”", "“How long is a course?”"),
        ("Hello.\nHow long is a course? Who pays for courses?", None),
        ("She has panic attacks. Why?", "She has panic attacks. Why?"),
        ("He takes lithium. What is its dose?", "He takes lithium. What is its dose?"),
        ("dose lithium elderly", "dose lithium elderly"),
        ("I asked. What is it? Then I left.", "I asked. What is it? Then I left."),
    ],
)
def test_a_message_is_asked_by_the_question_at_its_end_or_beginning(
    message: str, question: str | None
) -> None:
    assert question_in(message) == (question or message.removeprefix("Hello.\n"))
