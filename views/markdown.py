"""Markdown's blocks with every character's place: what is shown, and in which elements.

markdown-it says what a text means but not where each character of it stands; that is found by
going along the source with what it says. Where the two cannot be brought together, the source is
shown as it is.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from markdown_it.token import Token

from index.passage import Span
from views.inline import Element, Misaligned, inline, parser, stretches

PARAGRAPH = "<div class='p'>"
TABLE = "<div class='table' role='group' aria-label='Table' tabindex='0'><table>"
_TAGS = {
    "paragraph_open": (PARAGRAPH, "</div>"),
    "blockquote_open": ("<blockquote>", "</blockquote>"),
    "bullet_list_open": ("<ul>", "</ul>"),
    "ordered_list_open": ("<ol>", "</ol>"),
    "table_open": (TABLE, "</table></div>"),
    "thead_open": ("<thead>", "</thead>"),
    "tbody_open": ("<tbody>", "</tbody>"),
    "tr_open": ("<tr>", "</tr>"),
}
_MARKERS = re.compile(r"[\s>*+-]*(?:\d{1,9}[.)])?\s*")  # of lines without words of their own
_UNDERLINE = re.compile(r"[\s>=-]*")
_RULE_OF_TABLE = re.compile(r"[\s>|:+*-]*(?:\d{1,9}[.)])?[\s|:-]*")
_CLOSING_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})?\s*")
_MOST_PROPERTIES = 400  # lines
_parser = cache(parser)


def markdown_blocks(text: str) -> Iterator[tuple[Span, Element]]:
    """The blocks of the text in order, each with the stretch that it stands for."""
    lines = _Lines(text)
    first = _properties(lines)
    if first:
        span = lines.span(0, first)
        yield span, _plain(span)
    body = lines.starts[first] if first < len(lines.starts) else len(text)
    tokens = _parser().parse("\n" * first + text[body:])
    done = first
    for group in _groups(tokens):
        begin, end = group[0].map or [done, done]
        yield from _unsaid(lines, done, begin)
        span = lines.span(begin, end)
        try:
            yield span, _Builder(lines, begin, end).built(group)
        except Misaligned:
            yield span, _plain(span)
        done = max(done, end)
    yield from _unsaid(lines, done, len(lines.starts))


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of each block that is in no other."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


class _Lines:
    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, begin: int, end: int) -> Span:
        """The lines from one to before another, without the last one's end."""
        last = self.starts[end] - 1 if end < len(self.starts) else len(self.text)
        return Span(self.starts[begin], last)

    def line(self, number: int) -> str:
        return self.span(number, number + 1).of(self.text)


def _plain(span: Span) -> Element:
    return Element("<div class='p plain'>", "</div>", [span])


def _unsaid(lines: _Lines, begin: int, end: int) -> Iterator[tuple[Span, Element]]:
    """Lines of which the parser says nothing, such as where links lead."""
    for number in range(begin, min(end, len(lines.starts))):
        if lines.line(number).strip():
            span = lines.span(number, number + 1)
            yield span, _plain(span)


def _properties(lines: _Lines) -> int:
    """How many lines the properties at the top take, with the rows of hyphens around them."""
    if lines.line(0).rstrip() != "---":
        return 0
    for number in range(1, min(len(lines.starts), _MOST_PROPERTIES)):
        line = lines.line(number)
        if line.rstrip() in ("---", "..."):
            return number + 1
        if not line.strip():
            return 0
    return 0


