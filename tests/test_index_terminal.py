import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from index.answering.answer import Answer, Quote
from index.answering.calibration import Evidence
from index.answering.respelt import Respelt
from index.passage import Hit, Passage, Span
from index.terminal import harmless_json, one_line, print_answer, sentence

TEXT = "First. The one that answers. Last."
PASSAGE = Passage("b/a.md", "A", ("One", "Two"), (), 10, 44, TEXT, (Span(10, 16),))
HIT = Hit(PASSAGE, 0.5, 1.0, 1.0, None)
QUOTE = Quote("b/a.md", None, 17, 38, "The one that answers.")
EVIDENCE = Evidence(0.5, 0.5)
ANSWERED = Answer("Which?", "answered", 0.9, "rerank", 1, (HIT, HIT), QUOTE, EVIDENCE)


def printed(answer: Answer, terminal: bool = False, width: int = 100) -> str:
    file = io.StringIO()
    colours = "standard" if terminal else None
    console = Console(file=file, force_terminal=terminal, width=width, color_system=colours)
    print_answer(answer, console)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def test_without_colours_signs_stand_around_the_marked_sentence() -> None:
    assert printed(ANSWERED).splitlines()[:2] == [
        "  First. »The one that answers.« Last.",
        "  b/a.md › One › Two, characters 10–44",
    ]


def test_on_a_terminal_the_marked_sentence_is_highlighted() -> None:
    assert "First. \x1b[1;7mThe one that answers.\x1b[0m Last." in printed(ANSWERED, terminal=True)


def test_other_passages_follow_numbered() -> None:
    assert printed(ANSWERED).splitlines()[3:5] == ["2.", f"  {TEXT}"]


def test_lines_fit_the_terminal() -> None:
    assert max(len(line) for line in printed(ANSWERED, width=20).splitlines()) <= 20


def test_not_found_is_said_before_the_nearest_passages() -> None:
    lines = printed(
        Answer("?", "not_found", 0.1, "rerank", 1, (HIT,), QUOTE, EVIDENCE)
    ).splitlines()
    assert lines[0] == "The documents do not seem to answer this. The nearest passages:"
    assert lines[2:4] == ["1.", f"  {TEXT}"]


def test_what_was_left_out_is_said_first() -> None:
    answer = replace(ANSWERED, without=("grief",))
    assert printed(answer).startswith("Passages that have “grief” are left out.\n  First.")


def test_what_was_searched_for_instead_is_said_first_also_where_nothing_was_found() -> None:
    instead = (Respelt("greif", "grief"), Respelt("slepe", "sleep"))
    said = "Searched for “grief” instead of “greif”, “sleep” instead of “slepe”."
    assert printed(replace(ANSWERED, instead=instead)).startswith(f"{said}\n  First.")
    nothing = replace(ANSWERED, hits=(), quote=None, instead=instead)
    assert printed(nothing) == f"{said}\nThe documents hold nothing near this question."


def test_nothing_found_is_said() -> None:
    answer = Answer("?", "not_found", 0.0, "rerank", 1, (), None, EVIDENCE)
    assert printed(answer) == "The documents hold nothing near this question."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a\\u001b[2Jb"),
        ("a\u202eb", "a\\u202eb"),
        ("[bold]a[/bold]", "[bold]a[/bold]"),
        ("a\r\nb", "a\n  b"),
    ],
)
def test_text_cannot_steer_the_terminal(text: str, shown: str) -> None:
    passage = Passage("a.txt", "A", (), (), 0, len(text), text, (Span(0, 1),))
    answer = Answer(
        "?", "not_found", 0.1, "rerank", 1, (Hit(passage, 0.5, None, 1.0),), None, EVIDENCE
    )
    assert f"  {shown}\n" in printed(answer, terminal=True)


def test_places_of_a_passage_that_stands_twice_are_listed_under_it() -> None:
    twice = replace(HIT, alike=(replace(PASSAGE, document="c.txt", heading=()),))
    answer = replace(ANSWERED, hits=(twice,))
    assert printed(answer).splitlines()[2:4] == [
        "  the same words in 1 other place:",
        "  c.txt, characters 10–44",
    ]


def test_one_line_stays_one_and_json_keeps_its_meaning() -> None:
    odd = "a\tb\nc\x1b[2J\x7f\x9b\u2028\u202e\udcff"
    assert one_line(odd) == ("a\\u0009b\\u000ac\\u001b[2J\\u007f\\u009b\\u2028\\u202e\\udcff")
    line = harmless_json(json.dumps(odd, ensure_ascii=False))
    assert json.loads(line) == odd
    assert line.isprintable()


def test_an_error_of_the_system_names_the_place_and_what_to_look_at() -> None:
    error = PermissionError(13, "Permission denied", "/a\nb")
    assert sentence(error) == (
        "/a\\u000ab: Permission denied. Look at what is there, at its disk and at your rights to "
        "it."
    )
