import ctypes
import sys
from pathlib import Path

import pytest
from fakes import FakeEncoder

from ingest import memory
from ingest.build import build


def test_a_build_gives_back_what_it_has_freed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bool] = []
    monkeypatch.setattr("ingest.build.give_back", lambda: given.append(True))
    (tmp_path / "a.txt").write_text("Sleep heals.")
    build([tmp_path], tmp_path / "index", encoder=FakeEncoder())
    assert given == [True]


def test_where_there_is_no_such_library_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> ctypes.CDLL:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", absent)
    memory.give_back()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and glibc is Linux's")
def test_what_was_freed_goes_back_to_the_system() -> None:
    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1])

    kept = [bytearray(100_000) for _ in range(2000)]  # below the size that is mapped by itself
    last = bytearray(100_000)
    del kept
    before = resident()
    memory.give_back()
    assert last
    assert resident() <= before
