"""EPUB books: chapters in the order of reading, each under its heading in the contents."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urldefrag

from lxml import etree, html
from lxml.etree import _Element

from ingest.documents import Document, Unreadable
from ingest.readers.archive import Archive
from ingest.readers.compose import Composer, Metadata
from ingest.readers.markup import write
from ingest.readers.normalise import label, one_line

_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html")


def read(path: str, data: bytes) -> Document:
    """Raises Unreadable for a book that is damaged or locked by rights management."""
    archive = Archive(data)
    package_path = _package_path(archive)
    package = archive.xml(package_path)
    encrypted = _encrypted(archive)
    folder = posixpath.dirname(package_path)
    chapters = list(_chapters(package, folder))
    labels = _labels(archive, package, folder)
    composer = Composer()
    for chapter in chapters:
        if chapter in encrypted:
            raise Unreadable("locked by rights management; a copy without it can be read")
        if chapter in archive:
            _write_chapter(composer, archive.part(chapter), labels.get(chapter))
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
    """The book's pages in order of reading, without its table of contents."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES:
            continue
        if "nav" not in item.get("properties", "").split():
            yield _resolved(folder, item.get("href", ""))


def _labels(archive: Archive, package: _Element, folder: str) -> dict[str, str]:
    """What the table of contents calls each page; of several entries for one, the first."""
    labels: dict[str, str] = {}
    for item in package.iter("{*}item"):
        name = _resolved(folder, item.get("href", ""))
        if name not in archive:
            continue
        entries: Iterator[tuple[str, str]] = iter(())
        if "nav" in item.get("properties", "").split():
            entries = _nav_entries(archive.xml(name))
        elif item.get("media-type") == "application/x-dtbncx+xml":
            entries = _ncx_entries(archive.xml(name))
        for target, words in entries:
            if words:
                labels.setdefault(_resolved(posixpath.dirname(name), target), words)
    return labels


def _nav_entries(nav: _Element) -> Iterator[tuple[str, str]]:
    for part in nav.iter("{*}nav"):
        kind = part.get("{http://www.idpf.org/2007/ops}type", "toc")
        if kind == "toc":
            for link in part.iter("{*}a"):
                yield link.get("href", ""), one_line("".join(link.itertext()))


def _ncx_entries(ncx: _Element) -> Iterator[tuple[str, str]]:
    for point in ncx.iter("{*}navPoint"):
        content = point.find("{*}content")
        words = point.findtext("{*}navLabel/{*}text") or ""
        if content is not None:
            yield content.get("src", ""), one_line(words)


def _resolved(folder: str, reference: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(urldefrag(reference).url)))


def _write_chapter(composer: Composer, data: bytes, words: str | None) -> None:
    """The page under its entry in the contents, unless its own first heading says the same."""
    parser = html.XHTMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        page = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # many books are not well-formed
        lenient = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        page = html.document_fromstring(data or b"<html/>", parser=lenient)
    body = page.find("{*}body")
    body = page if body is None else body
    own = next(iter(body.xpath(".//*[re:test(local-name(), '^h[1-6]$')]", namespaces=_RE)), None)
    composer.edge()
    if words and (own is None or label("".join(own.itertext())) != label(words)):
        composer.heading(words, 1)
    write(composer, body)


_RE = {"re": "http://exslt.org/regular-expressions"}


def _metadata(package: _Element) -> Metadata:
    def first(name: str) -> str | None:
        words: str | None = package.findtext(f".//{{http://purl.org/dc/elements/1.1/}}{name}")
        return words

    return Metadata(first("title"), first("creator"), first("date"))
