"""Rich Text Format: paragraphs, and what the file says of itself."""

import re

from striprtf.striprtf import rtf_to_text

from ingest.documents import Document, Unreadable
from ingest.readers.compose import Composer, Metadata

_INFO = re.compile(r"\{\\info\b.{0,20000}", re.DOTALL)
_CREATED = re.compile(r"\{\\creatim\\yr(\d{4})(?:\\mo(\d{1,2}))?(?:\\dy(\d{1,2}))?")


def read(path: str, data: bytes) -> Document:
    """Headings are paragraphs like others: the format's styles are not read."""
    source = data.decode("latin-1")  # the format is ASCII; other letters are written in its escapes
    if not source.lstrip().startswith("{\\rtf"):
        raise Unreadable("not Rich Text Format, whatever its name says")
    composer = Composer()
    for line in _plain(source).splitlines():
        if "|" in line:
            composer.row(line.split("|"))
        else:
            composer.paragraph(line)
    return composer.document(path, "application/rtf", _metadata(source))


def _metadata(source: str) -> Metadata:
    info = _INFO.search(source)
    if info is None:
        return Metadata()
    created = _CREATED.search(info[0])
    date = "-".join(f"{int(part):02}" for part in created.groups() if part) if created else None
    return Metadata(_field(info[0], "title"), _field(info[0], "author"), date)


def _field(info: str, name: str) -> str | None:
    match = re.search(r"\{\\" + name + r"\s([^{}]{0,2000})\}", info)
    return _plain("{\\rtf1 " + match[1] + "}") if match else None


def _plain(source: str) -> str:
    return str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
