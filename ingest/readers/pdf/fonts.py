"""What a PDF's fonts are, as far as it tells one kind of text from another."""

import ctypes
import re
from typing import NamedTuple

from pypdfium2 import raw

from ingest.readers.pdf.calls import font_of_object, mode_of_object

_STROKED_TOO = 2  # a text rendering mode, by which programs make letters bold
_FIXED_PITCH = 1  # a flag of a font
_BOLD = re.compile(r"bold|black|heavy|semibold|\bcmbx", re.IGNORECASE)
_MONO = re.compile(
    r"courier|mono|nimbusmon|consol|menlo|monaco|typewriter|\b(?:cm|ec|lm|sf|tx)tt|source ?code",
    re.IGNORECASE,
)


class Font(NamedTuple):  # and no dataclass: it is a key for each run of a page
    """What of a font tells a heading from text, and text from a listing.

    bold:  by its name
    heavy: by the width of its stems, as the file states it, which is not always true
    """

    bold: bool
    heavy: bool
    mono: bool


class Fonts:
    """The fonts of a file, each looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, Font] = {}
        self._stroked: dict[int, Font] = {}

    def of(self, address: int) -> Font:
        """The font of the text object at that address: one record for each of the file's."""
        thing = ctypes.c_void_p(address)
        font = font_of_object(thing) or 0
        known = self._known.get(font)
        if known is None:
            known = self._known[font] = _described(ctypes.cast(font, raw.FPDF_FONT))
        if known.bold or mode_of_object(thing) != _STROKED_TOO:
            return known
        return self._stroked.setdefault(font, known._replace(bold=True))


def _described(font: object) -> Font:
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, name, len(name))
    words = name.value.decode("utf-8", "replace")
    fixed = raw.FPDFFont_GetFlags(font) & _FIXED_PITCH
    heavy = raw.FPDFFont_GetWeight(font) >= 600
    mono = bool(fixed) or bool(_MONO.search(words))
    return Font(bool(_BOLD.search(words)), heavy, mono)
