"""A passage cited as bibliographies want it: plain, APA, Vancouver, BibTeX, RIS.

What a document's metadata does not state is left out, or said as the style says it ("n.d."); the
locator is the printed page.
"""

import re
import unicodedata
from collections.abc import Callable
from html import escape

from index.passage import Passage, Span
from views.citing import cited, page_locator, pages, section, year_of
from views.names import Name, names

_BIBTEX = {
    **{sign: f"\\{sign}" for sign in "%&$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}
_KEY_WORDS = re.compile(r"[a-z0-9]{4,}")


def plain(passage: Passage, at: Span | None = None) -> str:
    """The author, and the place in words for people."""
    place = cited(passage, at)
    return f"{passage.author}: {place}" if passage.author else place


def apa(passage: Passage, at: Span | None = None) -> str:
    """A reference by the manual's seventh edition; a work without an author begins with its title.

    "Miller, J. M., & Smith, A. (2021). Lithium guideline (p. 8)."
    """
    title, where = _one_line(passage.label), pages(passage, at)
    year = f"({year_of(passage) or 'n.d.'})"
    located = f" ({where})" if where else ""
    if authors := _joined([_apa_name(name) for name in names(passage.author)]):
        return f"{authors} {year}. {_ended(title + located)}"
    return f"{_ended(title + located)} {year}."


def vancouver(passage: Passage, at: Span | None = None) -> str:
    """A reference as medical journals print it; of more than six authors, six "et al".

    "Miller JM, Smith A. Lithium guideline. 2021. p. 8."
    """
    authors = [f"{name.family} {name.initials}".strip() for name in names(passage.author)]
    if len(authors) > 6:
        authors = [*authors[:6], "et al"]
    parts = [
        ", ".join(authors),
        _one_line(passage.label),
        year_of(passage) or "[date unknown]",
        pages(passage, at),
    ]
    return " ".join(_ended(part) for part in parts if part)


def bibtex(passage: Passage, at: Span | None = None) -> str:
    """An entry; `pages` is the locator, `note` the section."""
    authors = names(passage.author)
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in authors),
        "title": f"{{{_bibtex(_one_line(passage.label))}}}",
        "year": year_of(passage),
        "pages": page_locator(passage, at).replace("–", "--"),
        "note": _bibtex(section(passage)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value.strip("{}")]
    return "\n".join([f"@misc{{{_key(passage, authors)},", *lines, "}"])


def ris(passage: Passage, at: Span | None = None) -> str:
    """An entry of type GEN; SP and EP are the locator's first and last page."""
    first, _, last = page_locator(passage, at).partition("–")
    lines = [("TY", "GEN")]
    lines += [
        ("AU", ", ".join(filter(None, (name.family, name.given)))) for name in names(passage.author)
    ]
    lines += [
        ("TI", _one_line(passage.label)),
        ("PY", year_of(passage)),
        ("DA", (passage.date or "").replace("-", "/")),
        ("SP", first),
        ("EP", last),
        ("N1", section(passage)),
    ]
    told = [f"{tag}  - {value}" for tag, value in lines if value]
    return "\n".join([*told, "ER  - "])


STYLES: dict[str, Callable[[Passage, Span | None], str]] = {
    "Plain": plain,
    "APA": apa,
    "Vancouver": vancouver,
    "BibTeX": bibtex,
    "RIS": ris,
}
"""The styles by the names that people know."""
ENTRIES = ("BibTeX", "RIS")
"""Those that a program reads: they are copied alone, without the quotation."""


def in_html(style: str, passage: Passage, at: Span | None = None) -> str:
    """The same as HTML: APA prints the title in italics."""
    text = escape(STYLES[style](passage, at))
    title = escape(_one_line(passage.label))
    return text.replace(title, f"<i>{title}</i>", 1) if style == "APA" else text


def _apa_name(name: Name) -> str:
    letters = re.findall(r"-?\w", name.initials)
    given = "".join(f"{each}." if each[0] == "-" else f" {each}." for each in letters).strip()
    return f"{name.family}, {given}" if given else name.family


def _joined(authors: list[str]) -> str:
    """Ended by a point; of more than twenty, nineteen and the last."""
    if len(authors) > 20:
        listed = f"{', '.join(authors[:19])}, … {authors[-1]}"
    elif len(authors) > 1:
        listed = f"{', '.join(authors[:-1])}, & {authors[-1]}"
    else:
        listed = "".join(authors)
    return _ended(listed) if listed else ""


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _bibtex_name(name: Name) -> str:
    family = _bibtex(name.family)
    return f"{family}, {_bibtex(name.given)}" if name.given else f"{{{family}}}"


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in text)


def _key(passage: Passage, authors: tuple[Name, ...]) -> str:
    """Family name, year and the title's first long word, in plain letters."""
    family = "".join(re.findall("[a-z0-9]+", _ascii(authors[0].family))) if authors else ""
    word = _KEY_WORDS.search(_ascii(passage.label))
    return f"{family}{year_of(passage)}{word[0] if word else ''}" or "document"


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
