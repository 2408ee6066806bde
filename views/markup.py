"""Text from documents as HTML that shows it and never interprets it."""

from html import escape

from index.library import Surroundings
from index.passage import Hit, Passage, Span, citation, count_of

STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 3rem; }
.quoth { font-size: 1.05rem; line-height: 1.6; margin: 0; }
.quoth p, .quoth blockquote { margin: 0; border: 0; padding: 0; color: inherit;
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.quoth.answer { border-left: 4px solid #b8860b; padding-left: 1rem; }
.quoth.answer blockquote { font-size: 1.15rem; }
.quoth mark { color: inherit; background: rgba(255, 196, 0, 0.32); text-decoration: underline;
  text-decoration-color: #b8860b; text-underline-offset: 0.2em; text-decoration-thickness: 2px; }
.quoth .citation, .quoth.citation { font-size: 0.88rem; opacity: 0.8; margin-top: 0.5rem; }
.quoth .around { opacity: 0.75; }
.quoth.notice { border: 1px solid; border-radius: 0.5rem; padding: 0.75rem 1rem; }
</style>"""


def answer(hit: Hit, marked: Span | None) -> str:
    """The passage as the answer: a quotation with its marked sentence and citation."""
    quotation = f"<blockquote>{_marked(hit.passage, marked)}</blockquote>"
    return f'<figure class="quoth answer">{quotation}{_citation(hit)}</figure>'


def found(hit: Hit) -> str:
    """The passage as one of those that were found."""
    return f'<figure class="quoth"><p>{escape(hit.passage.text)}</p>{_citation(hit)}</figure>'


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


def _marked(passage: Passage, marked: Span | None) -> str:
    if marked is None:
        return escape(passage.text)
    start, end = marked.start - passage.start, marked.end - passage.start
    before, inside, after = passage.text[:start], passage.text[start:end], passage.text[end:]
    return f"{escape(before)}<mark>{escape(inside)}</mark>{escape(after)}"


def _citation(hit: Hit) -> str:
    """Where the passage stands, and where its like stand."""
    lines = [citation(hit.passage)]
    if hit.alike:
        lines.append(f"Nearly the same in {count_of(len(hit.alike), 'other place')}:")
        lines += map(citation, hit.alike)
    return f'<figcaption class="citation">{"<br>".join(map(escape, lines))}</figcaption>'
