"""What stands within a line of Markdown, with every character's place: emphasis, code, links."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token

from index.passage import Span

_TAGS = {"em_open": "em", "strong_open": "strong", "s_open": "s"}
_LEADS = ("http", "https", "mailto")
_END = "end"  # in a token's meta: where in the content its source ends


class Misaligned(Exception):
    """The source is not where it should be by what the parser says; never shown to anyone."""


@dataclass(slots=True)
class Element:
    """An HTML element, and what is in it: elements, and stretches of the text that are shown.

    at: where it stands, of one that shows nothing of the text; else -1
    """

    opening: str
    closing: str
    children: list["Element | Span"] = field(default_factory=list)
    at: int = -1


def parser() -> MarkdownIt:
    """CommonMark with tables and struck-out text, whose tokens tell where links end.

    Entities stay as they are written: only so is every shown character the text's own.
    """
    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    made.disable(["entity", "text_join"])
    made.inline.ruler.at("link", _noted(link, "link_close"))
    made.inline.ruler.at("image", _noted(image, "image"))
    return made


def _noted(
    rule: Callable[[StateInline, bool], bool], last: str
) -> Callable[[StateInline, bool], bool]:
    """The rule, which leaves in its last token where it ended."""

    def noting(state: StateInline, silent: bool) -> bool:
        done = rule(state, silent)
        if done and not silent and state.tokens[-1].type == last:
            state.tokens[-1].meta[_END] = state.pos
        return done

    return noting


def inline(token: Token, origin: Sequence[int]) -> list[Element | Span]:
    """The elements and stretches of an inline token; `origin` tells each character's place."""
    return _Walk(token.content, origin).walked(token.children or [])


def stretches(origin: Sequence[int]) -> Iterator[Span]:
    """The places, which ascend, as stretches without a gap."""
    begin = 0
    for number in range(1, len(origin) + 1):
        if number == len(origin) or origin[number] != origin[number - 1] + 1:
            yield Span(origin[begin], origin[number - 1] + 1)
            begin = number


class _Walk:
    """Goes along the content with the tokens that were made of it."""

    def __init__(self, content: str, origin: Sequence[int]) -> None:
        self._content = content
        self._origin = origin
        self._at = 0
        self._stack = [Element("", "")]

    def walked(self, tokens: Sequence[Token]) -> list[Element | Span]:
        for token in tokens:
            self._take(token)
        self._skip(" \t")
        if self._at != len(self._content) or len(self._stack) != 1:
            raise Misaligned
        return self._stack[0].children

    def _take(self, token: Token) -> None:
        kind, markup = token.type, token.markup
        if kind == "text":
            self._show(token.content)
        elif kind == "text_special":
            self._pass(markup[:1])
            self._show(markup[1:])
        elif kind == "code_inline":
            self._code(token)
        elif kind in ("softbreak", "hardbreak"):
            self._break(kind == "hardbreak")
        elif kind == "link_open":
            self._pass("<" if markup == "autolink" else "[")
            self._open(*_link(str(token.attrGet("href") or "")))
        elif kind == "link_close":
            self._stack.pop()
            if markup == "autolink":
                self._pass(">")
            else:
                self._pass("]")
                self._leap(token)
        elif kind == "image":
            self._pass("![")
            self._open('<span class="picture">', "</span>")
            self._show(token.content)
            self._stack.pop()
            self._pass("]")
            self._leap(token)
        elif kind in _TAGS:
            self._pass(markup)
            self._open(f"<{_TAGS[kind]}>", f"</{_TAGS[kind]}>")
        elif token.nesting < 0:
            self._stack.pop()
            self._pass(markup)
        else:
            raise Misaligned

    def _open(self, opening: str, closing: str) -> None:
        element = Element(opening, closing)
        self._stack[-1].children.append(element)
        self._stack.append(element)

    def _pass(self, markup: str) -> None:
        if not self._content.startswith(markup, self._at):
            raise Misaligned
        self._at += len(markup)

    def _show(self, words: str) -> None:
        start = self._at
        self._pass(words)
        self._stack[-1].children += stretches(self._origin[start : self._at])

    def _skip(self, signs: str) -> None:
        while self._content[self._at : self._at + 1] in tuple(signs):
            self._at += 1

    def _leap(self, token: Token) -> None:
        """Over where a link leads."""
        end = token.meta.get(_END, -1)
        if not self._at <= end <= len(self._content):
            raise Misaligned
        self._at = end

    def _break(self, hard: bool) -> None:
        self._skip(" ")
        if hard and self._content.startswith("\\\n", self._at):
            self._at += 1
        if hard:
            self._pass("\n")
            self._stack[-1].children.append(Element("<br>", "", at=self._origin[self._at - 1]))
        else:
            self._show("\n")
        self._skip(" \t")

    def _code(self, token: Token) -> None:
        self._pass(token.markup)
        fence = len(token.markup)
        closing = next(
            (
                run.start()
                for run in re.finditer("`+", self._content[self._at :])
                if len(run[0]) == fence
            ),
            -1,
        )
        inside = self._content[self._at : self._at + closing]
        padded = len(inside) > len(token.content)
        if closing < 0 or inside.replace("\n", " ")[padded:][: len(token.content)] != token.content:
            raise Misaligned
        self._at += padded
        self._open("<code>", "</code>")
        self._show(inside[padded:][: len(token.content)])
        self._stack.pop()
        self._at += padded
        self._pass(token.markup)


def _link(href: str) -> tuple[str, str]:
    """Shows its words; one click says where it leads, and only the next goes there."""
    try:
        leads = urlsplit(href).scheme in _LEADS
    except ValueError:
        leads = False
    shown = escape(href)
    if not leads:
        return f'<span class="link" title="{shown}">', "</span>"
    way = f'<a href="{shown}" target="_blank" rel="noopener noreferrer nofollow">{shown}</a>'
    return (
        '<details class="link"><summary>',
        f'</summary><span class="where">leads to {way}</span></details>',
    )
