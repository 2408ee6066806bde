import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder, opened

from index.answering.answer import Answer, Quote
from index.passage import Passage, Span
from ingest.build import build
from views import examples
from views.questions_made import Made, made_from


def passage(text: str, heading: tuple[str, ...] = (), title: str | None = None) -> Passage:
    starts = [0, *(at + 2 for at in range(len(text)) if text[at : at + 2] == ". ")]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    spans = tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))
    return Passage("a.md", title, heading, (), 0, len(text), text, spans)


def questions(text: str, *heading: str, title: str | None = None) -> list[str]:
    return [made.question for made in made_from([passage(text, heading, title)])]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "The therapeutic alliance is the working partnership.",
            "What is the therapeutic alliance?",
        ),
        ("Goals are the changes that are meant.", "What are goals?"),
        ("Rome is a town. They went to Rome is a phrase.", "What is Rome?"),
        ("ACT was developed in the United States by Steven Hayes.", "Who developed ACT?"),
        ("The manual was written by Klerman.", "Who wrote the manual?"),
        ("Monotherapy means that one is used.", "What does monotherapy mean?"),
    ],
)
def test_what_a_sentence_says_of_a_thing_is_asked(text: str, asked: str) -> None:
    assert questions(text) == [asked]


@pytest.mark.parametrize(
    "text",
    [
        "It is the working partnership.",
        "This is a list.",
        "There are the usual exceptions.",
        "In 1952 the field was the subject of an attack.",
        "A treatment is generally called psychotherapy.",
        "Nothing here.",
        "12 is the number.",
    ],
)
def test_what_has_no_subject_of_its_own_gives_no_question(text: str) -> None:
    assert questions(text) == []


def test_a_heading_that_asks_is_asked_and_a_bare_title_is_none() -> None:
    assert questions("Nothing here.", "What helps against fear?") == ["What helps against fear?"]
    assert questions("Nothing here.", "Why?") == []
    assert questions("Nothing here.", "Fears", title="Fears and phobias") == []


def test_only_a_sure_answer_from_that_very_place_counts() -> None:
    one = passage("Before. Goals are the changes that are meant.")
    (made,) = made_from([one])
    quote = Quote("a.md", None, 8, 45, one.text[8:45])
    answer = Answer("", "answered", 0.95, "rerank", 1, (), quote, None)
    assert made.is_answered(answer)
    assert not made.is_answered(replace(answer, confidence=0.85))
    assert not made.is_answered(replace(answer, verdict="not_found"))
    assert not made.is_answered(replace(answer, quote=replace(quote, start=0, end=7)))
    assert not made.is_answered(replace(answer, quote=replace(quote, document="b.md")))


def test_what_the_index_answers_is_kept_with_the_build(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    texts = {
        "a.md": "Grief is the name for a loss.",
        "b.md": "Anger is the grief of grief and grief.",
    }
    build([write(texts)], index, encoder=encoder)
    library = opened(index)
    token = library.newest().token
    assert examples.make(library, token) == ["What is grief?"]
    kept = json.loads((index / examples.FILE_NAME).read_text())
    assert kept == {"build": token, "questions": ["What is grief?"]}
    assert examples.of(library) == ["What is grief?"]
    (index / examples.FILE_NAME).write_text('{"build": "other", "questions": ["Old?"]}')
    assert "Old?" not in examples.of(library)


def test_making_them_ends_in_time(
    write: Write, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([write({"a.md": "Grief is the name for a loss."})], index, encoder=encoder)
    monkeypatch.setattr(examples, "_SECONDS", -1)
    library = opened(index)
    assert examples.make(library, library.newest().token) == []


def test_of_each_document_one_comes_before_another_of_the_same() -> None:
    made = [
        Made(question, replace(passage("x"), document=document), Span(0, 1))
        for question, document in (("1", "a"), ("2", "a"), ("3", "b"), ("4", "a"), ("5", "c"))
    ]
    assert [each.question for each in examples._one_of_each_first(made)] == [
        "1",
        "3",
        "5",
        "2",
        "4",
    ]
