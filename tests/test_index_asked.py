import pytest

from index.answering.asked import lacking, names_in, share_lacking


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


def test_the_share_is_none_where_nothing_is_named() -> None:
    assert share_lacking("who wrote it", "nobody") == 0.0
    assert share_lacking("Did Beck meet Ellis or Rogers in Ohio?", "Beck, Ellis") == 0.5
