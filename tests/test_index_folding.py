import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store.folding import folded, is_part, words_of
from index.store.lexical import Lexical


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("ψυχή", "ψυχη"),
        ("ψυχῆς", "ΨΥΧΗΣ"),
        ("Γιώργος", "ΓΙΩΡΓΟΣ"),
        ("Ἀθῆναι", "Αθηναι"),
        ("τῷ λόγῳ", "τω λογω"),
        ("προϋπόθεση", "προυποθεση"),
        ("ёлка", "ЕЛКА"),
        ("за́мок", "замок"),
        ("שָׁלוֹם", "שלום"),
        ("اَلسَّلَامُ", "السلام"),
        ("كتـــاب", "كتاب"),
        ("أحمد إلى آخر", "احمد الى اخر"),
        ("مدرسة", "مدرسه"),
        ("مستشفى", "مستشفي"),
        ("یک کتاب", "يك كتاب"),
        ("٢٥ ۳", "25 3"),
        ("क़लम", "कलम"),
        ("đường Việt", "đuong Viet"),
        ("Ｆｕｌｌ１２", "full12"),
        ("ﬁnal", "final"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("5 µg", "5 μg"),
        ("5㎎", "5mg"),
        ("Prozac™", "prozac"),
        ("H₂O", "H2O"),
        ("𝟏𝟎", "10"),
        ("soft\u00adhyphen", "softhyphen"),
        ("می\u200cخواهم", "می خواهم"),
        ("น้ำ", "นำ"),
    ],
)
def test_what_is_typed_without_its_accents_is_the_same(written: str, typed: str) -> None:
    assert folded(written).split() == folded(typed).lower().split()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("йод", "иод"),
        ("їжа", "іжа"),
        ("か", "が"),
        ("10⁶", "106"),
        ("10⁶⁰", "1060"),
        ("2½", "212"),
        ("log₁₀2", "log102"),
        ("5①", "51"),
    ],
)
def test_what_means_something_else_is_not(one: str, other: str) -> None:
    assert folded(one).split() != folded(other).split()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("10⁶ cells", ["10", "6", "cells"]),
        ("10⁻¹²", ["10−", "12"]),
        ("12 m² large", ["12", "m", "2", "m2", "large"]),
        ("a claim³", ["a", "claim", "3", "claim3"]),
        ("C₆H₁₂O₆", ["c6h12o6"]),
        ("2½ cups", ["2", "1⁄2", "cups"]),
        ("灯芯", ["灯", "芯", "灯芯"]),
        ("钱", ["钱"]),
        ("B1楼", ["b1", "楼"]),
        ("タワーへ。", ["タ", "ワ", "ー", "へ", "タワ", "ワー", "ーへ", "。"]),
        ("สมุด", ["ส", "มุ", "ด", "สมุ", "มุด"]),
        ("한국어", ["한", "국", "어", "한국", "국어"]),
    ],
)
def test_raised_digits_stand_apart_and_unspaced_scripts_come_in_letters_and_pairs(
    text: str, terms: list[str]
) -> None:
    assert folded(text).lower().split() == terms


@given(st.text())
def test_composed_and_decomposed_text_are_the_same(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_english_stays_as_it_is(text: str) -> None:
    assert folded(text) is text


@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_no_letter_or_digit_is_lost(text: str) -> None:
    assert folded(text).strip() or set(text) <= {"ـ"}


def test_words_are_found_as_they_are_written_with_their_marks() -> None:
    text = "Re\u0301sume\u0301, हिन्दी; well-known 灯芯好 น้ำเย็น 狗 B1楼."
    spaced = ["Re\u0301sume\u0301", "हिन्दी", "well", "known"]
    assert list(words_of(text)) == [*spaced, "灯芯", "芯好", "น้ำเย็", "เย็น", "狗", "B1", "楼"]


def test_only_a_single_letter_of_an_unspaced_script_is_a_part() -> None:
    assert [term for term in ("a", "é", "灯", "มุ", "灯芯", "5", "я") if is_part(term)] == [
        "灯",
        "มุ",
    ]


LIBRARY = (
    "港务局在三月决定把新渡轮码头建在第四号堤岸。值夜班的灯塔管理员每天凌晨两点检查灯芯并写下风向。",
    "图书馆星期二休息，丢失的借书证需要交四克朗的补办费，狗只能带进花园里去。",
    "合唱团每个星期四晚上在旧磨坊里排练，新成员需要先和指挥谈一次话。",
    "図書館は火曜日に休みます。なくした貸出券の再発行には四百円かかります。",
    "合唱団は木曜日の夜に古い水車小屋で練習します。",
    "ห้องสมุดปิดวันอังคาร บัตรที่หายต้องเสียค่าทำใหม่สี่บาท",
    "คณะนักร้องซ้อมในโรงสีเก่าทุกคืนวันพฤหัส",
    "도서관은 화요일에 쉽니다. 잃어버린 대출증은 사천 원에 다시 만듭니다.",
    "합창단은 목요일 밤마다 옛 방앗간에서 연습합니다.",
    "The library is closed on Tuesday; the choir sings in the old mill.",
)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("灯芯", 0),
        ("补办费", 1),
        ("借书证要交多少钱？", 1),
        ("可以带狗吗", 1),
        ("狗", 1),
        ("合唱团在哪里排练", 2),
        ("再発行はいくらですか", 3),
        ("どこで練習しますか", 4),
        ("ค่าทำบัตรใหม่เท่าไร", 5),
        ("นักร้องซ้อมที่ไหน", 6),
        ("도서관이 언제 쉬나요", 7),
        ("합창단 연습", 8),
        ("closed on Tuesdays", 9),
    ],
)
def test_words_inside_texts_without_spaces_are_found(
    tmp_path: Path, question: str, first: int
) -> None:
    assert Lexical.build(tmp_path, LIBRARY).search(question, 3).positions[0] == first


def test_a_pair_of_letters_counts_for_more_than_both_apart(tmp_path: Path) -> None:
    texts = ["文中有天，后来又有气。", "文中有天气。", "别的。"]
    lexical = Lexical.build(tmp_path, texts)
    assert lexical.search("天气", 3).positions.tolist() == [1, 0]
    apart, together = lexical.coverage("天气", texts[:2])
    assert apart < 0.5 * together == pytest.approx(0.5)


def test_the_words_that_a_text_shares_are_named_as_the_question_writes_them(tmp_path: Path) -> None:
    lexical = Lexical.build(tmp_path, LIBRARY)
    assert lexical.shared_words("哪里有灯芯？", LIBRARY[0]) == ("灯芯",)
    assert lexical.shared_words("Μία ψυχή", "η ΨΥΧΗ μου") == ("ψυχή",)
    assert lexical.shared_words("re\u0301sume\u0301 of 10⁶", "Résumés: 106") == (
        "re\u0301sume\u0301",
    )
