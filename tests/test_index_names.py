import pytest

from index.names import name_words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("People/Marta Olsen.md", ("People", "Marta Olsen")),
        ("trial_results-2019.csv", ("trial results 2019",)),
        ("MartaOlsen.md", ("Marta Olsen",)),
        ("McDonald's farm.txt", ("McDonald's farm",)),
        ("2024-05-03.md", ("2024-05-03",)),
        ("港口.txt", ("港口",)),
        ("Mu\u0308ller/Protokoll.txt", ("Müller", "Protokoll")),
        ("v1.2 of the plan.txt", ("v1 2 of the plan",)),
    ],
)
def test_names_are_words(path: str, words: tuple[str, ...]) -> None:
    assert name_words(path) == words


@pytest.mark.parametrize(
    "path", ["0000001_1.md", "a_b.pdf", "IMG_2041.png", "scan 12.pdf", "docs/new document.docx"]
)
def test_names_that_say_nothing_are_left_out(path: str) -> None:
    assert name_words(path) == ()
