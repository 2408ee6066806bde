"""The passages of an index in two dimensions, by the principal components of their vectors."""

from collections import Counter
from html import escape
from textwrap import shorten
from typing import Any

import altair as alt
import numpy as np
import streamlit as st

from index import Library
from index.answering.answer import Answer
from index.passage import Passage
from views import history, markup
from views.asked import Asked
from views.opened import BY_FOLDER
from views.quotation import link
from views.shown import text_of

_MOST = 5000  # points
_TEXT = 160  # characters of a passage that hover shows, at most
COLOURS = ("#4f7fd9", "#c8641e", "#2f8f5b", "#b455b0", "#a07a10", "#1f8a9c", "#d0506b", "#7a6fd0")
OPACITY = 0.85
"""With it, each colour has at least 3 to 1 against a white page and a dark one."""
_GREY = "#808080"
_OTHERS = "others"
_TOP = "(top folder)"
_PLACE = "map-place"
_HEIGHT = 200  # pixels for the passage of a point
_STYLE = f"""<style>
:has(> .st-key-{_PLACE}) {{ position: sticky; top: 4rem; z-index: 2;
  background: light-dark(#fff, #171614); }}
.quoth.key {{ list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap;
  gap: 0.25rem 1.25rem; font-size: 0.95rem; }}
.quoth.key li {{ margin: 0; overflow-wrap: anywhere; }}
.quoth.key i {{ display: inline-block; width: 0.9rem; height: 0.9rem; border-radius: 50%;
  vertical-align: -0.1rem; }}
@media (max-width: 640px) {{ #vg-tooltip-element {{ display: none; }} }}
</style>"""
_HINT = markup.remark(
    "Choose a point to see its passage here. Passages that mean alike lie near one another."
)
_KINDS = {"passage": "circle", "answer": "diamond", "question": "cross"}


@st.fragment
def show(library: Library) -> None:
    """The map, drawn when asked for; a click on a point shows its passage and the way to it."""
    if not st.toggle("Draw the map", key="map"):
        st.html(markup.remark("Passages as points: near one another where they mean alike."))
        return
    answers = history.asked()
    points = drawn(library, library.newest().token, answers[-1] if answers else None)
    place = st.container(key=_PLACE, height=_HEIGHT, border=True)  # no point moves for it
    st.html(_STYLE + key(points))
    state = st.altair_chart(
        chart(points),
        width="stretch",
        key="points",
        on_select="rerun",
        selection_mode="chosen",
        alt="A map of the passages; the list under Ask leads to the same places",
    )
    chosen = state["selection"].get("chosen") or []
    passages = [library.passage_at(str(each["document"]), int(each["start"])) for each in chosen]
    with place:
        st.html(
            "".join(_shown(each, library.text(each.document)) for each in passages if each) or _HINT
        )


def _colours(points: list[dict[str, Any]]) -> dict[str, str]:
    """The colour of each group, those that share one last; the question's group is nameless."""
    groups = {point["group"] for point in points}
    named = sorted(groups - {"", _OTHERS})
    shared = sorted(groups & {"", _OTHERS}, reverse=True)
    return dict(zip(named, COLOURS, strict=False)) | dict.fromkeys(shared, _GREY)


def key(points: list[dict[str, Any]]) -> str:
    """What the colours and shapes mean, HTML."""
    rows = "".join(
        f'<li><i style="background:{colour}"></i> <bdi>{escape(group)}</bdi></li>'
        for group, colour in _colours(points).items()
        if group
    )
    kinds = {point["kind"] for point in points}
    if "question" in kinds:
        rows += "<li>✚ your last question</li>"
    if "answer" in kinds:
        rows += "<li>◆ what was found for it</li>"
    return f'<ul class="quoth key" aria-label="Key to the map">{rows}</ul>'


def chart(points: list[dict[str, Any]]) -> alt.Chart:
    """The points; a selection "chosen" tells which was clicked, and is drawn larger."""
    colours = _colours(points)
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
                scale=alt.Scale(domain=list(colours), range=list(colours.values())),
                legend=None,
            ),
            shape=alt.Shape(
                "kind:N",
                scale=alt.Scale(domain=list(_KINDS), range=list(_KINDS.values())),
                legend=None,
            ),
            size=alt.when(chosen)
            .then(alt.value(420))
            .when(is_passage)
            .then(alt.value(60))
            .otherwise(alt.value(260)),
            opacity=alt.when(chosen)
            .then(alt.value(1))
            .when(is_passage)
            .then(alt.value(OPACITY))
            .otherwise(alt.value(1)),
            tooltip=[
                alt.Tooltip("document:N", title="Document"),
                alt.Tooltip("text:N", title="Text"),
            ],
        )
        .properties(height=520)
        .add_params(chosen)
    )
    return drawing


def _shown(passage: Passage, text: str) -> str:
    """The passage of a point that was chosen, with the way to it, HTML."""
    return (
        f'<figure class="quoth answer"><figcaption class="citation">'
        f"{link(passage, Asked(), None)}</figcaption>"
        f'<blockquote class="passage">{text_of(passage, text)}</blockquote></figure>'
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
            "text": shorten(passage.text, _TEXT, placeholder=" …"),
        }
        for passage, (x, y) in ((passage, axes @ vector) for passage, vector in sample)
    ]


def groups_of(documents: list[str]) -> dict[str, str]:
    """Each document's group, which has a colour: itself where there are few, else its folder.

    Of more folders than there are colours, the smallest are "others".
    """
    few = len(set(documents)) <= len(COLOURS)
    names = {each: each if few else each.rpartition("/")[0] or _TOP for each in documents}
    most = Counter(names[each] for each in documents).most_common(len(COLOURS))
    kept = {name for name, _ in most}
    return {each: name if name in kept else _OTHERS for each, name in names.items()}


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs=BY_FOLDER)
def _axes(library: Library, token: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The two directions in which the vectors differ most, shape (2, dimension)."""
    vectors = np.array([vector for _, vector in library.sample(_MOST)], dtype=np.float32)
    centred = vectors - vectors.mean(axis=0)
    values, directions = np.linalg.eigh(centred.T @ centred)
    return np.ascontiguousarray(directions[:, np.argsort(values)[::-1][:2]].T)
