from index.passage import Passage, Span
from views.asked import Asked
from views.more import copied, quotation_of

TEXT = (
    "Ask *before*, see [the <rules>](https://x.example/a).\n\n"
    "| Name | Dose |\n| --- | --- |\n| Tea | 15 |\n"
)
PASSAGE = Passage("a.md", "A", (), (), 0, len(TEXT), TEXT, ())


def copy_of(first: str, last: str) -> tuple[str, str]:
    """What is copied of the stretch, plain and rich."""
    at = Span(TEXT.index(first), TEXT.index(last) + len(last))
    taken = copied(quotation_of(PASSAGE, at, at.of(TEXT), TEXT), Asked("Q?"), "Plain")
    return taken.text, taken.rich


def test_a_quotation_is_copied_plain_as_written_and_rich_as_shown() -> None:
    plain, rich = copy_of("Ask", "/a).")
    assert plain == "“Ask *before*, see [the <rules>](https://x.example/a).”\n— A"
    assert rich == (
        "<blockquote>“Ask <em>before</em>, see the &lt;rules&gt;.”</blockquote><p>— A</p>"
    )


def test_of_a_table_a_row_is_copied_under_its_head() -> None:
    plain, rich = copy_of("| Tea", "15 |")
    assert plain.startswith("“| Tea | 15 |”")
    assert "<th>Name</th><th>Dose</th>" in rich
    assert "<td>Tea</td><td>15</td>" in rich


def test_a_heading_over_the_passage_is_copied_as_text() -> None:
    below = Passage("a.md", "A", ("<H>",), (), 10, len(TEXT), TEXT[10:], ())
    taken = quotation_of(below, Span(2, 5), "<H>", TEXT)
    assert taken.html == "“&lt;H&gt;”"
