import importlib.util
import itertools
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw

from evaluate.formats import rewrites, troff, web
from evaluate.formats.check import check
from evaluate.formats.invented import invent, line
from evaluate.formats.make import FORMATS, chosen, make
from evaluate.formats.platypus import set_by_reportlab
from evaluate.formats.sentences import bare_letters, sentences_of
from evaluate.formats.story import Heading, Items, Paragraph, Run, Story, Table, as_document
from evaluate.formats.tools import package, program
from evaluate.formats.truth import read_truths
from evaluate.formats.written import read_story
from index.errors import QuothError
from ingest.progress import unwatched

STORY = Story(
    "tea",
    (
        Heading("On tea", 1),
        Heading("1. Making it", 2),
        Paragraph(line("Boil a litre of H_{2}O & pour it over < 9 leaves. Wait^{1}.")),
        Items("alpha", (line("Not too long."), line("Nor too short."))),
        Items("square", (line("Stir it."),)),
        Table(("Tea", "Dose"), (("Yew", ""), ("Elder", "2")), ruled=True),
    ),
)
PLAIN = Story(
    "plain",
    (
        Heading("On tea", 1),
        Heading("Making it", 2),
        Paragraph((Run("Boil the water first. Then wait until it has cooled a little."),)),
        Items("decimal", ((Run("Pour it over the leaves."),), (Run("Stir it."),))),
        Table(("Tea", "Dose"), (("Yew", "1 cup"), ("Elder", "2 cups")), ruled=True),
    ),
)


def need(*names: str) -> None:
    """Skips where a program or package is not installed."""
    absent = [
        name for name in names if not shutil.which(name) and not importlib.util.find_spec(name)
    ]
    if absent:
        pytest.skip(f"not installed: {', '.join(absent)}")


def set_in_pdf(tmp_path: Path, stories: Sequence[Story]) -> list[Path]:
    need("reportlab", "pikepdf")
    (tmp_path / "set").mkdir()
    set_by_reportlab(stories, tmp_path / "set")
    return [tmp_path / "set" / f"{story.name}.pdf" for story in stories]


def rewritten(
    tmp_path: Path, source: Path, by: Callable[[Sequence[Path], Path], None]
) -> pdfium.PdfDocument:
    (tmp_path / "rewritten").mkdir()
    by([source], tmp_path / "rewritten")
    return pdfium.PdfDocument(tmp_path / "rewritten" / source.name)


def text_of(page: pdfium.PdfPage) -> str:
    return str(page.get_textpage().get_text_range())


class Letter(NamedTuple):
    """A letter or digit on a page; its size as the file has it."""

    sign: str
    box: tuple[float, ...]
    size: float


def letters_of(page: pdfium.PdfPage) -> list[Letter]:
    words = page.get_textpage()
    return [
        Letter(sign, words.get_charbox(place), raw.FPDFText_GetFontSize(words, place))
        for place, sign in enumerate(words.get_text_range())
        if sign.isalnum()
    ]


def test_a_story_is_told_in_html_with_its_raised_and_lowered_text_lists_and_tables() -> None:
    assert web.body(STORY).splitlines() == [
        "<h1>On tea</h1>",
        "<h2>1. Making it</h2>",
        "<p>Boil a litre of H<sub>2</sub>O &amp; pour it over &lt; 9 leaves. Wait<sup>1</sup>.</p>",
        '<ol type="a"><li>Not too long.</li><li>Nor too short.</li></ol>',
        '<ul style="list-style-type: square"><li>Stir it.</li></ul>',
        '<table class="ruled"><thead><tr><th>Tea</th><th>Dose</th></tr></thead><tbody>'
        "<tr><td>Yew</td><td></td></tr><tr><td>Elder</td><td>2</td></tr></tbody></table>",
    ]


def test_a_story_is_told_to_groff_with_its_running_head_and_lists() -> None:
    told = troff.told(STORY)
    assert ".OH ~~~1. Making it~\n.SH 2\n1. Making it\n" in told
    assert ".LP\n\\&Boil a litre of H\\*<2\\*>O & pour it over < 9 leaves. Wait\\*{1\\*}.\n" in told
    assert '.IP "b." 4n\n\\&Nor too short.\n.IP "\\(sq" 4n\n\\&Stir it.\n' in told
    assert told.endswith("T{\n\\&Elder\nT}\tT{\n\\&2\nT}\n.TE\n")


def test_a_perfect_reader_writes_the_story_as_the_readers_are_to() -> None:
    document = as_document(STORY)
    assert [(each.text, each.heading) for each in sentences_of(document)][:2] == [
        ("Boil a litre of H₂O & pour it over < 9 leaves.", "1. Making it"),
        ("Wait¹.", "1. Making it"),
    ]


def test_a_markdown_file_is_read_as_a_story(tmp_path: Path) -> None:
    source = tmp_path / "tea.md"
    source.write_text(
        "# On *tea*\n\nBoil **it**,\nsoon.\n\n1. [Pour](http://a.b).\n2. Stir.\n\n"
        "| Tea | Dose |\n| --- | --- |\n| Yew | |\n"
    )
    assert read_story(source).parts == (
        Heading("On tea", 1),
        Paragraph((Run("Boil "), Run("it", "strong"), Run(","), Run(" "), Run("soon."))),
        Items("decimal", ((Run("Pour"), Run(".")), (Run("Stir."),))),
        Table(("Tea", "Dose"), (("Yew", ""),), ruled=True),
    )


def test_invented_documents_are_the_same_for_a_seed_and_others_for_another() -> None:
    assert invent(1, 6) == invent(1, 6) != invent(2, 6)


