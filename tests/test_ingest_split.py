import re

import pytest
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st

from index.store.writer import Piece
from ingest.documents import Document
from ingest.readers import markdown, plain
from ingest.split import Limits, split

count_tokens = FakeEncoder().count_tokens
MARKER = re.compile(r"(?:[>\s]|#{1,6}[ \t]|[-*+•–][ \t]|\(?\d{1,3}[.)][ \t])*")
SMALL = Limits(passage_tokens=64, overlap=0, max_tokens=256)


def sentence(words: int, word: str = "word") -> str:
    """A sentence of so many tokens, its full stop included."""
    return " ".join([word] * (words - 1)).capitalize() + "."


def texts(document: Document, limits: Limits = SMALL) -> list[str]:
    return [document.text[p.start : p.end] for p in split(document, limits, count_tokens)]


def pieces(text: str, limits: Limits = SMALL) -> list[Piece]:
    return split(markdown.read("a.md", text.encode()), limits, count_tokens)


def test_a_short_text_is_one_passage_without_the_space_around_it() -> None:
    assert texts(plain.read("a.txt", b"\n  One. Two.\n\nThree.  \n")) == ["One. Two.\n\nThree."]


def test_a_passage_ends_at_a_sentence_end_and_holds_what_the_recipe_says() -> None:
    text = " ".join(sentence(30, word) for word in ("ab", "cd", "ef", "gh"))
    assert texts(plain.read("a.txt", text.encode())) == [
        sentence(30, "ab") + " " + sentence(30, "cd"),
        sentence(30, "ef") + " " + sentence(30, "gh"),
    ]


def test_passages_of_a_long_text_are_about_equally_long() -> None:
    text = " ".join(sentence(10) for _ in range(7))
    assert [len(p.sentences) for p in pieces(text)] in ([4, 3], [3, 4])


def test_a_break_between_paragraphs_is_preferred() -> None:
    text = "\n\n".join([sentence(20), " ".join([sentence(20), sentence(20)]), sentence(20)])
    assert [p.sentences[0].start for p in pieces(text)] == [0, text.rindex("\n\n") + 2]


def test_a_title_and_the_line_below_it_stay_together() -> None:
    entries = [f"A book called {word}\n{sentence(30)}" for word in ("one", "two", "six")]
    document = plain.read("a.txt", "\n\n".join(entries).encode())
    assert texts(document) == entries


def test_a_passage_never_crosses_a_heading_and_carries_the_headings_above_it() -> None:
    text = "# T\n\nZero.\n\n## A\n\nOne.\n\n### B\n\nTwo.\n\n## C\n\nThree.\n"
    assert [(p.heading, text[p.start : p.end]) for p in pieces(text)] == [
        ((), "Zero."),
        (("A",), "One."),
        (("A", "B"), "Two."),
        (("C",), "Three."),
    ]


def test_a_heading_with_nothing_under_it_is_a_passage() -> None:
    text = "# Books\n\n## Persuasion and Healing\n\n## The Gift\n\n### Notes\n\nGood.\n"
    assert [(p.heading, text[p.start : p.end]) for p in pieces(text)] == [
        ((), "Persuasion and Healing"),
        (("The Gift", "Notes"), "Good."),
    ]


def test_sentences_are_marked_without_list_markers() -> None:
    text = "- One thing. Another.\n- 2) Second\n\n> Quoted.\n\n| a | b |\n|---|---|\n| c | d |\n"
    (piece,) = pieces(text)
    marked = [text[span.start : span.end] for span in piece.sentences]
    assert marked == ["One thing.", "Another.", "Second", "Quoted.", "| a | b |", "| c | d |"]


def test_abbreviations_end_no_sentence() -> None:
    text = "Arnold Winston, M.D., and Laura Weiss Roberts, M.D., M.A. wrote it. So did Dr. Peele."
    (piece,) = pieces(text)
    assert len(piece.sentences) == 2


def test_a_sentence_longer_than_a_passage_is_cut_between_words() -> None:
    text = " ".join(f"w{number}" for number in range(75))
    assert texts(plain.read("a.txt", text.encode())) == [
        " ".join(f"w{number}" for number in stretch) for stretch in (range(64), range(64, 75))
    ]


def test_overlap_repeats_whole_sentences_that_fit() -> None:
    text = " ".join(sentence(20, word) for word in ("ab", "cd", "ef", "gh"))
    limits = Limits(passage_tokens=64, overlap=25, max_tokens=256)
    first, second = texts(plain.read("a.txt", text.encode()), limits)
    assert first == " ".join(sentence(20, word) for word in ("ab", "cd"))
    assert second == " ".join(sentence(20, word) for word in ("cd", "ef", "gh"))


