"""A Word file's parts and how they refer to one another; Strict files read like all others."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from lxml.etree import _Element

from ingest.documents import Unreadable
from ingest.readers.archive import Archive
from ingest.readers.docx.names import W

_PACKAGE_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = "http://purl.oclc.org/ooxml/"
_USUAL = {
    "wordprocessingml/main": "wordprocessingml/2006/main",
    "officeDocument/math": "officeDocument/2006/math",
    "officeDocument/relationships": "officeDocument/2006/relationships",
    "drawingml/main": "drawingml/2006/main",
    "drawingml/chart": "drawingml/2006/chart",
    "drawingml/diagram": "drawingml/2006/diagram",
    "drawingml/picture": "drawingml/2006/picture",
    "drawingml/wordprocessingDrawing": "drawingml/2006/wordprocessingDrawing",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what files of old Office begin with
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class _Relation:
    """What a part refers to: the kind's last word ("styles"), and the other part's name."""

    kind: str
    target: str


class Package:
    """A Word file. `remark` takes what the person should know of parts that cannot be read."""

    def __init__(self, data: bytes, remark: Callable[[str], None]) -> None:
        """Raises Unreadable for what is no archive."""
        if data.startswith(_OLE):
            raise Unreadable(
                "locked with a password; save it without one"
                if _LOCKED in data
                else "an older Word document (.doc), whatever its name says; save it as .docx"
            )
        self._archive = Archive(data)
        self._remark = remark
        found = [each for each in self.relations("").values() if each.kind == "officeDocument"]
        self.main = found[0].target if found and found[0].target in self._archive else _MAIN

    def document(self) -> _Element:
        """The body of the main part; Unreadable where there is none."""
        root = _as_usual(self._archive.xml(self.main))
        body = root.find(f"{W}body")
        if body is None:
            raise Unreadable("damaged: there is no document in it")
        return body

    @cached_property
    def main_relations(self) -> dict[str, _Relation]:
        """What the main part refers to, by the reference."""
        return self.relations(self.main)

    def relations(self, part: str) -> dict[str, _Relation]:
        """What a part refers to inside the file, whether it is there or not."""
        folder, name = posixpath.split(part)
        root = self._optional(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        return {
            each.get("Id", ""): _Relation(
                each.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
            )
            for each in root.iter(_PACKAGE_RELATION)
            if each.get("TargetMode") != "External"
        }

    def related(self, kind: str) -> _Element | None:
        """The part of a kind that the main part refers to; None where there is none to be read."""
        for relation in self.main_relations.values():
            if relation.kind == kind:
                return self._optional(relation.target)
        return None

    def referred(self, reference: str | None) -> _Element | None:
        """The part that the main part refers to so."""
        relation = self.main_relations.get(reference or "")
        return self._optional(relation.target) if relation else None

    def properties(self) -> _Element | None:
        """What the file says of itself."""
        for relation in self.relations("").values():
            if relation.kind == "core-properties":
                return self._optional(relation.target)
        return None

    def _optional(self, name: str) -> _Element | None:
        if name not in self._archive:
            return None
        try:
            return _as_usual(self._archive.xml(name))
        except Unreadable:
            self._remark(f"its part {name} is damaged and was not read")
            return None


def _as_usual(root: _Element) -> _Element:
    """The tree with the names of Strict files turned into those of all others."""
    if not str(root.tag).startswith(f"{{{_STRICT}"):
        return root
    for element in root.iter("*"):
        element.tag = _usual(element.tag)
        for name in [name for name in element.attrib if name.startswith(f"{{{_STRICT}")]:
            element.set(_usual(name), element.attrib.pop(name))
    return root


def _usual(name: str) -> str:
    space, _, local = name.removeprefix("{").rpartition("}")
    known = _USUAL.get(space.removeprefix(_STRICT)) if space.startswith(_STRICT) else None
    return f"{{http://schemas.openxmlformats.org/{known}}}{local}" if known else name
