"""Text from documents as HTML that shows it and never interprets it."""

import re
from html import escape
from urllib.parse import urlencode

from index.library import Surroundings
from index.passage import Passage
from index.store.catalog import Listed

STYLE = """<style>
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
.quoth :is(.p, li, td, th, h2, h3, h4, h5, h6) { white-space: normal; margin: 0 0 0.5rem; }
.quoth :is(h2, h3, h4, h5, h6) { font-size: 1.05em; padding: 0; }
.quoth :is(ul, ol) { margin: 0 0 0.5rem; padding-left: 1.6rem; white-space: normal; }
.quoth .wrap { white-space: normal; }
.quoth :is(pre, .plain) { white-space: pre-wrap; margin: 0 0 0.5rem; }
.quoth .table { overflow-x: auto; overflow-wrap: break-word; }
.quoth :is(td, th) { border: 1px solid rgba(128, 128, 128, 0.4); padding: 0.2rem 0.5rem; }
.quoth details.link, .quoth details.link summary { display: inline; font-size: inherit; }
.quoth details.link::details-content { display: none; }
.quoth details.link[open]::details-content { display: inline; }
.quoth details.link summary { list-style: none; text-decoration: underline dotted; }
.quoth .where { font-size: 0.85em; margin: 0 0.3em; }
.quoth .picture::before { content: "Picture: "; opacity: 0.8; }
.quoth.now { font-size: 1.1rem; padding: 0; margin: 0; }
.quoth:is(.told, .fates, .facts) { list-style: none; padding: 0; margin: 0; }
.quoth.told li { margin-bottom: 0.25rem; }
.quoth.told summary { font-size: inherit; }
.quoth.told small { opacity: 0.85; white-space: nowrap; margin-left: 0.5rem; }
.quoth.told p { font-size: 0.95rem; padding-left: 1.1rem; }
.quoth.fates { margin: 0.75rem 0; }
.quoth.fates li { padding-left: 1.4rem; text-indent: -1.4rem; overflow-wrap: anywhere; }
.quoth.wrong { margin-bottom: 1.25rem; }
.quoth.facts dt { font-weight: 600; margin-top: 0.5rem; }
.quoth.facts dd { margin: 0; overflow-wrap: anywhere; }
[data-testid="stBaseButton-tertiary"] p { text-align: left; }
</style>"""
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&:=@^])")


def plain(text: str) -> str:
    """Text for a label of Streamlit's, which reads Markdown: shown as it is."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def again(question: str) -> str:
    """A link that asks the question."""
    href = escape(f"./?{urlencode({'q': question})}")
    return f'<p class="quoth citation"><a href="{href}" target="_self">Ask it again</a></p>'


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


def document(passage: Passage) -> str:
    """A document's title, with author and date where it has them."""
    facts = [each for each in (passage.author, passage.date) if each]
    more = f' <span class="citation">{escape(", ".join(facts))}</span>' if facts else ""
    return f'<p class="quoth title"><bdi>{escape(passage.label)}</bdi>{more}</p>'


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
