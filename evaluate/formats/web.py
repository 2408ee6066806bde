"""Stories as HTML: a page of a site, and what browsers print."""

import html
from collections.abc import Sequence
from pathlib import Path

from evaluate.formats.story import Heading, Items, Line, Paragraph, Part, Run, Story, Table

LINKS = tuple(f"Section {number} of the site and all that is in it" for number in range(1, 9))
FOOT = "This page is part of a site, and this line stands at the end of each of its pages."
_TAGS = {"strong": "strong", "raised": "sup", "lowered": "sub"}
_TYPES = {"decimal": "1", "alpha": "a", "roman": "i"}
_STYLE = """
body { font-family: sans-serif; font-size: 11pt; line-height: 1.35 }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: 2pt 6pt }
.ruled th, .ruled td { border: 1px solid #333 } h1, h2, h3 { break-after: avoid }
.dash { list-style-type: "– " }
"""


def make_pages(stories: Sequence[Story], folder: Path) -> None:
    """HTML files, each a page of a site."""
    for story in stories:
        (folder / f"{story.name}.html").write_text(site_page(story), encoding="utf-8")


def site_page(story: Story) -> str:
    """The story with what a site puts around it."""
    links = "".join(f'<li><a href="/{words}">{words}</a></li>' for words in LINKS)
    around = f"<header><nav><ul>{links}</ul></nav></header>"
    foot = f"<footer><p>{FOOT}</p></footer>"
    return _page(story, f"{around}<div id='content'>{body(story)}</div>{foot}", "")


def printed_page(story: Story, style: str = "") -> str:
    """The story alone, to be printed."""
    return _page(story, body(story), _STYLE + style)


def _page(story: Story, inside: str, style: str) -> str:
    title = escaped(story.title)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head><body>{inside}</body></html>"
    )


def body(story: Story) -> str:
    """The story's parts."""
    return "\n".join(map(_part, story.parts))


def _part(part: Part) -> str:
    match part:
        case Heading():
            return f"<h{part.level}>{escaped(part.text)}</h{part.level}>"
        case Paragraph():
            return f"<p>{inline(part.line)}</p>"
        case Items():
            return _list(part)
        case Table():
            return _table(part)


def escaped(text: str) -> str:
    """Text as it stands between tags."""
    return html.escape(text, quote=False)


def inline(line: Line) -> str:
    """Runs with their tags, which ReportLab's paragraphs know too but for `strong`."""
    return "".join(map(_run, line))


def _run(run: Run) -> str:
    tag = _TAGS.get(run.style)
    return f"<{tag}>{escaped(run.text)}</{tag}>" if tag else escaped(run.text)


def _list(part: Items) -> str:
    items = "".join(f"<li>{inline(line)}</li>" for line in part.lines)
    if part.kind in _TYPES:
        return f'<ol type="{_TYPES[part.kind]}">{items}</ol>'
    kind = 'class="dash"' if part.kind == "dash" else f'style="list-style-type: {part.kind}"'
    return f"<ul {kind}>{items}</ul>"


def _table(table: Table) -> str:
    head = "".join(f"<th>{escaped(cell)}</th>" for cell in table.head)
    rows = "".join(map(_row, table.rows))
    ruled = ' class="ruled"' if table.ruled else ""
    return f"<table{ruled}><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<td>{escaped(cell)}</td>" for cell in cells) + "</tr>"
