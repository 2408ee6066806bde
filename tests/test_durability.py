"""Nothing is lost: killed builds, readers during rebuilds, locks, full disks, damaged files."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Write
from fakes import VECTORS, FakeEncoder, opened
from filelock import FileLock

from index import QuothError
from index.errors import DamagedIndex, IndexLocked, NotWritable
from index.store import caches
from index.store.catalog import FILE_NAME
from ingest.build import Choices, build

TESTS = Path(__file__).parent
ROOT = TESTS.parent


@pytest.mark.parametrize(("kills", "small"), [(200, ()), (20, ("10",))], ids=["200", "in slices"])
def test_many_killed_builds_leave_the_former_or_the_next_index_and_never_a_mixture(
    tmp_path: Path, kills: int, small: tuple[str, ...]
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    seed = random.randrange(2**32)
    run = subprocess.run(
        [
            sys.executable,
            TESTS / "killed.py",
            *(documents, tmp_path / "index", str(kills), str(seed), *small),
        ],
        capture_output=True,
        text=True,
        timeout=900,
        env=os.environ | {"PYTHONPATH": f"{TESTS}:{ROOT}"},
        check=False,
    )
    assert run.returncode == 0, f"seed {seed}: {run.stderr}"
    assert json.loads(run.stdout) == {"kills": kills, "finished": kills // 10, "left": []}


def version(number: int) -> dict[str, str | bytes]:
    """Documents that all say which version they are of."""
    return {
        f"{name}.txt": f"Version {number} of text {name}. Grief is sleep in text {name}."
        for name in range(8)
    }


def test_a_thousand_questions_during_five_rebuilds_are_all_answered_from_one_build(
    write: Write, index: Path
) -> None:
    folder = write(version(1))
    build([folder], index, encoder=FakeEncoder())
    library = opened(index)
    failures: list[str] = []
    asked: list[int] = []
    rebuilt = threading.Event()

    def ask() -> None:
        while not (rebuilt.is_set() and len(asked) >= 1000) and not failures:
            try:
                answer = library.ask("grief sleep", k=8)
                texts = version(answer.build)
                for hit in answer.hits:
                    passage = hit.passage
                    text = texts[passage.document]
                    if text[passage.start : passage.end] != passage.text:  # type: ignore[comparison-overlap]
                        failures.append(f"build {answer.build} gave {passage.text}")
                quote = answer.quote
                if quote is None or texts[quote.document][quote.start : quote.end] != quote.text:  # type: ignore[comparison-overlap]
                    failures.append(f"build {answer.build} quoted {quote}")
            except Exception as error:
                failures.append(repr(error))
            asked.append(answer.build)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, 7):
        write(version(number))
        assert build([folder], index, encoder=FakeEncoder()).build == number
        while number not in asked[-8:] and not failures:
            time.sleep(0.01)
    rebuilt.set()
    for thread in threads:
        thread.join(timeout=120)
    assert failures == []
    assert len(asked) >= 1000
    assert set(asked) == {1, 2, 3, 4, 5, 6}


HOLDING = """
import sys, time
from pathlib import Path
from index.store.writer import CatalogWriter
with CatalogWriter.locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(120)
"""


@pytest.fixture
def holder(index: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is writing."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, index], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_writer_is_told_which_process_holds_the_lock(
    write: Write, index: Path, encoder: FakeEncoder, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(IndexLocked, match=f"is being built by process {holder.pid} on "):
        build([write({"a.txt": "Sleep."})], index, encoder=encoder)


def test_the_lock_of_a_process_that_died_is_taken_over(
    write: Write, index: Path, encoder: FakeEncoder, holder: subprocess.Popen[str]
) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert build([write({"a.txt": "Sleep."})], index, encoder=encoder).build == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here: that takes the right to mount")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_on_a_full_disk_the_former_index_answers_and_a_build_with_room_completes(
    write: Write, small_disk: Path, encoder: FakeEncoder
) -> None:
    index = small_disk / "index"
    folder = write({"a.txt": "Sleep heals."})
    build([folder], index, encoder=encoder)
    write({f"{number}.txt": f"Grief {number}. " * 2000 for number in range(60)})
    with pytest.raises(QuothError, match=r"(full|No space left).*Free disk space"):
        build([folder], index, encoder=encoder)
    assert opened(index).ask("sleep").hits[0].passage.text == "Sleep heals."
    assert opened(index).problems() == []
    subprocess.run(["mount", "-o", "remount,size=50m", small_disk], check=True)
    assert build([folder], index, encoder=encoder).added == 60
    assert opened(index).problems() == []


ASKING = """
import os, sys
sys.path[:0] = sys.argv[2:]
from fakes import opened
from pathlib import Path
index = Path(sys.argv[1])
try:
    (index / "x").write_text("")
except OSError:
    print(opened(index).ask("sleep").hits[0].passage.text)
