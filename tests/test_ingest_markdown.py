import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.readers import markdown
from ingest.readers.plain import line_spans


def read(text: str) -> Document:
    return markdown.read("a.md", text.encode())


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def headings(text: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.label) for heading in read(text).headings]


class TestRules:
    @pytest.mark.parametrize(
        "text",
        [
            "The ferry leaves at six.\n---\n\nNext.",
            "The ferry leaves at six on weekdays and\nat nine on Sundays\n---\n\nNext.",
            "The ferry\nleaves at six\n===\n\nNext.",
            "We were told that the ferry would leave the new landing at six, and that the old one "
            "is closed for good\n---\n\nNext.",
        ],
    )
    def test_a_paragraph_right_above_a_row_of_hyphens_is_text(self, text: str) -> None:
        document = read(text)
        assert (document.headings, blocks(document)[1:]) == ((), ["Next."])
        assert blocks(document)[0] == text[: text.rindex("\n\n")].rsplit("\n", 1)[0]

    @pytest.mark.parametrize("rule", ["---", "==="])
    @pytest.mark.parametrize("label", ["The ferry", "Who rows?", "Welcome!", "Fees and hours:"])
    def test_a_short_line_above_one_is_a_heading(self, label: str, rule: str) -> None:
        assert [words for _, words in headings(f"{label}\n{rule}\n\nText.")] == [label]


class TestLines:
    def test_what_notes_hold_beside_prose_can_be_quoted_line_by_line(self) -> None:
        text = (
            "> [!tip] Tide\n> The slip floods\n> at springs.\n\n%% ask Ivo %%\n\n"
            "<!-- the rope is old -->\n\n- [x] oil the winch\n- [ ] mend the net\n\n"
            "depth:: two fathoms\nowner:: Runa\n\nTerm\n: What it means.\n\n"
            '[^1]: Book 7.\n[^2]: Book\n  eight.\n[map]: https://a.example "Map of the roads"\n'
            "[^n]: single\n"
        )
        assert blocks(read(text)) == [
            "> [!tip] Tide",
            "> The slip floods\n> at springs.",
            "%% ask Ivo %%",
            "<!-- the rope is old -->",
            "- [x] oil the winch",
            "- [ ] mend the net",
            "depth:: two fathoms",
            "owner:: Runa",
            "Term",
            ": What it means.",
            "[^1]: Book 7.",
            "[^2]: Book\n  eight.",
            '[map]: https://a.example "Map of the roads"',
            "[^n]: single",
        ]

    def test_lines_of_a_table_of_contents_are_one_sentence_each(self) -> None:
        document = read("Who rows? ...... 3\nWhen? . . . . . 12\nPreface …… iv\n")
        assert [block.whole for block in document.blocks] == [True] * 3

    def test_a_definition_that_nothing_uses_is_text(self) -> None:
        text = '# A\n\n[x]: /url\n\n[y]: <b c> "T"\n\n> [z]: /d\n\n- [w]: e\n'
        assert blocks(read(text)) == ["[x]: /url", '[y]: <b c> "T"', "> [z]: /d", "- [w]: e"]

    parts = st.sampled_from(
        [
            *("# Head1", "Head2\n---", "Long one, with\ntwo lines3\n---", "Word4.", "- item5"),
            *("  more6", "1. seven7", "> quote8", "> - nine9", "> # ten10", "```py11", "    c12"),
            *("| a13 | b |\n|---|---|\n| c14 | d |", "a | b15\n--|--\nc | d16", "[x17]: /u18"),
            *("[^19]: note20", "%% c21 %%", "<!-- c22", "c23 -->", "<div>", "a24</div>", "k25:: v"),
            *(
                "**Who26?**",
                ": def27",
                "***",
                "",
                "\n",
                "---",
                "title28: x29",
                "Text30 [x](y31).",
                "- - -",
            ),
        ]
    )

    @given(st.lists(parts, max_size=10), st.sampled_from(["\n", "\n\n", "\r\n", "\r"]))
    def test_every_line_with_words_is_in_a_block_or_a_heading(
        self, chosen: list[str], end: str
    ) -> None:
        document = read(end.join(chosen))
        known = [*document.headings, *document.blocks]
        covered = {place for each in known for place in range(each.start, each.end)}
        for line in line_spans(document.text):
            letters = [n for n in range(line.start, line.end) if document.text[n].isalnum()]
            assert covered.issuperset(letters)
        edges = [edge for block in document.blocks for edge in (block.start, block.end)]
        assert edges == sorted(edges)


