"""MathML, of web pages, books and OpenDocument files, as text in one line.

Gaps (see `runs`) are left at the ends, for `closed` to make into blanks or nothing once it is
known what stands around.
"""

from collections.abc import Callable, Sequence

from lxml.etree import QName, _Element

from ingest.readers.office import linear
from ingest.readers.office.runs import GAP

_OPERATORS = frozenset("∑∏∐∫∬∭∮∯∰⋃⋂⋁⋀⨁⨂⨀")
_APART = frozenset(("annotation", "annotation-xml", "none", "mprescripts", "mspace", "malignmark"))


def formula(element: _Element) -> str:
    """A formula's text; what it does not know keeps its words."""
    name = _name(element)
    if write := _HANDLERS.get(name):
        return write(_parts(element))
    if handle := _SPECIAL.get(name):
        return handle(element)
    if not name or name in _APART:
        return ""
    return _inside(element)


def _inside(element: _Element) -> str:
    """All that is in an element, in order."""
    text = linear.seen(" ".join((element.text or "").split()))
    for child in element:
        text += formula(child)
        text += " ".join((child.tail or "").split())
    return text


def _parts(element: _Element) -> list[str]:
    return [formula(child) for child in element if _name(child)]


def _at(parts: Sequence[str], place: int) -> str:
    """One of the parts, empty where a damaged formula lacks it."""
    return parts[place] if place < len(parts) else ""


def _rest(parts: Sequence[str], count: int) -> str:
    """What stands where no more parts belong."""
    return "".join(parts[count:])


def _fraction(element: _Element) -> str:
    parts = _parts(element)
    write = (
        linear.binomial if element.get("linethickness", "1").startswith("0") else linear.fraction
    )
    return write(_at(parts, 0), _at(parts, 1)) + _rest(parts, 2)


def _below_and_above(below: str, above: str, base: str) -> str:
    if linear.plain(base) in _OPERATORS:
        return linear.operator(linear.plain(base), below, above, "") + GAP
    return linear.scripts(base, below, above)


def _over(element: _Element) -> str:
    parts = _parts(element)
    base, sign = _at(parts, 0), linear.plain(_at(parts, 1))
    if len(sign) == 1 and (linear.is_accent(sign) or element.get("accent") == "true"):
        return linear.accented(base, sign) + _rest(parts, 2)
    return _below_and_above("", sign, base) + _rest(parts, 2)


def _under(element: _Element) -> str:
    parts = _parts(element)
    base, sign = _at(parts, 0), linear.plain(_at(parts, 1))
    if sign in ("_", "\u0332", "¯", "‾"):
        return linear.accented(base, "\u0332") + _rest(parts, 2)
    return _below_and_above(sign, "", base) + _rest(parts, 2)


def _fenced(element: _Element) -> str:
    between = "".join(element.get("separators", ",").split())[:1]
    opening, closing = element.get("open", "("), element.get("close", ")")
    return linear.delimited(_parts(element), opening, closing, f"{between} " if between else "")


def _table(element: _Element) -> str:
    rows = [_parts(row) for row in element if _name(row)]
    text = linear.matrix(rows)
    return text if _stands_in_fences(element) else f"[{text}]"


def _stands_in_fences(element: _Element) -> bool:
    before, after = element.getprevious(), element.getnext()
    fences = [each for each in (before, after) if each is not None and _name(each) == "mo"]
    parent = element.getparent()
    return bool(fences) or (parent is not None and _name(parent) == "mfenced")


def _enclosed(element: _Element) -> str:
    """Struck-out parts are told apart; a root or a frame says what it is."""
    kind, inside = element.get("notation", ""), _inside(element)
    if "strike" in kind:
        return linear.crossed(inside)
    return linear.root(inside) if "radical" in kind else inside


def _operator(element: _Element) -> str:
    text = linear.seen(" ".join("".join(element.itertext()).split()))
    return f"{GAP}{text}{GAP}" if text.isalpha() and len(text) > 1 else text


def _words(element: _Element) -> str:
    text = " ".join("".join(map(str, element.itertext())).split("\n"))
    return linear.seen(text)


def _function_name(element: _Element) -> str:
    text = _inside(element)
    return f"{GAP}{text}{GAP}" if len(text) > 1 else text


def _prescripts(element: _Element) -> str:
    """Scripts after the base in pairs, below and above, and before it after `mprescripts`."""
    children = [child for child in element if _name(child)]
    names = [_name(child) for child in children]
    cut = names.index("mprescripts") if "mprescripts" in names else len(children)
    after, before = [
        [formula(each) for each in part] for part in (children[1:cut], children[cut + 1 :])
    ]
    base = formula(children[0]) if children else ""
    text = linear.scripts(base, "".join(after[::2]), "".join(after[1::2]))
    return linear.before(text, "".join(before[::2]), "".join(before[1::2])) if before else text


def _name(element: _Element) -> str:
    return QName(element).localname.lower() if isinstance(element.tag, str) else ""


_HANDLERS: dict[str, Callable[[Sequence[str]], str]] = {
    "msup": lambda parts: _below_and_above("", _at(parts, 1), _at(parts, 0)) + _rest(parts, 2),
    "msub": lambda parts: _below_and_above(_at(parts, 1), "", _at(parts, 0)) + _rest(parts, 2),
    "msubsup": lambda parts: (
        _below_and_above(_at(parts, 1), _at(parts, 2), _at(parts, 0)) + _rest(parts, 3)
    ),
    "munderover": lambda parts: (
        _below_and_above(_at(parts, 1), _at(parts, 2), _at(parts, 0)) + _rest(parts, 3)
    ),
    "msqrt": lambda parts: linear.root("".join(parts)),
    "mroot": lambda parts: linear.root(_at(parts, 0), _at(parts, 1)) + _rest(parts, 2),
    "mphantom": lambda parts: "",
    "semantics": lambda parts: _at(parts, 0),
}
_SPECIAL: dict[str, Callable[[_Element], str]] = {
    "mfrac": _fraction,
    "mover": _over,
    "munder": _under,
    "mfenced": _fenced,
    "mtable": _table,
    "menclose": _enclosed,
    "mo": _operator,
    "mi": _function_name,
    "mtext": _words,
    "ms": _words,
    "mmultiscripts": _prescripts,
}
