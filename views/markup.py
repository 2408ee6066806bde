"""Text from documents as HTML that shows it and never interprets it."""

import re
from html import escape
from itertools import pairwise
from urllib.parse import urlencode

from index.library import Outline, Surroundings
from index.passage import Passage, Span, pages_named

STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 4rem; }
.quoth { font-size: 1.05rem; line-height: 1.6; margin: 0; }
.quoth p, .quoth blockquote, .quoth .passage { margin: 0; border: 0; padding: 0; color: inherit;
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.quoth mark { color: inherit; background: rgba(255, 196, 0, 0.32); text-decoration: underline;
  text-decoration-color: #b8860b; text-underline-offset: 0.2em; text-decoration-thickness: 2px; }
.quoth .citation, .quoth.citation { font-size: 0.88rem; opacity: 0.85; margin-top: 0.5rem;
  overflow-wrap: anywhere; }
.quoth a { color: inherit; }
.quoth .around { opacity: 0.75; }
.quoth.notice { border: 1px dashed; border-radius: 0.5rem; padding: 0.75rem 1rem; }
.quoth.title { font-weight: 600; overflow-wrap: anywhere; }
.quoth summary { cursor: pointer; font-size: 0.88rem; }
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
.quoth .page { display: block; font-size: 0.8rem; opacity: 0.75; border-top: 1px dashed;
  margin: 0.75rem 0 0.25rem; }
.quoth.facts dt { font-weight: 600; margin-top: 0.5rem; }
.quoth.facts dd { margin: 0; overflow-wrap: anywhere; }
[data-testid="stBaseButton-tertiary"] p { text-align: left; }
[data-testid="stColumn"]:has(.st-key-printed) { position: sticky; top: 4rem;
  align-self: flex-start; }
@media (max-width: 640px) {
  [data-testid="stHorizontalBlock"]:has(.st-key-printed) { flex-direction: column-reverse; }
  [data-testid="stColumn"]:has(.st-key-printed) { position: static; }
}
.quoth.document p { font-size: 1rem; }
</style>"""
_ABOVE = 400  # characters over a section's text in which its heading stands
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&:=@^])")


def plain(text: str) -> str:
    """Text for a label of Streamlit's, which reads Markdown: shown as it is."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def again(question: str) -> str:
    """A link that asks the question."""
    return _ask(question, "Ask it again")


def _ask(question: str, words: str) -> str:
    href = escape(f"./?{urlencode({'q': question})}")
    return f'<p class="quoth citation"><a href="{href}" target="_self">{words}</a></p>'


def address(**parts: object) -> str:
    """The part of an address after its question mark."""
    return urlencode(parts)


def facts(lines: dict[str, str]) -> str:
    """Names with what is known of each."""
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in lines.items()
    )
    return f'<dl class="quoth facts">{rows}</dl>'


def document(passage: Passage) -> str:
    """A document's title, with author and date where it has them."""
    facts = [each for each in (passage.author, passage.date) if each]
    more = f' <span class="citation">{escape(", ".join(facts))}</span>' if facts else ""
    return f'<p class="quoth title"><bdi>{escape(passage.label)}</bdi>{more}</p>'


def reading(outline: Outline, shown: Span, place: Span) -> str:
    """A stretch of a document with the place in it marked, and its pages' beginnings told."""
    cuts = {shown.start, shown.end, place.start, place.end}
    pages = {page.start: page for page in outline.pages}
    cuts |= {start for start in pages if shown.start <= start < shown.end}
    headings = [span for span in _headings(outline) if shown.start <= span.start]
    cuts |= {edge for span in headings for edge in (span.start, span.end)}
    edges = sorted(cut for cut in cuts if shown.start <= cut <= shown.end)
    parts = []
    for start, end in pairwise(edges):
        if start in pages:
            words = escape(pages_named([pages[start]]))
            parts.append(f'<span class="page">{words[:1].upper()}{words[1:]}</span>')
        text = escape(outline.text[start:end])
        if any(span.start <= start and end <= span.end for span in headings):
            text = f"<b>{text}</b>"
        inside = place.start <= start and end <= place.end
        parts.append(f"<mark>{text}</mark>" if inside else text)
    if place.start == place.end:  # a place without length: its beginning, to be scrolled to
        at = edges.index(place.start) if place.start in edges else 0
        parts.insert(min(at, len(parts)), "<mark></mark>")
    return f'<div class="quoth document"><p>{"".join(parts)}</p></div>'


def _headings(outline: Outline) -> list[Span]:
    """Where each section's heading stands: the last time that its words do before its text."""
    found = []
    for section in outline.sections:
        label = section.heading[-1] if section.heading else ""
        start = outline.text.rfind(label, max(0, section.start - _ABOVE), section.start)
        if label and start >= 0:
            found.append(Span(start, start + len(label)))
    return found


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
