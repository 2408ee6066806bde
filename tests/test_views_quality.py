import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder, result
from streamlit.testing.v1 import AppTest

from evaluate.result import INDEX, read_result, write_result
from ingest.build import build
from views import feedback


def script(index: str, results: str, may_change: bool) -> None:
    """The page over a folder of results and a fake model; runs in the tests' process."""
    from pathlib import Path

    import fakes
    import streamlit as st

    from views import quality
    from views.opened import Settings

    if "library" not in st.session_state and Path(index).is_dir():
        st.session_state.library = fakes.opened(Path(index))
    if "library" in st.session_state:
        quality.opened = lambda _: st.session_state.library
    quality.page(Settings(Path(index), Path(results), may_change))


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from views import quality

    monkeypatch.setattr(quality, "opened", quality.opened)  # the script's own is taken back
    (tmp_path / "results").mkdir()
    return tmp_path / "results"


def opened(index: Path, results: Path, may_change: bool = True) -> AppTest:
    arguments = (str(index), str(results), may_change)
    return AppTest.from_function(script, args=arguments, default_timeout=120).run()


def html(page: AppTest) -> str:
    assert not page.exception
    return "".join(element.proto.body for element in page.get("html"))


def pressed(page: AppTest, label: str) -> None:
    next(button for button in page.button if button.label == label).click().run()


def test_without_results_it_says_how_to_make_one(results: Path, index: Path) -> None:
    page = opened(index, results)
    assert "Nothing has been measured yet." in html(page)
    assert f"--json {results}/corpus.json" in html(page)


def test_sentences_come_first_then_what_went_wrong_then_pictures(
    results: Path, index: Path
) -> None:
    for mode, value in (("hybrid", 0.5), ("rerank", 0.75)):
        made = replace(result(mode, value), settings={INDEX: str(index.resolve())})
        write_result(made, results / f"{mode}.json")
    page = opened(index, results)
    shown = html(page)
    assert "1 of 1 questions has the answer in the first passage." in shown
    assert [each.value for each in page.header] == [
        "As Quoth answers: all steps, the models read the passages",
        "What went wrong: 1 question",
    ]
    assert [each.value for each in page.subheader] == ["Measures", "Recall", "Latency"]
    assert list(page.dataframe[0].value["answer@1"]) == [
        "0.750 (0.650–0.850)",
        "0.500 (0.400–0.600)",
    ]
    assert shown.count("Is &lt;b&gt;it&lt;/b&gt;?</p>") == 1
    assert 'href="./?q=Is+%3Cb%3Eit%3C%2Fb%3E%3F"' in shown


def test_what_was_asked_of_another_index_is_not_asked_again_of_this_one(
    results: Path, index: Path
) -> None:
    write_result(replace(result("rerank", 0.5), settings={INDEX: "/other"}), results / "a.json")
    shown = html(opened(index, results))
    assert "asked of another index" in shown
    assert "./?q=" not in shown


def test_what_went_wrong_is_narrowed_by_words_and_kind(results: Path, index: Path) -> None:
    one = result("rerank", 0.5)
    (failure,) = one.failures
    failures = (
        replace(failure, id="1", question="Sleep?", kind="false answer"),
        replace(failure, id="2", question="Grief?", kind="false silence"),
    )
    write_result(replace(one, failures=failures), results / "a.json")
    page = opened(index, results)
    assert [each.label for each in page.expander][:2] == [
        "Answered, though nothing answers it: 1",
        "Called not found, though the documents answer it: 1",
    ]
    page.text_input(key="search failures").set_value("grief").run()
    assert "Grief?" in html(page)
    assert "Sleep?" not in html(page)
    page.text_input(key="search failures").set_value("").run()
    page.button_group(key="failure kinds mine").set_value(["false answer"]).run()
    assert "Grief?" not in html(page)


def test_a_file_that_is_no_result_is_named_and_the_others_are_shown(
    results: Path, index: Path
) -> None:
    write_result(result("hybrid", 0.5), results / "a.json")
    (results / "b.json").write_text("{}")
    page = opened(index, results)
    assert "A result cannot be shown." in html(page)
    assert len(page.dataframe) == 1


@pytest.fixture
def said(write: Write, index: Path, encoder: FakeEncoder) -> Path:
    """An index of which somebody has said that an answer was right, with a question beside it."""
    build([write({"a.txt": "Sleep heals.", "b.txt": "Grief."})], index, encoder=encoder)
    line = {"question": "sleep", "expect": "Sleep heals.", "judgment": "right", "note": "Yes <b>"}
    other = {"question": "music", "reject": "Grief.", "judgment": "wrong", "note": ""}
    (index / feedback.FILE_NAME).write_text(
        "".join(json.dumps(each | {"time": "2026-01-31T10:00:00"}) + "\n" for each in (line, other))
    )
    (index / "questions.jsonl").write_text('{"question": "grief", "expect": "Sorrow."}\n')
    return index


def test_measuring_now_asks_what_people_said_and_the_questions_beside_the_index(
    said: Path, results: Path
) -> None:
    page = opened(said, results)
    assert "2 questions: 1 from what people said, 1 from questions.jsonl beside the index." in html(
        page
    )
    pressed(page, "Measure now")
    for _ in range(300):
        if "answer in the first passage" in html(page):
            break
        time.sleep(0.1)
        page.run()
    assert "1 of 2 questions has the answer in the first passage." in html(page)
    assert 'href="./?q=grief"' in html(page)
    kept = read_result(said / "measured.json")
    assert (kept.settings[INDEX], kept.settings["build"]) == (str(said.resolve()), "1")


def test_what_people_said_can_be_withdrawn_and_put_back(said: Path, results: Path) -> None:
    page = opened(said, results)
    assert "Right. “Yes &lt;b&gt;” (2026-01-31)" in html(page)
    before = sorted((said / feedback.FILE_NAME).read_bytes().splitlines())
    pressed(page, "Withdraw")
    assert (said / feedback.FILE_NAME).read_bytes().splitlines() == before[:1]
    assert "Withdrawn: sleep" in html(page)
    pressed(page, "Undo")
    assert sorted((said / feedback.FILE_NAME).read_bytes().splitlines()) == before


def test_readers_neither_measure_nor_withdraw(said: Path, results: Path) -> None:
    page = opened(said, results, may_change=False)
    assert [button.label for button in page.button] == []
    assert "Right. “Yes &lt;b&gt;”" in html(page)


def test_without_questions_it_says_how_they_come_about(
    write: Write, index: Path, encoder: FakeEncoder, results: Path
) -> None:
    build([write({"a.txt": "Sleep heals."})], index, encoder=encoder)
    assert "There are no questions to measure with yet." in html(opened(index, results))


def test_questions_that_cannot_be_read_are_named(said: Path, results: Path) -> None:
    (said / "questions.jsonl").write_text("{}\n")
    shown = html(opened(said, results))
    assert "Some questions cannot be read." in shown
    assert "1 question: 1 from what people said." in shown
