"""Documents that are ZIP archives of XML: opened within bounds, parsed without entities."""

import io
import re
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from lxml import etree
from lxml.etree import _Element

from ingest.documents import Unreadable
from ingest.readers.entities import resolved
from ingest.readers.web.tree import decoded_page

_NAMED = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;|#)")
_UNPACKED = 500_000_000  # bytes of all parts together
_PART = 50_000_000  # bytes of one part of text


class Archive:
    """The parts of an archive by name."""

    def __init__(self, data: bytes) -> None:
        """Raises Unreadable for what is no archive, or a bomb, or locked with a password."""
        try:
            self._zip = ZipFile(io.BytesIO(data))
        except (BadZipFile, ValueError, NotImplementedError) as error:
            raise Unreadable(f"damaged: {error}") from None
        parts = self._zip.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > _UNPACKED:
            raise Unreadable(
                f"it unpacks to {unpacked / 1e6:,.0f} MB, more than {_UNPACKED / 1e6:,.0f} MB"
            )
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable("locked with a password; save it without one")
        self._names = {part.filename for part in parts}

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def part(self, name: str) -> bytes:
        """Raises Unreadable when the part is missing, damaged or too large."""
        if name not in self._names:
            raise Unreadable(f"damaged: it has no {name}")
        try:
            with self._zip.open(name) as file:
                data = file.read(_PART + 1)  # what the directory says of its size may be a lie
        except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise Unreadable(f"damaged: {error}") from None
        except Exception as error:  # zlib.error and its kin have no common base
            raise Unreadable(f"damaged: {error}") from None
        if len(data) > _PART:
            raise Unreadable(f"its part {name} has more than {_PART / 1e6:,.0f} MB")
        return data

    def xml(self, name: str) -> _Element:
        """A part's root element; Unreadable as in `part`, and for what is no XML."""
        return parsed(self.part(name), name)


def parsed(data: bytes, name: str) -> _Element:
    """XML's root element; Unreadable for what is none.

    Nothing outside is fetched; named characters are those of HTML and the file's own, see
    `entities.resolved`.
    """
    named = b"&" in data and _NAMED.search(data) is not None
    if named:
        data = resolved(decoded_page(data).text.lstrip(), strict=True).text.encode()
    parser = etree.XMLParser(
        encoding="utf-8" if named else None, resolve_entities=False, no_network=True,
        load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"damaged: {PurePosixPath(name).name}: {error.msg}") from None
