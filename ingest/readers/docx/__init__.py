"""Word documents (DOCX): text, lists, tables and notes as printed, and the file's properties."""

from collections.abc import Callable

from lxml.etree import _Element

from ingest.documents import Document
from ingest.readers.compose import Composer, Metadata
from ingest.readers.docx.blocks import Blocks
from ingest.readers.docx.drawings import Drawings
from ingest.readers.docx.notes import Notes
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.package import Package
from ingest.readers.docx.styles import Styles
from ingest.readers.docx.words import Words
from ingest.readers.office.gather import Gatherer
from ingest.readers.office.parts import write

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"


def read(path: str, data: bytes) -> Document:
    """Inserted text is text; deleted and hidden text, comments, headers and footers are none."""
    composer = Composer()
    package = Package(data, composer.remark)
    body = package.document()
    write(composer, _blocks(package, composer.remark).parts(body))
    return composer.document(path, _MEDIA_TYPE, _metadata(package.properties()))


def _metadata(properties: _Element | None) -> Metadata:
    if properties is None:
        return Metadata()
    keywords = (properties.findtext(f"{_CORE}keywords") or "").replace(";", ",").split(",")
    subject = properties.findtext(f"{_DC}subject") or ""
    return Metadata(
        properties.findtext(f"{_DC}title"),
        properties.findtext(f"{_DC}creator"),
        properties.findtext(f"{_TERMS}created"),
        tuple(words for each in (*keywords, subject) if (words := each.strip())),
    )


def _blocks(package: Package, remark: Callable[[str], None]) -> Blocks:
    """What reads the body, with all that the file keeps beside it."""
    settings = package.related("settings")
    notes = {
        kind: Notes(package.related(f"{kind}s"), settings, kind) for kind in ("footnote", "endnote")
    }
    styles = Styles(package.related("styles"))
    words = Words(styles, notes, Drawings(package.referred, remark), Gatherer(remark))
    numbering = Numbering(package.related("numbering"), styles, remark)
    return Blocks(words, styles, numbering, remark)
