from dataclasses import replace

import pytest

from index.passage import Page, Passage, Span
from views.citing import cited
from views.names import Name, names
from views.references import STYLES, in_html

TEXT = "x" * 100
FULL = Passage(
    "guides/lithium.pdf",
    "Lithium guideline",
    ("Dosing", "4.2 Elderly people"),
    (Page(10, 0, "8"), Page(11, 150, "9")),
    100,
    200,
    TEXT,
    (Span(100, 200),),
    author="Jane M. Miller, MD; Ann van Dijk",
    date="2021-05-01",
)
BARE = Passage("guides/lithium_50%.txt", None, (), (), 0, 100, TEXT, (Span(0, 100),))


def in_style(style: str, passage: Passage, at: Span | None = None) -> str:
    return STYLES[style](passage, at)


def test_a_place_is_said_as_people_say_it() -> None:
    assert cited(FULL, Span(100, 120)) == "Lithium guideline, § 4.2, p. 8 (2021)"
    assert cited(FULL) == "Lithium guideline, § 4.2, pp. 8–9 (2021)"
    assert cited(FULL, Span(160, 170)) == "Lithium guideline, § 4.2, p. 9 (2021)"
    assert cited(BARE) == "lithium_50%.txt"


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("The frame", "“The frame”"),
        ("§ 7 Fees", "§ 7"),
        ("Section 12.3a: Duties", "§ 12.3a"),
        ("2) Doses", "§ 2"),
        ("5HT receptors", "“5HT receptors”"),
        ("4 Dosing", "§ 4"),
        ("4.1 dosing", "§ 4.1"),
        ("3 months after delivery", "“3 months after delivery”"),
        ("2021 Update", "“2021 Update”"),
        ("word " * 30, "“" + "word " * 13 + "word …”"),
    ],
)
def test_a_section_is_its_number_or_its_words(heading: str, said: str) -> None:
    assert cited(replace(BARE, heading=(heading,))) == f"lithium_50%.txt, {said}"


def test_a_heading_that_is_the_title_is_not_said_twice() -> None:
    assert cited(replace(BARE, title="Sleep", heading=("Sleep",))) == "Sleep"


def test_the_names_of_a_tables_columns_are_no_section() -> None:
    rows = replace(BARE, heading=("Doses", "Name | Largest dose"))
    assert cited(rows) == "lithium_50%.txt, “Doses”"
    assert cited(replace(BARE, heading=("Name | Dose",))) == "lithium_50%.txt"


def test_without_a_printed_number_the_files_own_is_said() -> None:
    assert cited(replace(BARE, pages=(Page(3, 0),))) == "lithium_50%.txt, p. 3"
    assert cited(replace(BARE, pages=(Page(None, 0, "xii"),))) == "lithium_50%.txt, p. xii"
    assert cited(replace(BARE, pages=(Page(None, 0),))) == "lithium_50%.txt"


@pytest.mark.parametrize(
    ("author", "found"),
    [
        (None, ()),
        ("Miller, Jane", (Name("Miller", "Jane"),)),
        ("Jane Miller, Ann Smith", (Name("Miller", "Jane"), Name("Smith", "Ann"))),
        ("Jane Miller and Ann Smith", (Name("Miller", "Jane"), Name("Smith", "Ann"))),
        ("Miller, J.; Smith, A.", (Name("Miller", "J."), Name("Smith", "A."))),
        ("Dr. Ludwig van der Berg, PhD", (Name("van der Berg", "Ludwig"),)),
        ("World Health Organization", (Name("World Health Organization"),)),
        ("Department of Health, London", (Name("Department of Health, London"),)),
        ("Freud", (Name("Freud"),)),
    ],
)
def test_names_are_told_apart(author: str | None, found: tuple[Name, ...]) -> None:
    assert names(author) == found


