"""What the reader fetches of a document, piece by piece, without a rerun of the page's script.

All of it is only read, of documents of the index alone, behind the same door as the pages.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit import config

from index import Library, QuothError, Span
from index.answering.answer import Certainty
from index.letters import Rectangle
from index.passage import Passage
from views.finding import MOST
from views.opened import opened
from views.printed import NoPage, Printed
from views.reading import Reading, passage_around, reading

WHERE = "reading"
_WIDEST = 3200  # pixels of a picture
_STEP = 160  # widths are multiples of it, so that few pictures serve all windows
_MOST_ON_PAGE = 300  # places that are drawn on a page
_MOST_FOUND = 20  # passages of a document that a question finds
_HEADERS = {"Cache-Control": "private, no-cache", "Content-Security-Policy": "default-src 'none'"}
_FOR_LONG = {**_HEADERS, "Cache-Control": "private, max-age=86400, immutable"}


class Renewed(Exception):
    """The document was read anew, so the offsets that were asked for may mean other words."""


def routes(folder: Path, library: Callable[[], Library] | None = None) -> list[Route]:
    """The addresses of the pieces. `library` gives one that finds for questions."""
    pieces = _Pieces(folder, library or (lambda: opened(folder)))
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    root = f"/{base}/{WHERE}" if base else f"/{WHERE}"
    return [
        Route(f"{root}/{name}", _guarded(piece), methods=["GET"])
        for name, piece in (
            ("document", pieces.document),
            ("part", pieces.part),
            ("parts", pieces.parts),
            ("find", pieces.find),
            ("places", pieces.places),
            ("page", pieces.page),
            ("found", pieces.found),
        )
    ]


def _guarded(piece: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """The piece, or in words why there is none. A plain function runs in a thread of its own."""

    def answered(request: Request) -> Response:
        try:
            return piece(request)
        except Renewed:
            return _words(409, "This document has changed since it was opened. Open it again.")
        except (QuothError, NoPage) as error:
            return _words(404, str(error))
        except (ValueError, KeyError, IndexError):
            return _words(400, "There is nothing under this address.")

    return answered


def _words(status: int, words: str) -> Response:
    return JSONResponse({"words": words}, status, _HEADERS)


class _Pieces:
    def __init__(self, folder: Path, library: Callable[[], Library]) -> None:
        self._library = Library(folder)
        self._finding = library
        self._printed = Printed()

    def document(self, request: Request) -> Response:
        """What there is of a document: its parts, pages and contents."""
        read = reading(self._library, request.query_params["document"])
        outline = read.outline
        return JSONResponse(
            {
                "document": outline.document,
                "token": read.token,
                "file": outline.sha256,
                "printed": read.file is not None,
                "length": len(outline.text),
                "parts": [each.span.start for each in read.parts],
                "pages": [[each.number, each.label, each.start] for each in outline.pages],
                "contents": [asdict(each) for each in read.contents],
            },
            headers=_HEADERS,
        )

    def part(self, request: Request) -> Response:
        """A part's text as HTML."""
        html = self._html(request)
        return JSONResponse({"html": html(_number(request.query_params["part"]))}, headers=_HEADERS)

    def parts(self, request: Request) -> Response:
        """The text of all parts, which goes to paper."""
        read, html = self._asked(request), self._html(request)
        return JSONResponse({"parts": [*map(html, range(len(read.parts)))]}, headers=_HEADERS)

    def _html(self, request: Request) -> Callable[[int], str]:
        """What gives a part's text with its marks."""
        read, place = self._asked(request), _span(request)
        passage = passage_around(self._library, read.outline.document, place)
        find = request.query_params.get("find", "")
        return lambda number: read.part_html(number, place, passage, find)

    def find(self, request: Request) -> Response:
        """Where words stand."""
        found = self._asked(request).found(request.query_params.get("find", ""))
        spans = [[each.start, each.end] for each in found.spans]
        told = {"spans": spans, "apart": found.apart, "more": len(spans) >= MOST}
        return JSONResponse(told, headers=_HEADERS)

    def places(self, request: Request) -> Response:
        """Where the place, and what was found, stand on a printed page."""
        read, asked = self._asked(request), request.query_params
        if read.file is None:
            raise NoPage("This document has no printed pages.")
        number = _number(asked["page"])
        whole = read.page_span(number)
        hits = read.hits_in(whole, asked.get("find", ""))[:_MOST_ON_PAGE]
        place = _span(request)
        passage = passage_around(self._library, read.outline.document, place)
        wanted = [_inside(each, whole) for each in (place, passage, *(span for _, span in hits))]
        found = self._printed.places(read.file, number, whole.of(read.outline.text), wanted)
        boxes = [[_box(each) for each in place] for place in found.places] or [[], []]
        lost = place.start < whole.end and place.end > whole.start and not boxes[0]
        lost = lost and place.start < place.end
        return JSONResponse(
            {
                "total": found.pages,
                "place": boxes[0],
                "passage": boxes[1],
                "hits": [[hit, box] for (hit, _), box in zip(hits, boxes[2:], strict=False)],
                "words": found.reason
                or ("Its words cannot be told on the page." if lost else None),
            },
            headers=_HEADERS,
        )

    def page(self, request: Request) -> Response:
        """A page's picture."""
        read = reading(self._library, request.query_params["document"])
        if read.file is None:
            raise NoPage("This document has no printed pages.")
        width = min(_WIDEST, max(1, -(-_number(request.query_params["width"]) // _STEP)) * _STEP)
        number = _number(request.query_params["page"])
        picture = self._printed.picture(read.file, number, width)
        return Response(picture, media_type="image/png", headers=_FOR_LONG)

    def found(self, request: Request) -> Response:
        """The passages of the document that a question finds, nearest first, with how sure."""
        read = reading(self._library, request.query_params["document"])
        document, library = read.outline.document, self._finding()
        question = request.query_params["q"].strip()[:2000]
        answer = library.ask(question, _MOST_FOUND, within=lambda path: path == document)
        nearest = library.closest(question, answer.hits)
        rows, answered = [], answer.verdict == "answered"
        for number, (hit, near) in enumerate(zip(answer.hits, nearest, strict=True)):
            certainty = answer.certainty if not number else "none"
            row = _found(read, hit.passage, near.sentence)
            rows.append({**row, "how": _how(certainty, hit.verdict if answered else None)})
        return JSONResponse({"passages": rows, "answered": answered}, headers=_HEADERS)

    def _asked(self, request: Request) -> Reading:
        """The document asked for, as it was when its parts were told."""
        read = reading(self._library, request.query_params["document"])
        if request.query_params.get("token", read.token) != read.token:
            raise Renewed
        return read


def _found(read: Reading, passage: Passage, sentence: Span | None) -> dict[str, Any]:
    """A passage by its likeliest sentence, which is what is opened and marked."""
    place = sentence or Span(passage.start, passage.end)
    text = read.words(place)
    return {
        "start": place.start,
        "end": place.end,
        "heading": passage.heading[-1] if passage.heading else "",
        "text": text if len(text) < 140 else text[:140].rsplit(" ", 1)[0] + " …",
    }


def _how(certainty: Certainty, verdict: float | None) -> str:
    """How sure it is that a passage answers, in words; no verdict counts where none does."""
    if certainty != "none":
        return "very likely the answer" if certainty == "sure" else "perhaps the answer"
    return "may answer too" if verdict is not None and verdict > 0 else "near the question"


def _span(request: Request) -> Span:
    asked = request.query_params
    start, end = _number(asked.get("start", "0")), _number(asked.get("end", "0"))
    return Span(start, max(start, end))


def _number(words: str) -> int:
    if not (words.isascii() and words.isdecimal() and len(words) < 12):
        raise ValueError(words)
    return int(words)


def _inside(span: Span, whole: Span) -> Span:
    """The part of the span that lies in the whole, in offsets of that."""
    start = min(max(span.start, whole.start), whole.end)
    end = min(max(span.end, start), whole.end)
    return Span(start - whole.start, end - whole.start)


def _box(rectangle: Rectangle) -> Sequence[float]:
    edges = (rectangle.left, rectangle.top, rectangle.right, rectangle.bottom)
    return [round(each, 5) for each in edges]
