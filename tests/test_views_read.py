import re
from pathlib import Path

import files
import pytest
from conftest import Write
from fakes import FakeEncoder
from streamlit.testing.v1 import AppTest

from ingest.build import build

LONG = "Grief takes its time, and no one can hurry it along. " * 400


def script(index: str) -> None:
    """The page over a fake model; runs in the tests' process."""
    from pathlib import Path

    import streamlit as st
    from fakes import opened

    from views.read import document_page

    if "library" not in st.session_state:
        st.session_state.library = opened(Path(index))
    document_page(st.session_state.library)


@pytest.fixture
def page(write: Write, index: Path, encoder: FakeEncoder) -> AppTest:
    text = "# T\n\n## One\n\nSleep <b>heals</b>. Music.\n\n## Two\n\nGrief. Sleep again.\n"
    build([write({"a.md": text, "long.txt": LONG})], index, encoder=encoder)
    return AppTest.from_function(script, args=(str(index),))


def opened_at(page: AppTest, **address: str) -> AppTest:
    for name, value in address.items():
        page.query_params[name] = value
    return page.run()


def html(page: AppTest) -> list[str]:
    assert not page.exception
    shown = [element.proto.body for element in page.get("html")]
    return [each for each in shown if not each.startswith("<script>")]


def document(page: AppTest) -> str:
    (shown,) = (each for each in html(page) if 'class="quoth document"' in each)
    return shown


def test_without_an_address_there_is_a_list_to_choose_from(page: AppTest) -> None:
    page.run()
    assert page.selectbox[0].options == ["a.md", "long.txt"]
    assert html(page) == []
    page.selectbox[0].set_value("a.md").run()
    assert page.query_params["document"] == "a.md"
    assert "Grief. Sleep again." in document(page)


def test_the_cited_place_is_marked_and_nothing_is_interpreted(page: AppTest) -> None:
    opened_at(page, document="a.md", start="13", end="32")
    assert "<mark>Sleep &lt;b&gt;heals&lt;/b&gt;.</mark> Music." in document(page)


def test_headings_stand_out(page: AppTest) -> None:
    opened_at(page, document="a.md")
    assert re.findall(r"## <b>(.*?)</b>", document(page)) == ["One", "Two"]


@pytest.mark.parametrize(
    ("start", "end"), [("x", "5"), ("-1", "5"), ("9" * 30, "1"), ("99999", "99999"), ("7", "3")]
)
def test_a_place_that_makes_no_sense_shows_the_document_all_the_same(
    page: AppTest, start: str, end: str
) -> None:
    opened_at(page, document="a.md", start=start, end=end)
    assert "Grief. Sleep again." in document(page)


def test_a_document_that_is_gone_is_named_as_text(page: AppTest) -> None:
    opened_at(page, document="<script>x</script>")
    (notice,) = html(page)
    assert "This document is not there." in notice
    assert "<script>" not in notice


def test_headings_are_a_table_of_contents(page: AppTest) -> None:
    opened_at(page, document="a.md")
    assert [button.label for button in page.sidebar.button] == ["One", "Two"]
    page.sidebar.button[1].click().run()
    assert page.query_params["start"] == "49"


def test_words_are_found_one_after_another(page: AppTest) -> None:
    opened_at(page, document="a.md")
    page.text_input[0].set_value("sleep").run()
    assert any("1 of 2" in each for each in html(page))
    assert "<mark>Sleep</mark> &lt;b&gt;" in document(page)
    next(button for button in page.button if button.label == "Next").click().run()
    assert "<mark>Sleep</mark> again" in document(page)
    page.text_input[0].set_value("zebra").run()
    assert any("These words do not stand in this document." in each for each in html(page))


def test_passages_found_for_the_question_follow_one_another_and_the_answer_is_one_step_back(
    page: AppTest,
) -> None:
    opened_at(page, document="a.md", start="13", end="32", q="sleep?")
    assert (
        '<p class="quoth citation"><a href="./?q=sleep%3F" target="_self">'
        "← Back to the answer</a></p>"
    ) in html(page)
    buttons = {button.label: button for button in page.button}
    assert buttons["Previous passage"].disabled
    buttons["Next passage"].click().run()
    assert "<mark>Grief. Sleep again.</mark>" in document(page)


def test_a_long_document_is_shown_around_the_place(page: AppTest) -> None:
    opened_at(page, document="long.txt", start="10000", end="10010")
    assert len(re.sub(r"<[^>]*>", "", document(page))) < 13_000
    labels = [button.label for button in page.button]
    assert labels == ["Earlier text", "Later text"]
    page.button[1].click().run()
    assert page.query_params["start"] == "16010"


def test_pages_are_told_and_a_pdfs_own_page_is_drawn(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    pages = [files.paragraph(f"{word} is what this page tells of.") for word in ("Grief", "Sleep")]
    build([write({"a.pdf": files.pdf(pages)})], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index),), default_timeout=30)
    opened_at(page, document="a.pdf", start="40", end="45")
    assert '<span class="page">Page 2</span>' in document(page)
    assert any("Page 2 as it is printed" in each for each in html(page))
    assert len(page.get("image")) == 1
