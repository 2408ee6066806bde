"""What each format's own structure becomes: headings, blocks, pages, edges, and metadata."""

import io
from datetime import datetime

import docx
import files
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from files import Line, paragraph

from index.passage import Page
from ingest.documents import Document, Unreadable
from ingest.readers import reader_for


def read(path: str, data: bytes | str) -> Document:
    reader = reader_for(path)
    assert reader is not None
    return reader.read(path, data.encode() if isinstance(data, str) else data)


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def headings(document: Document) -> list[tuple[int, str]]:
    for heading in document.headings:
        assert document.text[heading.start : heading.end] == heading.label
    return [(heading.level, heading.label) for heading in document.headings]


def facts(document: Document) -> tuple[str | None, str | None, str | None]:
    return document.title, document.author, document.date


def starts(document: Document) -> list[tuple[int, str]]:
    """Each page's number and the text that it begins with."""
    return [(page.number, document.text[page.start :][:5]) for page in document.pages]


class TestPdf:
    def test_lines_of_a_paragraph_are_joined_and_a_wider_gap_parts_paragraphs(self) -> None:
        page = [
            *paragraph("Grief takes its time, and no one", "can hurry it along."),
            *paragraph("Sleep heals in its own way, and", "it cannot be hurried.", top=650),
        ]
        assert blocks(read("a.pdf", files.pdf([page]))) == [
            "Grief takes its time, and no one can hurry it along.",
            "Sleep heals in its own way, and it cannot be hurried.",
        ]

    def test_a_line_that_ended_short_ends_a_paragraph(self) -> None:
        page = paragraph(
            "Grief takes its time, and no one can ever",
            "hurry it.",
            "Sleep heals in its own way, and it has its",
            "reasons.",
        )
        assert blocks(read("a.pdf", files.pdf([page]))) == [
            "Grief takes its time, and no one can ever hurry it.",
            "Sleep heals in its own way, and it has its reasons.",
        ]

    def test_larger_and_bold_lines_are_headings_and_the_first_is_the_title(self) -> None:
        page = [
            Line("On grief", 740, size=20),
            *paragraph("It comes to everyone at some time.", top=700),
            Line("Sleep", 660, size=15),
            *paragraph("It heals everyone at some time, too.", top=630),
            Line("Naps", 590, bold=True),
            *paragraph("They are short sleeps in the day.", top=560),
        ]
        document = read("a.pdf", files.pdf([page]))
        assert headings(document) == [(1, "On grief"), (2, "Sleep"), (3, "Naps")]
        assert document.title == "On grief"

    def test_each_page_begins_where_its_text_does(self) -> None:
        pages = [paragraph(f"{word} is what this page tells of.") for word in ("Grief", "Sleep")]
        assert starts(read("a.pdf", files.pdf(pages))) == [(1, "Grief"), (2, "Sleep")]

    def test_a_sentence_over_the_page_is_one_block_and_the_page_begins_inside_it(self) -> None:
        pages = [
            paragraph("Grief takes its time, and no one"),
            paragraph("can hurry it along."),
        ]
        document = read("a.pdf", files.pdf(pages))
        assert blocks(document) == ["Grief takes its time, and no one can hurry it along."]
        assert document.pages == (Page(1, 0), Page(2, document.text.index("can")))

    def test_running_heads_and_page_numbers_are_left_out(self) -> None:
        words = ("Grief", "Sleep", "Anger", "Music")
        pages = [
            [
                Line("A Handbook of Feeling", 770, size=9),
                *paragraph(f"{word} is what this page tells of."),
                Line(f"Page {number} of 4", 30, size=9),
            ]
            for number, word in enumerate(words, start=1)
        ]
        document = read("a.pdf", files.pdf(pages))
        assert blocks(document) == [f"{word} is what this page tells of." for word in words]

    def test_what_stands_on_top_of_one_page_only_stays(self) -> None:
        pages = [[Line("Only here", 770), *paragraph("Grief is here.")], paragraph("Sleep.")]
        assert "Only here" in read("a.pdf", files.pdf(pages)).text

    def test_words_hyphenated_at_a_line_end_are_joined(self) -> None:
        page = paragraph("What is called psycho-", "therapy is a treat-", "ment by talking.")
        assert read("a.pdf", files.pdf([page])).text == (
            "What is called psychotherapy is a treatment by talking."
        )

    def test_a_hyphen_that_the_text_writes_elsewhere_stays(self) -> None:
        page = paragraph("Some find that self-help books are good", "enough, as is self-", "help.")
        assert read("a.pdf", files.pdf([page])).text.endswith("as is self-help.")

    def test_title_author_and_date_are_the_files_own(self) -> None:
        info = {"Title": "On Grief", "Author": "A. Author", "CreationDate": "D:20140302101500Z"}
        document = read("a.pdf", files.pdf([paragraph("Grief.")], **info))
        assert facts(document) == ("On Grief", "A. Author", "2014-03-02")

    def test_a_scan_is_named(self) -> None:
        with pytest.raises(Unreadable, match="no text in it: a scan, it seems"):
            read("a.pdf", files.pdf([[], []]))

    def test_pages_without_text_are_remarked_on(self) -> None:
        document = read("a.pdf", files.pdf([paragraph("Grief."), []]))
        assert document.remark == "1 of 2 pages have no text (scanned or blank)"

    def test_a_damaged_file_is_named(self) -> None:
        with pytest.raises(Unreadable, match="damaged"):
            read("a.pdf", b"%PDF-1.4\nnothing more")