class _Builder:
    """Makes one block's element of its tokens; raises Misaligned where the source is otherwise."""

    def __init__(self, lines: _Lines, begin: int, end: int) -> None:
        self._lines = lines
        self._left = set(range(begin, end))  # lines that nothing was said of yet
        self._stack = [Element("", "")]
        self._cells: list[list[int]] = []

    def built(self, tokens: Sequence[Token]) -> Element:
        for token in tokens:
            if token.nesting < 0:
                self._stack.pop()
                if token.type == "tr_close" and any(self._cells):
                    raise Misaligned  # cells under no name, which no table shows
            elif token.nesting > 0:
                self._open(token)
            else:
                self._leaf(token)
        if any(not _MARKERS.fullmatch(self._lines.line(number)) for number in self._left):
            raise Misaligned
        return self._stack[0]

    def _open(self, token: Token) -> None:
        if token.type == "heading_open":
            self._heading(token)
        opening, closing = _tags(token)
        element = Element(opening, closing)
        self._stack[-1].children.append(element)
        self._stack.append(element)
        if token.type == "tr_open" and token.map:
            self._cells = _cells(self._lines, token.map[0])
            self._left.discard(token.map[0])
        elif token.type == "thead_open" and token.map:
            self._only(token.map[1], _RULE_OF_TABLE)

    def _only(self, number: int, markup: re.Pattern[str]) -> None:
        """The line is markup and nothing else."""
        if not markup.fullmatch(self._lines.line(number)):
            raise Misaligned
        self._left.discard(number)

    def _heading(self, token: Token) -> None:
        if token.markup[0] in "=-" and token.map:
            self._only(token.map[1] - 1, _UNDERLINE)

    def _leaf(self, token: Token) -> None:
        children = self._stack[-1].children
        begin, end = token.map or (0, 0)
        if token.type == "hr":
            children.append(Element("<hr>", "", at=self._lines.starts[begin]))
            self._left.discard(begin)
        elif token.type in ("fence", "code_block"):
            children.append(self._code(token, begin, end))
        elif token.type == "inline":
            opening = self._stack[-1].opening
            cell = opening.startswith(("<td", "<th"))
            if not cell:
                self._left -= set(range(begin, end))
            if not cell or self._cells:
                origin = self._cells.pop(0) if cell else self._origin(token, begin, opening)
                children += self._inline(token, origin)
            elif token.content:
                raise Misaligned
        else:
            raise Misaligned

    def _inline(self, token: Token, origin: list[int]) -> list[Element | Span]:
        text = self._lines.text
        if "".join(text[place] for place in origin) != token.content:
            raise Misaligned
        try:
            return inline(token, origin)
        except Misaligned:  # shown as it is written
            return [*stretches(origin)]

    def _origin(self, token: Token, begin: int, opening: str) -> list[int]:
        """Where each character of a paragraph's or heading's content stands."""
        origin: list[int] = []
        for number, content in enumerate(token.content.split("\n"), begin):
            line, start = self._lines.line(number), self._lines.starts[number]
            content = content.lstrip(" \t") if number > begin else content
            raw = token.content.split("\n")[number - begin]
            at = len(line.rstrip()) - len(content.rstrip())
            if opening.startswith("<h") and "#" in line and not line.rstrip().endswith(content):
                at = line.find(content, len(line) - len(line.lstrip(" \t>#*+-0123456789.)")))
            if at < 0 or line[at : at + len(content.rstrip())] != content.rstrip():
                raise Misaligned
            at -= len(raw) - len(content)
            if at < 0:
                raise Misaligned
            origin += range(start + at, start + at + len(raw))
            origin.append(start + len(line))  # its end
        return origin[:-1]

    def _code(self, token: Token, begin: int, end: int) -> Element:
        lines, shown = self._lines, Element("<pre><code>", "</code></pre>")
        first = begin
        if token.type == "fence":
            opening = lines.line(begin)
            at = opening.find(token.markup)
            info = Span(lines.starts[begin] + at + len(token.markup), lines.span(begin, end).end)
            info = Span(info.start, lines.starts[begin] + len(opening))
            if at < 0 or not _MARKERS.fullmatch(opening[:at]):
                raise Misaligned
            if info.of(lines.text).strip():
                shown.children.append(Element("<span class='info'>", "</span>", [info]))
            self._left.discard(begin)
            first += 1
        contents = token.content.split("\n")[:-1]
        for number, content in enumerate(contents, first):
            line = lines.line(number)
            if not line.endswith(content):
                raise Misaligned
            start = lines.starts[number] + len(line) - len(content)
            stop = min(lines.starts[number] + len(line) + 1, len(lines.text))
            if not _MARKERS.fullmatch(line[: len(line) - len(content)]):
                raise Misaligned
            shown.children.append(Span(start, stop))
            self._left.discard(number)
        for number in range(first + len(contents), end):
            self._only(number, _CLOSING_FENCE)
        return shown


def _tags(token: Token) -> tuple[str, str]:
    if token.type == "heading_open":
        level = min(int(token.tag[1]) + 1, 6)
        return f"<h{level}>", f"</h{level}>"
    if token.type == "list_item_open":
        return (f"<li value='{int(token.info)}'>" if token.info else "<li>"), "</li>"
    if token.type in ("th_open", "td_open"):
        style = token.attrGet("style")
        side = f" class='{str(style).rpartition(':')[2]}'" if style else ""
        return f"<{token.tag}{side}>", f"</{token.tag}>"
    if token.type == "paragraph_open" and token.hidden:
        return "", ""
    if token.type not in _TAGS:
        raise Misaligned
    return _TAGS[token.type]


def _cells(lines: _Lines, number: int) -> list[list[int]]:
    """Where the characters of each of a row's cells stand; \\| is one character there."""
    line, start = lines.line(number), lines.starts[number]
    begin, end = len(line) - len(line.lstrip(" \t>")), len(line.rstrip())
    bars = [at for at in range(begin, end) if line[at] == "|" and line[at - 1 : at] != "\\"]
    edges = [begin - 1, *bars, end]
    found = []
    for before, after in pairwise(edges):
        inside = range(before + 1, after)
        kept = [at for at in inside if not (line[at] == "\\" and line[at + 1 : at + 2] == "|")]
        while kept and line[kept[0]].isspace():
            kept.pop(0)
        while kept and line[kept[-1]].isspace():
            kept.pop()
        found.append([start + at for at in kept])
    if bars and bars[0] == begin:
        found.pop(0)
    if bars and bars[-1] == end - 1:
        found.pop()
    return found
