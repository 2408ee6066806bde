"""The reader of a document, as the browser runs it: reader.html, reader.css, reader.js."""

from pathlib import Path

from streamlit.components.v2 import component

from index import Span

_FOLDER = Path(__file__).parent
_mount = component(
    "quoth_reader",
    html=(_FOLDER / "reader.html").read_text(encoding="utf-8"),
    css=(_FOLDER / "reader.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "reader.js").read_text(encoding="utf-8"),
)


def reader(document: str, place: Span, question: str = "") -> None:
    """The document of that path at the place, with what the question finds in it."""
    data = {"document": document, "start": place.start, "end": place.end, "q": question}
    _mount(key="reader", data=data)
