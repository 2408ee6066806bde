"""Formulas in MathML as one line of text: (a + b)/2, √(x), x², ∑_(i=1)^n."""

from collections.abc import Sequence

from lxml.etree import _Element

from ingest.readers.normalise import lowered, one_line, raised, struck

_RELATIONS = frozenset("=<>≤≥≠≈≡∼≅∝→←↔⇒⇔∈∉⊂⊆≪≫")
_BETWEEN = frozenset("+-−±∓×÷·⋅∗∧∨∪∩")
_ACCENTS = {
    "¯": "\u0304", "‾": "\u0304", "ˉ": "\u0304", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303",
    "˜": "\u0303", "→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307", "¨": "\u0308",
}  # fmt: skip
_ASIDE = frozenset(("annotation", "annotation-xml", "mphantom", "none"))
_FUNCTION, _INVISIBLE = "\u2061", frozenset("\u2062\u2063\u2064")
_DEEPEST = 100


def linear(math: _Element) -> str:
    """The formula's text; its source in another notation only where it has no other."""
    words = one_line(_row(math, 0))
    if words:
        return words
    sources = [one_line("".join(each.itertext())) for each in math.iter("annotation")]
    return next(filter(None, [*sources, math.get("alttext") or ""]), "")


def _written(element: _Element, depth: int) -> str:
    tag = element.tag
    if tag in _ASIDE:
        return ""
    if depth > _DEEPEST:
        return "".join(element.itertext())
    parts = [_written(each, depth + 1) for each in element] if tag in _FORMS else []
    if tag in _FORMS and len(parts) >= _FORMS[tag]:
        return _formed(element, tag, parts)
    if tag == "mtable":
        return "; ".join(_written(each, depth + 1) for each in element)
    if tag in ("mtr", "mlabeledtr"):
        return ", ".join(_row(each, depth) for each in element)
    if tag == "mfenced":
        return _fenced(element, [_written(each, depth + 1) for each in element])
    if tag == "mmultiscripts":
        return _scripts(element, [_written(each, depth + 1) for each in element])
    if tag == "msqrt":
        return "√" + _apart(_row(element, depth))
    words = _row(element, depth)
    if tag == "mspace":
        return " "
    if tag == "menclose" and "strike" in element.get("notation", ""):
        return struck(words)
    return words


_FORMS = {"mfrac": 2, "msup": 2, "msub": 2, "msubsup": 3, "mroot": 2}
_FORMS |= {"mover": 2, "munder": 2, "munderover": 3}


def _formed(element: _Element, tag: str, parts: Sequence[str]) -> str:
    base, *others = map(one_line, parts)
    if tag == "mfrac":
        if (
            element.get("linethickness", "").strip("0.ptx ") == ""
            and "linethickness" in element.attrib
        ):
            return f"({base} over {others[0]})"
        return f"{_apart(base)}/{_apart(others[0])}"
    if tag == "mroot":
        return f"{raised(others[0])}√{_apart(base)}"
    if tag == "mover" and others[0] in _ACCENTS and len(base) == 1:
        return base + _ACCENTS[others[0]]
    base = _apart(base)
    if tag in ("msup", "mover"):
        return base + _high(others[0])
    low = lowered(others[0])
    return base + low + (_high(others[1]) if len(others) > 1 else "")


def _high(text: str) -> str:
    """Raised; signs that are so by nature (x′, x*) as they are."""
    return raised(text) if any(each.isalnum() for each in text) else text


def _apart(text: str) -> str:
    """In brackets unless it is one thing."""
    words = one_line(text)
    alone = words.isalnum() or words.replace(".", "").replace(",", "").isdigit()
    bracketed = words[:1] == "(" and words.find(")") == len(words) - 1
    return words if alone or bracketed or len(words) < 2 else f"({words})"


def _row(element: _Element, depth: int) -> str:
    """The element's own text and its parts side by side, relations apart from what they relate."""
    written = [element.text or ""]
    before: str | None = None
    for child in element:
        text = _written(child, depth + 1) if isinstance(child.tag, str) else ""
        sign = text.strip()
        infix = sign in _RELATIONS or (sign in _BETWEEN and before == "operand")
        if child.tag == "mo" and infix:
            text = f" {sign} "
        elif sign == _FUNCTION:
            text = " "
        elif sign in _INVISIBLE:
            text = ""
        if before == "operand" and child.tag != "mo" and _would_run_on(written[-2], text):
            text = f" {text}"
        if sign:
            before = "operator" if child.tag == "mo" and sign not in ")]}!" else "operand"
        written += [text, child.tail or ""]
    return written[0].strip() if not len(element) and element.tag != "mtext" else "".join(written)


def _would_run_on(before: str, after: str) -> bool:
    """Whether two names or two numbers would be read as one."""
    if before[-1:].isdigit():
        return after[:1].isdigit()
    a_name = any(len(each) > 1 and each.isalpha() for each in (before[-2:], after[:2]))
    return before[-1:].isalpha() and after[:1].isalpha() and a_name


def _fenced(element: _Element, parts: Sequence[str]) -> str:
    between = element.get("separators", ",").strip()[:1]
    joint = f"{between} " if between else " "
    ends: tuple[str, str] = element.get("open", "("), element.get("close", ")")
    return ends[0] + joint.join(map(one_line, parts)) + ends[1]


def _scripts(element: _Element, parts: Sequence[str]) -> str:
    """A base with numbers at its corners: those before it come first (¹⁴₆C)."""
    tags = [each.tag for each in element]
    cut = tags.index("mprescripts") if "mprescripts" in tags else len(parts)
    after, before = parts[1:cut], parts[cut + 1 :]
    return _corners(before, high_first=True) + "".join(parts[:1]) + _corners(after)


def _corners(parts: Sequence[str], high_first: bool = False) -> str:
    written = ""
    for low, high in zip(parts[::2], [*parts[1::2], ""], strict=False):
        pair = [lowered(one_line(low)), _high(one_line(high))]
        written += "".join(reversed(pair) if high_first else pair)
    return written
