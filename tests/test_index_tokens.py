import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from conftest import Write
from fakes import CALIBRATION, FakeEncoder, FakeLate, FakeReranker

from index import Library
from index.__main__ import main
from index.library import Prepared
from index.models.packed import packed, turned, unpacked
from index.store.tokens import Tokens, forget_tokens, token_bytes
from ingest.build import Choices, build, forget

FILES: dict[str, str | bytes] = {
    "rest/a.md": "# On rest\n\n## Nights\n\nSleep heals.\n",
    "b.txt": "Grief takes time.",
}
READ = ("On rest. Nights. Sleep heals.", "Grief takes time.")


class Ahead(FakeLate):
    """Keeps the text itself of each; `seen` lists all that were encoded."""

    sha256 = "2" * 64

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encoded(self, texts: Sequence[str]) -> list[bytes]:
        self.seen.extend(texts)
        return [text.encode() for text in texts]


@pytest.fixture
def documents(write: Write, index: Path, encoder: FakeEncoder) -> str:
    folder = write(FILES)
    build([folder], index, encoder=encoder)
    return folder


def asking(index: Path, late: FakeLate) -> Library:
    return Library.open(index, FakeEncoder(), FakeReranker(), late, calibration=CALIBRATION)


def kept(index: Path) -> Tokens:
    return Tokens(index, Ahead.sha256)


def test_what_late_interaction_reads_is_encoded_once_and_kept(documents: str, index: Path) -> None:
    late = Ahead()
    assert list(asking(index, late).prepare())[-1] == Prepared(2, 2)
    assert sorted(late.seen) == sorted(READ)
    assert kept(index).of([*READ, "Else."]) == {text: text.encode() for text in READ}
    assert list(asking(index, late).prepare()) == [Prepared(2, 2)]
    assert len(late.seen) == 2
    assert asking(index, late).info().cache_bytes > token_bytes(index) > 0


def test_a_build_encodes_what_is_new_and_forgets_what_is_gone(
    documents: str, index: Path, encoder: FakeEncoder
) -> None:
    late = Ahead()
    library = asking(index, late)
    list(library.prepare())
    Path(documents, "b.txt").write_text("Music and anger.", encoding="utf-8")
    build([documents], index, encoder=encoder)
    assert set(kept(index).of(READ)) == {READ[0]}
    list(library.prepare())
    assert late.seen[2:] == ["Music and anger."]
    forget(index, "rest/a.md")
    assert kept(index).of([*READ, "Music and anger."]).keys() == {"Music and anger."}
    (file,) = index.glob("tokens-*.sqlite")
    assert b"Sleep heals" not in file.read_bytes()


def test_preparing_ends_when_another_build_is_there(
    documents: str, index: Path, encoder: FakeEncoder
) -> None:
    class Builds(Ahead):
        def encoded(self, texts: Sequence[str]) -> list[bytes]:
            build([documents], index, Choices(rebuild=True), encoder)
            return super().encoded(texts)

    library = asking(index, Builds())
    *_, last = library.prepare()
    assert last == Prepared(2, 2)
    assert library.newest().number == 2


def test_a_model_that_encodes_nothing_ahead_prepares_nothing(documents: str, index: Path) -> None:
    assert list(asking(index, FakeLate()).prepare()) == []
    assert token_bytes(index) == 0


def test_a_damaged_file_holds_nothing_and_gives_way(documents: str, index: Path) -> None:
    library = asking(index, Ahead())
    list(library.prepare())
    (file,) = index.glob("tokens-*.sqlite")
    file.write_bytes(b"damaged " * 1000)
    assert kept(index).of(READ) == {}
    list(library.prepare())
    assert set(kept(index).of(READ)) == set(READ)
    file.write_bytes(b"damaged " * 1000)
    forget_tokens(index)
    assert not file.exists()


def test_where_nothing_can_be_written_preparing_says_so(documents: str, index: Path) -> None:
    kept(index).keep({"Grief": b"kept"})
    (file,) = index.glob("tokens-*.sqlite")
    file.unlink()
    file.mkdir()
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        list(asking(index, Ahead()).prepare())


def test_the_command_line_prepares(
    documents: str,
    index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    library = asking(index, Ahead())
    monkeypatch.setattr(Library, "open", lambda folder: library)
    assert main(["prepare", "--index", str(index)]) == 0
    assert capsys.readouterr().out == "2 passages prepared\n"
    assert set(kept(index).of(READ)) == set(READ)


def test_token_vectors_in_two_bits_keep_their_products() -> None:
    generator = np.random.default_rng(0)
    vectors = generator.standard_normal((90, 384)).astype(np.float32) + 2
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    data = packed(vectors)
    assert len(data) == 2 * 384 + 90 * (2 + 384 // 4)
    products = turned(vectors) @ unpacked(data, 384).T
    assert np.abs(products - vectors @ vectors.T).max() < 0.05
    assert np.allclose(turned(vectors) @ turned(vectors).T, vectors @ vectors.T, atol=1e-5)


def test_tokens_all_alike_are_kept_too() -> None:
    vectors = np.full((3, 4), 0.5, np.float32)
    assert np.allclose(unpacked(packed(vectors), 4), turned(vectors), atol=1e-3)


def test_bytes_that_are_no_token_vectors_are_refused() -> None:
    with pytest.raises(ValueError, match="9 bytes are no token vectors of 4 dimensions"):
        unpacked(b"123456789", 4)
