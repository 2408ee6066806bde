import time
from dataclasses import replace

import pytest

from index.answering.apparatus import asks_for_publication, kinds, name_of, only_points
from index.passage import Passage
from ingest.readers import reader_for
from ingest.split import Limits, split

QUESTION = "How is the lamp trimmed?"


def passages(text: str, name: str = "a.md") -> list[Passage]:
    """As they are read and split."""
    reader = reader_for(name)
    assert reader is not None
    document = reader.read(name, text.encode())
    pieces = split(document, Limits(256, 0, 512), lambda texts: [len(t.split()) for t in texts])
    return [
        Passage(
            name, document.title, piece.heading, (), piece.start, piece.end,
            document.text[piece.start : piece.end], piece.sentences,
        )
        for piece in pieces
    ]  # fmt: skip


def kinds_in(text: str, question: str = QUESTION) -> set[str]:
    return {kind for passage in passages(text) for kind in kinds(question, passage)}


CONTENTS = [
    # under a name
    "Contents\n\nWhat is a wick? ......... 3\nHow is the lamp trimmed? ......... 7\n",
    "Contents\n\nWhat is a wick? ......... 3\n",
    "Inhaltsverzeichnis\n\n1 Der Docht . . . . . . . 3\n2 Die Lampe . . . . . . . 7\n",
    "Table des matières\n\nLa mèche …… 3\nLa lampe …… 7\n",
    "1. Índice\n\n- La mecha _______ 3\n- La lámpara _______ 7\n",
    "Contents\n\nThe wick    3\nThe lamp and how to trim it    7\n",
    "Contents\n\nThe wick\t3\nThe lamp and how to trim it\t7\n",
    "Contents\n\nForeword vii\nThe wick 3\nThe lamp and how to trim it 7\n",
    "Оглавление\n\nФитиль ........ 3\nЛампа ......... 7\n",
    "目次\n\n灯芯とは……3\n手入れ……7\n",
    "Contents\n\n- [The wick](#the-wick)\n- [The lamp](#the-lamp)\n",
    "Contents\n\nPart One\nThe wick and what it is made of ......... 3\n"
    "The lamp ......... 7\nFog ......... 9\n",
    "Contents\n\nWhat is a wick? ........ 2 How is the lamp trimmed? ........ 3\n",
    "List of figures\n\n1 The wick ........ xii\n2 The lamp ........ 3\n",
    "Contents\n\n- What is a wick?\n- How is the lamp trimmed?\n",
    # without
    "Part\n\nWhat is a wick? ........ 2 How is the lamp trimmed? ........ 3 Fog ........ 9\n",
    "Part\n\n1.1 The wick ........... 3\n1.2 The lamp ........... 7\n1.3 Fog ........... 7\n",
    "Part\n\nPreface ..... ix\nThe wick ..... 1\nThe lamp ..... 12\nFog ..... 30\n"
    "The lens ..... 31\nThe tower ..... 40\nThe keeper ..... 52\n",
    "Part\n\n* [The wick](#a)\n* [The lamp](#b)\n* [The fog signal](#c)\n",
    "Part\n\n1 The old wick    3\n2 The new lamp    7\n3 The fog signal    12\n4 The lens    20\n",
]


@pytest.mark.parametrize("text", CONTENTS)
def test_lines_of_a_table_of_contents_are_known(text: str) -> None:
    text = f"# H\n\n## {text}"
    assert kinds_in(text) == {"contents"}
    assert all(only_points(QUESTION, passage) for passage in passages(text))


