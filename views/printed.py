"""A PDF's own pages: pictures of them, and where on them words stand.

Each file that is looked at has a process that draws it (`views.drawer`), a few of them at a time;
one that takes too long or fails is ended, and the next page asked for begins another.
"""

import json
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.files import opened, sha256_of
from index.letters import Rectangle
from index.passage import Span

_SECONDS = 60  # that a page may take
_FILES = 3  # that are kept open
_PICTURES = 64_000_000  # bytes of pictures that are kept
_LARGEST = 400_000_000  # bytes of a file
_ROOT = Path(__file__).parent.parent
_RUN = "import sys; sys.path.insert(0, sys.argv[1]); from views.drawer import main; main()"


class NoPage(Exception):
    """There is no picture; its words say why."""


@dataclass(frozen=True, slots=True)
class File:
    """A PDF as the index knows it."""

    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class OnPage:
    """Where stretches of a page's text stand on it.

    pages:  how many the file has
    places: of each stretch its rectangles; none where it could not be told
    reason: why none were looked for
    """

    pages: int
    places: tuple[tuple[Rectangle, ...], ...] = ()
    reason: str | None = None


class _Process:
    """Draws one file."""

    def __init__(self, file: File) -> None:
        try:
            with opened(file.path) as data:
                self.unchanged = sha256_of(data) == file.sha256
                body = data.read(_LARGEST + 1)
        except OSError as error:
            raise NoPage(
                f"{file.path.name} cannot be read any more; put it back, or build again."
            ) from error
        if len(body) > _LARGEST:
            raise NoPage(f"{file.path.name} is too large to be drawn.")
        self._lock = threading.Lock()
        self._name = file.path.name
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _RUN, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"OPENBLAS_NUM_THREADS": "1"},
        )
        try:
            self.ask({"do": "open"}, body)
        except NoPage:
            self.end()
            raise

    def ask(self, asked: dict[str, Any], body: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """The answer; NoPage where there is none, and then the process may have ended."""
        with self._lock:
            asking, answering = self._process.stdin, self._process.stdout
            timer = threading.Timer(_SECONDS, self._process.kill)
            timer.start()
            try:
                if asking is None or answering is None:
                    raise NoPage("")
                asking.write(json.dumps({**asked, "bytes": len(body)}).encode() + b"\n" + body)
                asking.flush()
                answer = json.loads(answering.readline() or b'{"error": "", "bytes": 0}')
                data = answering.read(answer["bytes"])
            except (OSError, ValueError) as error:
                raise NoPage(f"{self._name} cannot be drawn.") from error
            finally:
                timer.cancel()
        if "error" in answer and "pages" not in answer:
            raise NoPage(answer["error"] or f"{self._name} cannot be drawn.")
        return answer, data

    def runs(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was not written any more
                    continue


class Printed:
    """The pages of the files that are looked at. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._processes: OrderedDict[File, _Process] = OrderedDict()
        self._pictures: OrderedDict[tuple[File, int, int], bytes] = OrderedDict()
        self._bytes = 0

    def picture(self, file: File, page: int, width: int) -> bytes:
        """The page as PNG, so many pixels wide; raises NoPage."""
        key = (file, page, width)
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
        answer, drawn = self._process(file).ask({"do": "draw", "page": page, "width": width})
        if "error" in answer:
            raise NoPage(answer["error"])
        with self._lock:
            if key not in self._pictures:
                self._pictures[key] = drawn
                self._bytes += len(drawn)
            while self._bytes > _PICTURES and len(self._pictures) > 1:
                self._bytes -= len(self._pictures.popitem(last=False)[1])
        return drawn

    def places(self, file: File, page: int, text: str, spans: Sequence[Span]) -> OnPage:
        """Where stretches of the page's text stand on it; raises NoPage."""
        process = self._process(file)
        asked = {
            "do": "places",
            "page": page,
            "spans": [[each.start, each.end] for each in spans] if process.unchanged else [],
        }
        answer, _ = process.ask(asked, text.encode())
        reason = None
        if not process.unchanged:
            reason = f"{file.path.name} has changed since it was indexed; build again."
        places = (tuple(Rectangle(*box) for box in each) for each in answer.get("places", ()))
        return OnPage(answer["pages"], tuple(places), answer.get("error") or reason)

    def close(self) -> None:
        """Ends all that runs."""
        with self._lock:
            for process in self._processes.values():
                process.end()
            self._processes.clear()

    def _process(self, file: File) -> _Process:
        with self._lock:
            process = self._processes.get(file)
            if process is None or not process.runs():
                if process:
                    process.end()
                process = self._processes[file] = _Process(file)
            self._processes.move_to_end(file)
            if len(self._processes) > _FILES:
                self._processes.popitem(last=False)[1].end()
        return process
