"""Word documents (DOCX): paragraphs by their style, lists, tables, notes, and the properties."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import _Element

from ingest.documents import Document, Unreadable
from ingest.readers.archive import Archive, parsed
from ingest.readers.compose import Composer, Metadata

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_LISTED = re.compile(r"list (?:bullet|number)( \d)?", re.IGNORECASE)
_P, _ROW, _CELL, _TABLE, _BODY = (qn(f"w:{name}") for name in ("p", "tr", "tc", "tbl", "body"))
_TEXT, _TAB, _BREAK, _CARRIAGE = (qn(f"w:{name}") for name in ("t", "tab", "br", "cr"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_VALUE = qn("w:val")


@dataclass(frozen=True, slots=True)
class _Styles:
    """What a document's styles mean, by their id: a heading's level, a list's item."""

    headings: dict[str, int]
    lists: frozenset[str]


def read(path: str, data: bytes) -> Document:
    """Inserted text is text, deleted text is not; headers and footers are left out."""
    Archive(data)
    try:
        word = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, PackageNotFoundError) as error:
        raise Unreadable(f"damaged: {error}") from None
    composer = Composer()
    styles = _Styles(dict(_headings(word)), frozenset(_of_lists(word)))
    _write(composer, word.element.body, styles)
    for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
        for relation in word.part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                _write(composer, parsed(relation.target_part.blob, "notes"), styles)
    properties = word.core_properties
    created = properties.created.isoformat() if properties.created else None
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    metadata = Metadata(properties.title, properties.author, created)
    return composer.document(path, media_type, metadata)


def _headings(word: WordDocument) -> Iterator[tuple[str, int]]:
    """The styles of headings, by their id, with their level."""
    for style in word.styles:
        name = style.name or ""
        if match := _HEADING.fullmatch(name):
            yield style.style_id, int(match[1])
        elif name == "Title":
            yield style.style_id, 1


def _of_lists(word: WordDocument) -> Iterator[str]:
    """The styles of list items, by their id."""
    for style in word.styles:
        if _LISTED.fullmatch(style.name or ""):
            yield style.style_id


def _write(composer: Composer, element: _Element, styles: _Styles) -> None:
    """Paragraphs and rows in order, also of text boxes and content controls."""
    for child in element:
        if child.tag == _P:
            _write_paragraph(composer, child, styles)
        elif child.tag == _ROW:
            composer.row(_text(cell) for cell in child.iter(_CELL))
        elif child.tag != _FALLBACK:
            _write(composer, child, styles)


def _write_paragraph(composer: Composer, paragraph: _Element, styles: _Styles) -> None:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = style.get(_VALUE, "") if style is not None else ""
    level = styles.headings.get(name)
    numbered = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
    lines = _text(paragraph).split("\n")
    if level:
        composer.heading(" ".join(lines), level)
    elif numbered or name in styles.lists:
        composer.item(" ".join(lines))
    else:
        composer.paragraph(lines[0])
        for line in lines[1:]:
            composer.line(line)


def _text(element: _Element) -> str:
    """The words inside; a break is a line end, and so is the end of a paragraph in a cell."""
    parts: list[str] = []
    for each in element.iter(_TEXT, _TAB, _BREAK, _CARRIAGE, _P):
        if any(above.tag == _FALLBACK for above in each.iterancestors()):
            continue
        if each.tag == _TEXT:
            parts.append(each.text or "")
        elif each.tag == _TAB:
            parts.append("\t")
        elif each is not element:
            parts.append("\n")
    return "".join(parts).strip("\n")
