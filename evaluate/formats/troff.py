"""Stories as PDF files by groff: its ms macros, tbl for tables."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from evaluate.formats.story import (
    Heading,
    Items,
    Kind,
    Line,
    Paragraph,
    Part,
    Run,
    Story,
    Table,
    marker,
)
from evaluate.formats.tools import run_into

_SETUP = """\
.nr PS 10
.nr VS 12
.nr LL 6i
.nr GROWPS 4
.nr PSINCR 2p
.ds LH
.ds CH
.ds RH
"""
_AROUND = {"raised": ("\\*{", "\\*}"), "lowered": ("\\*<", "\\*>"), "strong": ("\\fB", "\\fP")}
_BULLETS = {"◦": "\\(ci", "▪": "\\(sq"}
_WIDTH = 5.6  # inches, of all of a table's columns


def set_by_groff(stories: Sequence[Story], folder: Path) -> None:
    """Times, justified, words parted; the book's name at the head of even pages, the chapter's at
    that of odd ones, numbers below."""
    with tempfile.TemporaryDirectory() as temporary:
        for story in stories:
            source = Path(temporary, f"{story.name}.ms")
            source.write_text(told(story), encoding="utf-8")
            target = folder / f"{story.name}.pdf"
            run_into(target, "groff", "-t", "-ms", "-Kutf8", "-Tpdf", str(source))


def told(story: Story) -> str:
    """In the language of the ms macros."""
    heads = f".EH ~{_escaped(story.title)}~~~\n.OF ~~~%~\n.EF ~%~~~\n"
    return _SETUP + heads + "".join(map(_part, story.parts))


def _part(part: Part) -> str:
    match part:
        case Heading(text, 1):
            return f".TL\n{_escaped(text)}\n.LP\n"
        case Heading(text, level):
            head = f".OH ~~~{_escaped(text)}~\n" if level == 2 else ""
            return f"{head}.SH {level}\n{_escaped(text)}\n"
        case Paragraph(line):
            return f".LP\n{_line(line)}\n"
        case Items(kind, lines):
            items = (
                f'.IP "{_marker(kind, number)}" 4n\n{_line(line)}\n'
                for number, line in enumerate(lines, start=1)
            )
            return "".join(items)
        case Table():
            return _table(part)


def _marker(kind: Kind, number: int) -> str:
    sign = marker(kind, number)
    return _BULLETS.get(sign, sign)


def _line(line: Line) -> str:
    return "\\&" + "".join(map(_run, line))


def _run(run: Run) -> str:
    before, after = _AROUND.get(run.style, ("", ""))
    return before + _escaped(run.text) + after


def _escaped(text: str) -> str:
    return text.replace("\\", "\\e").replace("\n", " ")


def _table(table: Table) -> str:
    columns = len(table.head)
    width = f"lw({_WIDTH / columns:.2f}i)"
    form = f"{' '.join([f'{width}fB'] * columns)}\n{' '.join([width] * columns)}."
    options = "allbox;\n" if table.ruled else ""
    rows = "".join(map(_row, table.rows))
    return f".LP\n.TS H\n{options}{form}\n{_row(table.head)}.TH\n{rows}.TE\n"


def _row(cells: Sequence[str]) -> str:
    blocks = (f"T{{\n\\&{_escaped(cell)}\nT}}" if cell else "" for cell in cells)
    return "\t".join(blocks) + "\n"
