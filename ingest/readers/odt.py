"""OpenDocument texts (ODT): paragraphs, headings, lists, tables, notes, and the metadata."""

from lxml.etree import QName, _Element

from ingest.documents import Document, Unreadable
from ingest.readers.archive import Archive
from ingest.readers.compose import Composer, Metadata

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_BOX = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}text-box"
_DC = "{http://purl.org/dc/elements/1.1/}"
_APART = frozenset(
    ("annotation", "note", "ruby-text", "sequence-decls", "text-box", "tracked-changes")
)


def read(path: str, data: bytes) -> Document:
    """Notes stand after the text; comments and deleted text are left out."""
    archive = Archive(data)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.part(
        "META-INF/manifest.xml"
    ):
        raise Unreadable("locked with a password; save it without one")
    root = archive.xml("content.xml")
    body = root.find(f".//{_OFFICE}text")
    if body is None:
        raise Unreadable("an OpenDocument file, but not a text")
    composer = Composer()
    _write(composer, body, in_list=False)
    for note in body.iter(f"{_TEXT}note-body"):
        _write(composer, note, in_list=False)
    return composer.document(path, "application/vnd.oasis.opendocument.text", _metadata(archive))


def _metadata(archive: Archive) -> Metadata:
    if "meta.xml" not in archive:
        return Metadata()
    meta = archive.xml("meta.xml")
    author = meta.findtext(f".//{_META}initial-creator") or meta.findtext(f".//{_DC}creator")
    date = meta.findtext(f".//{_META}creation-date") or meta.findtext(f".//{_DC}date")
    return Metadata(meta.findtext(f".//{_DC}title"), author, date)


def _write(composer: Composer, element: _Element, in_list: bool) -> None:
    for child in element:
        name = _name(child)
        if name == "h":
            level = child.get(f"{_TEXT}outline-level", "1")
            composer.heading(_words(child), int(level) if level.isdecimal() else 1)
        elif name == "p":
            _write_paragraph(composer, child, in_list)
        elif name == "table-row":
            composer.row(_words(cell) for cell in child if _name(cell) == "table-cell")
        elif name not in _APART:
            _write(composer, child, in_list or name in ("list-item", "list-header"))


def _write_paragraph(composer: Composer, paragraph: _Element, in_list: bool) -> None:
    lines = _words(paragraph).split("\n")
    if in_list:
        composer.item(" ".join(lines))
        return
    composer.paragraph(lines[0])
    for line in lines[1:]:
        composer.line(line)
    for box in paragraph.iter(_BOX):
        _write(composer, box, in_list=False)


def _words(element: _Element) -> str:
    parts = [element.text or ""]
    for child in element:
        name = _name(child)
        if name == "line-break":
            parts.append("\n")
        elif name in ("s", "tab"):
            parts.append(" ")
        elif name == "p":
            parts += [_words(child), "\n"]
        elif name not in _APART:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _name(element: _Element) -> str:
    return QName(element).localname if isinstance(element.tag, str) else ""
