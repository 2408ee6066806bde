import json
import re
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from streamlit.testing.v1 import AppTest

from evaluate.own import read_questions
from index import Library, QuothError
from ingest.build import build
from views import feedback, markup


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
    return AppTest.from_function(script, args=(str(index),), default_timeout=60)


def html(page: AppTest) -> list[str]:
    assert not page.exception
    shown = [element.proto.body for element in page.get("html")]
    unseen = (
        "<script>",
        '<p id="quoth-limit"',
        '<p class="quoth said"',
        '<p class="quoth printed"',
        '<p class="quoth citation menu"',
    )
    return [each for each in shown if not each.startswith(unseen)]


def test_it_opens_with_a_question_box_and_says_what_there_is_to_ask(page: AppTest) -> None:
    page.run()
    assert [box.label for box in page.text_area] == ["Ask the documents"]
    (remark,) = html(page)
    assert "1 document (2 passages)" in remark


def test_a_question_shows_the_quotation_with_its_sentence_marked_and_its_citation(
    page: AppTest,
) -> None:
    page.run().text_area[0].set_value("sleep").run()
    certain, shown = html(page)[:2]
    assert certain == (
        '<h2 class="quoth part">Very likely <small>of 100 such answers about 99 are right.'
        "</small></h2>"
    )
    assert shown.startswith(
        '<figure class="quoth answer"><p class="quoth title"><bdi>T</bdi></p>'
        '<blockquote class="passage">'
        "<mark>Sleep &lt;b&gt;heals&lt;/b&gt;.</mark> Music.</blockquote>"
        '<figcaption class="citation"><a href="read?document=a.md&amp;start=26&amp;end=45&amp;'
        'q=sleep" target="_self"><bdi>T, “I”</bdi></a></figcaption><details>'
    )
    assert (
        '<p class="citation"><bdi>a.md</bdi> › <bdi>I</bdi>, <bdi>characters 26–52</bdi></p>'
        in shown
    )


def test_how_it_was_searched_is_said_before_the_answer(page: AppTest) -> None:
    page.run().text_area[0].set_value("sleep -before").run()
    assert html(page)[0] == (
        '<p class="quoth citation">Passages that have “before” are left out.</p>'
    )


def test_other_passages_stand_under_their_document_with_their_surroundings_one_click_away(
    page: AppTest,
) -> None:
    page.run().text_area[0].set_value("sleep").run()
    heading, title, other = html(page)[2:]
    assert heading == '<h2 class="quoth part">Other passages</h2>'
    assert title == '<p class="quoth title"><bdi>T</bdi></p>'
    assert other.startswith('<figure class="quoth found"><blockquote class="passage">Before.')
    assert "<details><summary>Surrounding text and exact place</summary>" in other
    assert "<b>Before.</b>" in other


def test_the_question_comes_from_the_address(page: AppTest) -> None:
    page.query_params["q"] = "music"
    page.run()
    assert page.text_area[0].value == "music"
    assert "<mark>Music.</mark>" in html(page)[1]


def test_not_found_is_said_and_nothing_is_marked(page: AppTest) -> None:
    page.run().text_area[0].set_value("alliance").run()
    assert "The documents do not seem to answer this." in html(page)[0]
    assert html(page)[1] == '<h2 class="quoth part">Nearest passages</h2>'
    assert not any("<mark>" in each or "answer" in each[:30] for each in html(page)[1:])
    assert html(page)[-1] == '<p class="quoth citation">Searched: 1 document.</p>'


def test_without_the_models_that_read_the_page_says_so_and_answers(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "best_mode", "hybrid")
    assert "The models that read are not installed" in html(page.run())[0]
    page.text_area[0].set_value("sleep").run()
    assert "<mark>Sleep" in html(page)[1]


def test_places_of_a_passage_that_stands_twice_are_listed_under_it(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    twice = "Sleep heals most of what a day has done, and it asks for nothing but time."
    build([write({"a.txt": twice, "b<b>.txt": twice})], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index),), default_timeout=60).run()
    page.text_area[0].set_value("sleep").run()
    assert "Nearly the same in 1 other place:<br><a href=" in html(page)[1]
    assert "<bdi>b&lt;b&gt;.txt</bdi></a>" in html(page)[1]


