import json
from dataclasses import replace
from pathlib import Path

import pytest

from evaluate.__main__ import main
from evaluate.formats.check import check
from evaluate.formats.lines import write_lines
from evaluate.formats.measure import Failure, Tally, compared, summed
from evaluate.formats.story import Heading, Items, Paragraph, Run, Story, Table
from evaluate.formats.truth import Truth, truth_of, write_truth
from index.errors import QuothError
from ingest.documents import Document
from ingest.progress import unwatched
from ingest.readers.compose import Composer

FIRST = "It comes to everyone, and it takes the time that it takes."
SECOND = "About 10⁶ people know it."
STORY = Story(
    "grief",
    (
        Heading("On grief", 1),
        Heading("Later", 2),
        Paragraph((Run(f"{FIRST} About 10"), Run("6", "raised"), Run(" people know it."))),
        Items("dash", ((Run("slowly, as a rule"),), (Run("surely"),))),
        Table(("Tea", "Dose", "Note"), (("Yew", "15", ""), ("Elder", "2", "warm")), ruled=True),
    ),
)
TRUTH = replace(
    truth_of(STORY, "grief.pdf", foreign=("Later", "A Handbook")),
    pages=(FIRST, f"{SECOND} slowly, as a rule surely"),
)


def written(**parts: str) -> Document:
    """The story as a reader might write it, some of its parts otherwise; "" leaves one out."""
    composer = Composer()
    composer.page(1)
    composer.heading("On grief", 1)
    composer.heading(parts.get("heading", "Later"), 2)
    composer.paragraph(parts.get("first", FIRST))
    composer.page(2)
    composer.paragraph(parts.get("second", SECOND))
    composer.item("slowly, as a rule")
    composer.item("surely")
    composer.row(("Tea", "Dose", "Note"))
    composer.listed(parts.get("yew", "Yew | 15 | "))
    composer.listed("Tea: Elder | Dose: 2 | Note: warm")
    composer.paragraph(parts.get("more", ""))
    return composer.document("grief.pdf", "application/pdf")


def tally(**parts: str) -> Tally:
    return compared(TRUTH, written(**parts))


def values(tally: Tally) -> dict[str, float | None]:
    row = summed("pdf", [tally])
    return {
        name: getattr(row, name) for name in ("true", "kept", "headed", "paged", "whole", "cells")
    }


def test_what_is_read_as_it_was_written_is_right_in_every_measure() -> None:
    assert values(tally()) == dict.fromkeys(
        ("true", "kept", "headed", "paged", "whole", "cells"), 1.0
    )
    assert (tally().foreign, tally().failures) == (False, ())


def test_a_sentence_cut_in_two_is_not_whole_and_yet_true_and_kept() -> None:
    cut = tally(first="It comes to everyone. And it takes the time that it takes.")
    assert values(cut) == values(tally()) | {"whole": 0.75}


def test_two_items_run_together_are_both_not_whole() -> None:
    truth = truth_of(STORY, "grief.pdf")
    composer = Composer()
    composer.paragraph(f"{FIRST} {SECOND}")
    composer.item("slowly, as a rule surely")
    measured = compared(truth, composer.document("grief.pdf", "application/pdf"))
    assert (measured.whole.part, measured.whole.whole) == (2, 4)
    wanted, given = "slowly, as a rule", "slowly, as a rule surely"
    assert Failure("whole", "grief.pdf", wanted, given) in measured.failures


def test_a_word_joined_to_the_next_is_not_whole() -> None:
    assert values(tally(first=FIRST.replace("the time", "thetime")))["whole"] == 0.75


@pytest.mark.parametrize("first", [f"iv. {FIRST}", f"• {FIRST}", f"(a) {FIRST}"])
def test_a_lists_marker_before_a_sentence_is_no_fault(first: str) -> None:
    measured = tally(first=first)
    assert (values(measured)["true"], values(measured)["whole"]) == (1.0, 1.0)


def test_a_lost_raise_is_neither_true_nor_kept() -> None:
    lost = values(tally(second="About 106 people know it."))
    assert (lost["kept"], lost["whole"]) == (0.75, 0.75)
    assert lost["true"] == pytest.approx(6 / 7)


