"""Tables of contents, known by their form: leaders, page numbers, links. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.passage import Span

NAMES = frozenset(
    """contents|table of contents|list of figures|list of tables|toc|inhalt|inhaltsverzeichnis
    |inhaltsübersicht|table des matières|sommaire|índice|índice general|contenido|indice|sommario
    |sumário|inhoud|inhoudsopgave|innehåll|innehållsförteckning|indhold|innhold|sisällys
    |spis treści|obsah|tartalom|içindekiler|оглавление|содержание|зміст|περιεχόμενα|目次|目录|目錄
    |차례|목차|المحتويات|תוכן העניינים""".replace("\n    ", "").split("|")
)
_LINE = re.compile(r"[^\n]+")
_PAGE = r"(?:pp?\. ?|S\. ?)?(?P<page>\d{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7})"
_LED = re.compile(rf"(?:(?:[.·․_…][ \u00a0]?){{4,}}|(?:…\s?){{2,}})\s*{_PAGE}(?=\s|$)")
_SPACED = re.compile(rf"\w\S*(?:\t| {{3,}})\s*{_PAGE}$")
_TRAILING = re.compile(rf"\w\S*\s+{_PAGE}$")
_LINK = re.compile(r"^\W*(?:\d[\d.]*\s+)?\[[^\]\n]+\]\(#[^)\s]*\)\W*$")
_SENTENCE_END = re.compile(r"[.!;:,]\W*$")
_SIGNS = ("..", ". .", "··", "…", "․", "‥", "__", "](#", "\t", "   ")
_LONGEST_NAME = 40  # characters
_MOST = 2 / 3  # of the lines, from where the others are parts of the table too
_FEWEST = 3  # entries that make a table where no heading says so
_MANY = 6  # of them that do whatever they say
_TITLE = re.compile(r"\?|^\W*\d+(?:\.\d+)*\.?\s+[^\W\d]|^\W*(?:chapter|part|kapitel|teil)\b", re.I)
_MEASURE = re.compile(
    r"\b(?:[µm]?g|[km]g|ml|kg|years?|months?|weeks?|hours?|doses?)\b|[%€$£]", re.I
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, and the page numbers at the ends of its entries."""

    span: Span
    pages: tuple[str, ...] = ()


def contents_in(text: str, name: str, title: str) -> list[Span]:
    """The stretches of a passage that are lines of a table of contents.

    name, title: what stands over it, as `apparatus.name_of` gives them
    """
    under = _named(text)
    if not (name in NAMES or under is not None or any(sign in text for sign in _SIGNS)):
        return []
    lines = [Span(*line.span()) for line in _LINE.finditer(text, under or 0) if line[0].strip()]
    named = name in NAMES or under is not None
    found = _led(text, lines, named or title in NAMES) or _aligned(text, lines, named)
    found += _linked(text, lines, named)
    if len(found) < _MOST * len(lines):
        return found
    return [line for line in lines if line in found or not _SENTENCE_END.search(line.of(text))]


def _named(text: str) -> int | None:
    """Where the first line begins that is the name of a table of contents."""
    lines = (line for line in _LINE.finditer(text) if len(line[0]) < _LONGEST_NAME)
    return next((line.start() for line in lines if line[0].strip(" :#*").casefold() in NAMES), None)


def _led(text: str, lines: Sequence[Span], named: bool) -> list[Span]:
    """Lines of words, leader and page number, once or several times, with nothing after it."""
    found = [line for span in lines if (line := _tiled(text, span)).pages]
    pages = [page for line in found for page in line.pages]
    if named or (_rising(pages) and _titles(text, found)):
        return [line.span for line in found]
    return []


def _linked(text: str, lines: Sequence[Span], named: bool) -> list[Span]:
    """Lines that link to a place in the document; under a table's name, questions too."""
    found = [line for line in lines if _LINK.search(line.of(text))]
    if named:
        return found + [line for line in lines if line.of(text).rstrip(" *").endswith("?")]
    return found if len(found) >= _FEWEST else []


def _tiled(text: str, span: Span) -> _Line:
    line = span.of(text).rstrip()
    found = list(_LED.finditer(line))
    edges = [0, *(edge for match in found for edge in match.span()), len(line)]
    words = [line[start:end] for start, end in list(pairwise(edges))[::2]]
    if not found or words.pop().strip() or not all(re.search(r"\w", each) for each in words):
        return _Line(span)
    return _Line(span, tuple(match["page"] for match in found))


def _aligned(text: str, lines: Sequence[Span], named: bool) -> list[Span]:
    """Lines with a page number at the end, far from the words or under a table's name."""
    pattern = _TRAILING if named else _SPACED
    found = [
        _Line(span, (match["page"],)) for span in lines if (match := pattern.search(span.of(text)))
    ]
    if len(found) < 2 or len(found) < _MOST * (len(lines) - named):
        return []
    rising = _rising([line.pages[0] for line in found], strictly=True)
    return [line.span for line in found] if rising and (named or _titles(text, found)) else []


def _rising(pages: Sequence[str], strictly: bool = False) -> bool:
    """Whether the numbers never fall, those in Roman figures left out."""
    numbers = [int(page) for page in pages if page.isdecimal()]
    if strictly and numbers and numbers[0] == numbers[-1]:
        return False
    return all(one <= other for one, other in pairwise(numbers))


def _titles(text: str, lines: Sequence[_Line]) -> bool:
    """Whether so many lines, or what they say, can hardly be a list of prices or doses."""
    words = "\n".join(line.span.of(text) for line in lines)
    entries = sum(len(line.pages) for line in lines)
    if entries < _FEWEST or _MEASURE.search(words):
        return False
    telling = sum(bool(_TITLE.search(line.span.of(text))) for line in lines)
    return entries >= _MANY or telling >= _MOST * len(lines)