def word(*parts: tuple[str, str | None]) -> io.BytesIO:
    """A Word document of paragraphs with their style."""
    document = docx.Document()
    for text, style in parts:
        document.add_paragraph(text, style)
    out = io.BytesIO()
    document.save(out)
    return out


class TestDocx:
    def test_styles_make_headings_and_lists(self) -> None:
        data = word(
            ("On grief", "Title"),
            ("It comes.", None),
            ("Later", "Heading 2"),
            ("It goes:", None),
            ("slowly", "List Bullet"),
        )
        document = read("a.docx", data.getvalue())
        assert headings(document) == [(1, "On grief"), (2, "Later")]
        assert blocks(document) == ["It comes.", "It goes:", "• slowly"]
        assert document.title == "On grief"

    def test_a_tables_rows_are_lines(self) -> None:
        document = docx.Document()
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(
            table._cells, ("Name", "Year", "Beck\nand others", "1979"), strict=True
        ):
            cell.text = text
        out = io.BytesIO()
        document.save(out)
        assert blocks(read("a.docx", out.getvalue())) == ["Name | Year", "Beck and others | 1979"]

    def test_inserted_text_is_text_and_deleted_text_is_not(self) -> None:
        document = docx.Document()
        added = document.add_paragraph("Grief ")
        for name, text in (("ins", "w:t"), ("del", "w:delText")):
            run = f"<w:r><{text}>{name}</{text}></w:r>"
            added._p.append(parse_xml(f"<w:{name} {nsdecls('w')}>{run}</w:{name}>"))
        out = io.BytesIO()
        document.save(out)
        assert blocks(read("a.docx", out.getvalue())) == ["Grief ins"]

    def test_properties_are_its_metadata(self) -> None:
        document = docx.Document()
        document.add_paragraph("Grief.")
        document.core_properties.title = "On Grief"
        document.core_properties.author = "A. Author"
        document.core_properties.created = datetime(2014, 3, 2)
        out = io.BytesIO()
        document.save(out)
        assert facts(read("a.docx", out.getvalue())) == ("On Grief", "A. Author", "2014-03-02")

    @pytest.mark.parametrize("data", [b"PK\3\4", b"", files.archive({"a": "b"})])
    def test_what_is_no_word_document_is_named(self, data: bytes) -> None:
        with pytest.raises(Unreadable, match="damaged"):
            read("a.docx", data)


