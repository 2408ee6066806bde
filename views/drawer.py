"""Draws a PDF's pages and finds words on them, in a process of its own: the file may be hostile.

What it is asked comes on standard input: a line of JSON, and as many bytes as that says; its answer
goes to standard output likewise. It gets the file's bytes and opens nothing itself.
"""

import io
import json
import math
import sys
from collections import OrderedDict
from typing import Any, BinaryIO

from index.letters import Letter, letters_of
from index.passage import Span
from index.places import rectangles_on

_MEMORY = 2_000_000_000  # bytes
_PIXELS = 16_000_000  # of a picture, at most
_WIDTHS = 4  # times as high as wide that a page may be before it is drawn smaller
_KEPT = 8  # pages whose letters are kept

Answer = tuple[dict[str, Any], bytes]


class Drawer:
    """One PDF, opened once."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self._pdf = pypdfium2.PdfDocument(data)
        self._pdf.init_forms()
        self._letters: OrderedDict[int, list[Letter]] = OrderedDict()

    def answer(self, asked: dict[str, Any], body: bytes) -> Answer:
        """What is asked: a picture of a page, or where stretches of its text stand on it."""
        number = asked["page"]
        if not 0 < number <= len(self._pdf):
            return {"error": "The file has no such page.", "pages": len(self._pdf)}, b""
        if asked["do"] == "draw":
            return {}, self._drawn(number, asked["width"])
        text = body.decode()
        found = [
            [
                [each.left, each.top, each.right, each.bottom]
                for each in rectangles_on(
                    self._letters_of(number), text, Span(start, end), Span(0, len(text))
                )
            ]
            if start < end
            else []
            for start, end in asked["spans"]
        ]
        return {"pages": len(self._pdf), "places": found}, b""

    def _drawn(self, number: int, width: int) -> bytes:
        page = self._pdf[number - 1]
        across, up = page.get_size()
        scale = min(width / across, _WIDTHS * width / up, math.sqrt(_PIXELS / (across * up)))
        out = io.BytesIO()
        page.render(scale=scale).to_pil().save(out, "PNG", compress_level=1)
        page.close()
        return out.getvalue()

    def _letters_of(self, number: int) -> list[Letter]:
        if number not in self._letters:
            page = self._pdf[number - 1]
            self._letters[number] = letters_of(page)
            page.close()
            if len(self._letters) > _KEPT:
                self._letters.popitem(last=False)
        self._letters.move_to_end(number)
        return self._letters[number]


def main() -> None:
    """Answers until nothing more is asked."""
    asking, answering = sys.stdin.buffer, sys.stdout.buffer
    drawer: Drawer | None = None
    import pypdfium2 as pdfium

    _limit()
    for line in iter(asking.readline, b""):
        asked = json.loads(line)
        body = asking.read(asked["bytes"])
        try:
            if asked["do"] == "open" or drawer is None:
                drawer = Drawer(body)
                _send(answering, {}, b"")
            else:
                _send(answering, *drawer.answer(asked, body))
        except (pdfium.PdfiumError, MemoryError, ValueError, ArithmeticError):
            _send(answering, {"error": "The page cannot be drawn; the file is damaged."}, b"")


def _send(answering: BinaryIO, answer: dict[str, Any], body: bytes) -> None:
    answering.write(json.dumps({**answer, "bytes": len(body)}).encode() + b"\n" + body)
    answering.flush()


def _limit() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass


if __name__ == "__main__":
    main()
