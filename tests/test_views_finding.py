from pathlib import Path

import pytest
from conftest import SHARED

from views.finding import MOST, Finds, Words

TEXT = (
    "Don’t leave the lamp alone; it’s “never safe” – not even on a calm night.\n"
    "The oil weighs 10\u00a0kg a cask and is carried at dusk\nevery single evening. "
    "A meta‑analysis of Zoë’s casks. Psychotherapies end; a psychotherapy ended, § 4.2."
)


def found(wanted: str, text: str = TEXT) -> list[str]:
    return [span.of(text) for span in Words(text).find(wanted).spans]


@pytest.mark.parametrize(
    ("wanted", "stands"),
    [
        ("Don't leave", "Don’t leave"),
        ("don’t leave", "Don’t leave"),
        ('it\'s "never safe"', "it’s “never safe"),
        ("it’s “never safe”", "it’s “never safe"),
        ("10 kg", "10\u00a0kg"),
        ("at dusk every", "at dusk\nevery"),
        ('"at dusk every"', "at dusk\nevery"),
        ("meta-analysis", "meta‑analysis"),
        ("meta analysis", "meta‑analysis"),
        ("Zoe's cask", "Zoë’s casks"),
        ("§ 4.2", "4.2"),
        ("alm nig", "alm nig"),
    ],
)
def test_plain_forms_meet_those_in_the_text_once(wanted: str, stands: str) -> None:
    assert found(wanted) == [stands]


def test_words_are_met_in_all_forms_and_in_quotation_marks_in_one() -> None:
    assert found("psychotherapy ends") == ["Psychotherapies end", "psychotherapy ended"]
    assert found('"psychotherapy"') == ["psychotherapy"]
    assert found("psychother") == ["Psychotherapies", "psychotherapy"]
    assert found('"psychother"') == []


def test_words_that_stand_nowhere_together_are_told_each_by_itself() -> None:
    finds = Words(TEXT).find("lamp oil")
    assert [span.of(TEXT) for span in finds.spans] == ["lamp", "oil"]
    assert finds.apart
    assert Words(TEXT).find("lamp zebra") == Finds(())
    assert Words(TEXT).find('"lamp oil"') == Finds(())


@pytest.mark.parametrize("wanted", ["", "  ", '""', "zebra", "\0", "(", "\\"])
def test_what_is_not_there_is_not_found(wanted: str) -> None:
    assert Words("A lamp.").find(wanted) == Finds(())


def test_texts_without_spaces_are_searched_by_letters() -> None:
    assert found("療法", "心理療法と薬物療法") == ["療法", "療法"]


def test_places_are_bounded() -> None:
    assert len(Words("grief " * (MOST + 10)).find("grief").spans) == MOST


@pytest.mark.skipif(not SHARED.is_dir(), reason="the cases are not here")
def test_the_case_of_plain_marks_spaces_and_hyphens() -> None:
    text = Path(SHARED, "cases/40-find-in-document/docs/book.txt").read_text()
    for wanted in ("Don't leave", "10 kg", "at dusk every", 'it\'s "never safe"', "meta-analysis"):
        assert len(Words(text).find(wanted).spans) == 1, wanted
