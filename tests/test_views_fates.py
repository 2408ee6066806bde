from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder

from index import Library
from index.library import Info
from ingest.build import build
from views.fates import Fate, fates, lines, with_remedy


@pytest.fixture
def before(write: Write, index: Path, encoder: FakeEncoder) -> Info:
    build([write({"a.txt": "Sleep.", "b.txt": "Grief."})], index, encoder=encoder)
    return Library.open(index, encoder).info()


def test_what_has_changed_is_told_and_what_has_not_is_not(
    before: Info, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": "Sleep heals.", "c.txt": "Music.", "d.exe": "x", ".e.txt": "x"})
    (folder / "b.txt").unlink()
    build([folder], index, encoder=encoder)
    after = Library.open(index, encoder).info()
    assert [
        (each.file, each.taken, each.words[:33]) for each in fates(before, after, {"c.txt": 2})
    ] == [
        ("a.txt", True, "read again, 1 passage"),
        ("c.txt", True, "taken, 2 pages, 1 passage"),
        ("d.exe", False, "not taken: no reader for .exe fil"),
        ("b.txt", None, "left the index"),
    ]
    assert fates(after, after, {}) == []


def test_a_file_that_was_only_touched_has_not_changed(before: Info) -> None:
    touched = tuple(replace(each, modified=1) for each in before.documents)
    assert fates(before, replace(before, documents=touched), {}) == []


def test_what_somebody_added_is_told_in_any_case(before: Info) -> None:
    assert fates(before, before, {}, ["a.txt"]) == [Fate("a.txt", True, "taken, 1 passage")]


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (
            "damaged: no ZIP",
            "damaged: no ZIP. Open it in the program that made it, and save it anew.",
        ),
        (
            "locked with a password; save it without one",
            "locked with a password; save it without one.",
        ),
        ("hidden", "hidden. Take away the point that its name begins with."),
        ("forgotten; to take it up again: python", "left out; “Take up again” undoes that."),
        ("something new", "something new."),
    ],
)
def test_a_reason_comes_with_what_to_do(reason: str, told: str) -> None:
    assert with_remedy(reason) == told


def test_names_are_shown_as_they_are_and_a_hundred_lines_at_most() -> None:
    found = [Fate(f"<b>{number}", True, "taken") for number in range(102)]
    shown = lines(found)
    assert shown.count("<li>✓ <b><bdi>&lt;b&gt;") == 100
    assert "… and 2 more files." in shown
    assert lines([]) == ""
