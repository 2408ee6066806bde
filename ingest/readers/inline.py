"""What an element inside a line means, written out as text: 10⁶, H₂O, ~~no~~, “so”, ☑, a formula.

Elements stay where they are, with their text changed; all of them can then be read as mere text.
"""

import re
from collections.abc import Callable, Iterator

from lxml import etree
from lxml.etree import _Element

from ingest.readers import fonts
from ingest.readers.mathml import linear
from ingest.readers.normalise import UNKNOWN, lowered, means_something, one_line, raised, struck
from ingest.readers.tree import kinds

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main "
    "menu nav ol optgroup p plaintext pre search section summary table tbody td tfoot th thead tr "
    "ul xmp".split()
)
_NO_TEXT = "area base datalist frame head iframe link meta param script source style template track"
_NO_TEXT += " noframes xml"
IMAGE_WITHOUT_WORDS = "an image without words stands in a line; a mark is in its place"
SIGN_UNKNOWN = "a sign of a font of signs is not known; a mark stands in its place"
_UNSUPPORTED = re.compile(r"\b(?:browser|support|HTML5|navigateur|unterstützt|javascript)\b", re.I)
_FILE = re.compile(r"\S*\.(?:png|gif|jpe?g|svg|webp|bmp|tiff?|wmf|emf)|image\s?\d*", re.IGNORECASE)
_FORMULA = re.compile(r"[\\{}=^<>≤≥±×÷√∑∫∂→]|\d\s*[+*/−]\s*\d")
_HIGH = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ^]")
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
_ICON = 60  # pixels of an image that might be a sign in a line, at most


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
            _write_image(element, remark)
        if element.attrib:
            _write_style(element, remark)
    _set_verses_apart(root)


def text_of(element: _Element) -> str:
    """All words inside, those of nested blocks on lines of their own."""
    parts: list[str] = []
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if each.tag in BLOCKS and each is not element:
            parts.append("\n")
        if event == "start":
            parts.append("\n" if each.tag == "br" else each.text or "")
        elif each is not element:
            parts.append(each.tail or "")
    return "".join(parts)


def _set(element: _Element, text: str) -> None:
    """The element becomes mere text."""
    tail = element.tail
    for child in list(element):
        element.remove(child)
    element.text, element.tail = text, tail


def _before(element: _Element) -> str:
    """The text right before the element in its parent."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        return "" if parent is None else parent.text or ""
    return previous.tail or "".join(previous.itertext())[-20:]


def _raise(element: _Element) -> None:
    words = text_of(element)
    if not _HIGH.search(words) and not re.fullmatch(r"\s*\[.*\]\s*", words):
        _set(element, raised(words, _before(element)))


def _lower(element: _Element) -> None:
    words = text_of(element)
    if "_" not in words:
        _set(element, lowered(words))


def _strike(element: _Element) -> None:
    """Also where it holds whole paragraphs."""
    if "~~" in "".join(element.itertext()):
        return
    if not any(each.tag in BLOCKS or each.tag == "br" for each in element.iter()):
        _set(element, struck("".join(element.itertext())))
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
    _set(element, "".join(element.itertext()).strip() + (f"({reading})" if reading else ""))


def _write_input(element: _Element) -> None:
    kind = element.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        element.text = " ☑ " if "checked" in element.attrib else " ☐ "
    elif kind not in ("hidden", "submit", "button", "reset", "image", "password", "file"):
        element.text = f" {element.get('value', '')} "


def _write_choice(element: _Element) -> None:
    chosen = [each for each in element.iter("option") if "selected" in each.attrib]
    _set(element, " " + ", ".join(one_line("".join(each.itertext())) for each in chosen) + " ")


def _write_gauge(element: _Element) -> None:
    if not one_line("".join(element.itertext())) and (value := element.get("value")):
        largest = element.get("max")
        element.text = f" {value}/{largest} " if largest else f" {value} "


def _write_picture(element: _Element) -> None:
    """A drawing's labels; else its name, where it stands in a line as a sign might."""
    words = [one_line("".join(each.itertext())) for each in element.iter("text")]
    if not any(words) and _stands_in_line(element) and not _in_control(element):
        said = [element.get("aria-label"), *(each.text for each in element.iter("title"))]
        words = [one_line(next(filter(None, said), ""))]
    _set(element, " ".join(["", *filter(None, words), ""]) if any(words) else "")


def _write_fallback(element: _Element) -> None:
    """What stands for a film or a sound that cannot be shown, other than that it can't."""
    if _UNSUPPORTED.search("".join(element.itertext())):
        _set(element, "")


def _write_image(element: _Element, remark: Callable[[str], None]) -> None:
    words = one_line(element.get("alt", ""))
    known = bool(words) and not _FILE.fullmatch(words)
    if not _stands_in_line(element):
        formula = known and (_FORMULA.search(words) or "math" in element.get("class", ""))
        element.text = words if formula else ""
    elif known:
        element.text = words
    elif ("alt" not in element.attrib or words) and _might_be_a_sign(element):
        element.text = UNKNOWN
        remark(IMAGE_WITHOUT_WORDS)


def _stands_in_line(element: _Element) -> bool:
    """Whether there are words in the same line."""
    return any(means_something(text) for text in _beside(element))


def _beside(element: _Element) -> Iterator[str]:
    """The texts before and after an element, up to the next block or line break."""
    for forward in (False, True):
        yield "".join(_reach(element, forward))


def _reach(element: _Element, forward: bool) -> Iterator[str]:
    each = element
    while each is not None and each.tag not in BLOCKS:
        if forward:
            yield each.tail or ""
        for sibling in each.itersiblings(preceding=not forward):
            if sibling.tag in BLOCKS or sibling.tag == "br":
                return
            yield "".join(sibling.itertext()) + (sibling.tail or "")
        parent = each.getparent()
        if not forward and parent is not None:
            yield parent.text or ""
        each = parent


def _might_be_a_sign(element: _Element) -> bool:
    """Whether an image without words stands between words, and is about as small as they are."""
    sizes = [element.get(name, "").removesuffix("px") for name in ("width", "height")]
    small = all(int(size) <= _ICON for size in sizes if size.isdecimal() and len(size) < 6)
    seen = not any(size in ("0", "1") for size in sizes)
    return small and seen and all(means_something(text) for text in _beside(element))


def _in_control(element: _Element) -> bool:
    return any(above.tag in ("a", "button") for above in element.iterancestors())


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
    if face and fonts.is_of_signs(face):
        return face
    match = _STYLED_FONT.search(style)
    return match[1] if match else None


def _write_signs(element: _Element, font: str, remark: Callable[[str], None]) -> None:
    """The letters of a font of signs as what they mean, but for those in another font inside."""
    pending = [element]
    while pending:
        each = pending.pop()
        each.text = fonts.as_signs(each.text or "", font)
        for child in each:
            child.tail = fonts.as_signs(child.tail or "", font)
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
                _set(other, "")
            script.tag = "span"
    for math in list(root.iter("math")):
        _set(math, f" {linear(math)} " if math.get("display") == "block" else linear(math))
        for above in math.iterancestors("span"):
            names = above.get("class", "").split()
            if {"katex", "mwe-math-element", "MathJax"} & set(names):
                _leave_only(above, math)


def _leave_only(element: _Element, math: _Element) -> None:
    """Of a formula and the ways to show it, the formula."""
    if math.text:
        _set(element, math.text)


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
    "svg": _write_picture,
    "video": _write_fallback,
}
