"""Questions to begin with: those that the documents' folder brings, else topics it has."""

from pathlib import Path

from index import Library
from ingest.documents import QUESTIONS_FILE
from views.opened import info

_MOST = 5


def of(library: Library) -> list[str]:
    """Up to five: the lines of .questions.txt in an ingested folder, or documents' titles."""
    found = info(library)
    for root in found.build.roots:
        try:
            lines = (Path(root.path) / QUESTIONS_FILE).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        if questions := [line.strip() for line in lines if line.strip()]:
            return questions[:_MOST]
    return [each.title for each in found.documents if each.title][:_MOST]
