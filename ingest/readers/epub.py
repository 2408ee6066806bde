"""EPUB books: chapters in the order of reading, under their headings in the contents."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from lxml.etree import _Element

from ingest.documents import Document, Unreadable
from ingest.readers.archive import Archive
from ingest.readers.compose import Composer, Metadata
from ingest.readers.normalise import label
from ingest.readers.web.chapter import Chapter, write_chapter
from ingest.readers.web.contents import contents_of, resolved

_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "image/svg+xml")
_SUFFIXES = (".xhtml", ".html", ".htm", ".xml")
_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_MOST_FALLBACKS = 5


def read(path: str, data: bytes) -> Document:
    """Raises Unreadable for a book that is damaged or locked by rights management."""
    archive = Archive(data)
    package_path = _package_path(archive)
    package = archive.xml(package_path)
    encrypted = _encrypted(archive)
    folder = posixpath.dirname(package_path)
    chapters = list(dict.fromkeys(_chapters(package, folder)))
    contents = contents_of(archive, package, folder)
    composer = Composer()
    shift = 0
    for name in chapters:
        if name in encrypted:
            raise Unreadable("locked by rights management; a copy without it can be read")
        if name not in archive:
            composer.remark(f"its part {posixpath.basename(name)} is missing")
            continue
        chapter = Chapter(name, frozenset(chapters), contents, shift)
        try:
            shift = write_chapter(composer, archive, chapter)
        except Unreadable as reason:
            composer.remark(f"its part {posixpath.basename(name)} was not read: {reason}")
    return composer.document(path, "application/epub+zip", _metadata(package))


def _package_path(archive: Archive) -> str:
    for file in archive.xml(_CONTAINER).iter("{*}rootfile"):
        return unquote(file.get("full-path", ""))
    raise Unreadable("damaged: its container names no package")


def _encrypted(archive: Archive) -> set[str]:
    """The parts that are encrypted; fonts may be where the text is not."""
    name = "META-INF/encryption.xml"
    if name not in archive:
        return set()
    return {unquote(each.get("URI", "")) for each in archive.xml(name).iter("{*}CipherReference")}


def _chapters(package: _Element, folder: str) -> Iterator[str]:
    """The book's pages in order of reading, those beside the main text at their place."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        for _ in range(_MOST_FALLBACKS):
            if item is None or _is_page(item):
                break
            item = items.get(item.get("fallback"))
        if item is not None and _is_page(item):
            yield resolved(folder, item.get("href", ""))


def _is_page(item: _Element) -> bool:
    kind = item.get("media-type") or ""
    by_name = kind in ("", "text/xml", "application/xml", "text/plain")
    return kind in _PAGES or (by_name and item.get("href", "").lower().endswith(_SUFFIXES))


def _metadata(package: _Element) -> Metadata:
    """The authors are those who are said to be, or whose part is not said."""
    parts = {
        each.get("refines", "")[1:]: (each.text or "").strip()
        for each in package.iter("{*}meta")
        if each.get("property") == "role"
    }
    authors = [
        words
        for each in package.iter(f"{_DC}creator")
        if (words := label(each.text))
        and (each.get(f"{_OPF}role") or parts.get(each.get("id"), "aut")) == "aut"
    ]
    dates = [words for each in package.iter(f"{_DC}date") if (words := (each.text or "").strip())]
    return Metadata(
        title=package.findtext(f".//{_DC}title"),
        author=", ".join(dict.fromkeys(authors)),
        date=next((words for words in dates if not words.startswith("0")), None),
        keywords=tuple(each.text or "" for each in package.iter(f"{_DC}subject")),
    )
