"""What is found for a question, as HTML: the answer, the passages beside it, why they are there."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from index.answering.answer import Answer
from index.answering.closest import Closest
from index.answering.explain import Explanation
from index.library import surroundings
from index.passage import Hit, Passage, Span, citation_parts, count_of
from views.asked import NAMES, Asked
from views.citing import cited
from views.markup import document, in_place
from views.shown import Marked, in_excerpt, text_of


def words_for(answer: Answer) -> str:
    """How sure it is, in one word or two."""
    if answer.verdict == "not_found":
        return "Not found"
    return "Very likely" if answer.certainty == "sure" else "Perhaps"


def heading(words: str) -> str:
    """A heading over a part of the page."""
    return f'<h2 class="quoth part">{escape(words)}</h2>'


def announced(words: str, question: str) -> str:
    """What a screen reader says of a question when it appears; nobody sees it."""
    return (
        f'<p class="quoth said" hidden data-say="{escape(words)}" data-of="{escape(question)}"></p>'
    )


def certainty(answer: Answer) -> str:
    """How sure the answer is, over it, with what it lacks where it is not."""
    right = min(99, round(answer.confidence * 100))
    lacks = f" {answer.missing.sentence}" if answer.certainty != "sure" else ""
    return (
        f'<h2 class="quoth part">{words_for(answer)} <small>of 100 such answers about {right} are '
        f"right.{escape(lacks.rstrip())}</small></h2>"
    )


def quoted(answer: Answer, asked: Asked, text: str) -> str:
    """The first passage with what answers marked: fully where that is sure, else dashed.

    `text` is its document's. Where a heading answers, it is what is marked, over the passage. Needs
    a quotation.
    """
    quote, passage = answer.quote, answer.hits[0].passage
    if quote is None:
        return ""
    how = "" if answer.certainty == "sure" else "perhaps"
    marks = [Marked(span, "also") for span in quote.also]
    span = Span(quote.start, quote.end)
    if quote.in_heading:
        marking = f' class="{how}"' if how else ""
        over = f"<mark{marking}>{escape(quote.text)}</mark>\n"
    else:
        over, marks = "", [*marks, Marked(span, how)]
    sure = "" if answer.certainty == "sure" else " doubtful"
    return (
        f'<figure class="quoth answer{sure}">{document(passage)}'
        f'<blockquote class="passage">{over}{text_of(passage, text, marks)}</blockquote>'
        f"{caption(answer.hits[0], asked, span)}{_exact(passage, text)}</figure>"
    )


def found(hit: Hit, near: Closest, asked: Asked, text: str) -> str:
    """A passage that was found: where it is closest is marked lightly, all around it one click."""
    return (
        f'<figure class="quoth found"><blockquote class="passage">'
        f"{in_excerpt(hit.passage, text, near.sentence, near.words)}</blockquote>"
        f"{caption(hit, asked, near.sentence)}{_exact(hit.passage, text)}</figure>"
    )


def pending(hits: Sequence[Hit], text: Callable[[str], str]) -> str:
    """The first passages found, before they are read: under the place that the answer will take.

    `text` gives a document's.
    """
    cards = "".join(
        f'<div class="card">{document(hit.passage)}<div class="passage">'
        f"{in_excerpt(hit.passage, text(hit.passage.document), None)}</div>"
        f'<p class="citation">{escape(cited(hit.passage))}</p></div>'
        for hit in hits
    )
    return (
        '<div class="quoth pending"><p class="citation">Reading what was found, for the '
        "answer…</p><i></i><i></i><i></i><i></i></div>"
        f'<div class="quoth pending-others" aria-hidden="true">{cards}</div>'
    )


def caption(hit: Hit, asked: Asked, at: Span | None) -> str:
    """Where the passage stands, and where its like stand, each a link to the place."""
    lines = [link(hit.passage, asked, at)]
    if hit.alike:
        lines.append(escape(f"Nearly the same in {count_of(len(hit.alike), 'other place')}:"))
        lines += (link(passage, asked, None) for passage in hit.alike)
    return f'<figcaption class="citation">{"<br>".join(lines)}</figcaption>'


def link(passage: Passage, asked: Asked, at: Span | None, words: str = "") -> str:
    """The citation, leading to the document opened there; an ordinary link."""
    shown = escape(words or cited(passage, at))
    return f'<a href="{escape(href(passage, asked, at))}" target="_self"><bdi>{shown}</bdi></a>'


def href(passage: Passage, asked: Asked, at: Span | None) -> str:
    """The address of the place, with what was asked, so that the way back leads to that."""
    place = at or Span(passage.start, passage.end)
    address = {"document": passage.document, "start": place.start, "end": place.end}
    return f"read?{urlencode(address | asked.address(), doseq=True)}"


def back(address: Mapping[str, Sequence[str]]) -> str:
    """A link from a document to the answer that led there, whose address `href` keeps in its."""
    there = {name: values for name, values in address.items() if name in NAMES}
    shown = escape(f"./?{urlencode(there, doseq=True)}")
    return (
        f'<p class="quoth citation"><a href="{shown}" target="_self">← Back to the answer</a></p>'
    )


def explanation(explained: Explanation) -> str:
    """Why a passage was found in words, with the figures behind a click."""
    words = [f"<mark class='closest'>{escape(word)}</mark>" for word in explained.words]
    lines = [
        f"By what it means it stands {_place(explained.dense_rank)}.",
        f"By its words it stands {_place(explained.lexical_rank)}.",
    ]
    listed = "".join(f"<li>{line}</li>" for line in lines)
    listed += f"<li>Words of the question in it: {', '.join(words) or 'none'}.</li>"
    return f'<ul class="quoth why">{listed}</ul>{_shares(explained)}'


def _shares(explained: Explanation) -> str:
    """What each word adds to the likeness in meaning: shaded, with the figures on a click."""
    exact = f"Likeness of question and passage: cosine {explained.cosine:.2f}."
    if not explained.shares:
        return f'<p class="quoth citation">{escape(exact)}</p>'
    most = max(abs(share.share) for share in explained.shares) or 1.0
    shaded = " ".join(
        f'<span class="share" style="background: rgba(255, 196, 0, '
        f'{0.45 * max(0.0, share.share / most):.2f})">{escape(share.word)}</span>'
        for share in explained.shares
    )
    best = sorted(explained.shares, key=lambda share: -share.share)[:5]
    named = ", ".join(f"{share.word} {share.share:+.3f}" for share in best)
    return (
        '<p class="quoth citation">By its shade, what each word adds to the likeness:</p>'
        f'<p class="quoth why">{shaded}</p><details class="quoth"><summary>Exact figures</summary>'
        f'<p class="citation">{escape(exact)} Added by: {escape(named)}.</p></details>'
    )


def _place(rank: int | None) -> str:
    return f"in place {rank}" if rank else "not among the first hundred"


def _exact(passage: Passage, text: str) -> str:
    """The place to the character, and the text around it, behind a click."""
    *above, characters = (f"<bdi>{escape(part)}</bdi>" for part in citation_parts(passage))
    return (
        "<details><summary>Surrounding text and exact place</summary>"
        f'<p class="citation">{" › ".join(above)}, {characters}</p>'
        f"{in_place(passage, surroundings(text, passage))}</details>"
    )
