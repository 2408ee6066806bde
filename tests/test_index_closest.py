from pathlib import Path

import numpy as np
from conftest import Write
from fakes import FakeEncoder, opened

from index.answering.closest import closest
from index.passage import Hit, Mark, Passage, Span
from ingest.build import build

TEXT = "Sleep is long. Grief heals, with grieving and Grief's friends."
PASSAGE = Passage("a.txt", None, (), (), 100, 162, TEXT, (Span(100, 114), Span(115, 162)))
HIT = Hit(PASSAGE, 0.9, None, 1.0)


def none(question: str, texts: list[str]) -> np.ndarray:
    return np.zeros(len(texts), dtype=np.float32)


def test_what_the_reader_holds_likeliest_comes_before_what_has_the_words() -> None:
    read = Hit(PASSAGE, 0.9, None, 1.0, mark=Mark(Span(100, 114)))
    assert closest("grief", read, none, lambda *_: ()).sentence == Span(100, 114)
    assert closest("grief", HIT, none, lambda *_: ()).sentence is None


def test_the_sentence_with_the_questions_words_and_these_in_their_forms(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    build([write({"a.txt": "Sleep is long.\n\nGrief takes its time."})], index, encoder=encoder)
    (found,) = opened(index).closest("How do people grieve, and is it griefs?", [HIT])
    assert found.sentence == Span(115, 162)
    assert [span.of(" " * 100 + TEXT) for span in found.words] == ["Grief", "grieving", "Grief"]


def test_words_that_only_join_or_ask_are_not_emphasised(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    build([write({"a.txt": "Sleep."})], index, encoder=encoder)
    (found,) = opened(index).closest("What is it with all that?", [HIT])
    assert found.words == ()