TEXT = [
    "The dose is 10.",
    "See page 12.",
    "The lamp is lit at dusk ... and put out at 7",
    "## Contents\n\nTea ..... 3 crowns\n\nRum ..... 4 crowns\n",
    "Tea ..... 3 crowns\nRum ..... 4 crowns\nMilk ..... 5 crowns\n",
    "Tea ..... 3.50\nRum ..... 4.20\nMilk ..... 5.80\n",
    "Tea ..... 3\nRum ..... 4\nMilk ..... 5\n",
    "Infants ........ 2\n\nChildren ........ 5\n\nAdults ........ 10\n",
    "Adults over sixty ..... 10\n\nOther adults ..... 15\n\nChildren of school age ..... 5\n",
    "Infants and toddlers ..... 2\n\nChildren at school ..... 5\n\nAll adults ..... 10\n",
    "Under 10 kg ..... 1\nTo 20 kg ..... 2\nTo 30 kg ..... 3\nTo 40 kg ..... 4\nTo 50 kg ..... 5\n"
    "To 60 kg ..... 6\n",
    "Tea: Yew | Dose: 15\n\nTea: Rue | Dose: 20\n",
    "Name ............ Date of birth ............ \n",
    "## Contents\n\nThe box holds two bandages, a pair of scissors and a whistle.\n",
    "## Contents of the box\n\n- bandages, 3\n- scissors, 1\n- whistles, 2\n",
    "## Contents\n\n- bandages 3\n- scissors 1\n- whistles 2\n",
    "Olsen (1988) showed that the lamp is trimmed daily.",
    "Olsen, K. (1988) showed that the lamp is trimmed daily.",
    "Lamps were trimmed at dusk (Olsen, 1988; Klein & Brandt, 1990, p. 12).",
    "1988 was a year of fog.",
    "In 1988 K. Olsen wrote a paper in the Journal of Pilots, and it was read by few.",
    "Wages rose in the ports [1,2]. A similar pattern is known from carters [3].",
    "[2] In 1990 the board of pilots met twice.",
    "1. In 1990 the lamp was moved.\n2. In 1992, it was moved back.\n",
    "Aldhaven, Norway, grew until 1988.",
    "Müller, K., was born on 3 May 1988.",
    "Klein, B. took 20 mg (2-4 times daily) from 1988, and felt well.",
    "## References\n\nThe references of each applicant are checked by two members of the board.\n",
    "## Literature\n\nThe literature on lamps is small. Most of it is about oil.\n",
    "## Literature\n\nThe literature on lamps began in 1988. Olsen (1988) found that they are "
    "trimmed. Klein (1990, p. 12) denied it, and left in 2001.\n",
    "## Quellen\n\nDer Fluss hat zwei Quellen, die seit 1988 versiegen.\n",
    "## References\n\nOlsen (1988) is held to be the first who wrote of lamps.\n",
    "## Sources\n\nThe river Ald has two sources.\n",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXT)
def test_text_that_comes_near_is_text(text: str) -> None:
    assert kinds_in(f"# H\n\n{text}") == {"text"}


REFERENCES = [
    # APA and Harvard
    "Olsen, K. (1988). Families of the northern coast. Coast Studies, 4(2), 12–19.",
    "Olsen, K. and Klein, B. (1990) ‘How is the lamp trimmed?’, Parish Notes, 12, pp. 3-9.",
    "Olsen, K., Klein, B., & Brandt, C. (2001, May). *How is the lamp trimmed?* Coast Press.",
    "van der Berg, A. B. (n.d.). How is the lamp trimmed? Retrieved from https://coast.example",
    "Åström, Ö. (1999a). Lampan. Kustförlaget.",
    "Иванов, И. И. (2001). Как чистят лампу. Маяк, 4(2), 12–19.",
    # Vancouver
    "Olsen K, Klein B, Brandt C. How is the lamp trimmed? J Coast Stud. 1988;12(3):45-67.",
    "1. Olsen K, Klein BT, et al. How is the lamp trimmed? Lamps. 2007 Jun 28;356(26):2700-3.",
    # numbered
    "[2] How is the lamp trimmed? B. Klein, Parish Notes 12 (1990) 3-9.",
    "[12] K. Olsen, “How is the lamp trimmed?,” J. Coast Stud., vol. 4, no. 2, pp. 3–9, 1988.",
    "[3] 王明. 如何修剪灯芯[J]. 灯塔, 2001, 12(3): 45-67.",
    "3. K. Olsen, How is the lamp trimmed?, Proceedings of the Pilots, pp. 3-9, 1988.",
    # Chicago and MLA
    "Olsen, Kari. *How Is the Lamp Trimmed?* Aldhaven: Coast Press, 1988.",
    "Klein, Bo, and Kari Olsen. “How Is the Lamp Trimmed?” Parish Notes 12, no. 3 (1990): 3–9.",
]


