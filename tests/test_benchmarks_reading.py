from pathlib import Path

import pytest

from benchmarks.reading import measure

ROOT = Path(__file__).parent.parent


def test_each_format_is_timed_alone_or_beside_another_checkout(tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text("# Tea\n\nIt is drunk warm.\n")
    (tmp_path / "tea.csv").write_text("tea,dose\nyew,15\n")
    (tmp_path / "scan.pdf").write_bytes(b"no PDF")
    (tmp_path / "tea.png").write_bytes(b"not read")
    rows = list(measure(tmp_path, against=ROOT, rounds=2))
    assert [(row.format, row.files, row.refused, row.pages) for row in rows] == [
        ("markdown", 1, 0, 1),
        ("pdf", 1, 1, 0),
        ("table", 1, 0, 1),
    ]
    assert all(row.against for row in rows if not row.refused)
    assert [row.against for row in measure(tmp_path, against=None, rounds=1)] == [None] * 3


def test_a_reader_that_ends_its_process_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tea.md").write_text("# Tea\n")
    monkeypatch.setattr("benchmarks.reading._CHILD", "raise SystemExit")
    with pytest.raises(SystemExit, match=r"The process that reads has ended, over .*tea\.md\."):
        list(measure(tmp_path, against=None, rounds=1))
