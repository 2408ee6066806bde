"""Markdown files as stories."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from evaluate.formats.story import Heading, Items, Line, Paragraph, Part, Run, Story, Table

_SPACE = {"softbreak", "hardbreak"}


def read_story(source: Path) -> Story:
    """The file's headings, paragraphs, lists (of one level) and tables; links by their words."""
    tokens = MarkdownIt("commonmark").enable("table").parse(source.read_text(encoding="utf-8"))
    return Story(f"{source.parent.name}-{source.stem}", tuple(_parts(tokens)))


def _parts(tokens: Sequence[Token]) -> Iterator[Part]:
    items: list[Line] = []
    kind = "bullet_list_open"
    depth = 0
    for place, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
            kind = token.type
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            if not depth:
                yield Items("disc" if kind.startswith("bullet") else "decimal", tuple(items))
                items = []
        elif token.type == "table_open":
            yield _table(tokens[place:])
        elif token.type == "inline":
            before = tokens[place - 1]
            if before.type == "heading_open":
                yield Heading(_words(token), int(before.tag[1:]))
            elif before.type == "paragraph_open" and depth:
                items.append(_line(token))
            elif before.type == "paragraph_open":
                yield Paragraph(_line(token))


def _line(token: Token) -> Line:
    runs: list[Run] = []
    strong = False
    for child in token.children or []:
        if child.type in ("strong_open", "strong_close"):
            strong = child.type == "strong_open"
        elif child.type in ("text", "code_inline", *_SPACE):
            text = " " if child.type in _SPACE else child.content
            runs.append(Run(text, "strong" if strong else "plain"))
    return tuple(run for run in runs if run.text)


def _words(token: Token) -> str:
    return "".join(run.text for run in _line(token)).strip()


def _table(tokens: Sequence[Token]) -> Table:
    """The table that opens with the first token."""
    rows: list[tuple[str, ...]] = []
    cells: list[str] = []
    for place, token in enumerate(tokens):
        if token.type == "table_close":
            break
        if token.type == "inline" and tokens[place - 1].type in ("th_open", "td_open"):
            cells.append(_words(token))
        elif token.type == "tr_close":
            rows.append(tuple(cells))
            cells = []
    return Table(rows[0], tuple(rows[1:]), ruled=True)