@pytest.mark.parametrize("entry", REFERENCES)
@pytest.mark.parametrize("heading", ["7. References", "Appendix", "Literaturverzeichnis"])
def test_entries_of_a_reference_list_are_known(entry: str, heading: str) -> None:
    text = f"# H\n\n## {heading}\n\n{entry}\n"
    assert kinds_in(text) == {"reference"}
    assert kinds_in(text, "Who wrote How is the lamp trimmed?") <= {"text", "question"}


def test_a_list_under_its_name_is_one_throughout() -> None:
    text = (
        "# H\n\n## References\n\n[1] Why did wages rise? A. Olsen, Coast Studies 4 (1988). [2] "
        "How is the lamp trimmed?\n\nB. Klein, Parish Notes 12 (1990) 3-9. [3] Carters and pilots. "
        "C. Brandt (2001).\n"
    )
    assert kinds_in(text) == {"reference"}


def test_a_list_whose_name_is_no_heading_is_known_and_its_number_goes_with_its_title() -> None:
    text = (
        "# H\n\nThe char is cut off square.\n\nReferences\n\n"
        "[1] Carters and pilots. C. Brandt (2001). [2] How is the lamp trimmed?\n\n"
        "B. Klein, Parish Notes 12 (1990) 3-9.\n"
    )
    (passage,) = passages(text)
    assert set(kinds(QUESTION, passage)) == {"text", "reference"}
    assert kinds(QUESTION, passage)[0] == "text"


@pytest.mark.parametrize(
    "entry",
    [
        "Carters and pilots. C. Brandt (2001).",
        "Coast Board. (1988). Rules of the lamp.",
        "The lamp of Aldhaven, https://lamp.example/a",
        "Brandt, Carl: Lampen. Aldhaven 2001.",
        "Lamps and oil, Coast Press, 1988, pp. 3-9",
        "[4] The lamp.",
    ],
)
def test_less_is_needed_under_the_name_of_a_list(entry: str) -> None:
    assert kinds_in(f"# H\n\n## References\n\n{entry}") == {"reference"}


def test_text_before_a_list_stays_text() -> None:
    (passage,) = passages(
        "# H\n\nThe char is cut off square. It takes a minute.\n\n"
        "Olsen, K. (1988). How is the lamp trimmed? Coast Studies, 4(2), 12–19.\n"
    )
    assert kinds(QUESTION, passage)[:2] == ("text", "text")
    assert set(kinds(QUESTION, passage)[2:]) == {"reference"}
    assert not only_points(QUESTION, passage)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("How is the lamp trimmed?", "question"),
        ("**How is the lamp trimmed?**", "question"),
        ("3.2 How is the lamp trimmed", "question"),
        ("How is the lamp lit?", "question"),
        ("The lamp is trimmed at dusk.", "text"),
        ("“How is it lit?” she asked.", "text"),
    ],
)
def test_a_sentence_that_only_asks_is_known(sentence: str, kind: str) -> None:
    passage = replace(passages("# H\n\nx")[0], text=sentence, start=0, end=len(sentence))
    (span,) = passage.sentences
    passage = replace(passage, sentences=(replace(span, start=0, end=len(sentence)),))
    assert kinds(QUESTION, passage) == (kind,)
    assert only_points(QUESTION, passage) == ("trimmed" in sentence and kind == "question")


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the first paper on lamps?",
        "Which study is about wages?",
        "olsen et al lamps",
        "Klein 1990",
        "Wer hat das Buch verfasst?",
        "Qui est l'auteur du livre ?",
    ],
)
def test_a_question_for_a_publication_is_known(question: str) -> None:
    assert asks_for_publication(question)


@pytest.mark.parametrize(
    "question", ["How many families left Aldhaven in 1988?", "Why did wages rise?", "wick"]
)
def test_another_is_not(question: str) -> None:
    assert not asks_for_publication(question)


def test_a_heading_is_named_without_its_number() -> None:
    labels = ["7. References:", "II. Literature", "**Contents**", "Références", None]
    assert [name_of(each) for each in labels] == [
        "references", "literature", "contents", "références", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "part", ["Olsen, K., ", "A. B. C. ", ". . . 3 ", "[1] ", "a\n\n", "1988, "]
)
def test_no_text_takes_long(part: str) -> None:
    (passage, *_) = passages("# H\n\nx")
    text = part * 3000
    passage = replace(passage, text=text, start=0, end=len(text))
    start = time.perf_counter()
    only_points(QUESTION, passage)
    assert time.perf_counter() - start < 1
