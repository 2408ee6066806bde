import shutil
import sqlite3
import threading
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from conftest import Write
from fakes import (
    CALIBRATION,
    VECTORS,
    FakeEncoder,
    FakeLate,
    FakeReader,
    FakeReranker,
    curve,
    opened,
)

from evaluate.collection import Text, make_index
from index import Hit, Library
from index.answering.calibration import Evidence
from index.answering.search import CANDIDATES, DEPTH, LATE_DEPTH, MARK_DEPTH, USUAL_LENGTH, Mode
from index.arrays import Vectors
from index.errors import CalibrationError, DamagedIndex, NoIndex, RecipeMismatch, UnknownDocument
from index.library import WITHOUT_READER, Surroundings, surroundings
from index.passage import Mark, Span
from index.store.catalog import FILE_NAME, FORMAT
from ingest.build import Choices, build
from ingest.progress import unwatched

FILES: dict[str, str | bytes] = {
    "a.md": "# On rest\n\n## Nights\n\nSleep heals. Sleep, sleep is long.\n",
    "b.txt": "Grief takes time.",
    "c.txt": "Music and anger.",
}


@pytest.fixture
def library(write: Write, index: Path, encoder: FakeEncoder) -> Library:
    build([write(FILES)], index, encoder=encoder)
    return opened(index, encoder)


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
    untitled = library.ask("grief").hits[0].passage
    assert (untitled.title, untitled.label) == (None, "b.txt")


def test_what_the_documents_do_not_hold_is_not_found_but_the_nearest_are_shown(
    library: Library,
) -> None:
    answer = library.ask("alliance")
    assert (answer.verdict, len(answer.hits)) == ("not_found", 3)
    assert answer.confidence < 0.5


