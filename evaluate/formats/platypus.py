"""Stories as PDF files by ReportLab."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluate.formats.story import (
    Heading,
    Items,
    Kind,
    Line,
    Paragraph,
    Part,
    Story,
    Table,
    marker,
)
from evaluate.formats.tools import package
from evaluate.formats.web import escaped, inline

_BULLETS = {"◦": "·", "▪": "◊"}  # which Vera has
_SIZES = {1: 18, 2: 14, 3: 12}


def set_by_reportlab(stories: Sequence[Story], folder: Path) -> None:
    """One chapter's name at the head of its pages, the book's at that of even ones; numbers."""
    maker = _ReportLab()
    for story in stories:
        maker.make(story, folder / f"{story.name}.pdf")


class _ReportLab:
    """Holds the fonts, which are registered once."""

    def __init__(self) -> None:
        self.platypus = package("reportlab.platypus")
        fonts = package("reportlab.pdfbase.pdfmetrics")
        truetype = package("reportlab.pdfbase.ttfonts")
        for name, file in (("Vera", "Vera.ttf"), ("VeraBd", "VeraBd.ttf")):
            fonts.registerFont(truetype.TTFont(name, file))
        fonts.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="Vera")
        style = package("reportlab.lib.styles").ParagraphStyle
        self.text = style("text", fontName="Vera", fontSize=9, leading=12.5, spaceAfter=6)
        self.item = style("item", parent=self.text, leftIndent=18, bulletIndent=4, spaceAfter=2)
        self.item.bulletFontName, self.item.bulletFontSize = "Vera", 9
        self.cell = style("cell", parent=self.text, spaceAfter=0)
        self.heads = {
            level: style(
                f"head{level}", fontName="VeraBd", fontSize=size, leading=size * 1.25,
                spaceBefore=10, spaceAfter=5, keepWithNext=1,
            )
            for level, size in _SIZES.items()
        }  # fmt: skip

    def make(self, story: Story, target: Path) -> None:
        chapter = ""

        def note(flowable: Any) -> None:
            nonlocal chapter
            chapter = getattr(flowable, "chapter", chapter)

        def decorate(canvas: Any, page: Any) -> None:
            canvas.setFont("Vera", 7)
            if page.page > 1:
                canvas.drawString(60, 800, chapter if page.page % 2 else story.title)
            canvas.drawCentredString(297, 36, str(page.page))

        document = self.platypus.SimpleDocTemplate(
            str(target), title=story.title, leftMargin=60, rightMargin=60
        )
        document.afterFlowable = note
        flowables = [each for part in story.parts for each in self._flowables(part)]
        document.build(flowables, onFirstPage=decorate, onLaterPages=decorate)

    def _flowables(self, part: Part) -> Iterator[Any]:
        paragraph = self.platypus.Paragraph
        match part:
            case Heading():
                made = paragraph(escaped(part.text), self.heads[min(part.level, 3)])
                if part.level == 2:
                    made.chapter = part.text
                yield made
            case Paragraph():
                yield paragraph(_set(part.line), self.text)
            case Items():
                for number, line in enumerate(part.lines, start=1):
                    yield paragraph(_set(line), self.item, bulletText=_marker(part.kind, number))
            case Table():
                yield self._table(part)

    def _table(self, table: Table) -> Any:
        cells = [
            [self.platypus.Paragraph(escaped(cell), self.cell) for cell in row]
            for row in (table.head, *table.rows)
        ]
        colours = package("reportlab.lib.colors")
        rules = [("GRID", (0, 0), (-1, -1), 0.5, colours.black)] if table.ruled else []
        style = [("VALIGN", (0, 0), (-1, -1), "TOP"), *rules]
        return self.platypus.Table(cells, repeatRows=1, style=style, spaceAfter=8, spaceBefore=4)


def _marker(kind: Kind, number: int) -> str:
    sign = marker(kind, number)
    return _BULLETS.get(sign, sign)


def _set(line: Line) -> str:
    """In the tags of ReportLab's paragraphs."""
    return inline(line).replace("strong>", "b>").replace("sup>", "super>")
