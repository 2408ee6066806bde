"""A build makes anew what it has changed of an index, no more, and answers like a fresh one."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from conftest import Write
from fakes import WORDS, FakeEncoder, opened

from index.store import caches, catalog, dense, writer
from index.store.catalog import FILE_NAME, Catalog
from ingest.build import Choices, build, forget

_PASSAGES = 6  # of each document
_DOCUMENTS = 60


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (catalog, writer, caches):
        monkeypatch.setattr(module, "SLICE", 50)
    monkeypatch.setattr(caches, "SEGMENT", 100)
    monkeypatch.setattr(dense, "FLAT", 40)


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """All vectors are compared: codes of so few dimensions miss some."""
    monkeypatch.setattr(dense, "FLAT", 1000)


def document(number: int, version: int = 0) -> str:
    """Some paragraphs that are headed, so that each is a passage; no two have the same vector."""
    chance = random.Random(f"{number} {version}")
    parts = (
        " ".join([f"Part {part} of text{number} in issue{version}.", *chance.choices(WORDS, k=20)])
        for part in range(_PASSAGES)
    )
    return "\n\n".join(f"## Part {part}\n\n{text}." for part, text in enumerate(parts))


def documents(numbers: range | list[int], version: int = 0) -> dict[str, str | bytes]:
    return {f"{number:03}.md": document(number, version) for number in numbers}


@pytest.fixture
def folder(write: Write, index: Path, encoder: FakeEncoder) -> Path:
    folder = write(documents(range(_DOCUMENTS)))
    build([folder], index, encoder=encoder)
    return folder


def cache_of(index: Path) -> Path:
    (cache,) = index.glob("caches-*")
    return cache


def refuse(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def inodes(index: Path) -> dict[str, int]:
    cache = cache_of(index)
    return {path.relative_to(cache).as_posix(): path.stat().st_ino for path in cache.rglob("*.*")}


def segments_made(before: dict[str, int], after: dict[str, int]) -> list[str]:
    return sorted(name for name in after if "faiss" in name and after[name] != before.get(name))


def slices_made(before: dict[str, int], after: dict[str, int]) -> list[str]:
    return sorted(name for name in after if "slice" in name and after[name] != before.get(name))


def found(index: Path) -> list[list[tuple[float, str]]]:
    """The first ten for some questions, by vectors, by words and by both, of equals in any order.

    Those as good as the last are left out: which of them is among the ten says nothing.
    """
    library = opened(index)
    lists = []
    for mode in ("dense", "lexical", "hybrid"):
        for question in [*WORDS, "text17 grief", "part 3 of issue1", "anger and music", '"text8"']:
            hits = library.search(question, k=10, mode=mode, within=lambda path: path > "01")
            scored = [(round(hit.fused, 3), hit.passage.text) for hit in hits]
            lists.append(sorted(each for each in scored if each[0] > scored[-1][0]))
    return lists


def stretches(index: Path) -> dict[str, tuple[int, int]]:
    with Catalog.open(index) as catalog:
        return {each.path: (each.first, each.end) for each in catalog.stretches()}


def change(write: Write, folder: Path) -> None:
    """Some documents are edited, one is renamed, one added, some removed."""
    write(documents([7, 30], version=1))
    write(documents([200]))
    (folder / "020.md").rename(folder / "320.md")
    for number in (21, 59):
        (folder / f"{number:03}.md").unlink()


def test_an_updated_index_finds_what_a_fresh_one_finds(
    exact: None, folder: Path, write: Write, index: Path, tmp_path: Path, encoder: FakeEncoder
) -> None:
    change(write, folder)
    report = build([folder], index, encoder=encoder)
    assert (report.added, report.changed, report.removed) == (2, 2, 3)
    build([folder], tmp_path / "fresh", encoder=encoder)
    assert found(index) == found(tmp_path / "fresh")
    assert opened(index).problems() == []


def test_documents_that_stay_keep_their_slots_and_new_ones_come_behind(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    before = stretches(index)
    change(write, folder)
    build([folder], index, encoder=encoder)
    after = stretches(index)
    stayed = before.keys() - {"007.md", "030.md", "020.md", "021.md", "059.md"}
    assert {path: after[path] for path in stayed} == {path: before[path] for path in stayed}
    end = max(last for path, (_, last) in before.items() if path != "059.md")
    new = ["007.md", "030.md", "200.md", "320.md"]
    assert [after[path] for path in new] == [
        (end + place * _PASSAGES, end + (place + 1) * _PASSAGES) for place in range(4)
    ]


def test_only_slices_with_changed_passages_are_made_anew(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    before = inodes(index)
    assert slices_made({}, before) == [f"lexical/{number}.slice.json" for number in range(8)]
    assert segments_made({}, before) == [f"vectors/{number}.faiss" for number in range(4)]
    write(documents([30], version=1))  # slots 180 to 185, from now on 360 to 365
    build([folder], index, encoder=encoder)
    after = inodes(index)
    assert slices_made(before, after) == ["lexical/3.slice.json", "lexical/7.slice.json"]
    assert segments_made(before, after) == ["vectors/1.faiss", "vectors/3.faiss"]


def test_a_document_that_is_forgotten_costs_its_slice(folder: Path, index: Path) -> None:
    before = inodes(index)
    forget(index, "030.md")
    after = inodes(index)
    assert slices_made(before, after) == ["lexical/3.slice.json"]
    assert segments_made(before, after) == ["vectors/1.faiss"]


def test_where_files_cannot_be_linked_they_are_copied(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write(documents([30], version=1))
    build([folder], index, encoder=encoder)
    assert opened(index).problems() == []
    assert opened(index).search("issue1", mode="lexical")[0].passage.document == "030.md"


def test_no_filter_comes_back_short_where_there_are_holes(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    change(write, folder)
    build([folder], index, encoder=encoder)
    question = encoder.encode_question("grief")
    with Catalog.open(index) as catalog, catalog.snapshot() as newest:
        held = caches.Caches.open(catalog, newest)
        all_of_them = {each.path for each in catalog.stretches()}
        for few in ({"030.md"}, {"007.md", "008.md", "320.md"}, all_of_them - {"008.md"}):
            allowed = catalog.allowed(few.__contains__)
            by_vector = held.dense.search(question, 400, allowed).positions
            by_word = held.lexical.search("part", 400, allowed).positions
            assert len(set(by_vector)) == len(set(by_word)) == len(few) * _PASSAGES
            for positions in (by_vector, by_word):
                assert {each.document for each in catalog.passages(positions)} == few


class TestEditedAllOver:
    """Every ninth document is edited, in each slice one or two, more than are made anew at once."""

    edited = range(0, _DOCUMENTS, 9)

    @pytest.fixture
    def before(
        self,
        exact: None,
        folder: Path,
        write: Write,
        index: Path,
        encoder: FakeEncoder,
        monkeypatch: pytest.MonkeyPatch,
    ) -> dict[str, int]:
        """The index's files before the edits."""
        monkeypatch.setattr(writer, "_AT_ONCE", 0)
        monkeypatch.setattr(writer, "_DEAD", 0.5)
        files = inodes(index)
        write(documents(self.edited, version=1))
        build([folder], index, encoder=encoder)
        return files

    def dead(self, index: Path) -> int:
        with Catalog.open(index) as catalog:
            return sum(each.dead for each in catalog.slices())

    def test_only_the_slices_at_the_end_are_made_anew(
        self, before: dict[str, int], index: Path
    ) -> None:
        after = inodes(index)
        assert slices_made(before, after) == ["lexical/7.slice.json", "lexical/8.slice.json"]
        assert segments_made(before, after) == ["vectors/3.faiss", "vectors/4.faiss"]
        assert self.dead(index) == len(self.edited) * _PASSAGES

    def test_what_was_edited_is_found_as_it_is_now_and_not_as_it_was(
        self, before: dict[str, int], folder: Path, index: Path, tmp_path: Path
    ) -> None:
        library = opened(index)
        hits = library.search("issue0 text9", k=100, mode="lexical")
        assert hits[0].passage.text.startswith("Part 0 of text9 in issue1")
        assert {hit.passage.document for hit in hits}.isdisjoint(
            f"{number:03}.md" for number in self.edited if number != 9
        )
        with Catalog.open(index) as catalog, catalog.snapshot() as newest:
            lexical = caches.Caches.open(catalog, newest).lexical
        assert lexical.holding("text10 in issue0").sum() == _PASSAGES
        assert not lexical.holding("text9 in issue0").any()
        build([folder], tmp_path / "fresh", encoder=FakeEncoder())
        count = len(WORDS) + 4  # of questions in dense mode, where no word is counted
        assert found(index)[:count] == found(tmp_path / "fresh")[:count]
        assert library.problems() == []

    def test_with_a_document_that_leaves_a_slice_all_that_is_dead_in_it_leaves(
        self, before: dict[str, int], index: Path
    ) -> None:
        dead = self.dead(index)
        forget(index, "010.md")  # beside 009.md, which was edited
        assert self.dead(index) == dead - _PASSAGES
        data = [path.read_bytes() for path in cache_of(index).rglob("*") if path.is_file()]
        assert not any(b"text10" in each for each in data)
        assert opened(index).problems() == []

    def test_each_build_makes_some_anew_until_nothing_is_dead(
        self,
        before: dict[str, int],
        folder: Path,
        write: Write,
        index: Path,
        encoder: FakeEncoder,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(writer, "_AT_ONCE", 3)
        counts = [self.dead(index)]
        while counts[-1]:
            write(documents([200 + len(counts)]))
            build([folder], index, encoder=encoder)
            counts.append(self.dead(index))
        assert counts == [42, 24, 6, 0]

    def test_a_slice_that_is_mostly_dead_is_made_anew(
        self,
        before: dict[str, int],
        folder: Path,
        write: Write,
        index: Path,
        encoder: FakeEncoder,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(writer, "_DEAD", 0.2)
        write(documents([10], version=1))  # beside 009.md in slice 1: 12 of 50
        build([folder], index, encoder=encoder)
        with Catalog.open(index) as catalog:
            assert [each.dead for each in catalog.slices()][:3] == [6, 0, 6]

    def test_caches_that_are_gone_are_made_again_without_what_is_dead(
        self, before: dict[str, int], index: Path
    ) -> None:
        asked = found(index)[: len(WORDS) + 4]
        shutil.rmtree(cache_of(index))
        assert found(index)[: len(WORDS) + 4] == asked
        assert opened(index).problems() == []


def test_what_is_dead_behind_all_that_is_left_is_passed_over_too(
    exact: None, write: Write, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (catalog, writer, caches):
        monkeypatch.setattr(module, "SLICE", 9 * _PASSAGES)
    monkeypatch.setattr(caches, "SEGMENT", 18 * _PASSAGES)
    monkeypatch.setattr(writer, "_AT_ONCE", 0)
    folder = write(documents(range(20)))
    build([folder], index, encoder=encoder)
    write(documents([8, 17], version=1))  # the last ones of their slices
    build([folder], index, encoder=encoder)
    for number in (8, 17, 18, 19):
        (folder / f"{number:03}.md").unlink()
    build([folder], index, encoder=encoder)
    library = opened(index)
    assert max(end for _, end in stretches(index).values()) == 17 * _PASSAGES
    assert library.problems() == []
    for mode in ("dense", "lexical"):
        hits = library.search("part of text17 in issue0", k=200, mode=mode)
        assert {hit.passage.document for hit in hits} <= set(stretches(index))
    assert {passage.document for passage, _ in library.sample(1000)} == set(stretches(index))


def test_too_many_holes_are_closed(folder: Path, index: Path, encoder: FakeEncoder) -> None:
    for number in range(31):
        (folder / f"{number:03}.md").unlink()
    build([folder], index, encoder=encoder)
    spans = list(stretches(index).values())
    assert spans == [(6 * place, 6 * place + 6) for place in range(29)]
    assert opened(index).problems() == []


def test_a_small_index_is_numbered_as_a_fresh_one(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write(documents(range(1, 9)))
    build([folder], index, encoder=encoder)
    write(documents([0]))
    (folder / "004.md").unlink()
    build([folder], index, encoder=encoder)
    assert list(stretches(index).values()) == [(6 * place, 6 * place + 6) for place in range(8)]


def test_what_is_removed_edited_or_forgotten_leaves_no_word_and_no_vector_behind(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    (folder / "021.md").unlink()
    write(documents([30], version=1))
    with Catalog.open(index) as catalog:
        gone = [catalog.stretches()[number] for number in (21, 30, 40)]
        vectors = np.concatenate([next(catalog.vectors(each.first, each.end)) for each in gone])
    build([folder], index, encoder=encoder)
    forget(index, "040.md")
    data = [path.read_bytes().lower() for path in index.rglob("*") if path.is_file()]
    assert any(b"text39" in each for each in data)
    assert not any(b"text21" in each or b"text40" in each for each in data)
    for number in (21, 40):
        assert opened(index).search(f"text{number}", mode="lexical") == ()
    with Catalog.open(index) as catalog:
        left = {vector.tobytes() for batch in catalog.vectors() for vector in batch}
    only = [each.astype(np.float16).tobytes() for each in vectors if each.tobytes() not in left]
    assert len(only) > 10
    assert not any(vector in each for vector in only for each in data)


def test_nothing_that_is_not_used_stays_in_the_catalog(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of a build that was broken off after it had embedded."""

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    write(documents([30], version=1))
    with monkeypatch.context() as patch:
        patch.setattr("ingest.build.swap_in", fail)
        with pytest.raises(KeyboardInterrupt):
            build([folder], index, encoder=encoder)
    write(documents([30], version=2))
    build([folder], index, encoder=encoder)
    with closing(sqlite3.connect(index / FILE_NAME)) as database:
        counts = [
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("document", "content", "passage", "vector", "entry")
        ]
    assert counts == [60, 60, 360, 360, 360]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET passage_id = passage_id + 1 WHERE position = 200",
        "UPDATE document SET modified = modified + 1 WHERE path = '030.md'",
        "UPDATE document SET seal = x'00' WHERE path = '030.md'",
        "UPDATE document SET first = first + 1 WHERE path = '030.md'",
        "UPDATE content SET author = 'X' WHERE id = 5",
        "UPDATE slice SET token = 'x' WHERE number = 2",
        "UPDATE slice SET dead = 1 WHERE number = 2",
    ],
)
def test_verify_finds_a_row_that_was_changed(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder, change: str
) -> None:
    write(documents([7], version=1))
    build([folder], index, encoder=encoder)
    assert opened(index).problems() == []
    with closing(sqlite3.connect(index / FILE_NAME)) as database, database:
        database.execute(change)
    assert "the list of documents and passages is not what was stored" in opened(index).problems()


def test_caches_that_are_damaged_or_gone_are_made_again_with_the_holes(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    change(write, folder)
    build([folder], index, encoder=encoder)
    before = found(index)
    os.truncate(cache_of(index) / "vectors" / "1.faiss", 100)
    assert found(index) == before
    assert opened(index).problems() == []


def test_a_damaged_file_is_not_taken_over(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    for name in ("vectors/0.faiss", "lexical/0.gathered.json", "lexical/0.slice.json"):
        (cache_of(index) / name).write_bytes(b"{}")
    write(documents([59], version=1))
    build([folder], index, encoder=encoder)
    assert opened(index).problems() == []


def test_a_copy_of_a_damaged_file_is_not_believed(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = cache_of(index) / "vectors" / "0.faiss"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write(documents([59], version=1))
    build([folder], index, encoder=encoder)
    assert opened(index).problems() == []


def test_a_reader_of_the_former_build_goes_on(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    with Catalog.open(index) as catalog, catalog.snapshot() as former:
        held = caches.Caches.open(catalog, former)
        write(documents([30], version=1))
        build([folder], index, encoder=encoder)
        assert {path.name for path in index.glob("caches-*")} != {former.token}
        (position,) = held.lexical.search("text30", 1).positions
        vector = held.dense.vectors(np.array([position]))[0]
        assert held.dense.search(vector, 1).scores[0] == pytest.approx(1, abs=1e-3)
        assert next(catalog.passages([position])).document == "030.md"


def test_an_index_that_is_made_anew_is_a_fresh_one(
    folder: Path, write: Write, index: Path, tmp_path: Path, encoder: FakeEncoder
) -> None:
    change(write, folder)
    build([folder], index, encoder=encoder)
    build([folder], index, Choices(rebuild=True), encoder)
    build([folder], tmp_path / "fresh", encoder=encoder)
    assert stretches(index) == stretches(tmp_path / "fresh")
    assert found(index) == found(tmp_path / "fresh")
