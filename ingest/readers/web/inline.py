"""What an element inside a line means, written out as text: 10⁶, H₂O, ~~no~~, “so”, ☑, a formula.

Elements stay where they are, with their text changed; all of them can then be read as mere text.
"""

import re
from collections.abc import Callable

from lxml import etree
from lxml.etree import _Element

from ingest.readers import symbols
from ingest.readers.normalise import UNKNOWN, lowered, one_line, raised, struck
from ingest.readers.web.blocks import BLOCKS, set_text, text_of
from ingest.readers.web.images import write_image, write_picture
from ingest.readers.web.mathml import linear
from ingest.readers.web.tree import kinds

_NO_TEXT = "area base datalist frame head iframe link meta param script source style template track"
_NO_TEXT += " noframes xml"
SIGN_UNKNOWN = "a sign of a font of signs is not known; a mark stands in its place"
_UNSUPPORTED = re.compile(r"\b(?:browser|support|HTML5|navigateur|unterstützt|javascript)\b", re.I)
_HIGH = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ^]")
_DEGREE = re.compile(r"\s*[CF]\b")  # after a raised "o": degrees
_STYLED_HIGH = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_STYLED_LOW = re.compile(r"vertical-align\s*:\s*sub\b", re.IGNORECASE)
_STYLED_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_STYLED_FONT = re.compile(
    r"font(?:-family)?\s*:[^;]*?\b(symbol|wingdings(?: [23])?|webdings)\b", re.I
)
_OTHER_FONT = re.compile(r"font(?:-family)?\s*:", re.IGNORECASE)
_HIGH_NAMES = frozenset(("sup", "super", "superscript", "msofootnotereference"))
_LOW_NAMES = frozenset(("subscript",))
_VERSE_NAMES = re.compile(r"\b(?:v|vn|verse|vers|vnum|v-num|verse-?(?:num|number|no))\b", re.I)


def write_out(root: _Element, remark: Callable[[str], None]) -> None:
    """Changes the tree so that its text alone says what its elements inside lines mean.

    `remark` is called with what could not be written out.
    """
    _write_formulas(root)
    etree.strip_elements(root, *_NO_TEXT.split(), with_tail=False)
    _take_one_case(root)
    for element in reversed(list(root.iter(etree.Element))):
        if rewrite := _REWRITES.get(element.tag):
            rewrite(element)
        elif element.tag == "img":
            write_image(element, remark)
        if element.attrib:
            _write_style(element, remark)
    _set_verses_apart(root)


def _before(element: _Element) -> str:
    """The text right before the element in its parent."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        return "" if parent is None else parent.text or ""
    return previous.tail or "".join(previous.itertext())[-20:]


def _raise(element: _Element) -> None:
    words = text_of(element)
    if words.strip() in ("o", "O") and _DEGREE.match(element.tail or ""):
        set_text(element, "°")
    elif not _HIGH.search(words) and not re.fullmatch(r"\s*\[.*\]\s*", words):
        set_text(element, raised(words, _before(element)))


def _lower(element: _Element) -> None:
    words = text_of(element)
    if "_" not in words:
        set_text(element, lowered(words))


def _strike(element: _Element) -> None:
    """Also where it holds whole paragraphs."""
    if "~~" in "".join(element.itertext()):
        return
    if not any(each.tag in BLOCKS or each.tag == "br" for each in element.iter()):
        set_text(element, struck("".join(element.itertext())))
        return
    for each in element.iter():
        each.text = struck(each.text or "")
        if each is not element:
            each.tail = struck(each.tail or "")


def _quote(element: _Element) -> None:
    outer = sum(above.tag == "q" for above in element.iterancestors()) % 2 == 0
    words = one_line("".join(element.itertext()))
    if words[:1] in "“\"«„‘'":
        return
    element.text = ("“" if outer else "‘") + (element.text or "")
    end = "”" if outer else "’"
    if len(element):
        element[-1].tail = (element[-1].tail or "") + end
    else:
        element.text += end


def _write_ruby(element: _Element) -> None:
    """The words, then how they are read: 漢字(かんじ)."""
    readings = [one_line("".join(each.itertext())) for each in element.iter("rt")]
    etree.strip_elements(element, "rt", "rp", "rtc", with_tail=False)
    joint = " " if any(each.isascii() for each in readings) else ""
    reading = joint.join(filter(None, readings))
    set_text(element, "".join(element.itertext()).strip() + (f"({reading})" if reading else ""))


def _write_input(element: _Element) -> None:
    kind = element.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        element.text = " ☑ " if "checked" in element.attrib else " ☐ "
    elif kind not in ("hidden", "submit", "button", "reset", "image", "password", "file"):
        element.text = f" {element.get('value', '')} "


def _write_choice(element: _Element) -> None:
    chosen = [each for each in element.iter("option") if "selected" in each.attrib]
    set_text(element, " " + ", ".join(one_line("".join(each.itertext())) for each in chosen) + " ")


def _write_gauge(element: _Element) -> None:
    if not one_line("".join(element.itertext())) and (value := element.get("value")):
        largest = element.get("max")
        element.text = f" {value}/{largest} " if largest else f" {value} "


def _write_fallback(element: _Element) -> None:
    """What stands for a film or a sound that cannot be shown, other than that it can't."""
    if _UNSUPPORTED.search("".join(element.itertext())):
        set_text(element, "")


