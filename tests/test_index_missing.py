from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.answering.missing import Missing, missing
from index.store.lexical import Lexical


def rare(*words: str) -> Callable[[str], Sequence[str]]:
    return lambda question: words


def test_names_and_rare_words_that_no_passage_has_are_missing_once() -> None:
    texts = ["Beck wrote it.", "Ellis too."]
    lacked = missing("What did Beck say of Freud on twins?", texts, rare("twins", "Freud"))
    assert lacked == Missing(("Freud", "twins"))
    assert lacked.sentence == "No passage near it has “Freud” or “twins”."


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much lithium is given?", "number"),
        ("When was it founded?", "date"),
        ("How long does it last?", "number or date"),
        ("Who founded it?", None),
    ],
)
def test_a_number_or_date_is_missing_where_one_is_asked_for(
    question: str, kind: str | None
) -> None:
    assert missing(question, ["A dose is given.", "It was founded."], rare()).kind == kind
    assert missing(question, ["A dose is given.", "In 1990, 5 mg."], rare()).kind is None


def test_what_is_missing_is_one_sentence() -> None:
    both = Missing(("a", "b", "c", "d"), "number")
    assert both.sentence == "No passage near it has “a”, “b” or “c”, and none names a number."
    assert Missing(kind="date").sentence == "No passage near it names a date."
    assert Missing().sentence == ""


def test_a_phrase_that_no_passage_has_is_all_that_is_said() -> None:
    lacked = Missing(("a",), "number", ("b c", "d"))
    assert lacked.sentence == "No passage searched has “b c” or “d” word for word."
    lacked = Missing(phrases=("b c", "d"), apart=True)
    assert lacked.sentence == "No passage searched has “b c” and “d” together word for word."


def test_only_rare_words_that_say_something_are_told(tmp_path: Path) -> None:
    texts = ["Sleep heals.", *(f"Grief lasts long, part {n}." for n in range(150))]
    index = Lexical.build(tmp_path, texts)
    near = texts[1:3]
    assert index.missing_words("Does sertraline help sleeping?", near) == ("sertraline", "sleeping")
    assert index.missing_words("How long do parts of it happen, ever?", near) == ()
    assert index.missing_words("Is sleep sweet?", texts[:1]) == ("sweet",)