def test_an_index_that_went_away_is_a_sentence_and_the_page_lives_on(
    page: AppTest, index: Path
) -> None:
    page.run()
    (index / "catalog.sqlite").rename(index / "gone")
    page.text_area[0].set_value("sleep").run()
    assert "There is no index in" in html(page)[0]
    page.run()
    assert "There is no index in" in html(page)[0]
    (index / "gone").rename(index / "catalog.sqlite")
    page.run()
    assert "<mark>" in html(page)[1]


def test_without_an_index_the_page_says_how_to_build_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["app.py", "--index", str(tmp_path / "none")])
    page = AppTest.from_file("../views/pages.py").run(timeout=30)
    (notice,) = [each for each in html(page) if "notice" in each[:30]]
    assert "There is nothing to ask yet." in notice
    assert f"python -m ingest FOLDER --index {tmp_path}/none" in notice


@pytest.mark.parametrize("text", ["<script>x</script>", '"><img onerror=x>', "&lt;"])
def test_notices_show_what_they_are_given_as_text(text: str) -> None:
    shown = markup.notice("Head", text)
    assert text not in shown.removeprefix('<div class="quoth notice" role="status">')


def test_an_example_is_asked_with_one_click_and_shown_as_it_is(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    odd = "What about *sleep* [x](y) :smile: $a$?"
    folder = write({"a.txt": "Sleep heals.", ".questions.txt": f"{odd}\n\nMusic?\n"})
    build([folder], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index),), default_timeout=60).run()
    _, first, second = page.button
    assert (first.label, second.label) == (markup.plain(odd), "Music?")
    assert first.label == r"What about \*sleep\* \[x\]\(y\) \:smile\: \$a\$?"
    first.click().run()
    assert page.text_area[0].value == odd
    assert "<mark>Sleep heals.</mark>" in html(page)[1]


def test_no_bare_title_poses_as_a_question(page: AppTest) -> None:
    assert [button.label for button in page.run().button] == ["Ask"]


def test_a_search_can_be_narrowed_to_types_documents_and_years(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    files = {
        "old/a.md": "---\ntitle: A\ndate: 1999-05-01\n---\n\nSleep heals.",
        "new/b.md": "---\ntitle: B\ndate: 2020\n---\n\nSleep rests.",
        "c.txt": "Sleep is deep.",
    }
    build([write(files)], index, encoder=encoder)
    for address, texts in {
        ("type", "Markdown"): {"Sleep heals.", "Sleep rests."},
        ("folder", "old"): {"Sleep heals."},
        ("in", "c.txt"): {"Sleep is deep."},
        ("since", "2000"): {"Sleep rests."},
        ("until", "2000"): {"Sleep heals."},
    }.items():
        page = AppTest.from_function(script, args=(str(index),), default_timeout=60)
        page.query_params["q"] = "sleep"
        page.query_params[address[0]] = address[1]
        page.run()
        found = re.findall(r"Sleep (?:heals|rests|is deep)\.", "".join(html(page)))
        assert set(found) == texts, address


def test_what_narrows_the_search_stands_there_from_the_first_and_can_be_taken_away(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.md": "Sleep heals.", "b.txt": "Sleep rests.", "c/d.txt": "Sleep."})
    build([folder], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index),), default_timeout=60)
    for name, value in {"q": "sleep", "type": "Text", "folder": "c", "in": "gone<b>.md"}.items():
        page.query_params[name] = value
    page.run()
    words = '<p class="quoth citation">Not in this index any more, and left out: document '
    assert html(page)[0] == f"{words}“gone&lt;b&gt;.md”.</p>"
    assert html(page)[1] == '<p class="quoth citation">Searched 1 of 3 documents</p>'
    chips = [each for each in page.button if each.key and each.key.startswith("chip")]
    assert [chip.label for chip in chips] == ["c ✕", "Text ✕"]
    chips[0].click().run()
    assert html(page)[0] == '<p class="quoth citation">Searched 2 of 3 documents</p>'
    assert "folder" not in page.query_params
    (everywhere,) = (each for each in page.button if each.label == "Search everywhere")
    everywhere.click().run()
    assert set(page.query_params) == {"q"}


