from pathlib import Path

import numpy as np
import pytest

from index.store.codes import codes_of, names_of
from index.store.lexical import Lexical

TEXTS = (
    "Ruptures in the alliance are repaired by talking about them.",
    "Niklas Törneke wrote about metaphor.",
    "AND OR NOT text:alliance* are only words here.",
)


@pytest.fixture
def lexical(tmp_path: Path) -> Lexical:
    return Lexical.build(tmp_path, TEXTS)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("repairing a rupture", 0),
        ("Who is Torneke?", 1),
        ("TÖRNEKE", 1),
        ("metaphors", 1),
    ],
)
def test_words_match_by_stem_without_case_or_accents(
    lexical: Lexical, question: str, first: int
) -> None:
    assert lexical.search(question, 3).positions[0] == first


@pytest.mark.parametrize("question", ['"unclosed', "text:(", "a AND", "+-!^~*?[]{}\\", "", "\n"])
def test_query_syntax_is_taken_as_words(lexical: Lexical, question: str) -> None:
    assert len(lexical.search(question, 3).positions) <= len(TEXTS)


def test_words_of_no_passage_find_nothing(lexical: Lexical) -> None:
    assert lexical.search("zygote", 3).positions.tolist() == []


def test_only_what_is_allowed_is_found_however_far_down_it_stands(tmp_path: Path) -> None:
    lexical = Lexical.build(tmp_path, [f"grief {'and ' * number}" for number in range(50)])
    allowed = np.zeros(50, dtype=np.bool_)
    allowed[[45, 49]] = True
    assert lexical.search("grief", 2, allowed).positions.tolist() == [45, 49]
    assert lexical.search("grief", 9, allowed).positions.tolist() == [45, 49]
    assert lexical.search("grief", 1, ~allowed).positions.tolist() == [0]


def test_coverage_is_the_share_of_the_questions_words_rare_ones_weighing_more(
    lexical: Lexical,
) -> None:
    shares = lexical.coverage("metaphors about", ["about", "A METAPHOR", "about metaphor", ""])
    common, rare = shares[:2]
    assert shares[2:].tolist() == pytest.approx([1, 0])
    assert common + rare == pytest.approx(1)
    assert common < rare


def test_a_word_that_no_passage_has_weighs_most(lexical: Lexical) -> None:
    assert lexical.coverage("zygote metaphor", ["metaphor"])[0] < 0.5


def test_a_question_without_words_is_not_covered(lexical: Lexical) -> None:
    assert lexical.coverage("?", ["metaphor"]).tolist() == [0]


def test_it_is_the_same_when_opened_again(lexical: Lexical, tmp_path: Path) -> None:
    again = Lexical.open(tmp_path)
    assert len(again) == 3
    assert again.search("metaphor", 3).positions.tolist() == [1]


CODES = (
    "Salt roads | ISBN: 978-0-393-70457-0 | Part: AX-2071-K",
    "The grey pilot | ISBN: 978-1-86228-283-4 | Part: AX-2017-K",
    "Lamps and tides | ISBN: 0-19-853453-X | Part: BX2071K",
    "Call the harbour master on +49 (40) 555-0134 or 040 5550177.",
    "The chart is at doi:10.5555/abc.1987.0033, of 1987-1988.",
    "Grief in the time of COVID-19.",
)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Where is 9780393704570 shelved?", 0),
        ("9781862282834", 1),
        ("978 1 86228 283 4", 1),
        ("019853453x", 2),
        ("AX2071K", 0),
        ("ax-2017k", 1),
        ("BX-2071-K", 2),
        ("0405550134", 3),
        ("555-0134", 3),
        ("+49 40 5550177", 3),
        ("10.5555/abc.1987.0033", 4),
        ("COVID19", 5),
    ],
)
def test_a_number_that_names_a_thing_is_found_however_it_is_grouped(
    tmp_path: Path, question: str, first: int
) -> None:
    assert Lexical.build(tmp_path, CODES).search(question, 3).positions[0] == first


@pytest.mark.parametrize(
    "text", ["10 mg", "in 1987-1988", "1.5 to 20 kg", "a 2-point lead", "5,000", "10⁶"]
)
def test_amounts_and_years_are_no_such_numbers(text: str) -> None:
    assert list(codes_of(text)) == []


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What does Section 12(3) say?", ["Section 12(3"]),
        ("is section 4 of the Act in force", ["section 4", "Act"]),
        ("How is F41.1 treated in DSM-5-TR?", ["F41.1", "DSM-5-TR"]),
        ("Did Aaron Beck use Paxil?", ["Aaron", "Beck", "Paxil"]),
        ("what is well-known about self-esteem", []),
        ("Grief?", []),
    ],
)
def test_names_of_a_question(question: str, names: list[str]) -> None:
    assert names_of(question) == names


NAMED = (
    "Under Section 3(12) a person may be held, and twelve or 3 or 12 more.",
    "Under Section 12(3) a person may be held.",
    "Code F41.0, see 1 and F41.",
    "Code F41.1 is for anxiety.",
    "The university and universal matters.",
    "Universe, a magazine.",
)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What does Section 12(3) say?", 1),
        ("section 3(12)", 0),
        ("code F41.1", 3),
        ("code f41.0", 2),
        ("Who edits the Universe", 5),
    ],
)
def test_a_name_is_met_as_it_stands_first(tmp_path: Path, question: str, first: int) -> None:
    assert Lexical.build(tmp_path, NAMED).search(question, 3).positions[0] == first
