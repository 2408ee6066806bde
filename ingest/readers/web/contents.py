"""An EPUB's tables of contents and of printed pages: what they call each place in the book."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote, urldefrag

from lxml.etree import _Element

from ingest.documents import Unreadable
from ingest.readers.archive import Archive
from ingest.readers.normalise import one_line
from ingest.readers.web.tree import kinds, page_of

_NCX = "application/x-dtbncx+xml"
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; `level` counts from 1."""

    words: str
    level: int


@dataclass(frozen=True, slots=True)
class Contents:
    """Places by file and, where only a part of it is meant, by "file#id"."""

    entries: dict[str, Entry] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


def contents_of(archive: Archive, package: _Element, folder: str) -> Contents:
    """Of EPUB 3 and EPUB 2, in this order; of several entries for one place, the first."""
    contents = Contents()
    items = [(resolved(folder, item.get("href", "")), item) for item in package.iter("{*}item")]
    for name, item in sorted(items, key=lambda pair: pair[1].get("media-type") == _NCX):
        try:
            if "nav" in item.get("properties", "").split() and name in archive:
                _read_nav(contents, page_of(archive.part(name)).root, name)
            elif item.get("media-type") == _NCX and name in archive:
                _read_ncx(contents, archive.xml(name), name)
        except Unreadable:  # the book can be read without
            continue
    return contents


@lru_cache(maxsize=4096)
def resolved(folder: str, reference: str) -> str:
    """The file of a reference, by its name in the archive."""
    return posixpath.normpath(posixpath.join(folder, unquote(urldefrag(reference).url)))


@lru_cache(maxsize=4096)
def _place(name: str, reference: str) -> str:
    url, fragment = urldefrag(reference)
    target = resolved(posixpath.dirname(name), url) if url else name
    return f"{target}#{unquote(fragment)}" if fragment else target


def _read_nav(contents: Contents, nav: _Element, name: str) -> None:
    for part in nav.iter("nav"):
        kind = kinds(part)
        for link in part.iter("a"):
            words = one_line("".join(link.itertext()))
            place = _place(name, link.get("href", ""))
            if not words:
                continue
            if kind & {"page-list", "doc-pagelist"}:
                contents.pages.setdefault(place, words)
            elif not kind or kind & {"toc", "doc-toc"}:
                depth = sum(1 for _ in link.iterancestors("ol"))
                contents.entries.setdefault(place, Entry(words, _level(depth)))


def _read_ncx(contents: Contents, ncx: _Element, name: str) -> None:
    for place, words, point in _points(ncx, "navPoint", name):
        depth = 1 + sum(1 for _ in point.iterancestors("{*}navPoint"))
        contents.entries.setdefault(place, Entry(words, _level(depth)))
    if not contents.pages:
        for place, words, point in _points(ncx, "pageTarget", name):
            contents.pages.setdefault(place, words or point.get("value", ""))


def _points(ncx: _Element, kind: str, name: str) -> Iterator[tuple[str, str, _Element]]:
    for point in ncx.iter(f"{{*}}{kind}"):
        content = point.find("{*}content")
        words = one_line(point.findtext("{*}navLabel/{*}text") or "")
        if content is not None and (words or point.get("value")):
            yield _place(name, content.get("src", "")), words, point


def _level(depth: int) -> int:
    return max(1, min(depth, _DEEPEST))
