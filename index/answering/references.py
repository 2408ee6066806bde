"""Entries of reference lists, known by their form: authors, year, place of publication. Pure."""

import re
from collections.abc import Iterator
from itertools import pairwise

from index.passage import Span

NAMES = frozenset(
    """references|reference list|references cited|references and notes|notes and references
    |selected references|bibliography|selected bibliography|works cited|literature|literature cited
    |cited literature|literatur|literaturverzeichnis|quellen|quellenverzeichnis|schrifttum
    |références|références bibliographiques|bibliographie|referencias|referencias bibliográficas
    |bibliografía|bibliografia|riferimenti|riferimenti bibliografici|referências
    |referências bibliográficas|literatuur|literatuurlijst|referenties|referenser|litteratur
    |litteraturliste|referanser|referencer|lähteet|literatura|piśmiennictwo|irodalom|kaynakça
    |литература|список литературы|література|βιβλιογραφία|参考文献|參考文獻|참고문헌|المراجع
    |ביבליוגרפיה""".replace("\n    ", "").split("|")
)
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĶŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽΑ-ΩА-ЯЁІЇЄ"
_SURNAME = (
    rf"(?:(?:van|von|de|der|den|di|la|le|el|al)[ -])*[{_UPPER}][\w’'-]+(?: [{_UPPER}][\w’'-]+)?"
)
_MARKER = r"\s*(?:[-*+•]\s+)?(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}\.(?=\s))?\s*"
_YEAR = r"(?:1[5-9]|20)\d\d[a-z]?"

_BRACKETED = re.compile(r"\s*\[\d{1,3}\]\s*\S")
_INVERTED = re.compile(
    rf"{_MARKER}{_SURNAME}(?:, ?(?:[{_UPPER}]\.[ -]?){{1,3}}| [{_UPPER}]{{1,3}}(?=[,.;:]| \())"
)
_GIVEN = re.compile(rf"{_MARKER}{_SURNAME}, [{_UPPER}][\w.]+")
_INITIALS_FIRST = re.compile(rf"{_MARKER}(?:[{_UPPER}]\.[ -]?){{1,3}}{_SURNAME}[,.]")
_DATE_AND_TITLE = re.compile(
    rf"\((?:{_YEAR}(?:, [^()]{{1,20}})?|n\.d\.|in press)\)[.,:]?\s+[\"“‘«*_]*[{_UPPER}\d]"
)
_DATED = re.compile(rf"\({_YEAR}(?:, [^()]{{1,20}})?\)|[,.:;] ?{_YEAR}(?:[.;:,]|$)")
_ANY_YEAR = re.compile(rf"\b{_YEAR}\b|\(n\.d\.\)")
_FOUR_DIGITS = re.compile(r"(?:1[5-9]|20)\d\d")  # the same without edges: quick to look for
_BODY_AS_AUTHOR = re.compile(rf"{_MARKER}[{_UPPER}][^.\n]{{2,80}}\. \({_YEAR}")
_ENDS_DATED = re.compile(
    rf"(?:\({_YEAR}\)|[,.:;] ?{_YEAR})(?:[,:.] ?(?:pp?\. ?|S\. ?)?[\d–-]+| \d+[–-]\d+)?[.;]?$"
    r"|https?://\S+$"
)
_VOLUME = re.compile(rf"\b{_YEAR}(?: \w{{3,9}}\.?(?: \d{{1,2}})?)?; ?\d{{1,4}}")
_PLACE = re.compile(
    r"\d\s?\(\d{1,4}(?:[-–]\d{1,3})?\)\s?[,:]|\b\d{1,4} ?[:,] ?e?\d{1,6} ?[-–] ?\d{1,6}"
    r"|\bpp?\. ?\d|\bvol\. ?\d|\bno\. ?\d|\bS\. ?\d+ ?[-–]|\) \d{1,5} ?[-–] ?\d{1,5}\b"
    r"|\bdoi\b|https?://|\bISBN\b|\barXiv\b|\bPMID\b",
    re.IGNORECASE,
)
_PRINTER = re.compile(
    rf"\b(?:Press|Verlag|Publish(?:ers|ing)|Journal|Proceedings|Zeitschrift|Revue|Revista|Thesis"
    rf"|Dissertation)\b|\bJ\. [{_UPPER}]|\bet al\b|\b[Ee]ds?\.|\(Hrsg|\bIn: "
    rf"|[{_UPPER}]\w+: [{_UPPER}][\w &]+, {_YEAR}"
)
_EDGE = re.compile(
    rf"\n\s*\n|\n(?=\s*(?:\[\d{{1,3}}\]|\(\d{{1,3}}\)|\d{{1,3}}\.\s|[-*+•]\s))"
    rf"|\n(?={_SURNAME}(?:, ?[{_UPPER}]\.| [{_UPPER}]{{1,3}}[,.]|, [{_UPPER}]\w+))"
    r"|\s(?=\[\d{1,3}\]\s)"
)
_LINE = re.compile(r"[^\n]+")
_LONGEST_NAME = 40  # characters
_MOST = 0.5  # of the entries under the name of a list, from where the others are parts of it too
_FEWEST = 2  # of them that make a list where nothing names it


