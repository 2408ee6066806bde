"""Word's equations (OMML) as text in one line."""

import unicodedata
from collections.abc import Callable

from lxml.etree import _Element

from ingest.readers.docx.names import M, W, is_on, name_of, value_of
from ingest.readers.normalise import struck
from ingest.readers.office import linear

_GONE = frozenset(("del", "moveFrom"))
_DEFAULT_OPERATOR = "∫"
_DEFAULT_ACCENT = "\u0302"
_DEFAULT_BRACE = "⏟"

Words = Callable[[_Element], str]
"""The words of an element that is no mathematics."""


def equation(element: _Element, words: Words) -> str:
    """An equation's text; what it does not know keeps its words."""
    return _Equation(words).text(element)


class _Equation:
    """Writes elements by their kind."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def text(self, element: _Element) -> str:
        """One element, with all that is in it."""
        name = name_of(element)
        if name.startswith(W):
            return self._word(element, name[len(W) :])
        kind = name.removeprefix(M)
        if write := _HANDLERS.get(kind):
            return write(self, element)
        if kind.endswith("Pr"):
            return ""
        text = element.text or ""
        own = linear.seen(text) if kind == "t" or not text.isspace() else ""
        return own + self.inside(element)

    def _word(self, element: _Element, kind: str) -> str:
        """What Word puts around parts of an equation, or words inside it."""
        if kind in _GONE or kind.endswith("Pr"):
            return ""
        holds_parts = any(name_of(each).startswith(M) for each in element)
        return self.inside(element) if holds_parts else self.words(element)

    def inside(self, element: _Element | None) -> str:
        """All elements inside, one after the other."""
        return "" if element is None else "".join(self.text(child) for child in element)

    def _part(self, element: _Element, name: str) -> str:
        return self.inside(element.find(f"{M}{name}"))

    def _parts(self, element: _Element, name: str) -> list[str]:
        return [self.inside(part) for part in element.findall(f"{M}{name}")]

    def _said(self, element: _Element, path: str, default: str) -> str:
        """A property's value; the default where it is not there."""
        found = element.find("/".join(f"{M}{step}" for step in path.split("/")))
        return default if found is None else value_of(found, M) or ""

    def _is_on(self, element: _Element, path: str, default: bool = False) -> bool:
        found = element.find("/".join(f"{M}{step}" for step in path.split("/")))
        return is_on(found, M) if found is not None else default

    def _write_run(self, run: _Element) -> str:
        text = self.inside(run)
        return _doubled(text) if self._said(run, "rPr/scr", "") == "double-struck" else text

    def _write_fraction(self, fraction: _Element) -> str:
        above, below = self._part(fraction, "num"), self._part(fraction, "den")
        if self._said(fraction, "fPr/type", "") == "noBar":
            return linear.binomial(above, below)
        return linear.fraction(above, below)

    def _write_raised(self, element: _Element) -> str:
        return linear.scripts(self._part(element, "e"), "", self._part(element, "sup"))

    def _write_lowered(self, element: _Element) -> str:
        return linear.scripts(self._part(element, "e"), self._part(element, "sub"))

    def _write_both(self, element: _Element) -> str:
        below, above = self._part(element, "sub"), self._part(element, "sup")
        return linear.scripts(self._part(element, "e"), below, above)

    def _write_before(self, element: _Element) -> str:
        below, above = self._part(element, "sub"), self._part(element, "sup")
        return linear.before(self._part(element, "e"), below, above)

    def _write_limit_below(self, element: _Element) -> str:
        return linear.scripts(self._part(element, "e"), self._part(element, "lim"))

    def _write_limit_above(self, element: _Element) -> str:
        return linear.scripts(self._part(element, "e"), "", self._part(element, "lim"))

    def _write_root(self, element: _Element) -> str:
        hidden = self._is_on(element, "radPr/degHide")
        return linear.root(self._part(element, "e"), "" if hidden else self._part(element, "deg"))

    def _write_operator(self, element: _Element) -> str:
        sign = self._said(element, "naryPr/chr", _DEFAULT_OPERATOR)
        below, above = self._part(element, "sub"), self._part(element, "sup")
        return linear.operator(sign, below, above, self._part(element, "e"))

    def _write_function(self, element: _Element) -> str:
        return linear.function(self._part(element, "fName"), self._part(element, "e"))

    def _write_brackets(self, element: _Element) -> str:
        opening = self._said(element, "dPr/begChr", "(")
        closing = self._said(element, "dPr/endChr", ")")
        between = self._said(element, "dPr/sepChr", "|")
        return linear.delimited(self._parts(element, "e"), opening, closing, between)

    def _write_matrix(self, element: _Element) -> str:
        rows = linear.matrix(self._parts(row, "e") for row in element.findall(f"{M}mr"))
        return rows if _is_alone_in_brackets(element) else f"[{rows}]"

    def _write_lines(self, element: _Element) -> str:
        lines = (line.replace("&", "") for line in self._parts(element, "e"))
        return "; ".join(line for line in lines if line)

    def _write_accent(self, element: _Element) -> str:
        sign = self._said(element, "accPr/chr", _DEFAULT_ACCENT)
        return linear.accented(self._part(element, "e"), sign)

    def _write_bar(self, element: _Element) -> str:
        above = self._said(element, "barPr/pos", "bot") == "top"
        return linear.accented(self._part(element, "e"), "\u0305" if above else "\u0332")

    def _write_group(self, element: _Element) -> str:
        sign = self._said(element, "groupChrPr/chr", _DEFAULT_BRACE)
        return linear.grouped(self._part(element, "e"), sign)

    def _write_box(self, element: _Element) -> str:
        strikes = ("strikeH", "strikeV", "strikeBLTR", "strikeTLBR")
        crossed = any(self._is_on(element, f"borderBoxPr/{name}") for name in strikes)
        inside = self._part(element, "e")
        return struck(inside) if crossed else inside

    def _write_phantom(self, element: _Element) -> str:
        """A phantom that is not shown only takes room."""
        shown = self._is_on(element, "phantPr/show", default=True)
        return self._part(element, "e") if shown else ""


