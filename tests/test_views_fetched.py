"""The pieces that the reader fetches: only of documents of the index, at their very characters."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import files
import pytest
from conftest import Write
from fakes import FakeEncoder, opened
from starlette.applications import Starlette
from starlette.testclient import TestClient

from index import Library, Span
from index.answering.answer import Answer
from ingest.build import build
from views import fetched as fetched_views
from views import finding
from views.fetched import routes

GRIEF = "Grief takes its time, and no one can hurry it along. "
PAGES = [
    "Grief is what this page tells of.",
    "Sleep heals grief. Zebras drink tea here, grief too.",
]
LINKS = "See **the** [guide](https://guide.example/grief) and ![a *map*](map.png).\n"
NOTES = "# T\n\n## 3.2\n\nSleep *heals* <b>grief</b>.\n\n## Two\n\nGrief. Sleep again.\n"


@pytest.fixture
def folder(write: Write, index: Path, encoder: FakeEncoder) -> Path:
    pdf = files.pdf([files.paragraph(each) for each in PAGES])
    documents = write({"a.pdf": pdf, "notes.md": NOTES, "long.txt": f"{GRIEF * 20}\n\n" * 30})
    (documents / "links.md").write_text(LINKS)
    build([documents], index, encoder=encoder)
    return documents


@pytest.fixture
def client(folder: Path, index: Path) -> Iterator[TestClient]:
    app = Starlette(routes=routes(index, lambda: opened(index)))
    with TestClient(app, raise_server_exceptions=True) as made:
        yield made


def fetched(client: TestClient, name: str, **asked: object) -> dict[str, Any]:
    answer = client.get(f"/reading/{name}", params={key: str(asked[key]) for key in asked})
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()
    return data


def test_the_parts_together_are_the_whole_text(client: TestClient, index: Path) -> None:
    for document in ("long.txt", "a.pdf"):
        about = fetched(client, "document", document=document)
        parts = [
            fetched(client, "part", document=document, part=number)["html"]
            for number in range(len(about["parts"]))
        ]
        assert fetched(client, "parts", document=document)["parts"] == parts
        html = "".join(parts)
        shown = re.sub(r'<span class="page".*?</span>|<[^>]*>', "", html)
        text = Library.open(index).text(document)
        assert "".join(shown.split()) == "".join(text.split())
    assert len(fetched(client, "document", document="long.txt")["parts"]) > 3


def test_a_place_that_begins_in_the_white_between_paragraphs_is_marked_in_its_part(
    client: TestClient, index: Path
) -> None:
    text = Library.open(index).text("long.txt")
    parts = fetched(client, "document", document="long.txt")["parts"]
    starts = [match.start() for match in re.finditer("\n\nGrief", text)]
    for start in starts:
        number = bisect_right(parts, start) - 1
        asked = {"document": "long.txt", "part": number, "start": start, "end": start + 7}
        html = fetched(client, "part", **asked)["html"]
        assert '<span class="here"></span>' in html
        assert '<mark class="place">Grief</mark>' in html
    assert len(starts) == 29


def test_contents_show_words_and_lead_to_the_heading(client: TestClient) -> None:
    contents = fetched(client, "document", document="notes.md")["contents"]
    assert [each["label"] for each in contents] == ["3.2 Sleep heals <b>grief</b>.", "Two"]
    assert [NOTES[each["start"] :][:3] for each in contents] == ["3.2", "Two"]


def test_the_place_its_passage_and_all_that_was_found_are_marked(client: TestClient) -> None:
    start = NOTES.index("Sleep *")
    asked = {"document": "notes.md", "part": 0, "start": start, "end": start + 13, "find": "sleep"}
    html = fetched(client, "part", **asked)["html"]
    assert '<mark class="place"><mark class="hit" data-hit="0">Sleep</mark></mark>' in html
    assert '<em><mark class="passage"><mark class="place">heals</mark></mark></em>' in html
    assert '<mark class="hit" data-hit="1">Sleep</mark> again' in html
    assert "&lt;b&gt;grief&lt;/b&gt;" in html
    assert "<h3>" in html


def test_a_printed_page_is_drawn_at_its_width_and_the_words_are_found_on_it(
    client: TestClient, index: Path
) -> None:
    text = Library.open(index).text("a.pdf")
    start = text.index("Zebras")
    asked = {"document": "a.pdf", "page": 2, "start": start, "end": start + 21, "find": "griefs"}
    told = fetched(client, "places", **asked)
    assert (told["total"], told["words"], len(told["place"])) == (2, None, 1)
    assert [hit for hit, boxes in told["hits"] if boxes] == [1, 2]
    (left, top, right, bottom) = told["place"][0]
    assert 0 < left < right < 1
    assert 0 < top < bottom < 0.2
    picture = client.get("/reading/page", params={"document": "a.pdf", "page": 2, "width": 700})
    assert picture.headers["content-type"] == "image/png"
    assert int.from_bytes(picture.content[16:20], "big") == 800
    again = client.get("/reading/page", params={"document": "a.pdf", "page": 2, "width": 790})
    assert again.content == picture.content


def test_a_file_that_has_changed_or_gone_says_so(client: TestClient, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(files.pdf([files.paragraph("Other words.")]))
    told = fetched(client, "places", document="a.pdf", page=1, start=0, end=5)
    assert told["place"] == []
    assert told["words"] == "a.pdf has changed since it was indexed; build again."


def test_a_link_in_the_files_place_is_not_followed(
    client: TestClient, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.pdf"
    (folder / "a.pdf").rename(other)
    (folder / "a.pdf").symlink_to(other)
    answer = client.get("/reading/page", params={"document": "a.pdf", "page": 1, "width": 100})
    assert (answer.status_code, "cannot be read any more" in answer.text) == (404, True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("document?document=../../etc/passwd", 404),
        ("document?document=nothing.md", 404),
        ("document", 400),
        ("part?document=notes.md&part=9", 400),
        ("part?document=notes.md&part=-1", 400),
        ("part?document=notes.md&part=0&start=x", 400),
        ("part?document=notes.md&part=0&token=other", 409),
        ("page?document=notes.md&page=1&width=9", 404),
        ("page?document=a.pdf&page=3&width=9", 404),
        ("page?document=a.pdf&page=0&width=9", 404),
        ("page?document=a.pdf&page=1&width=999999999999", 400),
    ],
)
def test_nothing_else_is_given(client: TestClient, path: str, status: int) -> None:
    answer = client.get(f"/reading/{path}")
    assert (answer.status_code, list(answer.json())) == (status, ["words"])
    assert client.post(f"/reading/{path}").status_code == 405


def test_passages_found_for_the_question_come_nearest_first_with_how_sure(
    client: TestClient, index: Path
) -> None:
    passages = fetched(client, "found", document="notes.md", q="sleep again")["passages"]
    library = opened(index)
    hits = library.ask("sleep again", 20, within=lambda path: path == "notes.md").hits
    sentences = [near.sentence for near in library.closest("sleep again", hits)]
    assert [Span(each["start"], each["end"]) for each in passages] == sentences
    assert [each["text"] for each in passages] == ["Sleep again.", "Sleep heals <b>grief</b>."]
    assert {each["how"] for each in passages} <= {
        "very likely the answer",
        "perhaps the answer",
        "may answer too",
        "near the question",
    }


def test_where_nothing_is_answered_no_passage_is_said_to_answer(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Library.ask

    def silent(*asked: Any, **more: Any) -> Answer:
        answer = ask(*asked, **more)
        hits = tuple(replace(hit, verdict=2.0) for hit in answer.hits)
        return replace(answer, verdict="not_found", hits=hits)

    monkeypatch.setattr(Library, "ask", silent)
    told = fetched(client, "found", document="notes.md", q="sleep again")
    assert ([each["how"] for each in told["passages"]], told["answered"]) == (
        ["near the question"] * 2,
        False,
    )


def test_words_are_told_where_they_stand(client: TestClient) -> None:
    told = fetched(client, "find", document="notes.md", find="sleeping")
    assert [NOTES[start:end] for start, end in told["spans"]] == ["Sleep", "Sleep"]
    nothing = {"spans": [], "apart": False, "more": False}
    assert fetched(client, "find", document="notes.md", find="") == nothing


def test_words_are_not_found_in_markup_that_is_not_shown(client: TestClient) -> None:
    for wanted, found in (("guide", ["guide"]), ("map", ["map"]), ("https", []), ("the", ["the"])):
        told = fetched(client, "find", document="links.md", find=wanted)
        assert [LINKS[start:end] for start, end in told["spans"]] == found


def test_where_more_is_found_than_is_told_that_is_said(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 2)
    monkeypatch.setattr(fetched_views, "MOST", 2)
    told = fetched(client, "find", document="long.txt", find="grief")
    assert (len(told["spans"]), told["more"]) == (2, True)


def test_a_build_that_leaves_the_document_as_it_was_disturbs_nobody_who_reads_it(
    client: TestClient, folder: Path, index: Path, encoder: FakeEncoder
) -> None:
    token = fetched(client, "document", document="notes.md")["token"]
    (folder / "more.md").write_text("Walrus.")
    build([folder], index, encoder=encoder)
    assert fetched(client, "part", document="notes.md", part=0, token=token)
    (folder / "notes.md").write_text(NOTES + "More.\n")
    build([folder], index, encoder=encoder)
    asked = {"document": "notes.md", "part": 0, "token": token}
    answer = client.get("/reading/part", params=asked)
    words = "This document has changed since it was opened. Open it again."
    assert (answer.status_code, answer.json()) == (409, {"words": words})
