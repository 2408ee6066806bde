"""Formulas written in one line, as a person would type them: (a+b)/2c, √(x²+1), ∑_(i=1)ⁿ xᵢ.

The parts are text already; what comes out may have gaps (see `runs`), which `closed` makes into
blanks where letters or digits would run together.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ingest.readers.normalise import lowered, raised, struck
from ingest.readers.office.runs import GAP, closed

_ATOM = re.compile(r"[\d.,]+|\w[\u0300-\u036f\u20d0-\u20ff]*|[^\W\d_]{2,}")
_FACTOR = re.compile(r"[\w.,%°′″∞√!\u0300-\u036f\u20d0-\u20ff^]+")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "|": "|", "⟨": "⟩", "‖": "‖", "⌊": "⌋", "⌈": "⌉"}
_UNSEEN = re.compile("[\u2061-\u2064]")  # function application, invisible times and comma
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_DRAWN = frozenset("⏞⏟⏜⏝⎴⎵⏠⏡")  # braces that only show what belongs together
_COMBINING = {
    "^": "\u0302", "ˆ": "\u0302", "̂": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304",
    "‾": "\u0304", "ˉ": "\u0304", "_": "\u0332", "˙": "\u0307", "¨": "\u0308", "→": "\u20d7",
    "⃗": "\u20d7", "´": "\u0301", "`": "\u0300", "ˇ": "\u030c", "˘": "\u0306",
}  # fmt: skip


def seen(text: str) -> str:
    """Without signs that are never drawn."""
    return _UNSEEN.sub("", text)


def plain(text: str) -> str:
    """Without gaps and the space around."""
    return _trimmed(text)


def is_accent(sign: str) -> bool:
    """Whether a sign over a letter is an accent."""
    mark = _COMBINING.get(sign, sign)
    return bool(mark) and unicodedata.combining(mark[0]) > 0


def crossed(text: str) -> str:
    """Struck out."""
    return struck(_trimmed(text))


def fraction(above: str, below: str) -> str:
    """a/b, what is more than one factor in brackets."""
    above, below = _trimmed(above), _trimmed(below)
    upper = above if _FACTOR.fullmatch(above) else bracketed(above)
    return f"{GAP}{upper}/{bracketed(below)}{GAP}"


def binomial(above: str, below: str) -> str:
    """What stands over one another in brackets without a line between."""
    return f"{_trimmed(above)} over {_trimmed(below)}"


def root(inside: str, degree: str = "") -> str:
    """√x, ∛(x+1), ⁿ√(x)."""
    degree = _trimmed(degree)
    sign = _ROOTS.get(degree) or f"{_over(degree)}√"
    return f"{GAP}{sign}{bracketed(_trimmed(inside))}{GAP}"


def scripts(base: str, below: str = "", above: str = "") -> str:
    """xᵢ², with what stands below and above its end."""
    base = _trimmed(base)
    held = base if _FACTOR.fullmatch(base) or len(base) < 2 else bracketed(base)
    return f"{held}{_under(_trimmed(below))}{_over(_trimmed(above))}{GAP}"


def before(base: str, below: str, above: str) -> str:
    """¹⁴₆C, with what stands below and above its beginning."""
    return f"{GAP}{_over(_trimmed(above))}{_under(_trimmed(below))}{_trimmed(base)}"


def operator(sign: str, below: str, above: str, inside: str) -> str:
    """∑_(i=1)ⁿ x, ∫₀¹ f."""
    inside = inside.strip()
    ends = f"{_under(_trimmed(below))}{_over(_trimmed(above))}"
    return f"{GAP}{sign}{ends}{' ' if ends else ''}{inside}"


def function(name: str, of: str) -> str:
    """sin x, lim_(x→0) f(x)."""
    of = of.strip()
    return f"{GAP}{name.strip(GAP)}{'' if _is_bracketed(closed(of)) else ' '}{of}"


def delimited(parts: Sequence[str], opening: str, closing: str, between: str) -> str:
    """(a, b) in whatever brackets."""
    return f"{opening}{between.join(_trimmed(part) for part in parts)}{closing}"


def matrix(rows: Iterable[Iterable[str]]) -> str:
    """a, b; c, d: rows apart by semicolons."""
    return "; ".join(", ".join(_trimmed(cell) for cell in row) for row in rows)


def accented(base: str, sign: str) -> str:
    """x̄, with the accent on each letter."""
    base = _trimmed(base)
    if not is_accent(sign):
        return grouped(base, sign)
    mark = _COMBINING.get(sign, sign)
    if base.isalnum():
        return "".join(each + mark for each in base) + GAP
    return f"{bracketed(base)}{mark}"


def grouped(base: str, sign: str) -> str:
    """Under or over a sign that says more than that it belongs together, an arrow say."""
    base = _trimmed(base)
    return base if not sign or sign in _DRAWN else f"{sign}{_over(base)}"


def bracketed(text: str) -> str:
    """In brackets, where it is more than a number, a letter or a word."""
    return text if _ATOM.fullmatch(text) or _is_bracketed(text) else f"({text})"


def _over(text: str) -> str:
    return _script(text, "^", raised(text))


def _under(text: str) -> str:
    return _script(text, "_", lowered(text))


def _script(text: str, sign: str, small: str) -> str:
    if not text or (small and small[0] not in (text[0], sign)):
        return small
    if all(each in "′″‴*†‡+−-±∗∘°⊤⊥" for each in text):
        return text if sign == "^" and text[0] in "′″‴*°" else f"{sign}{text}"
    return f"{sign}{bracketed(text) if len(text) > 1 else text}"


def _trimmed(text: str) -> str:
    return closed(text).strip()


def _is_bracketed(text: str) -> bool:
    """Whether one pair of brackets holds all of it."""
    end = _BRACKETS.get(text[:1])
    if not end or len(text) < 2 or not text.endswith(end):
        return False
    if end == text[0]:
        return text.count(end) == 2
    depth = 0
    for place, each in enumerate(text):
        depth += (each == text[0]) - (each == end)
        if depth == 0:
            return place == len(text) - 1
    return False