def test_an_answer_already_given_is_shown_again_without_asking(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions: list[str] = []
    ask = Library.ask

    def counted(library: Library, question: str, *rest: object, **named: object) -> object:
        questions.append(question)
        return ask(library, question, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "ask", counted)
    page.run()
    for question in ("sleep", "music", "sleep"):
        page.text_area[0].set_value(question).run()
    assert questions == ["sleep", "music"]
    assert "<mark>Sleep" in html(page)[1]
    assert page.expander[0].label == "Asked so far (2)"


def test_a_question_that_is_too_long_is_kept_in_the_box_and_not_asked(page: AppTest) -> None:
    long = "sleep " * 400
    page.run().text_area[0].set_value(long).run()
    assert "This is too long to be asked." in html(page)[0]
    assert "It has 2,400 characters; a question has 2,000 at most." in html(page)[0]
    assert page.text_area[0].value == long
    assert "q" not in page.query_params
    page.text_area[0].set_value("sleep").run()
    assert "<mark>Sleep" in html(page)[1]


def test_start_again_empties_the_page_and_keeps_what_was_asked(page: AppTest) -> None:
    page.run().text_area[0].set_value("sleep").run()
    (again,) = (each for each in page.button if each.label == "Start again")
    again.click().run()
    assert page.text_area[0].value == ""
    assert not set(page.query_params)
    assert page.expander[0].label == "Asked so far (1)"


def test_more_like_it_and_why_are_worked_out_when_they_are_opened(page: AppTest) -> None:
    page.run().text_area[0].set_value("sleep").run()
    assert not any("By meaning" in each for each in html(page))


def test_the_sessions_questions_can_be_asked_again_and_taken_away(page: AppTest) -> None:
    page.run()
    for question in ("sleep", "alliance"):
        page.text_area[0].set_value(question).run()
    (history,) = page.expander
    assert history.label == "Asked so far (2)"
    assert [button.label for button in history.button][:2] == ["alliance", "sleep"]
    history.button[1].click().run()
    assert page.text_area[0].value == "sleep"


def test_what_one_thinks_of_an_answer_is_kept_as_a_question_for_evaluation(
    page: AppTest, index: Path
) -> None:
    page.run().text_area[0].set_value("sleep").run()
    kept: dict[str, tuple[str, ...]] = {}
    for judgment in ("right", "wrong sentence", "should be silent"):
        page.pills[0].set_value(judgment).run()
        (question,) = read_questions(index / feedback.FILE_NAME)
        kept[judgment] = question.expect
    assert kept == {
        "right": ("Sleep <b>heals</b>.",),
        "wrong sentence": ("Sleep <b>heals</b>. Music.",),
        "should be silent": (),
    }


def test_a_silence_that_was_right_is_kept_as_a_question_that_nothing_answers(
    page: AppTest, index: Path
) -> None:
    page.run().text_area[0].set_value("alliance").run()
    page.pills[0].set_value("right").run()
    (question,) = read_questions(index / feedback.FILE_NAME)
    assert (question.text, question.expect) == ("alliance", ())
    page.pills[0].set_value("wrong sentence").run()
    (question,) = read_questions(index / feedback.FILE_NAME)
    assert question.expect == (page.session_state["given"][-1].answer.hits[0].passage.text,)


def test_a_wrong_answer_is_kept_with_its_note_and_asks_nothing_of_an_evaluation(
    page: AppTest, index: Path
) -> None:
    page.run().text_area[0].set_value("sleep").run()
    page.pills[0].set_value("wrong").run()
    page.text_input[0].set_value("see chapter 2").run()
    (line,) = (index / feedback.FILE_NAME).read_text().splitlines()
    kept = json.loads(line)
    assert (kept["judgment"], kept["note"]) == ("wrong", "see chapter 2")
    assert kept["reject"] == "Sleep <b>heals</b>. Music."
    with pytest.raises(QuothError, match="holds no question"):
        read_questions(index / feedback.FILE_NAME)
