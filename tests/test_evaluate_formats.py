import shutil
from pathlib import Path

import pytest

from evaluate.formats import FORMATS, check, convert
from index.errors import QuothError
from ingest.progress import unwatched

SOURCE = """# On grief

It comes to everyone, and it takes the time that it takes.

## Later

It goes, as nearly everything does that once has come:

- slowly, as a rule
- surely, most of the time
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "texts" / "grief.md"
    path.parent.mkdir()
    path.write_text(SOURCE)
    return path


def test_a_document_is_read_from_every_format_as_it_was_written(
    source: Path, tmp_path: Path
) -> None:
    missing = [tool for tool in ("pandoc", "soffice", "pdftotext") if not shutil.which(tool)]
    if missing:
        pytest.skip(f"the tools that convert are not installed: {', '.join(missing)}")
    convert([source], tmp_path / "out", unwatched)
    rows = {row.format: row for row in check([source], tmp_path / "out", unwatched)}
    assert list(rows) == list(FORMATS)
    assert {name: row.kept for name, row in rows.items()} == dict.fromkeys(FORMATS, 1.0)
    of_one_page = rows.pop("columns.pdf")  # whose running head nothing tells from text
    assert of_one_page.foreign == 1
    assert {(row.true, row.foreign) for row in rows.values()} == {(1.0, 0)}
    assert {row.headed for row in rows.values()} <= {1.0, None}
    assert rows["pdf"].paged == 1.0


def test_what_is_lost_added_or_misplaced_is_counted(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluate.formats.FORMATS", ("jsonl",))
    (tmp_path / "jsonl").mkdir()
    sentence = "It comes to everyone, and it takes the time that it takes."
    lines = f'{{"title": "Other", "text": "{sentence} Not so."}}\n'
    (tmp_path / "jsonl" / "texts-grief.jsonl").write_text(lines)
    (row,) = check([source], tmp_path, unwatched)
    assert (row.sentences, row.true, row.kept, row.headed) == (2, 0.5, 0.25, 0.0)


def test_a_file_that_is_not_there_is_named(source: Path, tmp_path: Path) -> None:
    with pytest.raises(QuothError, match=r"texts-grief\.pdf: cannot be read: No such file"):
        next(check([source], tmp_path, unwatched))


def test_a_missing_tool_is_named_with_its_package(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluate.formats.shutil.which", lambda tool: None)
    with pytest.raises(QuothError, match="pandoc is not installed: apt-get install pandoc"):
        convert([source], tmp_path, unwatched)
