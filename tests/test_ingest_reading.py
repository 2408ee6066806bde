"""Reading in a process of its own: what a file may do to it, and what it may not do to us."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import files
import pytest

from index.store.catalog import Stamp
from index.store.folders import File
from ingest.documents import Unreadable
from ingest.readers import Reader, reader_for
from ingest.reading import ReadingLimits, ReadingProcess

ROOT = Path(__file__).parent.parent
LIMITS = ReadingLimits(seconds=30, megabytes=1000)


@pytest.fixture
def given(tmp_path: Path):
    def file(name: str, data: bytes) -> File:
        (tmp_path / name).write_bytes(data)
        return File(name, tmp_path / name, Stamp(len(data), 0))

    return file


def reader(name: str) -> Reader:
    found = reader_for(name)
    assert found is not None
    return found


def test_a_document_comes_back_as_its_reader_makes_it(given) -> None:
    data = files.pdf([files.paragraph("Grief.")], Title="On Grief")
    with ReadingProcess(LIMITS) as process:
        read = process.read(given("a.pdf", data), reader("a.pdf"))
    assert read.document == reader("a.pdf").read("a.pdf", data)


def test_a_reason_comes_back_and_the_process_reads_on(given) -> None:
    with ReadingProcess(LIMITS) as process:
        with pytest.raises(Unreadable, match=r"a binary file \(it has NUL bytes\)"):
            process.read(given("a.txt", b"\0"), reader("a.txt"))
        first = process._process
        assert process.read(given("b.txt", b"Grief."), reader("b.txt")).document.text == "Grief."
        assert process._process is first


def test_a_reason_is_part_of_a_sentence_whatever_a_parser_says(given) -> None:
    with ReadingProcess(LIMITS) as process, pytest.raises(Unreadable) as raised:
        process.read(given("a.pdf", b"%PDF-1.4 broken"), reader("a.pdf"))
    assert str(raised.value) == "damaged: Failed to load document (PDFium: Data format error)"


def test_whatever_a_parser_raises_is_a_reason(given) -> None:
    broken = files.archive({"META-INF/container.xml": "<a/>", "x": "y"})
    with ReadingProcess(LIMITS) as process, pytest.raises(Unreadable, match="damaged"):
        process.read(given("a.epub", broken), reader("a.epub"))


HANGING = "import time\ndef read(path, data):\n    time.sleep(60)\n"
GREEDY = "def read(path, data):\n    return b'x' * 10**10\n"
DYING = "import os\ndef read(path, data):\n    os.abort()\n"
WRITING = "def read(path, data):\n    open(path, 'wb').write(b'x')\n"


@pytest.fixture
def process_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A reading process whose readers are those of a copy of the package, and one more."""

    def started(source: str, limits: ReadingLimits) -> ReadingProcess:
        copy = tmp_path / "copy"
        subprocess.run(["cp", "-r", ROOT / "ingest", ROOT / "index", f"{copy}/"], check=True)
        (copy / "ingest/readers/odd.py").write_text(source)
        monkeypatch.setattr("ingest.reading._ROOT", copy)
        return ReadingProcess(limits)

    (tmp_path / "copy").mkdir()
    return started


@pytest.mark.parametrize(
    ("source", "limits", "reason"),
    [
        (HANGING, ReadingLimits(1, 1000), "more than 1 s to read; raise it with --reader-seconds"),
        (GREEDY, ReadingLimits(30, 800), "more than 800 MB of memory to read; raise it with"),
        (DYING, LIMITS, "its reader broke down"),
    ],
)
def test_a_reader_that_breaks_a_limit_costs_its_file_only(
    given,
    process_with,
    source: str,
    limits: ReadingLimits,
    reason: str,
) -> None:
    with process_with(source, limits) as process:
        with pytest.raises(Unreadable, match=reason):
            process.read(given("a.odd", b"x"), Reader("odd"))
        assert process.read(given("b.txt", b"Grief."), reader("b.txt")).document.text == "Grief."


def test_a_reader_cannot_write_files(given, process_with, tmp_path: Path) -> None:
    with process_with(WRITING, LIMITS) as process, pytest.raises(Unreadable):
        process.read(given(str(tmp_path / "a.odd"), b""), Reader("odd"))
    assert (tmp_path / "a.odd").read_bytes() == b""


CURIOUS = """
import os, resource, socket, subprocess, sys
from ingest.documents import Document

def tried(what, *arguments):
    try:
        what(*arguments)
    except OSError as error:
        return type(error).__name__
    return "done"

def read(path, data):
    found = [
        tried(socket.create_connection, ("127.0.0.1", int(data))),
        tried(socket.socket, socket.AF_UNIX),
        tried(subprocess.run, [sys.executable, "-V"]),
        tried(os.open, path + "new", os.O_CREAT | os.O_WRONLY) and "",
        str(resource.getrlimit(resource.RLIMIT_AS)),
        " ".join(os.environ),
    ]
    return Document(path, None, "", "|".join(found), (), ())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="what other systems cannot refuse")
def test_a_reader_finds_no_network_no_program_and_no_password(
    given, process_with, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTH_PASSWORD", "secret")
    with socket.create_server(("127.0.0.1", 0)) as server, process_with(CURIOUS, LIMITS) as process:
        port = str(server.getsockname()[1]).encode()
        text = process.read(given("a.odd", port), Reader("odd")).document.text
    refused = "PermissionError"
    *found, names = text.split("|")
    assert found == [refused, refused, refused, "", "(1000000000, 1000000000)"]
    assert set(names.split()) <= {"LC_CTYPE", "LD_LIBRARY_PATH"}
    assert process.confined


ORPHAN = """
import sys
from pathlib import Path
from ingest import reading
from index.store.folders import File
from ingest.readers import Reader
from index.store.catalog import Stamp
reading._ROOT = Path(sys.argv[1])
with reading.ReadingProcess(reading.ReadingLimits(60, 1000)) as process:
    print(process._start().pid, flush=True)
    process.read(File("a", Path(sys.argv[2]), Stamp(1, 0)), Reader("odd"))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends with the file it reads")
def test_the_process_ends_with_the_one_that_gives_orders(
    given, process_with, tmp_path: Path
) -> None:
    process_with(HANGING, LIMITS)
    file = given("a.odd", b"x").location
    arguments = [sys.executable, "-c", ORPHAN, tmp_path / "copy", file]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = Path("/proc", parent.stdout.readline().strip())
        time.sleep(1)
        parent.kill()
    ended = time.monotonic() + 10
    while child.exists() and "Z (zombie)" not in (child / "status").read_text():
        assert time.monotonic() < ended
        time.sleep(0.1)


def test_the_process_ends_when_nobody_is_left_to_give_orders() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "ingest.readers"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=30,
        env=os.environ,
        check=False,
    )
    assert process.returncode == 0
