import os
from collections.abc import Callable
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import pytest
from fakes import FakeEncoder
from hypothesis import settings

from index.store.catalog import Skipped
from index.store.folders import as_root, find_files
from ingest.readers import reader_for

settings.register_profile(  # a busy machine is no fault of an example's
    "busy", deadline=None, derandomize="CI" in os.environ
)
settings.load_profile("busy")

CORPUS = Path(__file__).parent.parent / "corpus"
SHARED = Path(__file__).parent.parent.parent / "shared"

Write = Callable[[dict[str, str | bytes]], Path]


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Where a test's index goes."""
    return tmp_path / "index"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files, by relative path, into the test's document folder and gives the folder."""

    def into_folder(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "documents"
        folder.mkdir(exist_ok=True)
        for path, content in files.items():
            location = folder / path
            location.parent.mkdir(parents=True, exist_ok=True)
            data = content.encode() if isinstance(content, str) else content
            location.write_bytes(data)
        return folder

    return into_folder


@pytest.fixture
def shared() -> Path:
    """The folder of real documents beside the repository."""
    if not SHARED.is_dir():
        pytest.skip(f"the real documents are not here: {SHARED}")
    return SHARED


def sample_texts() -> dict[str, str]:
    """What each sample document's reader makes of it, by path."""
    found = {}
    for item in find_files([as_root(CORPUS)]):
        assert not isinstance(item, Skipped)
        reader = reader_for(item.path)
        assert reader is not None
        found[item.path] = reader.read(item.path, item.location.read_bytes()).text
    return found
