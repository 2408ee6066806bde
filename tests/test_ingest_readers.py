import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import Document, Unreadable
from ingest.readers import markdown, plain, reader_for
from ingest.readers.plain import line_spans
from ingest.readers.text.decode import Decoded, decode


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def headings(document: Document) -> list[tuple[int, str]]:
    return [(heading.level, heading.label) for heading in document.headings]


class TestDecode:
    @pytest.mark.parametrize(
        ("mark", "encoding"),
        [
            (codecs.BOM_UTF8, "utf-8"),
            (codecs.BOM_UTF16_LE, "utf-16-le"),
            (codecs.BOM_UTF16_BE, "utf-16-be"),
            (codecs.BOM_UTF32_LE, "utf-32-le"),
        ],
    )
    def test_a_byte_order_mark_names_the_encoding_and_is_left_out(
        self, mark: bytes, encoding: str
    ) -> None:
        assert decode(mark + "Törneke".encode(encoding)) == Decoded("Törneke")

    def test_line_ends_stay_as_they_are(self) -> None:
        assert decode(b"a\r\nb\rc\n").text == "a\r\nb\rc\n"

    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            ("Niklas Törneke wrote about metaphor.", "cp1252"),
            ("He said “no” — and left.", "cp1252"),
            ("L'été dernier, le garçon a été reçu à l'hôpital général. " * 3, "cp1252"),
            ("Psychoterapia jest metodą leczenia. Świadomość żałoby, złość, więź. " * 3, "cp1250"),
            ("Психотерапия это лечение словом. " * 3, "cp1251"),
        ],
    )
    def test_text_that_is_not_utf_8_is_recognised_and_remarked_on(
        self, text: str, encoding: str
    ) -> None:
        decoded = decode(text.encode(encoding))
        assert decoded.text == text
        assert decoded.remark is not None
        assert decoded.remark.startswith(f"not UTF-8, read as {encoding};")

    def test_nul_bytes_mean_binary(self) -> None:
        with pytest.raises(Unreadable, match="binary file"):
            decode(b"\0" * 100)

    def test_broken_text_after_a_mark_says_where(self) -> None:
        with pytest.raises(Unreadable, match="not valid utf-8 at byte 1; save it as UTF-8"):
            decode(codecs.BOM_UTF8 + b"a\xff")


class TestPlain:
    def test_wrapped_lines_are_one_block(self) -> None:
        text = (
            "The frame of a therapy is made of its times and places,\n"
            "of the fee, and of what may be said to whom outside of\n"
            "it.\n\nNext."
        )
        assert blocks(plain.read("a.txt", text.encode())) == [text[:-7], "Next."]

    def test_a_short_line_before_a_long_one_stands_by_itself(self) -> None:
        text = "A title of a book\nIts authors, all of whom are named in this line"
        assert blocks(plain.read("a.txt", text.encode())) == text.split("\n")

    def test_lines_too_long_to_be_wrapped_are_paragraphs(self) -> None:
        text = "\n".join(["word " * 60 + "end.", "word " * 59 + "end."])
        assert blocks(plain.read("a.txt", text.encode())) == text.split("\n")

    def test_list_items_stand_by_themselves(self) -> None:
        text = "- one item that is as long as any here\n- two items\n  and its end"
        assert blocks(plain.read("a.txt", text.encode())) == [
            "- one item that is as long as any here",
            "- two items",
            "  and its end",
        ]

    def test_underlined_lines_are_headings_and_the_first_is_the_title(self) -> None:
        text = "Grief\n=====\n\nIt comes.\n\nLater\n-----\n\nIt goes.\n"
        document = plain.read("a.txt", text.encode())
        assert headings(document) == [(1, "Grief"), (2, "Later")]
        assert document.title == "Grief"
        assert blocks(document) == ["It comes.", "It goes."]

    def test_a_row_under_a_paragraph_is_no_underline(self) -> None:
        document = plain.read("a.txt", b"one line\nand another\n------\n")
        assert headings(document) == []

    @pytest.mark.parametrize("text", ["", "\n\n", "   ", "====\n----", "\r"])
    def test_text_without_words_has_no_blocks(self, text: str) -> None:
        assert plain.read("a.txt", text.encode()).blocks == ()

    def test_a_sentence_above_a_row_is_text(self) -> None:
        document = plain.read("a.txt", b"The ferry leaves at six.\n------\nThe other at nine.\n")
        assert (headings(document), blocks(document)) == (
            [],
            ["The ferry leaves at six.", "The other at nine."],
        )

    def test_lines_of_a_table_of_contents_are_one_sentence_each(self) -> None:
        text = "Who rows? ......... 3\nWhen is the ferry? . . . . 12\nPreface ….…… iv"
        document = plain.read("a.txt", text.encode())
        assert blocks(document) == text.split("\n")
        assert [block.whole for block in document.blocks] == [True, True, True]

    @pytest.mark.parametrize(
        "text",
        [
            "Q: Who rows?\nA: Runa, who has the longest arms.\nQ: Who steers?\nA: Ivo.",
            "Runa: I row, as I always did.\nIvo: I steer well.\nRuna: You do.",
            "[00:01] Runa: I row, as I did.\n[00:07] Ivo: I steer.\n[00:09] Runa: Well.",
        ],
    )
    def test_what_each_says_stands_by_itself(self, text: str) -> None:
        assert blocks(plain.read("a.txt", text.encode())) == text.split("\n")

    def test_form_feeds_part_pages(self) -> None:
        document = plain.read("a.txt", b"One.\n\fTwo goes\non.\n\f\nThree.\n\f\n")
        pages = [(page.number, document.text[page.start :][:3]) for page in document.pages]
        assert pages == [(1, "One"), (2, "Two"), (3, "Thr")]

    def test_a_first_heading_that_names_nothing_is_no_title(self) -> None:
        assert plain.read("a.txt", b"Document1\n=========\n\nText.").title is None

    @given(
        st.lists(
            st.sampled_from(
                [
                    "One.",
                    "Two words",
                    "=====",
                    "-----",
                    "* * *",
                    "",
                    "- item",
                    "Q: Who?",
                    "\fA",
                    "x .... 3",
                ]
            ),
            max_size=12,
        ),
        st.sampled_from(["\n", "\r\n", "\r"]),
    )
    def test_every_line_with_words_is_in_a_block_or_a_heading(
        self, lines: list[str], end: str
    ) -> None:
        document = plain.read("a.txt", end.join(lines).encode())
        known = [*document.headings, *document.blocks]
        covered = {place for each in known for place in range(each.start, each.end)}
        text = document.text
        assert covered.issuperset(n for n, each in enumerate(text) if each.isalnum())

    @given(st.text(alphabet="ab\r\n", max_size=30))
    def test_lines_and_their_ends_are_the_whole_text(self, text: str) -> None:
        lines = [span.of(text) for span in line_spans(text)]
        assert lines == text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