"""


def test_an_index_that_cannot_be_written_is_asked_all_the_same(
    write: Write, index: Path, encoder: FakeEncoder, tmp_path: Path
) -> None:
    build([write({"a.txt": "Sleep heals."})], index, encoder=encoder)
    place = tmp_path / "mounted"
    place.mkdir()
    bind = f"mount --bind {index} {place} && mount -o remount,ro,bind {place}"
    if os.getuid() or subprocess.run(bind, shell=True, capture_output=True).returncode:
        pytest.skip("a folder that is read-only even for us takes the right to mount")
    try:
        run = subprocess.run(
            [sys.executable, "-c", ASKING, place, TESTS, ROOT], capture_output=True, text=True
        )
        assert (run.stdout, run.stderr[-300:]) == ("Sleep heals.\n", "")
        with pytest.raises(NotWritable, match="cannot be written"):
            build([tmp_path / "documents"], place, encoder=encoder)
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.fixture
def built(write: Write, index: Path, encoder: FakeEncoder) -> Path:
    """An index of a few documents with headings and several passages."""
    words = ("sleep", "grief", "anger", "alliance", "music")
    folder = write(
        {
            f"{name}.md": f"# On {name}\n\n"
            + "\n\n".join(
                f"## Part {part}\n\n{name.title()} is {part}. So it goes." for part in range(9)
            )
            for name in words
        }
    )
    build([folder], index, encoder=encoder)
    return folder


def cache_of(index: Path) -> Path:
    (cache,) = index.glob("caches-*")
    return cache


def said(index: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    """All that the index says to a question a topic, and all of its texts."""
    library = opened(index)
    answers = [library.ask(word, k=9) for word in ("sleep", "grief", "anger", "alliance", "music")]
    found = [
        (hit.passage.document, hit.passage.text, hit.passage.heading)
        for answer in answers
        for hit in answer.hits
    ]
    texts = [(each.path, library.text(each.path), ()) for each in library.info().documents]
    return [*found, *texts]


def flip(path: Path, place: int, bit: int) -> None:
    """In place: a reader that has the file open sees it, and the file is never shorter."""
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 1 << bit]))


class TestDamagedCaches:
    @pytest.mark.parametrize(
        "damage",
        [
            lambda cache: shutil.rmtree(cache),
            lambda cache: (cache / VECTORS).unlink(),
            lambda cache: (cache / VECTORS).write_bytes(b"x"),
            lambda cache: os.truncate(cache / VECTORS, 100),
            lambda cache: shutil.rmtree(cache / "lexical"),
            lambda cache: [path.write_bytes(b"") for path in (cache / "lexical").glob("meta.json")],
            lambda cache: [path.unlink() for path in (cache / "lexical").glob("*.store")],
        ],
        ids=["gone", "no vectors", "no FAISS file", "cut short", "no words", "empty", "no store"],
    )
    def test_is_named_by_verify_and_made_again_with_the_next_question(
        self, built: Path, index: Path, damage
    ) -> None:
        before = said(index)
        damage(cache_of(index))
        (problem,) = opened(index).problems()
        assert problem.endswith("it is made again when the next question is asked")
        assert said(index) == before
        assert opened(index).problems() == []

    def test_of_another_build_is_not_used(
        self, built: Path, write: Write, index: Path, encoder: FakeEncoder, tmp_path: Path
    ) -> None:
        shutil.copytree(cache_of(index), tmp_path / "former")
        write({"sleep.md": "# On sleep\n\nSleep is otherwise."})
        build([built], index, encoder=encoder)
        after = said(index)
        cache = cache_of(index)
        shutil.rmtree(cache)
        shutil.copytree(tmp_path / "former", cache)
        assert said(index) == after

    def test_every_flipped_bit_is_named_by_verify_and_changes_no_answer(
        self, built: Path, index: Path
    ) -> None:
        before = said(index)
        flips = random.Random(11)
        for number in range(300):
            cache = cache_of(index)
            files = [path for path in cache.rglob("*") if path.is_file() and path.stat().st_size]
            path = flips.choice(sorted(files))
            place, bit = flips.randrange(path.stat().st_size), flips.randrange(8)
            flip(path, place, bit)
            where = f"bit {bit} of byte {place} of {path.name}"
            (problem,) = opened(index).problems()
            assert problem.endswith("it is made again when the next question is asked"), where
            if number % 10:
                flip(path, place, bit)
                continue
            assert said(index) == before, where
            assert opened(index).problems() == []

    @pytest.mark.parametrize("damage", ["a line less", "a file more"])
    def test_a_list_of_files_that_is_cut_short_is_not_believed(
        self, built: Path, index: Path, damage: str
    ) -> None:
        stamp = cache_of(index) / "build"
        lines = stamp.read_text().splitlines(keepends=True)
        stamp.write_text("".join(lines[:-1] if damage == "a line less" else [*lines, lines[-1]]))
        assert len(opened(index).problems()) == 1


TEN_ASKING = """
import os, sys, time
from pathlib import Path
from fakes import opened
from index.store import caches

index, made = Path(sys.argv[1]), Path(sys.argv[2])
make = caches.make_segment

def counted(*arguments):
    with made.open("a") as file:
        file.write("made\\n")
    time.sleep(0.2)
    return make(*arguments)