def _is_alone_in_brackets(matrix: _Element) -> bool:
    around = [name_of(each) for each in matrix.iterancestors()][:2]
    siblings = [*matrix.itersiblings(preceding=True), *matrix.itersiblings()]
    others = [each for each in siblings if not name_of(each).endswith("Pr")]
    return around == [f"{M}e", f"{M}d"] and not others


def _doubled(text: str) -> str:
    """ℝ of R."""
    return "".join(map(_double_struck, text))


def _double_struck(letter: str) -> str:
    if not letter.isascii() or not letter.isalnum():
        return letter
    name = unicodedata.name(letter).replace("LATIN ", "").replace("LETTER ", "")
    for start in ("DOUBLE-STRUCK", "MATHEMATICAL DOUBLE-STRUCK"):
        try:
            return unicodedata.lookup(f"{start} {name}")
        except KeyError:
            continue
    return letter


_HANDLERS: dict[str, Callable[[_Equation, _Element], str]] = {
    "r": _Equation._write_run,
    "f": _Equation._write_fraction,
    "sSup": _Equation._write_raised,
    "sSub": _Equation._write_lowered,
    "sSubSup": _Equation._write_both,
    "sPre": _Equation._write_before,
    "limLow": _Equation._write_limit_below,
    "limUpp": _Equation._write_limit_above,
    "rad": _Equation._write_root,
    "nary": _Equation._write_operator,
    "func": _Equation._write_function,
    "d": _Equation._write_brackets,
    "m": _Equation._write_matrix,
    "eqArr": _Equation._write_lines,
    "acc": _Equation._write_accent,
    "bar": _Equation._write_bar,
    "groupChr": _Equation._write_group,
    "borderBox": _Equation._write_box,
    "phant": _Equation._write_phantom,
}
