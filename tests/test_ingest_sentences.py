import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentences_of


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentences_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The wool was dyed by Holm et al. [12] with lichen.",
        "The walk takes approx. 40 minutes (cf. Map 2).",
        "Fill it to approx. 3 litres, i.e. the brass mark.",
        "See vol. 4, pp. 10-12, ed. 2 (No. 7) by Dr. A. B. Rask.",
        "It weighs ca. 9 lbs. more than in ref. [4].",
        "The goat was sold to Mr. Holm of St. Anna.",
        "Die Fähre fährt u.U. am 5. Januar, z. B. bei Eis, vgl. S. 12.",
        "Abfahrt ist am 3. Mai bzw. am 5. 6. 1988 um neun.",
        "Le pont, cf. p. 3, date d'env. 200 av. J.-C. selon Mme. Roux.",
        "It sailed in the U.S. Navy.",
        "Load config.yaml, then call node.Js, log.PDF or www.Dock.Example for v2.3.1 of it.",
        "He (the keeper of St. Olav) left at 5 a.m. by sea.",
    ],
)
def test_what_is_no_end_ends_no_sentence(text: str) -> None:
    assert sentences(text + " Then it rained.") == [text, "Then it rained."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The barn fell in 1904.Its beams were oak.It stood on stone.",
            ["The barn fell in 1904.", "Its beams were oak.", "It stood on stone."],
        ),
        ("It moves the boat.IV oars do.", ["It moves the boat.", "IV oars do."]),
        ("It sank (in 1904).Divers saw it.", ["It sank (in 1904).", "Divers saw it."]),
        ("She left.[^1] He stayed.[^note] End.", ["She left.[^1]", "He stayed.[^note]", "End."]),
        ("It is so.¹ It was so.²³ Yes.", ["It is so.¹", "It was so.²³", "Yes."]),
        ("It is so.[3] It was so.", ["It is so.[3]", "It was so."]),
        ("<b>Who?</b> Runa.", ["<b>Who?</b>", "Runa."]),
        ("*The end.* Then **more.** And.", ["*The end.*", "Then **more.**", "And."]),
        ("(The boat sank. It was old.) Then.", ["(The boat sank. It was old.)", "Then."]),
        ("Q1. Why? A1. Because.", ["Q1. Why?", "A1. Because."]),
        ("1. First. 2. Second.", ["1. First.", "2. Second."]),
        ("港は深い。何ですか？はい！", ["港は深い。", "何ですか？", "はい！"]),
        ("नाव छोटी है। वह लाल है।", ["नाव छोटी है।", "वह लाल है।"]),
        ("هل هو هنا؟ نعم، هو هنا.", ["هل هو هنا؟", "نعم، هو هنا."]),
        ("Սա տուն է։ Նա այստեղ է։", ["Սա տուն է։", "Նա այստեղ է։"]),
        ("“Never!” she said. He left.", ["“Never!” she said.", "He left."]),
    ],
)
def test_ends_are_found_where_they_are(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_speech_without_ends_is_cut_before_connectives() -> None:
    clause = "the old bell was rung by hand each night of the long winter "
    spoken = (clause + "and ") * 20 + "that was all"
    parts = sentences(spoken)
    assert all(20 <= len(part.split()) <= 60 for part in parts)
    assert all(part.startswith(("the", "and the")) for part in parts)
    assert " ".join(parts) == spoken


def test_a_list_without_ends_is_cut_between_its_items() -> None:
    items = " - ".join(["red rope of hemp", "old brass lamp", "oak oar"] * 40)
    parts = sentences("Stock: - " + items)
    assert len(parts) > 4
    assert all(part.startswith("- ") for part in parts[1:])


def test_a_long_sentence_with_its_commas_is_one() -> None:
    text = "The keeper, who was old, " * 20 + "slept."
    assert sentences(text) == [text]


@given(st.lists(st.sampled_from("a. B 5 (c [1] [^1] et al. No. what? so, 。 “ ” * x.Y ¹".split())))
def test_every_letter_and_digit_is_in_a_sentence(words: list[str]) -> None:
    text = " ".join(words)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