caches.make_segment = counted
children = []
for _ in range(10):
    child = os.fork()
    if not child:
        try:
            found = opened(index).ask("grief").hits[0].passage.document
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\\n")
            os._exit(1)
        os._exit(0 if found == "grief.md" else 1)
    children.append(child)
sys.exit(sum(os.waitpid(child, 0)[1] != 0 for child in children))
"""


class TestManyAtOnce:
    def test_ten_processes_that_find_no_caches_make_them_once_and_all_answer(
        self, built: Path, index: Path, tmp_path: Path
    ) -> None:
        shutil.rmtree(cache_of(index))
        command = [sys.executable, "-c", TEN_ASKING, str(index), str(tmp_path / "made")]
        environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}"}
        ended = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120
        )
        assert (ended.returncode, ended.stderr) == (0, "")
        assert (tmp_path / "made").read_text() == "made\n"

    def test_one_that_has_waited_long_enough_makes_its_own(
        self, built: Path, index: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(caches, "_PATIENCE", 0.1)
        before = said(index)
        shutil.rmtree(cache_of(index))
        with FileLock(index / "caches.lock"):
            assert said(index) == before

    def test_a_build_does_not_remove_what_another_process_is_making(
        self, built: Path, write: Write, index: Path, encoder: FakeEncoder, monkeypatch
    ) -> None:
        monkeypatch.setattr(caches, "_PATIENCE", 0.1)
        making = index / ".unfinished-by-another"
        making.mkdir()
        with FileLock(index / "caches.lock"):
            write({"new.txt": "Sleep."})
            build([built], index, encoder=encoder)
            assert making.exists()
        write({"new.txt": "Grief."})
        build([built], index, encoder=encoder)
        assert not making.exists()


class TestDamagedCatalog:
    def test_no_flipped_byte_goes_unnoticed_or_changes_a_word_that_is_quoted(
        self, built: Path, index: Path
    ) -> None:
        """Each flip is found by verify or changed nothing that anyone reads."""
        before = said(index)
        words = {text for _, text, _ in before}
        whole = (index / FILE_NAME).read_bytes()
        flips = random.Random(7)
        noticed = 0
        for _ in range(150):
            place = flips.randrange(100, len(whole))
            damaged = bytearray(whole)
            damaged[place] ^= 1 << flips.randrange(8)
            (index / FILE_NAME).write_bytes(damaged)
            try:
                problems = opened(index).problems()
            except QuothError as error:
                problems = [str(error)]
            noticed += bool(problems)
            try:
                now = said(index)
            except QuothError:
                assert problems, f"byte {place} breaks the answer, and verify finds nothing"
                continue
            assert problems or now == before, f"byte {place} changes what is said"
            assert {text for _, text, _ in now[:-5]} <= words, f"byte {place} changes a quotation"
        assert noticed > 20

    def test_the_way_out_that_the_error_names_mends_it(
        self, built: Path, index: Path, encoder: FakeEncoder
    ) -> None:
        before = said(index)
        with sqlite3.connect(index / FILE_NAME) as database:
            database.execute("UPDATE passage SET text = replace(text, 'Grief', 'Relief')")
        with pytest.raises(DamagedIndex, match=rf"Build it anew: .*{built}.* --rebuild"):
            said(index)
        build([built], index, Choices(rebuild=True), encoder)
        assert said(index) == before
        assert opened(index).problems() == []

    def test_a_build_refuses_to_write_into_a_file_that_is_not_sound(
        self, built: Path, write: Write, index: Path, encoder: FakeEncoder
    ) -> None:
        whole = bytearray((index / FILE_NAME).read_bytes())
        size = int.from_bytes(whole[16:18], "big")
        for page in range(3, len(whole) // size):
            whole[page * size : page * size + 8] = b"\xff" * 8
        (index / FILE_NAME).write_bytes(whole)
        write({"new.txt": "New."})
        with pytest.raises(DamagedIndex, match="move the folder away and build anew"):
            build([built], index, encoder=encoder)
        assert (index / FILE_NAME).read_bytes() == bytes(whole)


SLOW = """
import signal, sys, time
from fakes import FakeEncoder
import ingest.build
from ingest.__main__ import main

class Slow(FakeEncoder):
    def encode(self, texts):
        print("encoding", flush=True)
        time.sleep(0.5)
        return super().encode(texts)

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
ingest.build.encoder_named = lambda name: Slow()
ingest.build._STEP = 1
sys.exit(main(sys.argv[1:]))
"""


def test_ctrl_c_ends_a_build_cleanly_and_the_next_one_uses_what_was_embedded(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({f"{number}.txt": f"Grief number {number}." for number in range(30)})
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, folder, "--index", index],
        env=os.environ | {"PYTHONPATH": f"{TESTS}:{ROOT}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for _ in range(3):
        assert process.stdout.readline() == "encoding\n"
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=30)[1]
    assert process.returncode == 130
    assert "ingest: stopped. The index answers as before, what was embedded is kept" in said
    assert "Traceback" not in said
    assert build([folder], index, encoder=encoder).embedded in (27, 28)
