"""Text from documents as HTML that shows it and never interprets it."""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from index.answering.explain import Explanation
from index.library import Surroundings
from index.passage import Hit, Passage, Span, citation_parts, count_of
from index.store.catalog import Listed
from views.rendered import Marked, passage_html

STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 4rem; }
.quoth { font-size: 1.05rem; line-height: 1.6; margin: 0; }
.quoth p, .quoth blockquote, .quoth .passage { margin: 0; border: 0; padding: 0; color: inherit;
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.quoth.answer { border-left: 4px solid #b8860b; padding-left: 1rem; }
.quoth.answer blockquote { font-size: 1.15rem; }
.quoth.pending { border-left: 4px dotted; padding-left: 1rem; opacity: 0.6; }
.quoth.pending blockquote { font-size: 1.15rem; }
.quoth.pending-others { opacity: 0.6; margin-top: 14rem; }
.quoth.pending-others .card { border: 1px solid rgba(128, 128, 128, 0.3); border-radius: 0.5rem;
  padding: 1rem; margin-bottom: 1rem; }
.quoth mark { color: inherit; background: rgba(255, 196, 0, 0.32); text-decoration: underline;
  text-decoration-color: #b8860b; text-underline-offset: 0.2em; text-decoration-thickness: 2px; }
.quoth mark.also { background: none; text-decoration-style: dotted; }
.quoth .citation, .quoth.citation { font-size: 0.88rem; opacity: 0.85; margin-top: 0.5rem;
  overflow-wrap: anywhere; }
.quoth a { color: inherit; }
.quoth .around { opacity: 0.75; }
.quoth.notice { border: 1px dashed; border-radius: 0.5rem; padding: 0.75rem 1rem; }
.quoth.title { font-weight: 600; overflow-wrap: anywhere; }
.quoth summary { cursor: pointer; font-size: 0.88rem; }
.quoth .share { padding: 0 0.1em; border-radius: 0.2em; }
.quoth meter { width: 6rem; vertical-align: middle; }
.quoth :is(.p, li, td, th, h2, h3, h4, h5, h6) { white-space: normal; margin: 0 0 0.5rem; }
.quoth :is(h2, h3, h4, h5, h6) { font-size: 1.05em; padding: 0; }
.quoth :is(ul, ol) { margin: 0 0 0.5rem; padding-left: 1.6rem; white-space: normal; }
.quoth :is(pre, .plain) { white-space: pre-wrap; margin: 0 0 0.5rem; }
.quoth :is(td, th) { border: 1px solid rgba(128, 128, 128, 0.4); padding: 0.2rem 0.5rem; }
.quoth details.link, .quoth details.link summary { display: inline; font-size: inherit; }
.quoth details.link::details-content { display: inline; }
.quoth details.link summary { list-style: none; text-decoration: underline dotted; }
.quoth .where { font-size: 0.85em; margin: 0 0.3em; }
.quoth .picture::before { content: "Picture: "; opacity: 0.8; }
.quoth.now { font-size: 1.1rem; padding: 0; margin: 0; }
.quoth.facts dt { font-weight: 600; margin-top: 0.5rem; }
.quoth.facts dd { margin: 0; overflow-wrap: anywhere; }
[data-testid="stBaseButton-tertiary"] p { text-align: left; }
</style>"""
_SHORT = 300  # characters of a passage that is not the answer
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&:=@^])")
_LIKELY = (
    (0.9, "Very likely the answer"),
    (0.7, "Probably the answer"),
    (0.0, "Perhaps the answer"),
)


def plain(text: str) -> str:
    """Text for a label of Streamlit's, which reads Markdown: shown as it is."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def back(question: str) -> str:
    """A link to the answer again."""
    return _ask(question, "← Back to the answer")


def again(question: str) -> str:
    """A link that asks the question."""
    return _ask(question, "Ask it again")


def _ask(question: str, words: str) -> str:
    href = escape(f"./?{urlencode({'q': question})}")
    return f'<p class="quoth citation"><a href="{href}" target="_self">{words}</a></p>'


def address(**parts: object) -> str:
    """The part of an address after its question mark."""
    return urlencode(parts)


def read_now(title: str, document: Listed) -> str:
    """Which document is read: its title, author and date."""
    facts = ", ".join(each for each in (document.author, document.date) if each)
    more = f' <span class="citation">{escape(facts)}</span>' if facts else ""
    return f'<h1 class="quoth title now"><bdi>{escape(title)}</bdi>{more}</h1>'


def facts(lines: dict[str, str]) -> str:
    """Names with what is known of each."""
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in lines.items()
    )
    return f'<dl class="quoth facts">{rows}</dl>'


def pending(hits: tuple[Hit, ...]) -> str:
    """The first passages found, one at least, before they are read; visibly not the answer."""
    best, *others = hits
    quotation = f"<blockquote>{escape(best.passage.text)}</blockquote>"
    waiting = '<p class="quoth citation" role="status">Found; now reading for the answer…</p>'
    more = "".join(
        f'<div class="card">{document(hit.passage)}'
        f"<p>{escape(_short(hit.passage.text))}</p>{_citation(hit)}</div>"
        for hit in others
    )
    return (
        f'<figure class="quoth pending">{quotation}{_citation(best)}</figure>{waiting}'
        f'<div class="quoth pending-others" aria-hidden="true">{more}</div>'
    )


def confidence(probability: float) -> str:
    """How sure the answer is, in words with the number behind them."""
    words = next(words for least, words in _LIKELY if probability >= least)
    right = min(99, round(probability * 100))
    return f'<p class="quoth citation">{words}: of 100 such answers about {right} are right.</p>'


def answer(
    hit: Hit,
    marked: Span | None,
    question: str = "",
    heading: str = "",
    also: Sequence[Span] = (),
) -> str:
    """The passage as the answer: a quotation with its marked sentence and citation.

    Where a heading answers, it is what is marked, over the passage. `also` are other sentences
    that answer too, marked lightly.
    """
    if heading:
        text = f"<mark>{escape(heading)}</mark>\n{_marked(hit.passage, None, also)}"
    else:
        text = _marked(hit.passage, marked, also)
    quotation = f"<blockquote>{text}</blockquote>"
    caption = _citation(hit, question, marked)
    return f'<figure class="quoth answer">{quotation}{caption}</figure>'


def document(passage: Passage) -> str:
    """A document's title, with author and date where it has them."""
    facts = [each for each in (passage.author, passage.date) if each]
    more = f' <span class="citation">{escape(", ".join(facts))}</span>' if facts else ""
    return f'<p class="quoth title"><bdi>{escape(passage.label)}</bdi>{more}</p>'


def found(hit: Hit, surroundings: Surroundings, question: str = "") -> str:
    """The passage as one of those that were found: short, with all around it one click away."""
    details = (
        "<details><summary>Surrounding text</summary>"
        f"{in_place(hit.passage, surroundings)}</details>"
    )
    short = _short(hit.passage.text)
    text = passage_html(short, Span(0, len(short)), hit.passage.document)
    words = f'<div class="passage">{text}</div>'
    return f'<figure class="quoth">{words}{_citation(hit, question)}{details}</figure>'


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else re.sub(r"\s+\S*\Z", "", text[:_SHORT]) + " …"


def explanation(explained: Explanation) -> str:
    """Where each ranking puts a passage, the words it shares, and what each word adds."""
    ranks = [
        f"By meaning: {_place(explained.dense_rank)} (cosine {explained.cosine:.2f}).",
        f"By words: {_place(explained.lexical_rank)}.",
        f"Words of the question in it: {', '.join(explained.words) or 'none'}.",
    ]
    lines = "".join(f"<li>{escape(line)}</li>" for line in ranks)
    if not explained.shares:
        return f'<ul class="quoth">{lines}</ul>'
    most = max(abs(share.share) for share in explained.shares) or 1.0
    words = " ".join(
        f'<span class="share" title="{share.share:+.3f}" style="background: '
        f'rgba(255, 196, 0, {max(0.0, share.share / most):.2f})">{escape(share.word)}</span>'
        for share in explained.shares
    )
    best = sorted(explained.shares, key=lambda share: -share.share)[:5]
    named = ", ".join(f"{share.word} {share.share:+.3f}" for share in best)
    return (
        f'<ul class="quoth">{lines}<li>What its words add to the cosine, most first: '
        f'{escape(named)}</li></ul><p class="quoth citation">{words}</p>'
    )


def _place(rank: int | None) -> str:
    return f"place {rank}" if rank else "not among the first hundred"


def in_place(passage: Passage, surroundings: Surroundings) -> str:
    """The passage, set off, with the document's text before and after it."""
    before = f'<span class="around">{escape(surroundings.before)}</span>'
    after = f'<span class="around">{escape(surroundings.after)}</span>'
    return f'<div class="quoth"><p>{before}<b>{escape(passage.text)}</b>{after}</p></div>'


def notice(headline: str, message: str = "") -> str:
    """Something to tell the person, with what to do next."""
    body = f"<p>{escape(message)}</p>" if message else ""
    return f'<div class="quoth notice" role="status"><b>{escape(headline)}</b>{body}</div>'


def remark(words: str) -> str:
    """A quiet line of the page's own."""
    return f'<p class="quoth citation">{escape(words)}</p>'


def _marked(passage: Passage, marked: Span | None, also: Sequence[Span] = ()) -> str:
    """The passage's text with one stretch marked, and others lightly; in document offsets."""
    marks = [Marked(_inside(span, passage), '<mark class="also">') for span in also]
    marks += [Marked(_inside(marked, passage))] if marked else []
    return passage_html(passage.text, Span(0, len(passage.text)), passage.document, marks)


def _inside(span: Span, passage: Passage) -> Span:
    """A span of the document in offsets of the passage."""
    return Span(span.start - passage.start, span.end - passage.start)


def _citation(hit: Hit, question: str = "", marked: Span | None = None) -> str:
    """Where the passage stands, and where its like stand, each a link to the place."""
    lines = [_link(hit.passage, question, marked)]
    if hit.alike:
        lines.append(escape(f"Nearly the same in {count_of(len(hit.alike), 'other place')}:"))
        lines += (_link(passage, question) for passage in hit.alike)
    return f'<figcaption class="citation">{"<br>".join(lines)}</figcaption>'


def _link(passage: Passage, question: str, marked: Span | None = None) -> str:
    """The citation, leading to the document opened there.

    An ordinary link, so that the browser's own back button leads to the answer again: it keeps
    the address of the page that was left, which Streamlit's page links do not.
    """
    place = marked or Span(passage.start, passage.end)
    address = {"document": passage.document, "start": place.start, "end": place.end}
    if question:
        address["q"] = question
    href = escape(f"read?{urlencode(address)}")
    *above, characters = (f"<bdi>{escape(part)}</bdi>" for part in citation_parts(passage))
    return f'<a href="{href}" target="_self">{" › ".join(above)}, {characters}</a>'
