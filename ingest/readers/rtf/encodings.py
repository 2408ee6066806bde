"""How the bytes of a Rich Text file are letters: by its code page, and by each font's."""

import codecs
from dataclasses import dataclass

from ingest.readers.normalise import UNKNOWN
from ingest.readers.symbols import is_symbol_font

_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_PAGES = {65001: "utf-8", 10000: "mac_roman", 1361: "johab", 936: "gbk"}
_OF_SIGNS = 2
_PRIVATE = 0xF000
USUAL = "cp1252"


@dataclass(slots=True)
class Font:
    """A font of the file's table."""

    name: str = ""
    charset: int | None = None
    page: int | None = None
    is_named: bool = False


def page_name(number: int | None) -> str:
    """The encoding of a code page; the usual one of a page that nobody knows."""
    name = _PAGES.get(number or 0) or f"cp{number}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return USUAL


class Letters:
    """Turns bytes into letters, also where one letter takes two."""

    def __init__(self, page: str, font: Font | None) -> None:
        self.font = font.name if font else ""
        self._is_of_signs = font is not None and (
            font.charset == _OF_SIGNS or is_symbol_font(font.name)
        )
        self._decoder = codecs.getincrementaldecoder(_encoding(page, font))("replace")
        self.is_whole = True

    def read(self, text: str) -> str:
        """Text of one character a byte as it looks; what is not whole yet waits for the rest."""
        if self._is_of_signs:
            return text if is_symbol_font(self.font) else "".join(map(_private, text))
        if self.is_whole and text.isascii():
            return text
        read = self._decoder.decode(text.encode("latin-1", "replace"))
        self.is_whole = not self._decoder.getstate()[0]
        return read

    def rest(self) -> str:
        """A mark for half a letter that was left."""
        if self.is_whole:
            return ""
        self._decoder.reset()
        self.is_whole = True
        return UNKNOWN


def _encoding(page: str, font: Font | None) -> str:
    if font is None:
        return page
    if font.page:
        return page_name(font.page)
    return _CHARSETS.get(font.charset if font.charset is not None else 1, page)


def _private(letter: str) -> str:
    """A sign of a font that has no table."""
    return letter if letter.isspace() else chr(_PRIVATE + (ord(letter) & 0xFF))
