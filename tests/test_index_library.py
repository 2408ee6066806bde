import shutil
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest
from conftest import Write
from fakes import FakeEncoder, FakeReranker

from index import Library
from index.catalog import FILE_NAME
from index.encoder import Vectors
from index.errors import DamagedIndex, NoIndex, RecipeMismatch, UnknownDocument
from index.library import Mode, Surroundings
from index.reranker import DEPTH
from ingest.build import Choices, build

FILES: dict[str, str | bytes] = {
    "a.md": "# On rest\n\n## Nights\n\nSleep heals. Sleep, sleep is long.\n",
    "b.txt": "Grief takes time.",
    "c.txt": "Music and anger.",
}


@pytest.fixture
def library(write: Write, index: Path, encoder: FakeEncoder) -> Library:
    build([write(FILES)], index, encoder=encoder)
    return Library.open(index, encoder, FakeReranker())


def caches(index: Path) -> Path:
    (folder,) = index.glob("caches-*")
    return folder


def test_an_answer_quotes_the_nearest_sentence_of_the_best_passage(library: Library) -> None:
    answer = library.ask("How does music go with anger?")
    assert (answer.verdict, answer.build) == ("answered", 1)
    assert answer.quote is not None
    assert (answer.quote.document, answer.quote.text) == ("c.txt", "Music and anger.")
    assert answer.hits[0].dense == pytest.approx(1.0, abs=1e-3)


def test_a_quote_is_the_documents_text_at_its_offsets(library: Library) -> None:
    quote = library.ask("sleep").quote
    assert quote is not None
    assert library.text("a.md")[quote.start : quote.end] == quote.text == "Sleep heals."


def test_a_passage_knows_its_place(library: Library) -> None:
    passage = library.ask("sleep").hits[0].passage
    assert (passage.title, passage.heading, passage.page) == ("On rest", ("Nights",), None)
    assert library.text("a.md")[passage.start : passage.end] == passage.text
    assert library.ask("grief").hits[0].passage.title == "b.txt"