class TestMarkdown:
    def test_headings_are_named_without_markup_and_the_first_is_the_title(self) -> None:
        text = "# *Grief* and `loss`\n\nText.\n\n## [After](x.md)\n\nSetext\n------\n"
        document = markdown.read("a.md", text.encode())
        assert headings(document) == [(1, "Grief and loss"), (2, "After"), (2, "Setext")]
        assert document.title == "Grief and loss"

    def test_hash_in_code_is_no_heading(self) -> None:
        document = markdown.read("a.md", b"```\n# no\n```\n\n    # no\n\n# Yes\n")
        assert headings(document) == [(1, "Yes")]

    def test_a_heading_after_text_is_no_title(self) -> None:
        assert markdown.read("a.md", b"Text.\n\n# Part\n").title is None

    def test_front_matter_gives_title_author_and_date_and_is_no_text(self) -> None:
        front = b"---\ntitle: 'On grief'\nauthor: A. Author\ndate: 2014-03-02\n---\n\nText.\n"
        document = markdown.read("a.md", front)
        assert (document.title, document.author, document.date) == (
            "On grief",
            "A. Author",
            "2014-03-02",
        )
        assert (headings(document), blocks(document)) == ([], ["Text."])

    def test_list_items_table_rows_and_lines_of_code_are_blocks(self) -> None:
        table = "| a | b |\n|---|---|\n| c | d |\n"
        text = f"- one\n  wrapped\n- two\n\n{table}\n```\nx = 1\ny = 2\n```\n"
        assert blocks(markdown.read("a.md", text.encode())) == [
            "- one\n  wrapped",
            "- two",
            "| a | b |",
            "| c | d |",
            "x = 1",
            "y = 2",
        ]

    def test_html_is_text_like_any_other(self) -> None:
        text = "<div>\n<script>alert(1)</script>\n</div>\n"
        assert blocks(markdown.read("a.md", text.encode())) == text.splitlines()

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_offsets_hold_for_every_line_end(self, end: str) -> None:
        text = end.join(["# Title", "", "One", "two.", "", "## Sub", "", "Three."])
        document = markdown.read("a.md", text.encode())
        assert blocks(document) == [f"One{end}two.", "Three."]
        assert text[document.headings[1].start : document.headings[1].end] == "## Sub"


def test_readers_are_chosen_by_suffix_whatever_its_case() -> None:
    assert [reader_for(name) and reader_for(name).name for name in ("A.TXT", "b.Md")] == [
        "plain",
        "markdown",
    ]
    assert reader_for("c.exe") is None
    assert reader_for("noname") is None


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    for reader in (plain, markdown):
        try:
            document = reader.read("a", data)
        except Unreadable:
            continue
        edges = [edge for block in document.blocks for edge in (block.start, block.end)]
        assert edges == sorted(edges)
        assert all(0 <= edge <= len(document.text) for edge in edges)
