"""The passages of an index in two dimensions, by the principal components of their vectors."""

from collections import Counter
from html import escape
from typing import Any

import altair as alt
import numpy as np
import streamlit as st

from index import Library
from index.answering.answer import Answer
from index.passage import citation_parts
from views import history, markup
from views.opened import BY_FOLDER

_MOST = 5000  # points
_TEXT = 160  # characters of a passage that hover shows
_COLOURS = ("#4f7fd9", "#c8641e", "#2f8f5b", "#b455b0", "#a07a10", "#1f8a9c", "#d0506b", "#7a6fd0")
"""Each at least 3 to 1 against a white page and a dark one."""
_GREY = "#808080"
_OTHERS = "others"
_KINDS = {"passage": "circle", "answer": "diamond", "question": "cross"}


def show(library: Library) -> None:
    """The map, drawn when asked for; a click on a point shows its passage and the way to it."""
    if not st.toggle("Draw the map", key="map"):
        st.html(markup.remark("Passages as points: near one another where they mean alike."))
        return
    answers = history.asked()
    points = drawn(library, library.newest().token, answers[-1] if answers else None)
    st.html(
        markup.remark(
            "Choose a point to see its passage. Passages that mean alike lie near one another; "
            "◆ are those of your last answer, ✚ is its question."
        )
    )
    place = st.container()
    state = st.altair_chart(
        chart(points),
        width="stretch",
        key="points",
        on_select="rerun",
        selection_mode="chosen",
        alt="A map of the passages; the list under Ask leads to the same places",
    )
    with place:
        for point in state["selection"].get("chosen") or []:
            _place(library, str(point["document"]), int(point["start"]))


def chart(points: list[dict[str, Any]]) -> alt.Chart:
    """The points, with a key to the colours; a selection "chosen" tells which was clicked."""
    groups = [each for each, _ in Counter(point["group"] for point in points).most_common()]
    named = sorted(each for each in groups if each not in ("", _OTHERS))
    domain = [*named, *({"", _OTHERS} & set(groups))]
    colours = [*_COLOURS[: len(named)], *[_GREY] * (len(domain) - len(named))]
    chosen = alt.selection_point(name="chosen", fields=["document", "start"], empty=False)
    is_passage = "datum.kind === 'passage'"
    drawing: alt.Chart = (
        alt.Chart(alt.InlineData(values=points))
        .mark_point(filled=True, cursor="pointer")
        .encode(
            x=alt.X("x:Q", axis=None),
            y=alt.Y("y:Q", axis=None),
            color=alt.Color(
                "group:N",
                scale=alt.Scale(domain=domain, range=colours),
                legend=alt.Legend(
                    title=None, orient="bottom", columns=3, values=named, symbolOpacity=1
                ),
            ),
            shape=alt.Shape(
                "kind:N",
                scale=alt.Scale(domain=list(_KINDS), range=list(_KINDS.values())),
                legend=None,
            ),
            size=alt.condition(is_passage, alt.value(60), alt.value(260)),
            opacity=alt.condition(is_passage, alt.value(0.75), alt.value(1.0)),
            tooltip=[alt.Tooltip("document:N"), alt.Tooltip("text:N")],
        )
        .properties(height=520)
        .add_params(chosen)
    )
    return drawing


def _place(library: Library, document: str, start: int) -> None:
    """The passage of a point that was clicked, with the way to it."""
    passage = library.passage_at(document, start)
    if passage is None:
        return
    href = escape(f"read?{markup.address(document=document, start=passage.start, end=passage.end)}")
    *above, _ = (f"<bdi>{escape(part)}</bdi>" for part in citation_parts(passage))
    st.html(
        f'<figure class="quoth answer"><blockquote>{escape(passage.text)}</blockquote>'
        f'<figcaption class="citation"><a href="{href}" target="_self">{" › ".join(above)}</a>'
        "</figcaption></figure>"
    )


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
    return [*points, question | {"start": 0, "group": ""}]


@st.cache_resource(max_entries=2, show_spinner="Laying out the map…", hash_funcs=BY_FOLDER)
def _points(library: Library, token: str) -> list[dict[str, Any]]:
    axes = _axes(library, token)
    sample = library.sample(_MOST)
    groups = groups_of([passage.document for passage, _ in sample])
    return [
        {
            "x": float(x),
            "y": float(y),
            "kind": "passage",
            "document": passage.document,
            "group": groups[passage.document],
            "start": passage.start,
            "text": passage.text[:_TEXT],
        }
        for passage, (x, y) in ((passage, axes @ vector) for passage, vector in sample)
    ]


def groups_of(documents: list[str]) -> dict[str, str]:
    """Each document's group, which has a colour: itself where there are few, else its folder.

    Of more folders than there are colours, the smallest are "others".
    """
    few = len(set(documents)) <= len(_COLOURS)
    names = {each: each if few else each.rpartition("/")[0] or "." for each in documents}
    most = Counter(names[each] for each in documents).most_common(len(_COLOURS))
    kept = {name for name, _ in most}
    return {each: name if name in kept else _OTHERS for each, name in names.items()}


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs=BY_FOLDER)
def _axes(library: Library, token: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The two directions in which the vectors differ most, shape (2, dimension)."""
    vectors = np.array([vector for _, vector in library.sample(_MOST)], dtype=np.float32)
    centred = vectors - vectors.mean(axis=0)
    values, directions = np.linalg.eigh(centred.T @ centred)
    return np.ascontiguousarray(directions[:, np.argsort(values)[::-1][:2]].T)
