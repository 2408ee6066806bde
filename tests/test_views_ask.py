from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from streamlit.testing.v1 import AppTest

from index import Library
from ingest.build import build
from views import markup


def script(index: str) -> None:
    """The page over a fake model; runs in the tests' process."""
    from pathlib import Path

    import streamlit as st
    from fakes import opened

    from views.ask import question_and_answer

    if "library" not in st.session_state:
        st.session_state.library = opened(Path(index))
    question_and_answer(st.session_state.library)


@pytest.fixture
def page(write: Write, index: Path, encoder: FakeEncoder) -> AppTest:
    folder = write({"a.md": "# T\n\n## H\n\nBefore.\n\n## I\n\nSleep <b>heals</b>. Music.\n"})
    build([folder], index, encoder=encoder)
    return AppTest.from_function(script, args=(str(index),))


def html(page: AppTest) -> list[str]:
    assert not page.exception
    return [element.proto.body for element in page.get("html")]


def test_it_opens_with_a_question_box_and_says_what_there_is_to_ask(page: AppTest) -> None:
    page.run()
    assert [box.label for box in page.text_input] == ["Ask the documents"]
    (remark,) = html(page)
    assert "1 documents (2 passages)" in remark


def test_a_question_shows_the_quotation_with_its_sentence_marked_and_its_citation(
    page: AppTest,
) -> None:
    page.run().text_input[0].set_value("sleep").run()
    assert html(page)[0] == (
        '<figure class="quoth answer"><blockquote>'
        "<mark>Sleep &lt;b&gt;heals&lt;/b&gt;.</mark> Music.</blockquote>"
        '<figcaption class="citation">a.md › I, characters 26–52</figcaption></figure>'
    )


def test_the_surroundings_are_one_click_away(page: AppTest) -> None:
    page.run().text_input[0].set_value("sleep").run()
    assert [expander.label for expander in page.expander] == ["Surrounding text"] * 2
    assert "Before.\n\n## I\n\n</span><b>Sleep" in html(page)[1]


def test_the_question_comes_from_the_address(page: AppTest) -> None:
    page.query_params["q"] = "music"
    page.run()
    assert page.text_input[0].value == "music"
    assert "<mark>Music.</mark>" in html(page)[0]


def test_not_found_is_said_and_nothing_is_marked(page: AppTest) -> None:
    page.run().text_input[0].set_value("alliance").run()
    assert "The documents do not seem to answer this." in html(page)[0]
    assert [heading.value for heading in page.subheader] == ["Nearest passages"]
    assert not any("<mark>" in each or "answer" in each[:30] for each in html(page)[1:])


def test_without_the_models_that_read_the_page_says_so_and_answers(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "best_mode", "hybrid")
    assert "The models that read are not installed" in html(page.run())[0]
    page.text_input[0].set_value("sleep").run()
    assert "<mark>Sleep" in html(page)[0]


def test_places_of_a_passage_that_stands_twice_are_listed_under_it(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    twice = "Sleep heals most of what a day has done, and it asks for nothing but time."
    build([write({"a.txt": twice, "b<b>.txt": twice})], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index),)).run()
    page.text_input[0].set_value("sleep").run()
    assert "Nearly the same in 1 other place:<br>b&lt;b&gt;.txt, characters 0–74" in html(page)[0]


def test_an_index_that_went_away_is_a_sentence_and_the_page_lives_on(
    page: AppTest, index: Path
) -> None:
    page.run()
    (index / "catalog.sqlite").rename(index / "gone")
    page.text_input[0].set_value("sleep").run()
    assert "There is no index in" in html(page)[0]
    page.text_input[0].set_value("").run()
    assert "There is no index in" in html(page)[0]
    (index / "gone").rename(index / "catalog.sqlite")
    page.text_input[0].set_value("sleep").run()
    assert "<mark>" in html(page)[0]


def test_without_an_index_the_page_says_how_to_build_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["app.py", "--index", str(tmp_path / "none")])
    page = AppTest.from_file("../app.py").run(timeout=30)
    (notice,) = [each for each in html(page) if "notice" in each[:30]]
    assert "There is nothing to ask yet." in notice
    assert f"python -m ingest FOLDER --index {tmp_path}/none" in notice


@pytest.mark.parametrize("text", ["<script>x</script>", '"><img onerror=x>', "&lt;"])
def test_notices_show_what_they_are_given_as_text(text: str) -> None:
    shown = markup.notice("Head", text)
    assert text not in shown.removeprefix('<div class="quoth notice" role="status">')
