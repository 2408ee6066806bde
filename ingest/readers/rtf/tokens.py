"""Rich Text Format's tokens: groups, control words, letters in escapes, and text."""

import re
from collections.abc import Container, Iterator
from typing import Literal, NamedTuple

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|([^\\{}\r\n]+)|([{}])|\\'([0-9a-fA-F]{2})|\\(.)",
    re.DOTALL,
)
Kind = Literal["open", "close", "word", "byte", "sign", "text"]
_KINDS: tuple[Kind, ...] = ("word", "word", "word", "text", "open", "byte", "sign")


class Token(NamedTuple):
    """`text` is a control word, a sign after a backslash, one byte or a stretch of text.

    end: where it ends in the file
    """

    kind: Kind
    text: str
    number: int | None
    end: int


def tokens(source: str, known: Container[str]) -> Iterator[Token]:
    """All tokens in order; line breaks of the file and binary data are none.

    Of words that are not `known` and follow one another, as most of a file's words do, the first
    stands for all.
    """
    place = 0
    is_known = True
    while place < len(source):
        start, place = place, len(source)
        for match in _TOKEN.finditer(source, start):
            kind, end = _KINDS[match.lastindex or 0], match.end()
            if kind == "word":
                word, was_known = match[1], is_known
                is_known = word in known
                if not (is_known or was_known or word == "bin"):
                    continue
                number = int(match[2]) if match[2] else None
                yield Token(kind, word, number, end)
                if word == "bin" and number:
                    place = end + max(0, number)
                    break
                continue
            is_known = True  # so that a word after this begins anew
            if kind == "open":
                yield Token("open" if match[4] == "{" else "close", "", None, end)
            elif kind == "byte":
                yield Token(kind, chr(int(match[5], 16)), None, end)
            else:
                yield Token(kind, match[match.lastindex or 0], None, end)
