"""Fonts whose letters are signs: what "m" in the font Symbol is."""

from ingest.readers.normalise import UNKNOWN

_SYMBOL = dict(
    zip(
        [*range(0x21, 0x7F), *range(0xA1, 0xFF)],
        "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
        "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
        "\ufffd⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
        strict=True,
    )
)
_WINGDINGS = dict(
    zip(
        map(ord, "(*JKLlnoquv§¨Øßàáâèðûüýþ"),
        "☎✉☺😐☹●■☐❑◆❖▪☐➢←→↑↓➔⇨✗✓☒☑",
        strict=True,
    )
)
_WEBDINGS = {ord("a"): "✓", ord("r"): "✗", ord("c"): "☐", ord("g"): "■"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "webdings": _WEBDINGS}
_FONTS |= {"wingdings 2": {}, "wingdings 3": {}}
_PRIVATE = 0xF000  # fonts of signs lie here in files of Word


def is_of_signs(font: str) -> bool:
    """Whether the font's letters are signs."""
    return font.strip(" '\"").casefold() in _FONTS


def as_signs(text: str, font: str) -> str:
    """What letters in such a font mean; UNKNOWN for each that is not known.

    Space, and characters that no such font has at its own places, stay as they are.
    """
    signs = _FONTS[font.strip(" '\"").casefold()]
    written = []
    for character in text:
        code = ord(character)
        place = code - _PRIVATE if _PRIVATE <= code < _PRIVATE + 0x100 else code
        if place > 0xFF or chr(place).isspace() or place < 0x20:
            written.append(character if place > 0xFF else chr(place))
        else:
            written.append(signs.get(place, UNKNOWN))
    return "".join(written)