def _write_style(element: _Element, remark: Callable[[str], None]) -> None:
    style = element.get("style", "")
    names = frozenset(element.get("class", "").lower().split())
    font = _font(element, style)
    if font:
        _write_signs(element, font, remark)
    if element.tag in BLOCKS or element.tag in ("sup", "sub", "a"):
        if element.tag == "a" and kinds(element) & {"noteref", "doc-noteref"}:
            _raise(element)
        return
    if _STYLED_HIGH.search(style) or names & _HIGH_NAMES:
        _raise(element)
    elif _STYLED_LOW.search(style) or names & _LOW_NAMES:
        _lower(element)
    if _STYLED_STRUCK.search(style):
        _strike(element)


def _font(element: _Element, style: str) -> str | None:
    face: str = element.get("face", "").split(",")[0]
    if face and symbols.is_symbol_font(face):
        return face
    match = _STYLED_FONT.search(style) if style else None
    return match[1] if match else None


def _write_signs(element: _Element, font: str, remark: Callable[[str], None]) -> None:
    """The letters of a font of signs as what they mean, but for those in another font inside."""
    pending = [element]
    while pending:
        each = pending.pop()
        each.text = symbols.written(each.text or "", font)
        for child in each:
            child.tail = symbols.written(child.tail or "", font)
            if "face" not in child.attrib and not _OTHER_FONT.search(child.get("style", "")):
                pending.append(child)
    if UNKNOWN in "".join(element.itertext()):
        remark(SIGN_UNKNOWN)


def _write_formulas(root: _Element) -> None:
    """Each formula once: as MathML, else as the TeX that a script made it of."""
    for script in list(root.iter("script")):
        if script.get("type", "").startswith("math/tex"):
            for other in list(script.itersiblings(preceding=True)):
                if "MathJax" not in other.get("class", "") or one_line(other.tail or ""):
                    break
                set_text(other, "")
            script.tag = "span"
    for math in list(root.iter("math")):
        set_text(math, f" {linear(math)} " if math.get("display") == "block" else linear(math))
        for above in math.iterancestors("span"):
            names = above.get("class", "").split()
            if {"katex", "mwe-math-element", "MathJax"} & set(names):
                _leave_only(above, math)


def _leave_only(element: _Element, math: _Element) -> None:
    """Of a formula and the ways to show it, the formula."""
    if math.text:
        set_text(element, math.text)


def _take_one_case(root: _Element) -> None:
    """Of an EPUB's `switch` the first case that has words, which may be a formula."""
    for switch in list(root.iter("switch")):
        cases = [each for each in switch if one_line("".join(each.itertext()))]
        for other in cases[1:]:
            switch.remove(other)


def _set_verses_apart(root: _Element) -> None:
    """A verse's number does not run into its first word."""
    for element in root.iter("sup", "span", "b", "strong", "a", "small", "em", "i"):
        tail = element.tail or ""
        if not tail[:1].isalpha() or len(element.get("class", "")) > 200:
            continue
        words = "".join(element.itertext()).strip()
        if not (words.isdigit() and len(words) < 4) or _before(element)[-1:].strip():
            continue
        word = re.match(r"[^\W\d_]+", tail)
        named = _VERSE_NAMES.search(element.get("class", "")) is not None
        long = word is not None and len(word[0]) > 2 and (element.tag == "sup" or word[0].istitle())
        if named or long:
            element.tail = " " + tail


_REWRITES: dict[str, Callable[[_Element], None]] = {
    "audio": _write_fallback,
    "del": _strike,
    "input": _write_input,
    "meter": _write_gauge,
    "progress": _write_gauge,
    "q": _quote,
    "ruby": _write_ruby,
    "s": _strike,
    "select": _write_choice,
    "strike": _strike,
    "sub": _lower,
    "sup": _raise,
    "svg": write_picture,
    "video": _write_fallback,
}
