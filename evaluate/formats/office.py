"""Stories as office documents, by pandoc, and as what LibreOffice makes of these."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from evaluate.formats import web
from evaluate.formats.story import Story
from evaluate.formats.tools import run

HEAD = "A Handbook of All That Is Known"
_TAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_RULES = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="auto"/>' for side in _SIDES)


def make_words(stories: Sequence[Story], folder: Path) -> None:
    """DOCX files."""
    for story in stories:
        target = folder / f"{story.name}.docx"
        _by_pandoc(story, target)
        document = docx.Document(str(target))
        for table, made in zip(story.tables, document.tables, strict=True):
            if table.ruled:
                rules = f"<w:tblBorders {nsdecls('w')}>{_RULES}</w:tblBorders>"
                made._tbl.tblPr.append(parse_xml(rules))
        document.save(str(target))


def make_books(stories: Sequence[Story], folder: Path) -> None:
    """EPUB files."""
    for story in stories:
        _by_pandoc(story, folder / f"{story.name}.epub")


def _by_pandoc(story: Story, target: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary, "story.html")
        source.write_text(web.body(story), encoding="utf-8")
        run("pandoc", "-f", "html", str(source), "-o", str(target))


def converted_to(suffix: str) -> Callable[[Sequence[Path], Path], None]:
    """What makes files of this suffix of DOCX files."""

    def convert(sources: Sequence[Path], folder: Path) -> None:
        with tempfile.TemporaryDirectory() as profile:
            own = f"-env:UserInstallation={Path(profile).as_uri()}"
            into = ("--headless", own, "--convert-to", suffix, "--outdir", str(folder))
            run("soffice", *into, *map(str, sources))

    return convert


def convert_in_columns(sources: Sequence[Path], folder: Path) -> None:
    """PDF files in two columns, justified, with a running head and page numbers."""
    _in_columns(sources, folder, "pdf")


def convert_tagged(sources: Sequence[Path], folder: Path) -> None:
    """The same with LibreOffice's tags."""
    _in_columns(sources, folder, _TAGGED)


def _in_columns(sources: Sequence[Path], folder: Path, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        set_ = [Path(temporary, source.name) for source in sources]
        for source, target in zip(sources, set_, strict=True):
            document = docx.Document(str(source))
            _set_in_columns(document)
            document.save(str(target))
        converted_to(suffix)(set_, folder)


def _set_in_columns(document: Document) -> None:
    section = document.sections[0]
    section._sectPr.append(parse_xml(f'<w:cols {nsdecls("w")} w:num="2" w:space="400"/>'))
    section.header.paragraphs[0].text = HEAD
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    section.footer.paragraphs[0]._p.append(parse_xml(field))
    for paragraph in document.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