def test_initials_have_no_points() -> None:
    given = ["Jane M.", "J.-P.", "Jean-Paul", "", "Ø."]
    assert [Name("A", each).initials for each in given] == ["JM", "J-P", "J-P", "", "Ø"]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("Plain", "Jane M. Miller, MD; Ann van Dijk: Lithium guideline, § 4.2, p. 8 (2021)"),
        ("APA", "Miller, J. M., & van Dijk, A. (2021). Lithium guideline (p. 8)."),
        ("Vancouver", "Miller JM, van Dijk A. Lithium guideline. 2021. p. 8."),
        (
            "BibTeX",
            "@misc{miller2021lithium,\n  author = {Miller, Jane M. and van Dijk, Ann},\n"
            "  title = {{Lithium guideline}},\n  year = {2021},\n  pages = {8},\n"
            "  note = {§ 4.2},\n}",
        ),
        (
            "RIS",
            "TY  - GEN\nAU  - Miller, Jane M.\nAU  - van Dijk, Ann\nTI  - Lithium guideline\n"
            "PY  - 2021\nDA  - 2021/05/01\nSP  - 8\nN1  - § 4.2\nER  - ",
        ),
    ],
)
def test_a_document_that_states_everything(style: str, expected: str) -> None:
    assert in_style(style, FULL, Span(100, 120)) == expected


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("Plain", "lithium_50%.txt"),
        ("APA", "lithium_50%.txt. (n.d.)."),
        ("Vancouver", "lithium_50%.txt. [date unknown]."),
        ("BibTeX", "@misc{lithium,\n  title = {{lithium\\_50\\%.txt}},\n}"),
        ("RIS", "TY  - GEN\nTI  - lithium_50%.txt\nER  - "),
    ],
)
def test_a_document_that_states_nothing(style: str, expected: str) -> None:
    assert in_style(style, BARE) == expected


def test_a_document_with_an_author_alone_with_a_date_alone_and_with_a_page_alone() -> None:
    author, date = replace(BARE, author="World Health Organization"), replace(BARE, date="2020")
    page = replace(BARE, pages=(Page(3, 0), Page(4, 50)))
    assert in_style("APA", author) == "World Health Organization. (n.d.). lithium_50%.txt."
    assert in_style("APA", date) == "lithium_50%.txt. (2020)."
    assert in_style("APA", page) == "lithium_50%.txt (pp. 3–4). (n.d.)."
    assert in_style("Vancouver", author) == (
        "World Health Organization. lithium_50%.txt. [date unknown]."
    )
    assert "author = {{World Health Organization}}," in in_style("BibTeX", author)
    assert "pages = {3--4}," in in_style("BibTeX", page)
    assert in_style("RIS", page).splitlines()[2:4] == ["SP  - 3", "EP  - 4"]
    assert in_style("RIS", date).splitlines()[2:4] == ["PY  - 2020", "DA  - 2020"]


def test_of_many_authors_some_are_named() -> None:
    many = replace(BARE, author="; ".join(f"Family{n}, Ann" for n in range(25)))
    assert "Family5 A, et al. " in in_style("Vancouver", many)
    assert "Family18, A., … Family24, A. (n.d.)" in in_style("APA", many)


def test_a_title_that_ends_a_sentence_gets_no_second_point_and_no_line_of_its_own() -> None:
    odd = replace(BARE, title="What is\nsleep?")
    assert in_style("Vancouver", odd) == "What is sleep? [date unknown]."
    assert in_style("APA", odd) == "What is sleep? (n.d.)."
    assert "TI  - What is sleep?" in in_style("RIS", odd)


def test_html_is_escaped_and_the_title_in_italics() -> None:
    odd = replace(FULL, title="A <b>", author="<i>, J")
    assert in_html("APA", odd, Span(100, 120)) == "&lt;i&gt;, J. (2021). <i>A &lt;b&gt;</i> (p. 8)."
    assert in_html("RIS", odd).count("<") == 0