def test_every_invented_sentence_is_one_and_comes_once() -> None:
    for story in invent(1, 6):
        prose = Story(
            story.name, tuple(part for part in story.parts if isinstance(part, Paragraph | Items))
        )
        told = [each.text for each in sentences_of(as_document(prose))]
        ended = [text for text in told if text[-1] in ".?"]
        assert len(told) - len(ended) <= 4  # a memo's short lines
        assert len(set(told)) == len(told)
        assert all(len(re.findall(r"[a-z⁰-⁹¹²³)][.?](?= [A-Z]|$)", text)) == 1 for text in ended)


def test_formats_are_chosen_by_name_or_by_beginning() -> None:
    assert chosen(["odt", "pdf"]) == [name for name in FORMATS if name.startswith("pdf-")] + ["odt"]
    assert chosen([]) == list(FORMATS)
    with pytest.raises(QuothError, match=r"There is no format doc: pdf-libreoffice, "):
        chosen(["doc"])


def test_a_missing_program_and_a_missing_package_say_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("evaluate.formats.tools.shutil.which", lambda name: None)
    with pytest.raises(QuothError, match="gs is not installed: apt-get install ghostscript"):
        program("gs")
    with pytest.raises(
        QuothError, match=r"nosuch is not installed: pip install -r requirements-dev\.txt"
    ):
        package("nosuch.part")


def test_scaled_text_has_size_1_and_stands_where_it_stood(tmp_path: Path) -> None:
    (source,) = set_in_pdf(tmp_path, [STORY])
    before = letters_of(pdfium.PdfDocument(source)[0])
    after = letters_of(rewritten(tmp_path, source, rewrites.scale_text)[0])
    assert [each.sign for each in after] == [each.sign for each in before]
    for scaled, plain in zip(after, before, strict=True):
        assert scaled.box == pytest.approx(plain.box, abs=0.05)
    assert {round(each.size) for each in after} == {1}
    assert {round(each.size) for each in before} == {7, 9, 14, 18}


def test_turned_pages_look_as_before_and_are_turned_in_the_file(tmp_path: Path) -> None:
    (source,) = set_in_pdf(tmp_path, [STORY])
    before = pdfium.PdfDocument(source)[0]
    after = rewritten(tmp_path, source, rewrites.turn_pages)[0]
    assert after.get_rotation() == 90
    assert after.get_size() == pytest.approx(before.get_size())
    first, turned = before.render(scale=0.5).to_pil(), after.render(scale=0.5).to_pil()
    assert first.size == turned.size
    assert first.convert("1").getbbox() == turned.convert("1").getbbox()


def test_a_cropped_spread_shows_one_page_and_holds_two(tmp_path: Path) -> None:
    (source,) = set_in_pdf(tmp_path, invent(1, 1))
    before = pdfium.PdfDocument(source)
    after = rewritten(tmp_path, source, rewrites.crop_spreads)
    assert len(after) == len(before)
    for number, page in itertools.islice(enumerate(after), 4):
        left, bottom, right, top = page.get_cropbox()
        shown = page.get_textpage().get_text_bounded(left, bottom, right, top)
        own, other = text_of(before[number]), text_of(before[number ^ 1])
        assert bare_letters(shown) == bare_letters(own)
        assert bare_letters(other) in bare_letters(text_of(page))


def made(tmp_path: Path, *names: str) -> None:
    make([PLAIN], tmp_path, chosen(names), unwatched)


def printed_words(tmp_path: Path, name: str) -> None:
    """Every sentence and cell stands on the pages that were made."""
    (truth,) = read_truths(tmp_path / name)
    pages = bare_letters("".join(truth.pages))
    wanted = [each.text for each in truth.sentences]
    wanted += [cell for row in truth.rows for cell in row]
    assert [text for text in wanted if bare_letters(text) not in pages] == []


@pytest.mark.parametrize("name", ["pdf-weasyprint", "pdf-reportlab", "pdf-groff"])
def test_a_printed_document_has_every_word(name: str, tmp_path: Path) -> None:
    need("pdftotext", name.removeprefix("pdf-"))
    made(tmp_path, name)
    printed_words(tmp_path, name)


@pytest.mark.parametrize("name", ["epub", "html", "csv", "jsonl"])
def test_a_document_is_read_as_it_was_written(name: str, tmp_path: Path) -> None:
    need("pandoc")
    made(tmp_path, name)
    (found,) = check(tmp_path, [name], unwatched)
    assert (found.row.kept or 1.0, found.row.cells or 1.0, found.row.foreign) == (1.0, 1.0, 0)


@pytest.mark.tools
def test_what_libreoffice_converts_is_read_as_it_was_written(tmp_path: Path) -> None:
    need("pandoc", "soffice", "pdftotext")
    made(tmp_path, "odt", "rtf", "pdf-columns")
    printed_words(tmp_path, "pdf-columns")
    for found in check(tmp_path, ["docx", "odt", "rtf"], unwatched):
        assert (found.row.true, found.row.kept, found.row.whole, found.row.cells) == (1, 1, 1, 1)


@pytest.mark.tools
def test_what_chromium_prints_and_ghostscript_writes_anew_has_every_word(tmp_path: Path) -> None:
    need("chromium", "playwright", "gs", "pdftotext", "pandoc", "soffice", "weasyprint")
    made(tmp_path, "pdf-chromium", "pdf-chromium-columns", "pdf-ghostscript")
    for name in ("pdf-chromium", "pdf-chromium-columns", "pdf-ghostscript"):
        printed_words(tmp_path, name)