class TestTables:
    def test_rows_know_what_names_their_columns(self) -> None:
        document = read("| **Boat** | Crew \\| July |\n|---|---|\n| Petrel | 4 |\n")
        assert [(b.whole, b.head) for b in document.blocks] == [
            (True, None),
            (True, "Boat | Crew | July"),
        ]

    def test_outer_pipes_may_be_missing(self) -> None:
        document = read("Boat | Crew\n--- | ---\nPetrel | 4\n\nText.")
        assert blocks(document) == ["Boat | Crew", "Petrel | 4", "Text."]
        assert [b.head for b in document.blocks] == [None, "Boat | Crew", None]

    def test_lines_of_pipes_without_a_head_are_rows_all_the_same(self) -> None:
        assert blocks(read("| a | b |\n| c | d |\n")) == ["| a | b |", "| c | d |"]


class TestQuestions:
    def test_a_question_in_bold_above_its_answer_is_a_heading(self) -> None:
        text = "**Who rings?**\n\nThe pilot.\n\n**Is it *loud*?**\nVery.\n\n**Where?**"
        assert headings(text) == [(7, "Who rings?"), (7, "Is it loud?")]
        assert blocks(read(text)) == ["The pilot.", "Very.", "**Where?**"]

    @pytest.mark.parametrize("line", ["***Who rings?***", "**Who rings**?", "__Who rings? __"])
    def test_in_whatever_way_it_is_bold(self, line: str) -> None:
        assert headings(f"{line}\n\nRuna.") == [(7, "Who rings?")]

    @pytest.mark.parametrize(
        "text", ["**Who?** Runa.", "**One** or **two?**\n\nA.", "**No.**\n\nA.", "- **Who?**\n  A."]
    )
    def test_bold_words_within_text_are_none(self, text: str) -> None:
        assert headings(text) == []


class TestFrontMatter:
    def test_names_tags_and_further_words_are_keywords(self) -> None:
        document = read(
            "---\naliases:\n  - lapskaus\n  - '[[Sea stew]]'\ntags: '#sea, cooking'\nrating: 8\n"
            "draft: true\nsource: Ebba Holm\nurl: https://a.example/b\n---\nBoil it."
        )
        assert document.keywords == ("lapskaus", "Sea stew", "sea", "cooking", "Ebba Holm")

    def test_what_is_searched_with_the_document_is_no_passage(self) -> None:
        document = read(
            "---\ntitle: Stew\nauthors: [Ebba Holm, Ivo Rask]\ndate: 1988-05-01T10:00\naliases:\n"
            "  - lapskaus\n  - '[[Sea stew]]'\ntags: '#sea, cooking'\nrating: 8\n"
            "modified: 2024-01-02\ndraft: true\ncssclass: wide\nsource: Ebba Holm\nlink_to: https://a.example/b\n---\n"
            "Boil it."
        )
        assert blocks(document) == ["Boil it."]

    def test_a_property_that_says_more_than_that_can_be_quoted(self) -> None:
        summary = f"summary: >\n  Boil the salt meat {'very ' * 20}slowly,\n  then the roots."
        document = read(f"---\ntags: [sea]\n{summary}\ndate: last spring\n# Ask Ivo.\n---\nText.")
        assert blocks(document) == [summary, "date: last spring", "# Ask Ivo.", "Text."]

    def test_properties_are_passages_where_there_is_nothing_else(self) -> None:
        assert blocks(read("---\ntitle: Salt\ntags: [sea]\n---\n")) == [
            "title: Salt",
            "tags: [sea]",
        ]

    def test_several_authors_are_one_line(self) -> None:
        document = read("---\nauthors: [Ebba Holm, Ivo Rask]\ndate: 1988-05-01T10:00\n---\nText.")
        assert (document.author, document.date) == ("Ebba Holm, Ivo Rask", "1988-05-01")

    def test_what_is_nearly_yaml_is_read(self) -> None:
        document = read("---\ntitle: Salt: a history\nby: [[Ebba Holm]]\n---\n# Other\n\nText.")
        assert document.title == "Salt: a history"
        assert document.author == "Ebba Holm"

    def test_a_title_is_what_the_file_states(self) -> None:
        assert read("---\ntitle: untitled\n---\n# Salt\n\nText.").title == "Salt"
        assert read("---\ntitle: 1984 revisited\n---\n").title == "1984 revisited"
        assert read("# Untitled\n\nText.").title is None

    def test_text_between_rules_is_text(self) -> None:
        document = read("---\nJust a sentence here.\n---\n\nMore.")
        assert (blocks(document), document.title) == (["Just a sentence here.", "More."], None)

    @pytest.mark.parametrize(
        "front",
        [
            "&a [*a]",
            "a: &x [1]\nb: *x",
            "[" * 3000,
            "? {a: b}\n: c",
            "!!python/name:os.system x",
            "date: 2026-99-99",
            "\ta: b",
        ],
    )
    def test_odd_yaml_is_read_or_is_text(self, front: str) -> None:
        document = read(f"---\n{front}\n---\n\nText.")
        assert blocks(document)[-1] == "Text."