def test_what_the_documents_do_not_hold_is_not_found_but_the_nearest_are_shown(
    library: Library,
) -> None:
    answer = library.ask("alliance")
    assert (answer.verdict, len(answer.hits)) == ("not_found", 3)
    assert answer.confidence < 0.5


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_finds_nothing(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert (answer.verdict, answer.hits, answer.quote) == ("not_found", (), None)


def test_as_many_passages_as_asked_for_and_there_are(library: Library) -> None:
    assert len(library.ask("grief", k=2).hits) == 2
    assert len(library.ask("grief", k=50).hits) == 3


def test_a_mode_leaves_out_the_scores_it_does_not_use(library: Library) -> None:
    scores = {}
    for mode in get_args(Mode):
        (hit,) = library.search("grief", 1, mode)
        assert hit.passage.document == "b.txt"
        values = {"dense": hit.dense, "lexical": hit.lexical, "rerank": hit.rerank}
        scores[mode] = {name for name, value in values.items() if value is not None}
    assert scores == {
        "dense": {"dense"},
        "lexical": {"lexical"},
        "hybrid": {"dense", "lexical"},
        "rerank": {"dense", "lexical", "rerank"},
    }


def test_without_the_cross_encoder_the_nearest_sentence_is_marked(library: Library) -> None:
    answer = library.ask("grief", mode="hybrid")
    assert (answer.verdict, answer.quote and answer.quote.text) == ("answered", "Grief takes time.")
    assert library.ask("alliance", mode="hybrid").verdict == "not_found"


def test_the_cross_encoder_has_the_last_word_on_what_it_reads(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    class Contrary(FakeReranker):
        def score(self, question: str, texts: Sequence[str]) -> Vectors:
            return -super().score(question, texts)

    files = {f"{number:02}.txt": "Grief. " + "Sleep. " * number for number in range(12)}
    build([write(files)], index, encoder=encoder)
    library = Library.open(index, encoder, Contrary())
    hybrid = [hit.passage.document for hit in library.search("grief", 12, "hybrid")]
    reranked = [hit.passage.document for hit in library.search("grief", 12)]
    assert reranked == [*reversed(hybrid[:DEPTH]), *hybrid[DEPTH:]]
    assert [hit.rerank is None for hit in library.search("grief", 12)] == [False] * 10 + [True] * 2


def test_a_newer_build_answers_the_next_question(
    library: Library, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    assert library.ask("grief").build == 1
    build([write({"b.txt": "Grief is love."})], index, encoder=encoder)
    answer = library.ask("grief")
    assert (answer.build, answer.hits[0].passage.text) == (2, "Grief is love.")


def test_a_build_with_another_encoder_answers_the_next_question(
    write: Write, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other(FakeEncoder):
        sha256 = "1" * 64

    encoders = {"fake": FakeEncoder, "other": Other}
    monkeypatch.setattr("index.library.SentenceTransformerEncoder", lambda name: encoders[name]())
    folder = write(FILES)
    build([folder], index, encoder=FakeEncoder())
    library = Library.open(index, reranker=FakeReranker())
    assert library.ask("grief").build == 1
    Other.name = "other"
    build([folder], index, Choices(rebuild=True), Other())
    assert library.ask("grief").build == 2


def test_questions_from_many_threads_are_all_answered(library: Library) -> None:
    found: list[str] = []

    def ask(question: str) -> None:
        found.extend(library.ask(question).hits[0].passage.document for _ in range(20))

    threads = [threading.Thread(target=ask, args=(word,)) for word in ("sleep", "grief", "anger")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: found.count(name) for name in found} == {"a.md": 20, "b.txt": 20, "c.txt": 20}


def test_surroundings_are_cut_at_words(write: Write, index: Path, encoder: FakeEncoder) -> None:
    text = f"Alpha beta.\n\n# Head\n\n{'Grief. ' * 3}\n\n# Next\n\nGamma delta."
    build([write({"a.md": text})], index, encoder=encoder)
    library = Library.open(index, encoder, FakeReranker())
    passage = library.ask("grief").hits[0].passage
    assert library.surroundings(passage, 18) == Surroundings(
        before="beta.\n\n# Head\n\n", after=" \n\n# Next\n\nGamma"
    )
    assert library.surroundings(passage).before == "Alpha beta.\n\n# Head\n\n"


class TestCaches:
    @pytest.mark.parametrize("damage", ["vectors.faiss", "lexical", "all", "truncated", "emptied"])
    def test_damaged_or_missing_ones_are_made_again_without_embedding(
        self, library: Library, index: Path, encoder: FakeEncoder, damage: str
    ) -> None:
        folder = caches(index)
        if damage == "truncated":
            data = (folder / "vectors.faiss").read_bytes()
            (folder / "vectors.faiss").write_bytes(data[: len(data) // 2])
        elif damage == "emptied":
            (folder / "lexical" / "meta.json").write_text("{}")
        elif damage == "vectors.faiss":
            (folder / damage).unlink()
        else:
            shutil.rmtree(folder / damage if damage == "lexical" else folder)
        assert library.problems() != []
        encoder.seen.clear()
        assert library.ask("grief").hits[0].passage.document == "b.txt"
        assert encoder.seen == ["grief"]
        assert library.problems() == []

    def test_those_of_another_build_are_never_used(
        self, library: Library, write: Write, index: Path, encoder: FakeEncoder
    ) -> None:
        old = caches(index)
        shutil.copytree(old, index / "kept")
        build([write({"0.txt": "Alliance."})], index, encoder=encoder)
        (index / "kept").rename(old)
        assert library.ask("grief").hits[0].passage.document == "b.txt"

    def test_only_those_of_the_newest_build_are_kept(
        self, library: Library, write: Write, index: Path, encoder: FakeEncoder
    ) -> None:
        before = caches(index)
        build([write({"0.txt": "Alliance."})], index, encoder=encoder)
        assert caches(index) != before

    def test_an_index_that_cannot_be_written_still_answers(
        self, library: Library, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shutil.rmtree(caches(index))
        mkdir = Path.mkdir

        def refuse(path: Path, *arguments: bool, **options: bool) -> None:
            if index in path.parents:
                raise PermissionError(13, "Permission denied")
            mkdir(path, *arguments, **options)

        monkeypatch.setattr(Path, "mkdir", refuse)  # the tests may run as root, who writes all
        assert library.ask("grief").hits[0].passage.document == "b.txt"
        assert list(index.glob("caches-*")) == []


class TestVerify:
    def test_a_sound_index_has_no_problems(self, library: Library) -> None:
        assert library.problems() == []

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            (
                "UPDATE passage SET text = 'Grief takes tine.' WHERE text LIKE 'Grief%'",
                "a passage of b.txt is not its document's text",
            ),
            ("DELETE FROM vector WHERE id = 1", "1 passages have no vector"),
            ("DELETE FROM entry WHERE position = 0", "the build lists 2 passages, its documents"),
        ],
    )
    def test_it_finds_what_was_changed_in_the_catalog(
        self, library: Library, index: Path, change: str, problem: str
    ) -> None:
        with sqlite3.connect(index / FILE_NAME) as database:
            database.execute(change)
        assert any(problem in found for found in library.problems())

    def test_it_finds_vectors_that_are_not_the_catalogs(
        self, library: Library, index: Path
    ) -> None:
        path = caches(index) / "vectors.faiss"
        data = bytearray(path.read_bytes())
        data[-1] ^= 0x40
        path.write_bytes(data)
        (problem,) = library.problems()
        assert problem.startswith("the FAISS cache holds other vectors than the catalog; delete ")


class TestErrors:
    def test_no_index_says_how_to_build_one(self, tmp_path: Path) -> None:
        with pytest.raises(NoIndex, match="Build one: python -m ingest FOLDER --index"):
            Library.open(tmp_path / "none")

    def test_an_index_built_with_another_encoder_names_both(
        self, library: Library, index: Path
    ) -> None:
        class Other(FakeEncoder):
            name = "other"
            sha256 = "1" * 64

        with pytest.raises(RecipeMismatch, match=r"built with fake .* at hand is other"):
            Library.open(index, Other()).ask("grief")

    def test_a_damaged_catalog_is_named(self, library: Library, index: Path) -> None:
        (index / FILE_NAME).write_bytes(b"garbage" * 1000)
        with pytest.raises(DamagedIndex, match=r"catalog\.sqlite cannot be read"):
            library.ask("grief")

    def test_a_catalog_of_a_later_program_is_named(self, library: Library, index: Path) -> None:
        with sqlite3.connect(index / FILE_NAME) as database:
            database.execute("PRAGMA user_version = 99")
        with pytest.raises(DamagedIndex, match="has format 99, this program reads format 1"):
            Library.open(index)

    def test_an_unknown_document_says_how_to_list_them(self, library: Library) -> None:
        with pytest.raises(UnknownDocument, match=r"no document x\.txt\. List them"):
            library.text("x.txt")
