"""What can be done with a passage, in one menu: cite, open, why it is here, what is like it."""

from html import escape

import streamlit as st

from index import Library, Passage, QuothError, Span
from index.answering.answer import Answer
from views import markup, quotation, references
from views.asked import Asked
from views.copying import Copied, copy_button

_CITE, _WHY, _LIKE = "Cite", "Why it is here", "More like it"
_STYLE = "style of citation"


def copied(text: str, passage: Passage, asked: Asked, at: Span | None, style: str) -> Copied:
    """A quotation with its citation and a link to it, plain and rich; an entry goes alone."""
    reference = references.STYLES[style](passage, at)
    if style in references.ENTRIES:
        return Copied(f"{reference}\n")
    shown = references.in_html(style, passage, at)
    rich = f"<blockquote>“{escape(text)}”</blockquote><p>— {shown}</p>"
    link = quotation.href(passage, Asked(asked.question), at)
    return Copied(f"“{text}”\n— {reference}", rich, link)


@st.fragment
def menu(
    library: Library, answer: Answer, asked: Asked, number: int, text: str, at: Span | None
) -> None:
    """The menu of the answer's passage of that number; what it shows is worked out when opened."""
    passage = answer.hits[number].passage
    key = f"{number} {answer.question}"
    opened = st.popover(
        "More",
        icon=":material/more_horiz:",
        type="tertiary",
        key=f"more{key}",
        on_change="rerun",
    )
    with opened:
        words = quotation.link(passage, asked, at, "Open the document here")
        st.html(f'<p class="quoth citation menu">{words}</p>')
    if not opened.open:
        return
    with opened:
        wanted = st.segmented_control(
            "About this passage",
            [_CITE, _WHY, _LIKE],
            default=_CITE,
            key=f"wanted{key}",
            label_visibility="collapsed",
        )
        try:
            if wanted == _WHY:
                st.html(quotation.explanation(library.explain(answer.question, passage)))
            elif wanted == _LIKE:
                _like(library, asked, passage)
            else:
                _cite(asked, passage, text, at, key)
        except QuothError as error:
            st.html(markup.notice("This cannot be shown now.", str(error)))


def _like(library: Library, asked: Asked, passage: Passage) -> None:
    hits = library.like(passage, 3)
    for hit, near in zip(hits, library.closest(asked.question, hits), strict=True):
        st.html(markup.document(hit.passage))
        st.html(quotation.found(hit, near, asked, library.text(hit.passage.document)))


def _cite(asked: Asked, passage: Passage, text: str, at: Span | None, key: str) -> None:
    names = list(references.STYLES)
    style = st.selectbox(
        "Style",
        names,
        index=names.index(st.session_state.get(_STYLE, names[0])),
        key=f"style{key}",
    )
    st.session_state[_STYLE] = style
    shown = references.in_html(style, passage, at)
    st.html(f'<p class="quoth reference">{shown}</p>')
    alone = style in references.ENTRIES
    copy_button(
        f"Copy {style} entry" if alone else "Copy quotation with it",
        copied(text, passage, asked, at, style),
        f"copy{key}",
    )