@pytest.mark.parametrize("question", ["", "  \n", "?!…", "（）"])
def test_a_question_without_words_finds_nothing(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert (answer.verdict, answer.hits, answer.quote) == ("not_found", (), None)


def test_as_many_passages_as_asked_for_and_there_are(library: Library) -> None:
    assert len(library.ask("grief", k=2).hits) == 2
    assert len(library.ask("grief", k=50).hits) == 3


def test_what_is_found_is_told_before_it_is_read(library: Library) -> None:
    told: list[tuple[Hit, ...]] = []
    answer = library.ask("music and grief", k=2, found=told.append)
    assert told == [library.search("music and grief", 2, "hybrid")]
    assert all(hit.rerank is not None for hit in answer.hits)


@pytest.mark.parametrize("mode", [None, *get_args(Mode)])
def test_only_passages_that_have_the_phrase_are_found(library: Library, mode: Mode | None) -> None:
    answer = library.ask('Does grief have "sleep is LONG"?', mode=mode)
    assert [hit.passage.document for hit in answer.hits] == ["a.md"]
    assert library.search('grief "takes time"', mode=mode)[0].passage.document == "b.txt"
    assert len(library.search('grief "takes time"', mode=mode)) == 1


@pytest.mark.parametrize("mode", [None, *get_args(Mode)])
def test_a_phrase_that_is_nowhere_is_named_and_the_nearest_passages_are_shown_as_such(
    library: Library, mode: Mode | None
) -> None:
    answer = library.ask("“grief takes long”", mode=mode)
    assert (answer.verdict, answer.confidence) == ("not_found", 0)
    assert answer.missing.sentence == "No passage searched has “grief takes long” word for word."
    assert answer.hits[0].passage.document == "b.txt"


def test_a_phrase_outside_the_documents_searched_is_nowhere(library: Library) -> None:
    answer = library.ask('"grief takes time"', within=lambda path: path != "b.txt")
    assert answer.missing.phrases == ("grief takes time",)


@pytest.mark.parametrize("mode", [None, *get_args(Mode)])
def test_a_word_after_a_minus_is_left_out_and_it_is_said(
    library: Library, mode: Mode | None
) -> None:
    answer = library.ask("grief music -anger -sleep", mode=mode)
    assert [hit.passage.document for hit in answer.hits] == ["b.txt"]
    assert answer.question == "grief music -anger -sleep"
    assert answer.remarks == ("Passages that have “anger”, “sleep” are left out.",)
    nothing = library.ask("grief -grief -anger -sleep", mode=mode)
    assert (nothing.hits, nothing.without) == ((), ("grief", "anger", "sleep"))


@pytest.mark.parametrize("mode", [None, *get_args(Mode)])
def test_a_misspelt_word_is_searched_as_the_nearest_and_it_is_said(
    library: Library, mode: Mode | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = {"greif": 3, "grief": 1}
    monkeypatch.setattr(
        FakeEncoder, "count_tokens", lambda _, texts: [pieces.get(text, 2) for text in texts]
    )
    answer = library.ask("does greif take time", mode=mode)
    assert answer.hits[0].passage.document == "b.txt"
    assert answer.remarks == ("Searched for “grief” instead of “greif”.",)
    assert (answer.question, answer.verdict) == ("does greif take time", "answered")
    assert library.search("greif", mode=mode)[0].passage.document == "b.txt"
    assert library.ask("does grief take time", mode=mode).instead == ()


def test_an_abbreviation_that_the_documents_spell_out_counts_as_its_words(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    files: dict[str, str | bytes] = {
        "a.txt": "Grief-led talking (GLT) is told of here, and elsewhere too.",
        "b.txt": "Hamm made grief-led talking.",
        "c.txt": "Sleep.",
    }
    build([write(files)], index, encoder=encoder)
    library = opened(index, encoder)
    answer = library.ask("Hamm made GLT?", mode="lexical")
    assert answer.hits[0].passage.document == "b.txt"
    assert "Hamm made GLT (grief led talking)?" in encoder.seen
    assert answer.evidence is not None
    assert answer.evidence.coverage == pytest.approx(1)
    explained = library.explain("Hamm GLT", answer.hits[0].passage)
    assert (explained.lexical_rank, explained.words) == (1, ("Hamm", "GLT"))


def test_a_mode_leaves_out_the_scores_it_does_not_use(library: Library) -> None:
    scores = {}
    for mode in get_args(Mode):
        (hit,) = library.search("grief", 1, mode)
        assert hit.passage.document == "b.txt"
        values = {
            "dense": hit.dense,
            "lexical": hit.lexical,
            "late": hit.late,
            "rerank": hit.rerank,
            "sentence": hit.mark,
        }
        scores[mode] = {name for name, value in values.items() if value is not None}
    assert scores == {
        "dense": {"dense"},
        "lexical": {"lexical"},
        "hybrid": {"dense", "lexical"},
        "rerank": {"dense", "lexical", "late", "rerank", "sentence"},
    }


@pytest.mark.parametrize("mode", ["dense", "lexical", "hybrid"])
def test_without_the_cross_encoder_the_sentence_with_most_of_the_words_is_marked(
    library: Library, mode: Mode
) -> None:
    answer = library.ask("grief", mode=mode)
    assert (answer.verdict, answer.quote and answer.quote.text) == ("answered", "Grief takes time.")
    assert answer.mode == mode
    assert library.ask("alliance takes", mode=mode).verdict == "not_found"


def test_without_a_mode_the_best_is_taken_that_there_is_a_model_for(
    library: Library, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library.ask("grief").mode == "rerank"
    monkeypatch.setattr("index.library.packaged_folder", lambda name: None)
    without = Library.open(index, encoder, calibration=CALIBRATION)
    assert without.ask("grief").mode == "hybrid"


def test_only_the_documents_asked_for_are_searched(library: Library) -> None:
    for mode in get_args(Mode):
        answer = library.ask("grief music", 5, mode, within=lambda path: path != "b.txt")
        assert "b.txt" not in {hit.passage.document for hit in answer.hits}
        assert answer.hits[0].passage.document == "c.txt"
    assert library.ask("grief", within=lambda path: False).hits == ()


def test_what_only_the_words_find_has_its_cosine_too(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    files = {f"{number:03}.txt": f"Grief {number}." for number in range(CANDIDATES)}
    build([write({**files, "word.txt": "Metaphor."})], index, encoder=encoder)
    found = opened(index, encoder).search("grief metaphor", 200, "hybrid")
    (hit,) = (hit for hit in found if hit.passage.document == "word.txt")
    assert (hit.dense, hit.lexical is None) == (0.0, False)


def test_the_same_passage_twice_stands_once(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    page = "Grief takes time, and there is no telling how long it will take for whom."
    build([write({"a.txt": page, "b.txt": page, "c.txt": "Grief."})], index, encoder=encoder)
    hits = opened(index, encoder).ask("grief takes").hits
    assert [hit.passage.document for hit in hits] == ["a.txt", "c.txt"]
    assert [passage.document for passage in hits[0].alike] == ["b.txt"]


def test_a_calibration_of_other_models_is_refused(index: Path, library: Library) -> None:
    other = Library.open(index, FakeEncoder(), FakeReranker(), FakeLate())
    with pytest.raises(CalibrationError, match="fitted on cross-encoder/ms-marco-MiniLM-L-12-v2"):
        other.ask("grief")
    with pytest.raises(CalibrationError, match="fitted on sentence-transformers/all-MiniLM-L6-v2"):
        other.ask("grief", mode="hybrid")
    assert other.search("grief")[0].passage.document == "b.txt"


class FixedScores(FakeReranker):
    """Gives each text the number that stands in it."""

    def score(self, question: str, texts: Sequence[str]) -> Vectors:
        self.seen.extend(texts)
        return np.array([float(text.split()[-1].strip(".")) for text in texts], np.float32)


def test_each_step_adds_its_weighted_score_to_what_stood_before(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    build(
        [write({"a.txt": "Grief 2.", "b.txt": "Grief 3.", "c.txt": "Grief sleep 7."})],
        index,
        encoder=encoder,
    )
    late, reranker = FixedScores(), FixedScores()
    library = Library.open(index, encoder, reranker, late, depth=2, calibration=CALIBRATION)
    hits = library.search("grief")
    assert [(hit.passage.document, hit.late, hit.rerank) for hit in hits] == [
        ("c.txt", 7, 7),
        ("b.txt", 3, 3),
        ("a.txt", 2, None),
    ]
    assert sorted(late.seen) == ["Grief 2.", "Grief 3.", "Grief sleep 7."]
    sentences_of_first = ["Grief sleep 7."]
    assert reranker.seen == ["Grief sleep 7.", "Grief 3.", *sentences_of_first]


class Unmoved(FakeLate):
    """Finds nothing of the question anywhere."""

    def score(self, question: str, texts: Sequence[str]) -> Vectors:
        return np.zeros(len(texts), np.float32)


def test_a_number_that_is_asked_for_and_missing_speaks_against_the_answer(library: Library) -> None:
    evidence = [
        library.ask(question).evidence for question in ("what takes time", "how many take time")
    ]
    assert [each and each.number for each in evidence] == [0, -1]


def test_the_passage_with_the_best_sentence_comes_first(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    build(
        [write({"a.txt": "Grief 9. Rest 1.", "b.txt": "Grief 3. Rest 2."})], index, encoder=encoder
    )
    library = Library.open(index, encoder, FixedScores(), Unmoved(), calibration=CALIBRATION)
    first, second = library.search("grief")
    assert (first.passage.document, first.rerank, first.mark) == ("a.txt", 1, Mark(Span(0, 8), 9))
    assert (second.rerank, second.mark) == (2, Mark(Span(0, 8), 3))
    quote = library.ask("grief").quote
    assert quote is not None
    assert (quote.document, quote.text) == ("a.txt", "Grief 9.")


SCORES = (11, 9, 8, 7, 6)


def test_no_sentences_are_read_of_passages_that_cannot_come_first(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    files = {f"{name}.txt": f"Grief {score}." for name, score in zip("abcde", SCORES, strict=True)}
    build([write(files)], index, encoder=encoder)
    reranker = FixedScores()
    library = Library.open(index, encoder, reranker, Unmoved(), calibration=CALIBRATION)
    assert [hit.mark is not None for hit in library.search("grief")] == [True] + 4 * [False]
    files["a.txt"] = "Grief 5."
    build([write(files)], index, encoder=encoder)
    marked = [hit.mark is not None for hit in library.search("grief")]
    assert marked == [True] * MARK_DEPTH + [False] * 2


def test_of_long_passages_fewer_are_read_but_never_less_than_three(
    index: Path, encoder: FakeEncoder
) -> None:
    texts = [Text(f"{n:02}", "", f"Grief {n}. " + f"Word{n} " * 300) for n in range(10, 40)]
    make_index(texts, index, encoder, in_passages=False, watch=unwatched)
    hits = opened(index, encoder).search("grief", 30)
    length = len(hits[0].passage.text)
    assert sum(hit.late is not None for hit in hits) == LATE_DEPTH * USUAL_LENGTH // length
    assert sum(hit.rerank is not None for hit in hits) == 3


def test_what_no_model_reads_keeps_its_order_behind_the_rest(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    files = {f"{n:02}.txt": f"Grief. {'Sleep. ' * n}Word {n}." for n in range(LATE_DEPTH + 3)}
    build([write(files)], index, encoder=encoder)
    hybrid = opened(index, encoder).search("grief", 99, "hybrid")
    read = opened(index, encoder).search("grief", 99)
    behind = slice(LATE_DEPTH, None)
    assert [hit.passage for hit in read[behind]] == [hit.passage for hit in hybrid[behind]]
    assert all(hit.late is not None for hit in read[:LATE_DEPTH])
    assert sum(hit.rerank is not None for hit in read) == DEPTH
    assert {(hit.late, hit.rerank) for hit in read[behind]} == {(None, None)}


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
    monkeypatch.setattr("index.library.encoder_named", lambda name: encoders[name]())
    folder = write(FILES)
    build([folder], index, encoder=FakeEncoder())
    library = Library.open(index, reranker=FakeReranker(), late=FakeLate(), calibration=CALIBRATION)
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
    library = opened(index, encoder)
    passage = library.ask("grief").hits[0].passage
    assert surroundings(text, passage, 18) == Surroundings(
        before="beta.\n\n# Head\n\n", after=" \n\n# Next\n\nGamma"
    )
    assert surroundings(text, passage).before == "Alpha beta.\n\n# Head\n\n"


class TestCaches:
    @pytest.mark.parametrize("damage", [VECTORS, "lexical", "all", "truncated", "emptied"])
    def test_damaged_or_missing_ones_are_made_again_without_embedding(
        self, library: Library, index: Path, encoder: FakeEncoder, damage: str
    ) -> None:
        folder = caches(index)
        if damage == "truncated":
            data = (folder / VECTORS).read_bytes()
            (folder / VECTORS).write_bytes(data[: len(data) // 2])
        elif damage == "emptied":
            (folder / "lexical" / "meta.json").write_text("{}")
        elif damage == VECTORS:
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
        """Such caches were made of a catalog that has been changed since."""
        with sqlite3.connect(index / FILE_NAME) as database:
            rows = database.execute("SELECT id, halves FROM vector ORDER BY id").fetchall()
            other = rows[1][1]
            database.execute(
                "UPDATE vector SET halves = ?, crc = ? WHERE id = ?",
                (other, zlib.crc32(other), rows[0][0]),
            )
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

    def test_a_passage_that_is_missing_is_named(self, library: Library, index: Path) -> None:
        with sqlite3.connect(index / FILE_NAME) as database:
            database.execute("DELETE FROM passage")
        with pytest.raises(DamagedIndex, match=r"A passage is missing in .* --rebuild"):
            library.ask("grief")

    def test_a_damaged_catalog_is_named(self, library: Library, index: Path) -> None:
        (index / FILE_NAME).write_bytes(b"garbage" * 1000)
        with pytest.raises(DamagedIndex, match=r"catalog\.sqlite cannot be read"):
            library.ask("grief")

    @pytest.mark.parametrize(
        ("version", "remedy"), [(99, "Use the newer program"), (1, "Delete .* build it anew: ")]
    )
    def test_a_catalog_of_another_program_is_named_with_the_way_out(
        self, library: Library, index: Path, version: int, remedy: str
    ) -> None:
        with sqlite3.connect(index / FILE_NAME) as database:
            database.execute(f"PRAGMA user_version = {version}")
        words = f"has format {version}, this program reads format {FORMAT}. {remedy}"
        with pytest.raises(DamagedIndex, match=words):
            Library.open(index)

    def test_an_unknown_document_says_how_to_list_them(self, library: Library) -> None:
        with pytest.raises(UnknownDocument, match=r"no document x\.txt\. List them"):
            library.text("x.txt")


LISTS: dict[str, str | bytes] = {
    "body.md": "# Rest\n\n## Nights\n\nMusic is played, sleep comes, in spite of all anger.\n",
    "list.md": "# Rest\n\n## Contents\n\nWhat is sleep? ......... 3\nWhat is grief? ......... 7\n\n"
    "## References\n\nOlsen, K. (1988). What is sleep? Coast Studies, 4(2), 12–19.\n",
}


@pytest.mark.parametrize("mode", get_args(Mode))
def test_contents_and_references_stand_behind_text(
    write: Write, index: Path, encoder: FakeEncoder, mode: Mode
) -> None:
    build([write(LISTS)], index, encoder=encoder)
    answer = opened(index).ask("What is sleep?", mode=mode)
    assert answer.hits[0].passage.document == "body.md"
    assert {hit.passage.document for hit in answer.hits[1:]} == {"list.md"}
    assert answer.quote is not None
    assert answer.quote.text.startswith("Music is played")


def test_a_question_for_a_publication_finds_it_in_front(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    build([write(LISTS)], index, encoder=encoder)
    answer = opened(index).ask("Who wrote on sleep?")
    assert answer.hits[0].passage.heading == ("References",)
    assert answer.verdict == "answered"


def read_by(index: Path, reader: FakeReader) -> Library:
    """Asked with a reader whose score of what is marked is all that the confidence knows."""
    told = replace(curve(Evidence(0, 0, sentence=1.0), 0), sha256=reader.sha256)
    calibration = replace(CALIBRATION, reader=told)
    return Library.open(
        index, FakeEncoder(), FakeReranker(), FakeLate(), calibration=calibration, reader=reader
    )


def test_a_reader_reads_whole_passages_and_says_what_is_marked_and_how_sure(
    index: Path, library: Library
) -> None:
    reader = FakeReader()
    answer = read_by(index, reader).ask("grief")
    assert answer.quote is not None
    assert (answer.quote.text, answer.verdict) == ("Grief takes time.", "answered")
    assert answer.evidence is not None
    assert (answer.evidence.sentence, answer.evidence.verdict) == (10.0, 10.0)
    assert set(reader.seen) == {
        "On rest. Nights. Sleep heals. Sleep, sleep is long.",
        "Grief takes time.",
        "Music and anger.",
    }


def test_a_heading_that_answers_is_the_quotation(write: Write, index: Path) -> None:
    files: dict[str, str | bytes] = {"a.md": "# Notes\n\n## Grief, music\n\nSleep is long. So.\n"}
    build([write(files)], index, encoder=FakeEncoder())
    quote = read_by(index, FakeReader()).ask("grief and music").quote
    assert quote is not None
    assert (quote.text, quote.in_heading) == ("Grief, music", True)
    assert quote.start == len("# Notes\n\n## ")


def test_without_the_readers_weights_it_is_said_and_the_cross_encoder_marks(
    index: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.library.reader_installed", lambda: False)
    monkeypatch.setattr("index.library.packaged_folder", lambda name: Path())
    with_curve = replace(CALIBRATION, reader=curve(Evidence(0, 0, sentence=1.0), 0))
    assert Library.open(index, calibration=with_curve).lacking == WITHOUT_READER
    asked = Library.open(index, FakeEncoder(), FakeReranker(), FakeLate(), calibration=with_curve)
    answer = asked.ask("grief")
    assert answer.hits[0].verdict is None
    assert answer.quote is not None
    assert answer.quote.text == "Grief takes time."


def test_a_question_in_another_language_is_answered_by_words_alone(
    index: Path, library: Library
) -> None:
    words = curve(Evidence(0, coverage=20), -10)
    nearness = replace(CALIBRATION.nearness, sha256=FakeEncoder.sha256)
    calibration = replace(CALIBRATION, words=words, nearness=nearness)
    asked = Library.open(index, FakeEncoder(), calibration=calibration)
    found = asked.ask("Wie lange dauert grief?")
    assert (found.mode, found.unread) == ("lexical", True)
    assert found.missing.words == ("lange", "dauert")
    assert asked.ask("Wie lange dauert grief?", mode="dense").unread is False


def test_a_message_is_answered_as_its_question_and_kept_as_it_was_put(library: Library) -> None:
    message = "I sleep badly. How long does grief with music take?"
    answer = library.ask(message)
    alone = library.ask("How long does grief with music take?")
    assert answer.question == message
    assert (answer.quote, answer.confidence) == (alone.quote, alone.confidence)
