"""The passages of an index in two dimensions, by the principal components of their vectors."""

from typing import Any

import numpy as np
import streamlit as st

from index import Library
from index.answering.answer import Answer
from views.opened import BY_FOLDER

_MOST = 5000  # points
_TEXT = 160  # characters of a passage that hover shows


def drawn(library: Library, token: str, answer: Answer | None) -> list[dict[str, Any]]:
    """A point a passage, the last question's and those of its answers told apart."""
    points = [dict(point) for point in _points(library, token)]
    if answer is None:
        return points
    found = {(hit.passage.document, hit.passage.start) for hit in answer.hits}
    for point in points:
        if (point["document"], point["start"]) in found:
            point["kind"] = "answer"
    place = _axes(library, token) @ library.vector_of(answer.question)
    x, y = (float(value) for value in place)
    question = {"x": x, "y": y, "kind": "question", "document": "", "text": answer.question}
    return [*points, question]


@st.cache_resource(max_entries=2, show_spinner="Laying out the map…", hash_funcs=BY_FOLDER)
def _points(library: Library, token: str) -> list[dict[str, Any]]:
    axes = _axes(library, token)
    return [
        {
            "x": float(x),
            "y": float(y),
            "kind": "passage",
            "document": passage.document,
            "start": passage.start,
            "text": passage.text[:_TEXT],
        }
        for passage, (x, y) in (
            (passage, axes @ vector) for passage, vector in library.sample(_MOST)
        )
    ]


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs=BY_FOLDER)
def _axes(library: Library, token: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The two directions in which the vectors differ most, shape (2, dimension)."""
    vectors = np.array([vector for _, vector in library.sample(_MOST)], dtype=np.float32)
    centred = vectors - vectors.mean(axis=0)
    values, directions = np.linalg.eigh(centred.T @ centred)
    return np.ascontiguousarray(directions[:, np.argsort(values)[::-1][:2]].T)
