import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder

from index.arrays import Vectors
from index.errors import ModelError
from ingest import ahead
from ingest.build import build
from ingest.progress import Progress

TEXTS = {f"{number}.txt": f"Grief number {number} heals." for number in range(4)}


class OneACore(FakeEncoder):
    """Notes in which stage of the build it embeds; reading waits for what it has begun."""

    one_a_core = True

    def __init__(self, last: str = "") -> None:
        super().__init__()
        self.last = last
        self.stage = ""
        self.stages: list[str] = []
        self.done = threading.Semaphore(0)
        self.files = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.stages.extend([self.stage] * len(texts))
        vectors = super().encode(texts)
        self.done.release()
        return vectors

    def watch(self, progress: Progress) -> None:
        self.stage = progress.stage
        if progress.stage == "Reading" and progress.done > self.files:
            self.files = progress.done
            assert self.done.acquire(timeout=10)
        if progress.words.startswith(self.last or "never"):
            raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "cores", lambda: 2)
    monkeypatch.setattr(ahead, "_STORED", 1)


def test_passages_are_embedded_once_and_while_files_are_read(write: Write, index: Path) -> None:
    encoder = OneACore()
    report = build([write(TEXTS)], index, encoder=encoder, watch=encoder.watch)
    assert encoder.stages == ["Reading"] * 4
    assert sorted(encoder.seen) == sorted(TEXTS.values())
    assert (report.passages, report.embedded) == (4, 4)


def test_progress_counts_what_was_embedded_before(
    write: Write, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take(its: ahead.Ahead, texts: object) -> None:
        its.passages += 10
        its.tokens += 50

    monkeypatch.setattr(ahead.Ahead, "take", take)
    told: list[Progress] = []
    build([write(TEXTS)], index, encoder=OneACore(), watch=told.append)
    assert "2 of 4 files, 20 passages embedded" in [each.words for each in told]
    first, last = (each for each in told if each.stage == "Embedding")
    assert first.words == "40 of 44 passages, 0 a second"
    assert (first.done, last.done, last.total, last.words) == (200, 228, 228, "44 passages")


def test_what_was_embedded_is_kept_when_the_build_is_stopped(write: Write, index: Path) -> None:
    folder, encoder = write(TEXTS), OneACore(last="3 of 4 files")
    with pytest.raises(KeyboardInterrupt):
        build([folder], index, encoder=encoder, watch=encoder.watch)
    assert len(encoder.seen) == 3
    assert build([folder], index, encoder=FakeEncoder()).embedded == 1


def test_what_has_a_vector_is_not_embedded_again(write: Write, index: Path) -> None:
    folder = write(TEXTS)
    build([folder], index, encoder=FakeEncoder())
    write({"0.txt": f"{TEXTS['0.txt']}\n", "4.txt": "Sleep heals.", "5.txt": "Sleep heals."})
    encoder = OneACore()
    assert build([folder], index, encoder=encoder).embedded == 1
    assert encoder.seen == ["Sleep heals."]


def test_a_file_that_cannot_be_read_costs_the_encoder_nothing(write: Write, index: Path) -> None:
    encoder = OneACore()
    report = build([write({"0.pdf": b"%PDF-", "1.txt": "Sleep heals."})], index, encoder=encoder)
    assert ([each.path for each in report.skipped], encoder.seen) == (["0.pdf"], ["Sleep heals."])


def test_an_error_of_the_encoder_is_the_builds(write: Write, index: Path) -> None:
    class Worn(OneACore):
        def encode(self, texts: Sequence[str]) -> Vectors:
            raise ModelError("It is worn out.")

    with pytest.raises(ModelError, match="It is worn out"):
        build([write(TEXTS)], index, encoder=Worn())
    assert build([write(TEXTS)], index, encoder=FakeEncoder()).embedded == 4


@pytest.mark.parametrize(("cores", "one_a_core"), [(1, True), (2, False)])
def test_reading_keeps_a_core_to_itself(
    write: Write, index: Path, monkeypatch: pytest.MonkeyPatch, cores: int, one_a_core: bool
) -> None:
    monkeypatch.setattr(ahead, "cores", lambda: cores)
    monkeypatch.setattr(OneACore, "one_a_core", one_a_core)
    encoder = OneACore()
    encoder.files = len(TEXTS)  # none is waited for
    build([write(TEXTS)], index, encoder=encoder, watch=encoder.watch)
    assert encoder.stages == ["Embedding"] * 4
