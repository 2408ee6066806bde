import pytest

from index.about import About
from index.passage import Page, Passage, Span, citation, pages_named


def test_the_models_see_names_title_author_date_keywords_and_headings() -> None:
    about = About("People/Marta.md", "Letters", "A. Author", "1988", ("stew", "winter"))
    assert about.searched(("Home", "North"), "Text.") == (
        "People. Marta. Letters. A. Author. 1988. stew. winter. Home. North. Text."
    )


def test_a_reader_sees_of_these_only_what_the_question_speaks_of() -> None:
    about = About("People/Marta Olsen.md", "Letters", "A. Author", "1988", ("stew", "winter"))
    question = "When did Marta Olsen make the stew?"
    assert about.read(("Home",), "Text.", question) == "Marta Olsen. Letters. stew. Home. Text."
    assert about.read(("Home",), "Text.", "Who is it?") == "Letters. Home. Text."


def test_a_name_that_the_title_has_already_is_not_said_again() -> None:
    assert About("Salt roads.md", "Salt roads of the north").context(()) == (
        "Salt roads of the north. "
    )


def test_long_names_leave_room_for_the_headings() -> None:
    about = About("a long name of a folder " * 9 + "/Beta.md", keywords=("word " * 30,))
    assert about.context(("Heading",)) == "Heading. "


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ([], ""),
        ([Page(3, 0)], "page 3"),
        ([Page(3, 0), Page(4, 9)], "pages 3–4"),
        ([Page(14, 0, "xii")], "p. xii (page 14)"),
        ([Page(14, 0, "xii"), Page(15, 9, "1")], "pp. xii–1 (pages 14–15)"),
        ([Page(None, 0, "xii")], "p. xii"),
        ([Page(None, 0)], ""),
    ],
)
def test_pages_are_named_as_printed_with_the_files_own_behind(
    pages: list[Page], words: str
) -> None:
    assert pages_named(pages) == words


def test_a_citation_has_the_printed_page() -> None:
    passage = Passage("a.pdf", None, ("H",), (Page(14, 0, "xii"),), 5, 9, "text", (Span(5, 9),))
    assert citation(passage) == "a.pdf › H › p. xii (page 14), characters 5–9"