class TestOdt:
    def test_headings_paragraphs_lists_rows_and_notes(self) -> None:
        body = (
            '<text:h text:outline-level="1">On grief</text:h>'
            "<text:p>It<text:s/>comes<text:note><text:note-body><text:p>A note.</text:p>"
            "</text:note-body></text:note>.</text:p>"
            "<text:list><text:list-item><text:p>slowly</text:p></text:list-item></text:list>"
            "<table:table><table:table-row><table:table-cell><text:p>Beck</text:p>"
            "</table:table-cell><table:table-cell><text:p>1979</text:p></table:table-cell>"
            "</table:table-row></table:table>"
            "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        )
        document = read("a.odt", files.odt(body))
        assert headings(document) == [(1, "On grief")]
        assert blocks(document) == ["It comes.", "• slowly", "Beck | 1979", "A note."]

    def test_metadata(self) -> None:
        meta = (
            "<dc:title>On Grief</dc:title><meta:initial-creator>A. Author</meta:initial-creator>"
            "<meta:creation-date>2014-03-02T10:15:00</meta:creation-date>"
        )
        document = read("a.odt", files.odt("<text:p>Grief.</text:p>", meta))
        assert facts(document) == ("On Grief", "A. Author", "2014-03-02")


class TestRtf:
    def test_paragraphs_rows_and_letters_in_escapes(self) -> None:
        source = r"{\rtf1\ansi Niklas T\'f6rneke.\par Grief.\par}"
        assert blocks(read("a.rtf", source)) == ["Niklas Törneke.", "Grief."]

    def test_metadata(self) -> None:
        source = (
            r"{\rtf1{\info{\title On Grief}{\author A. T\'f6}{\creatim\yr2014\mo3\dy2}}"
            r"\pard Grief.\par}"
        )
        assert facts(read("a.rtf", source)) == ("On Grief", "A. Tö", "2014-03-02")

    def test_what_is_none_is_named(self) -> None:
        with pytest.raises(Unreadable, match="not Rich Text Format"):
            read("a.rtf", "Grief.")


class TestEpub:
    def test_chapters_follow_the_spine_under_their_label_in_the_contents(self) -> None:
        book = files.epub(
            {"z.xhtml": "<p>Grief comes.</p>", "a.xhtml": "<h1>Sleep</h1><p>It heals.</p>"},
            {"z.xhtml": "Chapter One", "a.xhtml": "Sleep"},
        )
        document = read("a.epub", book)
        assert headings(document) == [(1, "Chapter One"), (1, "Sleep")]
        assert blocks(document) == ["Grief comes.", "It heals."]

    def test_no_passage_crosses_from_one_chapter_into_the_next(self) -> None:
        document = read("a.epub", files.epub({"a.xhtml": "<p>One.</p>", "b.xhtml": "<p>Two.</p>"}))
        assert [document.text[edge:][:4] for edge in document.edges] == ["One.", "Two."]

    def test_metadata(self) -> None:
        metadata = (
            "<dc:title>On Grief</dc:title><dc:creator>A. Author</dc:creator><dc:date>2014</dc:date>"
        )
        document = read("a.epub", files.epub({"a.xhtml": "<p>Grief.</p>"}, metadata=metadata))
        assert facts(document) == ("On Grief", "A. Author", "2014")

    def test_a_chapter_that_is_no_xml_is_read_all_the_same(self) -> None:
        document = read("a.epub", files.epub({"a.xhtml": "<p>Grief<br>comes &nbsp; soon."}))
        assert blocks(document) == ["Grief", "comes soon."]

    def test_a_locked_book_is_named(self) -> None:
        book = io.BytesIO(files.epub({"a.xhtml": "<p>Grief.</p>"}))
        locked = (
            '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
            '<e:CipherReference URI="OPS/a.xhtml"/></encryption>'
        )
        with files.ZipFile(book, "a") as file:
            file.writestr("META-INF/encryption.xml", locked)
        with pytest.raises(Unreadable, match="locked by rights management"):
            read("a.epub", book.getvalue())


PAGE = """<html><head><title>On Grief</title><meta name="author" content="A. Author">
<meta name="date" content="2014-03-02"></head><body>
<nav><a href="/">Home of the site and all its pages</a></nav>
{body}
<footer>Copyright of the site, all rights reserved, 2014.</footer></body></html>"""
MAIN = """<h1>Grief</h1><p>It comes to everyone, and it takes the time that it takes.</p>
<h2>Later</h2><p>It goes, as nearly everything does that once has come along.</p>
<ul><li>slowly<ul><li>quite</li></ul></li></ul><ol start="3"><li>surely</li></ol>
<table><tr><th>Name</th><th>Year</th></tr><tr><td>Beck</td><td>1979</td></tr></table>"""
WORDS = [
    "It comes to everyone, and it takes the time that it takes.",
    "It goes, as nearly everything does that once has come along.",
    "• slowly",
    "• quite",
    "3. surely",
    "Name | Year",
    "Name: Beck | Year: 1979",
]


class TestHtml:
    @pytest.mark.parametrize("around", ["main", "article", "div"])
    def test_the_main_text_is_taken_with_headings_lists_and_tables(self, around: str) -> None:
        side = "<div class='menu'><ul><li><a href='/x'>Menu entry of the site</a></li></ul></div>"
        document = read("a.html", PAGE.format(body=f"{side}<{around}>{MAIN}</{around}>"))
        assert headings(document) == [(1, "Grief"), (2, "Later")]
        assert blocks(document) == WORDS

    def test_title_author_and_date_are_the_pages(self) -> None:
        document = read("a.html", PAGE.format(body=f"<main>{MAIN}</main>"))
        assert facts(document) == ("Grief", "A. Author", "2014-03-02")

    def test_scripts_styles_and_hidden_parts_are_no_text(self) -> None:
        hidden = "<script>alert(1)</script><style>p{}</style><p hidden>Hidden from all.</p>"
        assert blocks(read("a.html", PAGE.format(body=f"<main>{MAIN}{hidden}</main>"))) == WORDS

    def test_a_page_too_short_for_an_extractor_is_taken_whole(self) -> None:
        assert blocks(read("a.html", "<p>Grief.</p><p>Sleep.</p>")) == ["Grief.", "Sleep."]

    def test_lines_of_an_address_stand_under_one_another(self) -> None:
        document = read("a.html", "<p>The clinic<br>1 Long Road</p>")
        assert document.text == "The clinic\n1 Long Road"

    def test_the_encoding_that_it_declares_is_believed_if_it_fits(self) -> None:
        page = '<meta charset="windows-1250"><p>Świadomość żałoby</p>'.encode("cp1250")
        document = read("a.html", page)
        assert (blocks(document), document.remark) == (["Świadomość żałoby"], None)


class TestTable:
    @pytest.mark.parametrize(("path", "mark"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
    def test_each_row_stands_alone_with_its_columns_named(self, path: str, mark: str) -> None:
        rows = [["name", "year"], ["Beck", "1979"], ["Yalom", ""]]
        document = read(path, "\r\n".join(mark.join(row) for row in rows))
        assert document.text == "name: Beck\nyear: 1979\n\nname: Yalom\nyear:"
        assert [document.text[edge:][:11] for edge in document.edges] == [
            "name: Beck\n",
            "name: Yalom",
        ]

    def test_values_in_quotation_marks_keep_their_commas_and_lines(self) -> None:
        assert read("a.csv", 'work\n"Grief,\nand sleep"\n').text == "work: Grief, and sleep"

    def test_values_beyond_the_named_columns_are_kept(self) -> None:
        assert read("a.csv", "a\n1,2\n").text == "a: 1\n2"


class TestJsonLines:
    def test_each_line_is_a_text_under_its_title(self) -> None:
        lines = '{"title": "Grief", "text": "It comes.\\nIt goes."}\n\n{"content": "Sleep."}\n'
        document = read("a.jsonl", lines)
        assert headings(document) == [(2, "Grief")]
        assert blocks(document) == ["It comes.", "It goes.", "Sleep."]
        assert [document.text[edge:][:5] for edge in document.edges] == ["Grief", "Sleep"]

    @pytest.mark.parametrize(
        ("lines", "reason"),
        [
            ('{"words": "a"}\n{', "line 1 has no text: "),
            ("{\n{", "line 1 is not JSON: "),
            ("[1]", "line 1 is not a JSON object"),
            ('{"words": "a"}', "line 1 has no text: none of its fields is called text, content"),
        ],
    )
    def test_a_file_without_any_line_that_is_one_is_refused(self, lines: str, reason: str) -> None:
        with pytest.raises(Unreadable, match=reason):
            read("a.jsonl", lines)


class TestNormalised:
    def test_letters_and_their_accents_are_one_character(self) -> None:
        assert read("a.txt", "To\u0308rneke").text == "Törneke"

    def test_marks_for_line_breaking_are_left_out(self) -> None:
        assert read("a.md", "psycho\u00adtherapy\u200b\ufeff").text == "psychotherapy"
