"""OpenDocument texts (ODT): text, lists, tables and notes as printed, and the metadata."""

from collections.abc import Callable

from lxml.etree import _Element

from ingest.documents import Document, Unreadable
from ingest.readers.archive import Archive
from ingest.readers.compose import Composer, Metadata
from ingest.readers.odt.blocks import Blocks
from ingest.readers.odt.forms import Forms
from ingest.readers.odt.lists import Lists
from ingest.readers.odt.names import DC, META, OFFICE
from ingest.readers.odt.styles import Styles
from ingest.readers.odt.words import Words
from ingest.readers.office.gather import Gatherer
from ingest.readers.office.parts import write

_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_MANIFEST = "META-INF/manifest.xml"


def read(path: str, data: bytes) -> Document:
    """Comments, deleted and hidden text are left out."""
    archive = Archive(data)
    if _MANIFEST in archive and b"encryption-data" in archive.part(_MANIFEST):
        raise Unreadable("locked with a password; save it without one")
    root = archive.xml("content.xml")
    body = root.find(f".//{OFFICE}text")
    if body is None:
        raise Unreadable("an OpenDocument file, but not a text")
    composer = Composer()
    write(composer, _blocks(archive, root, body, composer.remark).parts(body))
    meta = _optional(archive, "meta.xml", composer.remark)
    return composer.document(path, _MEDIA_TYPE, _metadata(meta))


def _blocks(
    archive: Archive, root: _Element, body: _Element, remark: Callable[[str], None]
) -> Blocks:
    """What reads the body, with all that the file keeps beside it."""

    def part(name: str) -> _Element | None:
        return _optional(archive, name, remark)

    common = part("styles.xml")
    styles = Styles([root] if common is None else [common, root])
    words = Words(styles, Forms(body), part, Gatherer(remark))
    return Blocks(words, styles, Lists(styles, remark), remark)


def _optional(archive: Archive, name: str, remark: Callable[[str], None]) -> _Element | None:
    if name not in archive:
        return None
    try:
        return archive.xml(name)
    except Unreadable:
        remark(f"its part {name} is damaged and was not read")
        return None


def _metadata(meta: _Element | None) -> Metadata:
    if meta is None:
        return Metadata()
    author = meta.findtext(f".//{META}initial-creator") or meta.findtext(f".//{DC}creator")
    date = meta.findtext(f".//{META}creation-date") or meta.findtext(f".//{DC}date")
    said = [*meta.iterfind(f".//{META}keyword"), *meta.iterfind(f".//{DC}subject")]
    keywords = (words.strip() for each in said for words in (each.text or "").split(","))
    return Metadata(meta.findtext(f".//{DC}title"), author, date, tuple(filter(None, keywords)))