def test_headings_leave_less_room_when_the_encoder_reads_little() -> None:
    limits = Limits(passage_tokens=128, overlap=0, max_tokens=128)
    text = f"# {'long ' * 30}\n\n" + " ".join(sentence(20) for _ in range(5))
    assert all(piece.tokens <= 128 for piece in pieces(text, limits))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_inside_a_sentence_are_part_of_it(end: str) -> None:
    text = f"This sentence goes{end}on. And this."
    (piece,) = pieces(text)
    assert [text[s.start : s.end] for s in piece.sentences] == [
        f"This sentence goes{end}on.",
        "And this.",
    ]


documents = st.lists(
    st.text(max_size=40)
    | st.sampled_from(
        ["# One", "## Two", "- item", "| a |", "```", "===", "\r\n", "e\u0301", "👩‍👩‍👧"]
    )
    | st.text(alphabet="ab .\n\r\u2028\u00a0", max_size=200)
    | st.integers(1, 300).map(lambda words: sentence(words)),
    max_size=12,
).map("\n".join)


@given(documents, st.integers(0, 40))
def test_whatever_the_text_passages_are_exact_ordered_and_within_the_limit(
    text: str, overlap: int
) -> None:
    limits = Limits(passage_tokens=64, overlap=overlap, max_tokens=256)
    for reader in (plain, markdown):
        data = text.encode("utf-8", "replace")
        if b"\0" in data:
            continue
        document = reader.read("a", data)
        last_end = 0
        for piece in split(document, limits, count_tokens):
            content = document.text[piece.start : piece.end]
            assert content == content.strip() != ""
            assert 0 <= piece.start < piece.end <= len(document.text)
            assert piece.end > last_end
            last_end = piece.end
            starts = [span.start for span in piece.sentences]
            assert starts == sorted(starts)
            assert (piece.sentences[0].start, piece.sentences[-1].end) == (piece.start, piece.end)
            assert sum(count_tokens([span.of(document.text)])[0] for span in piece.sentences) <= 64
            assert not any(piece.start < h.start < piece.end for h in document.headings)


@given(st.text(alphabet="ab .\n", max_size=300))
def test_every_word_of_the_text_is_in_a_passage(text: str) -> None:
    document = plain.read("a.txt", text.encode())
    kept = [word for passage in texts(document) for word in re.findall(r"\w+", passage)]
    assert kept == re.findall(r"\w+", text)


def test_a_question_stays_with_the_beginning_of_its_answer() -> None:
    pairs = [f"{sentence(9, word)[:-1]}?\n\n{sentence(40)}" for word in ("ab", "cd", "ef")]
    assert texts(plain.read("a.txt", "\n\n".join(pairs).encode())) == pairs


def test_questions_in_a_list_keep_the_answers_under_them() -> None:
    text = "\n".join(f"- {sentence(15, w)[:-1]}?\n- {sentence(40)}" for w in ("ab", "cd"))
    assert [len(piece.sentences) for piece in pieces(text)] == [2, 2]


def test_a_row_far_from_its_tables_head_is_read_under_it() -> None:
    rows = "\n".join(f"| tea{number} | {number} | {number + 9} |" for number in range(20))
    text = f"# Teas\n\n| Tea | First \\| dose | **Last** |\n|---|--:|---|\n{rows}\n"
    first, *others = pieces(text)
    assert first.heading == ()
    assert {piece.heading for piece in others} == {("Tea | First | dose | Last",)}


def test_the_head_of_a_table_counts_to_what_the_encoder_reads() -> None:
    rows = "\n".join(f"| tea{number} | {number} |" for number in range(40))
    text = f"| {'long ' * 40} | dose |\n|---|---|\n{rows}\n"
    limits = Limits(passage_tokens=128, overlap=0, max_tokens=128)
    assert all(piece.tokens <= 128 for piece in pieces(text, limits))


@given(documents)
def test_every_letter_of_a_block_is_in_a_sentence_or_in_its_marker(text: str) -> None:
    document = markdown.read("a.md", text.encode("utf-8", "replace").replace(b"\0", b""))
    spans = [span for piece in split(document, SMALL, count_tokens) for span in piece.sentences]
    quoted = {place for span in spans for place in range(span.start, span.end)}
    for block in document.blocks:
        marker = MARKER.match(document.text, block.start, block.end)
        first = marker.end() if marker else block.start
        missing = [p for p in range(first, block.end) if document.text[p].isalnum()]
        assert quoted.issuperset(missing)


@pytest.mark.parametrize("number", ["2.2.", "iv.", "(b)", "A.", "Article 5.", "§ 7."])
def test_a_clauses_number_is_part_of_its_first_sentence(number: str) -> None:
    text = f"{number} Late payment costs five crowns. It is due on Monday."
    (piece,) = pieces(text, Limits(128, 0, 256))
    assert [span.of(text).removeprefix(f"{number} ") for span in piece.sentences] == [
        "Late payment costs five crowns.",
        "It is due on Monday.",
    ]
