"""Formulas in Rich Text, made into Word's own XML, whose parts they have, and read so."""

from lxml import etree
from lxml.etree import _Element

from ingest.readers.docx.equations import equation
from ingest.readers.docx.names import M, name_of


def begun() -> _Element:
    """A formula without anything in it."""
    return etree.Element(f"{M}oMath")


def part(around: _Element, word: str) -> _Element:
    """A part of a formula that opens: "mf" is a fraction."""
    return etree.SubElement(around, f"{M}{word[1:]}")


def add(element: _Element, text: str) -> None:
    """Text in a part, or the value of a property."""
    above = element.getparent()
    if above is not None and name_of(above).endswith("Pr"):
        element.set(f"{M}val", element.get(f"{M}val", "") + text)
        return
    run = element if name_of(element) == f"{M}r" else etree.SubElement(element, f"{M}r")
    written = etree.SubElement(run, f"{M}t")
    written.text = "".join(each for each in text if each.isprintable())


def text_of(formula: _Element) -> str:
    """The formula in one line."""
    return equation(formula, lambda element: "")