def references_in(text: str, name: str) -> list[Span]:
    """The stretches of a passage that are entries of a reference list.

    name: what stands over it, as `apparatus.name_of` gives it
    """
    start = 0 if name in NAMES else _named(text)
    if start is not None:
        before, after = text[:start], list(_entries(text, start))
        found = [entry for entry in after if _listed(entry.of(text))]
        listed = after if len(found) >= _MOST * len(after) else found
        return [*references_in(before, ""), *listed] if start else listed
    if not _FOUR_DIGITS.search(text) and "n.d." not in text:
        return []
    entries = list(_entries(text))
    found = [entry for entry in entries if _formed(entry.of(text))]
    if len(found) < max(_FEWEST, _MOST * len(entries)):
        return found
    return [entry for entry in entries if entry in found or _listed(entry.of(text))]


def _named(text: str) -> int | None:
    """Where the line begins that is the name of a reference list."""
    lines = (line for line in _LINE.finditer(text) if len(line[0]) < _LONGEST_NAME)
    return next((line.start() for line in lines if _bare(line[0]) in NAMES), None)


def _bare(line: str) -> str:
    return line.strip(" :#*0123456789.").casefold()


def _entries(text: str, start: int = 0) -> Iterator[Span]:
    """Where blank lines, numbers or authors at a line's start, or numbers in brackets part it.

    An entry that has a number in brackets and no year goes on after a blank line.
    """
    edges = [start, *(edge.start() for edge in _EDGE.finditer(text, start)), len(text)]
    open_from: int | None = None
    for span in (Span(*ends) for ends in pairwise(edges)):
        entry = span.of(text)
        if not entry.strip():
            continue
        if open_from is not None and not _BRACKETED.match(entry):
            span = Span(open_from, span.end)
        elif open_from is not None:
            yield Span(open_from, span.start)
        undated = _BRACKETED.match(span.of(text)) and not _ANY_YEAR.search(span.of(text))
        open_from = span.start if undated else None
        if not undated:
            yield span
    if open_from is not None:
        yield Span(open_from, len(text))


def _listed(entry: str) -> bool:
    """Whether it can be one where others are, or under the name of a list."""
    entry = entry.strip()
    if _BRACKETED.match(entry) or _INVERTED.match(entry) or _INITIALS_FIRST.match(entry):
        return True
    if _BODY_AS_AUTHOR.match(entry) or _ENDS_DATED.search(entry):
        return True
    return _GIVEN.match(entry) is not None and _ANY_YEAR.search(entry) is not None


def _formed(entry: str) -> bool:
    """Whether it has the whole form, with nothing said over it."""
    entry = entry.strip()
    placed = _PLACE.search(entry) is not None
    if _VOLUME.search(entry) and _INVERTED.match(entry):  # Olsen K, Klein B. Title. J. 1988;4:3-9
        return True
    if (_INVERTED.match(entry) or _GIVEN.match(entry)) and _DATE_AND_TITLE.search(entry[:200]):
        return True  # Olsen, K. (1988). Title.
    dated = _DATED.search(entry) is not None
    if _BRACKETED.match(entry):  # [1] K. Olsen, Title, J. 4 (1988) 3-9
        return dated and (placed or _PRINTER.search(entry) is not None)
    if _INVERTED.match(entry) or _INITIALS_FIRST.match(entry) or _GIVEN.match(entry):
        return dated and (placed or _PRINTER.search(entry) is not None)  # Olsen, Kari. Title, 1988.
    return False