def test_a_heading_that_is_not_the_one_above_is_counted_for_every_sentence_under_it() -> None:
    assert values(tally(heading="Sooner"))["headed"] == 0.0


def test_a_sentence_on_another_page_is_counted() -> None:
    moved = replace(TRUTH, pages=(f"{FIRST} {SECOND}", "slowly, as a rule surely"))
    assert summed("pdf", [compared(moved, written())]).paged == 0.75


@pytest.mark.parametrize(
    ("read", "share"),
    [
        ("Yew | 15 | ", 1.0),
        ("Tea: Yew | Dose: 15 | Note:", 1.0),
        ("Yew | 15", 5 / 6),  # the empty one lost its place
        ("15 | Yew | ", 5 / 6),  # out of order
        ("Yew 15 | ", 3 / 6),  # two that are not apart
        ("Yew", 4 / 6),
    ],
)
def test_a_cell_counts_where_it_stands_in_its_row_in_order_and_apart(
    read: str, share: float
) -> None:
    assert values(tally(yew=read))["cells"] == pytest.approx(share)


@pytest.mark.parametrize("more", ["Later", "A Handbook 7", "2", "Page 2 of 9", "2/9"])
def test_a_running_head_or_a_page_number_that_was_read_is_foreign(more: str) -> None:
    assert tally(more=more).foreign


def test_a_format_without_headings_has_no_share_of_them() -> None:
    composer = Composer()
    composer.paragraph(FIRST)
    plain = compared(TRUTH, composer.document("grief.rtf", "application/rtf"))
    assert summed("rtf", [plain]).headed is None
    assert summed("rtf", [plain, tally()]).headed == pytest.approx(4 / 5)


def test_a_story_is_read_from_a_file_that_was_made_earlier(tmp_path: Path) -> None:
    folder = tmp_path / "jsonl"
    folder.mkdir()
    write_lines([STORY], folder)
    write_truth(truth_of(STORY.without_tables(), "grief.jsonl"), folder)
    (found,) = check(tmp_path, ["jsonl"], unwatched)
    row = found.row
    assert (row.true, row.kept, row.headed, row.whole) == (1.0, 1.0, 1.0, 1.0)
    assert (row.documents, row.paged, row.cells, found.failures) == (1, None, None, ())


def test_what_was_found_is_printed_shown_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "made" / "jsonl"
    folder.mkdir(parents=True)
    write_lines([replace(STORY, parts=STORY.parts[:3])], folder)
    write_truth(truth_of(STORY.without_tables(), "grief.jsonl"), folder)
    kept = tmp_path / "found.json"
    arguments = ["--checked", str(tmp_path / "made"), "--show", "1", "--json", str(kept)]
    assert main(["formats", *arguments]) == 0
    table, shown = capsys.readouterr().out.split("jsonl kept", 1)
    assert table.splitlines()[2] == (
        "| jsonl | 1 | 2 | 1.0000 | 0.5000 | 1.0000 | – | 0.5000 | – | 0 |"
    )
    assert shown.startswith(" grief.jsonl\n  wanted: slowly, as a rule\n")
    (found,) = json.loads(kept.read_bytes())["formats"]
    assert (found["row"]["whole"], len(found["failures"])) == (0.5, 4)


def test_a_file_that_its_reader_refuses_has_lost_everything(tmp_path: Path) -> None:
    folder = tmp_path / "pdf-groff"
    folder.mkdir()
    (folder / "grief.pdf").write_bytes(b"no PDF")
    write_truth(TRUTH, folder)
    (found,) = check(tmp_path, ["pdf-groff"], unwatched)
    assert (found.row.sentences, found.row.kept, found.row.whole, found.row.cells) == (0, 0, 0, 0)


def test_a_format_that_was_never_made_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(QuothError, match=r"docx has no documents made\. Make them: .* --keep"):
        next(check(tmp_path, ["docx"], unwatched))


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    (tmp_path / "docx").mkdir()
    write_truth(Truth("grief.docx", "", "", ()), tmp_path / "docx")
    with pytest.raises(QuothError, match=r"grief\.docx is not there, or has no reader\."):
        next(check(tmp_path, ["docx"], unwatched))
