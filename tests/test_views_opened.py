import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from conftest import Write
from fakes import FakeEncoder

from index import Library
from index.errors import ModelError
from index.library import Prepared
from ingest.build import Choices, build
from views.opened import opened, ready


@pytest.fixture
def folder(write: Write, index: Path, encoder: FakeEncoder) -> Path:
    build([write({"a.txt": "Sleep heals."})], index, encoder=encoder)
    st.cache_resource.clear()
    return index


def test_the_index_is_there_before_its_models_are_and_a_question_waits_for_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, order = threading.Event(), []

    def load(_: Library) -> None:
        loaded.wait(10)
        order.append("loaded")

    monkeypatch.setattr(Library, "load", load)
    monkeypatch.setattr("views.opened._HEAD_START", 0.0)
    library = opened(folder)
    order.append("opened")
    asking = threading.Thread(target=lambda: (ready(library), order.append("asked")))
    asking.start()
    loaded.set()
    asking.join(10)
    assert order == ["opened", "loaded", "asked"]
    assert library.info().counts.documents == 1


def test_models_that_are_not_there_are_told_to_whoever_asks(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(_: Library) -> None:
        raise ModelError("The model is missing.")

    monkeypatch.setattr(Library, "load", load)
    monkeypatch.setattr("views.opened._HEAD_START", 0.0)
    ready(opened(folder))


def test_each_new_build_is_prepared_in_the_background(
    folder: Path, write: Write, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[int] = []
    both = threading.Event()

    def prepare(library: Library) -> Iterator[Prepared]:
        prepared.append(library.newest().number)
        yield Prepared(1, 1)
        if len(prepared) == 1:
            build([write({"a.txt": "Grief heals."})], folder, Choices(rebuild=True), encoder)
        else:
            both.set()

    monkeypatch.setattr(Library, "load", lambda _: None)
    monkeypatch.setattr(Library, "prepare", prepare)
    for name in ("_HEAD_START", "_UNDISTURBED", "_PAUSE", "_BETWEEN_LOOKS"):
        monkeypatch.setattr(f"views.opened.{name}", 0.01)
    opened(folder)
    assert both.wait(60)
    assert prepared == [1, 2]
