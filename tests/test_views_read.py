import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Write
from fakes import FakeEncoder
from streamlit.testing.v1 import AppTest

from ingest.build import build

TEXT = "# T\n\n## One\n\nSleep <b>heals</b>. Music.\n\n## Two\n\nGrief. Sleep again.\n"


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
    build([write({"a.md": TEXT, "b/c.txt": "Grief takes its time."})], index, encoder=encoder)
    return AppTest.from_function(script, args=(str(index),), default_timeout=60)


def opened_at(page: AppTest, **address: str) -> AppTest:
    for name, value in address.items():
        page.query_params[name] = value
    return page.run()


def told(page: AppTest, name: str) -> dict[str, Any]:
    """What the reader, or the list of documents, is told."""
    assert not page.exception
    (found,) = (
        each.proto for each in page.get("bidi_component") if each.proto.component_name == name
    )
    data: dict[str, Any] = json.loads(found.json)
    return data


def html(page: AppTest) -> list[str]:
    return [element.proto.body for element in page.get("html")]


def test_without_an_address_there_is_a_list_to_choose_from(page: AppTest) -> None:
    page.run()
    assert told(page, "quoth_shelf")["documents"] == [
        {"path": "a.md", "title": "T", "facts": "Markdown · 2 passages · a.md"},
        {"path": "b/c.txt", "title": "c.txt", "facts": "Text · 1 passage · b"},
    ]
    assert [title.value for title in page.title] == ["Read"]


def test_the_cited_place_and_the_question_reach_the_reader(page: AppTest) -> None:
    opened_at(page, document="a.md", start="13", end="32", q="sleep?")
    wanted = {"document": "a.md", "start": 13, "end": 32, "q": "sleep?"}
    assert told(page, "quoth_reader") == wanted
    assert any('<a href="./?q=sleep%3F" target="_self">' in each for each in html(page))
    assert any("<bdi>T</bdi>" in each for each in html(page))


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [
        ("x", "5", (0, 0)),
        ("-1", "5", (0, 0)),
        ("9" * 30, "1", (0, 0)),
        ("99999", "99999", (len(TEXT), len(TEXT))),
        ("7", "3", (7, 7)),
    ],
)
def test_a_place_that_makes_no_sense_shows_the_document_all_the_same(
    page: AppTest, start: str, end: str, place: tuple[int, int]
) -> None:
    opened_at(page, document="a.md", start=start, end=end)
    data = told(page, "quoth_reader")
    assert (data["start"], data["end"]) == place


def test_a_document_that_is_gone_is_named_as_text_over_the_list(page: AppTest) -> None:
    opened_at(page, document="<script>x</script>")
    (notice,) = html(page)
    assert "This document is not there." in notice
    assert "<script>" not in notice
    assert len(told(page, "quoth_shelf")["documents"]) == 2


def test_one_button_leads_to_all_documents(page: AppTest) -> None:
    opened_at(page, document="a.md")
    (button,) = page.button
    button.click().run()
    assert "document" not in page.query_params
    assert told(page, "quoth_shelf")
