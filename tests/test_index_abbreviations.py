import math
from pathlib import Path

import pytest

from index.store.abbreviations import Abbreviation, Abbreviations, Gathering, definitions
from index.store.lexical import Lexical

IPT = Abbreviation("IPT", "interpersonal psychotherapy", word=False)
ACT = Abbreviation("ACT", "acceptance and commitment therapy", word=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In interpersonal psychotherapy (IPT) we talk.", [("IPT", IPT.long)]),
        ("IPT (interpersonal psychotherapy) is brief.", [("IPT", IPT.long)]),
        ("Here, acceptance and commitment therapy (ACT) helps.", [("ACT", ACT.long)]),
        (
            "Selective serotonin reuptake inhibitors (SSRIs) are given.",
            [("SSRI", "selective serotonin reuptake inhibitors")],
        ),
        (
            "trauma-focused cognitive\nbehavioural therapy (TF-CBT, see below)",
            [("TF-CBT", "trauma focused cognitive behavioural therapy")],
        ),
        (
            "of the Diagnostic and Statistical Manual (DSM)",
            [("DSM", "diagnostic and statistical manual")],
        ),
        ("He took it (see Beck) and left (NB), as Freud (MD) says.", []),
        ("a dose (mg) of five milligrams (5 mg)", []),
        ("(IPT) alone, and IPT (a kind of treatment)", []),
        ("We tested it. Psychotherapy (IPT) is", []),
    ],
)
def test_an_abbreviation_is_told_by_its_letters(text: str, found: list[tuple[str, str]]) -> None:
    assert list(definitions(text)) == found


@pytest.mark.parametrize(
    ("question", "abbreviation", "other"),
    [
        ("Who developed IPT?", IPT, IPT.long),
        ("who developed ipt", IPT, IPT.long),
        ("Is interpersonal psychotherapy brief?", IPT, "IPT"),
        ("IPT (interpersonal psychotherapy)?", IPT, None),
        ("Are interpersonal psychotherapies brief?", IPT, None),
        ("Interpersonal psychotherapys?", IPT, "IPT"),
        ("ACT?", ACT, ACT.long),
        ("Are IPTs brief?", IPT, IPT.long),
        ("an act of grief", ACT, None),
        ("WHAT IS AN ACT", ACT, None),
        ("what is ACT", ACT, ACT.long),
        ("a HIPT", IPT, None),
    ],
)
def test_the_other_form_is_the_one_that_a_text_lacks(
    question: str, abbreviation: Abbreviation, other: str | None
) -> None:
    assert abbreviation.other_form(question) == other


def test_the_most_frequent_are_kept_and_saved(tmp_path: Path) -> None:
    gathering = Gathering()
    for text in (
        "an act of motivational interviewing (MI)",
        "the myocardial infarction (MI) and motivational interviewing (MI)",
        "acceptance and commitment therapy (ACT)",
        "mental imagery (MI), medical insurance (MI) and medical inspection (MI)",
    ):
        gathering.read(text)
    gathering.gathered().save(tmp_path / "kept.json")
    kept = list(Abbreviations.load(tmp_path / "kept.json"))
    assert [(each.short, each.long, each.word) for each in kept] == [
        ("MI", "motivational interviewing", False),
        ("ACT", "acceptance and commitment therapy", True),
        ("MI", "medical inspection", False),
        ("MI", "medical insurance", False),
    ]


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Is IPT brief?", "Is IPT (interpersonal psychotherapy) brief?"),
        ("Is Interpersonal Psychotherapy brief?", "Is Interpersonal Psychotherapy (IPT) brief?"),
        ("Is grief brief?", "Is grief brief?"),
        ("Is MI brief?", "Is MI brief?"),
    ],
)
def test_models_read_both_forms_where_it_is_clear_what_is_meant(question: str, read: str) -> None:
    several = [Abbreviation("MI", long, word=False) for long in ("mental imagery", "medical issue")]
    assert Abbreviations([IPT, *several]).spelled_out(question) == read


TEXTS = (
    "Interpersonal psychotherapy (IPT) is named here.",
    "Klerman made interpersonal psychotherapy.",
    "Trials of IPT lasted a year.",
    "Psychotherapy that is interpersonal is not it, and is long, very long indeed.",
    "Grief.",
)


@pytest.mark.parametrize(
    ("question", "positions"),
    [("IPT?", {0, 1, 2}), ("interpersonal psychotherapy", {0, 1, 2, 3})],
)
def test_passages_are_found_by_either_form(
    tmp_path: Path, question: str, positions: set[int]
) -> None:
    index = Lexical.build(tmp_path, TEXTS)
    assert set(index.search(question, 9).positions.tolist()) == positions
    again = Lexical.open(tmp_path)
    assert set(again.search(question, 9).positions.tolist()) == positions


def test_the_other_form_counts_as_much_as_the_abbreviation_is_rare(tmp_path: Path) -> None:
    texts = ["grief led talk (GLT)", "It is a grief-led talk.", "A talk that grief led."]
    scores = Lexical.build(tmp_path, texts).search("GLT", 9)
    assert scores.positions.tolist()[-1] == 1
    assert scores.scores[-1] == pytest.approx(math.log(1 + 2.5 / 1.5))  # in one of three


def test_an_index_without_its_abbreviations_is_unreadable(tmp_path: Path) -> None:
    Lexical.build(tmp_path, TEXTS)
    (tmp_path / "abbreviations.json").unlink()
    with pytest.raises(OSError, match="abbreviations"):
        Lexical.open(tmp_path)
