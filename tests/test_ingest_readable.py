import random
import string

import pytest

from ingest.readers.readable import is_noise

ENGLISH = (
    "The harbour is nine metres deep at low water and eleven at high water. The pilots keep the "
    "key of the chart room in the red box by the door."
)
LETTERS = string.ascii_lowercase
SIGNS = "".join(map(chr, range(33, 127)))


def moved(text: str, alphabet: str, by: int) -> str:
    return text.translate(str.maketrans(alphabet, alphabet[by:] + alphabet[:by]))


@pytest.mark.parametrize("by", [1, 3, 17, 29, 40, 65, 93])
def test_letters_that_are_numbered_from_another_place_are_noise(by: int) -> None:
    assert is_noise(moved(ENGLISH, SIGNS, by))


@pytest.mark.parametrize("by", [3, 29, 50, 91])
def test_letters_are_noise_where_the_blank_is_numbered_with_them(by: int) -> None:
    assert is_noise(moved(ENGLISH, " " + SIGNS, by))


@pytest.mark.parametrize("by", [3, 7, 13, 20])
def test_an_alphabet_that_begins_elsewhere_is_noise(by: int) -> None:
    assert is_noise(moved(ENGLISH.lower(), LETTERS, by))


@pytest.mark.parametrize("seed", range(5))
def test_exchanged_letters_are_noise(seed: int) -> None:
    text = ENGLISH.lower() + " nobody may leave a boat under the bridge while the lamp is burning."
    others = random.Random(seed).sample(LETTERS, 26)
    assert is_noise(text.translate(str.maketrans(LETTERS, "".join(others))))


def test_letters_numbered_as_they_first_come_are_noise() -> None:
    numbers: dict[str, str] = {}
    assert is_noise("".join(numbers.setdefault(each, chr(33 + len(numbers))) for each in ENGLISH))


@pytest.mark.parametrize("first", ["\ue000", "\uf020", "\x80", "\U000f0000"])
def test_letters_that_no_script_has_are_noise(first: str) -> None:
    start = ord(first) - 97
    text = "".join(chr(start + ord(each)) if each in LETTERS else each for each in ENGLISH.lower())
    assert is_noise(text)


@pytest.mark.parametrize("sign", ["\ufffd", "\x01", "(cid:17)"])
def test_letters_without_a_name_are_noise(sign: str) -> None:
    assert is_noise("".join(sign if each.isalpha() else each for each in ENGLISH))


@pytest.mark.parametrize("by", [0x60, 0x100])
def test_letters_read_as_accented_ones_are_noise(by: int) -> None:
    assert is_noise("".join(chr(ord(each) + by) if each.isalpha() else each for each in ENGLISH))


@pytest.mark.parametrize(
    "text",
    [
        "Το λιμάνι έχει βάθος εννέα μέτρα και οι πλοηγοί κρατούν το κλειδί στο κόκκινο κουτί. " * 3,
        "Глубина гавани девять метров, а лоцманы хранят ключ в красном ящике у двери. " * 3,
        "عمق الميناء تسعة أمتار ويحتفظ المرشدون بمفتاح غرفة الخرائط في الصندوق الأحمر. " * 3,
        "עומק הנמל תשעה מטרים והנווטים שומרים את המפתח בקופסה האדומה ליד הדלת. " * 3,
        "港口在低潮时深九米，领航员把海图室的钥匙放在门边的红盒子里。" * 5,
        "港の深さは九メートルで、水先人は海図室の鍵をドアのそばの赤い箱に入れている。" * 5,
        "ท่าเรือลึกเก้าเมตรและนักเดินเรือเก็บกุญแจไว้ในกล่องสีแดงข้างประตู " * 4,
        "बंदरगाह नौ मीटर गहरा है और चाबी लाल डिब्बे में रहती है। " * 4,
        "Satama on yhdeksän metriä syvä, ja luotsit pitävät avainta punaisessa laatikossa. " * 3,
        "A kikötő kilenc méter mély, a révkalauzok a kulcsot az ajtó melletti dobozban őrzik. " * 3,
        "Portus novem passus altus est; gubernatores clavem in arca rubra prope servant. " * 3,
        "Cảng sâu chín mét, hoa tiêu giữ chìa khóa phòng hải đồ trong chiếc hộp đỏ cạnh cửa. " * 3,
        "Limanın derinliği dokuz metredir; kılavuzlar anahtarı kapının yanında saklarlar. " * 3,
        "Przystań ma dziewięć metrów głębokości, piloci trzymają klucz w czerwonej skrzynce. " * 3,
        "Strč prst skrz krk. Vlk zmrzl, zhltl hrst zrn. " * 4,
        "Mae'r harbwr yn naw metr o ddyfnder ac mae'r peilotiaid yn cadw'r allwedd yno. " * 3,
        "Bandari ina kina cha mita tisa na marubani huweka ufunguo katika sanduku jekundu. " * 3,
    ],
)
def test_no_language_is_noise(text: str) -> None:
    assert not is_noise(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yes.",
        "�",
        "Hmm. Pfft. Brrr. Tsk. Psst. Grr. Zzz.",
        "• Tea\n• Salt\n• Bread",
        "\uf0b7 Tea\n\uf0b7 Salt\n\uf0b7 Rye bread\n\uf0a7 Yew\n\uf0a7 Ash\n\uf0a7 Elm",
        "A A A A<A A|A A+A A<A A A A>A B=B B A/B x|y x<y x>y a+b a*b A&B A|C A<C B>C C=D a^b " * 3,
        "12.4 13.9 (2.1) 0.004 <0.001 17 18 19 44.2% 99.1% ± 3 -12 -14 1,204 3,880\n" * 20,
        "n = 44 ; p < .05 ; x = 3 ; y = 7 ; a + b = c ; t(34) = 2.1 ; r = .45 ; d = 0.8\n" * 6,
        "Beck AT, Rush AJ, Shaw BF. Br J Psychiatry 2001;62:345-9. Wu X, Ng T, Hsu C. Acta "
        "Psychiatr Scand 1999;100:1-9. Kvist L, Bjorn M. J Clin Psychol 2003;72:11-19. " * 2,
        "BRCA1 TP53 EGFR KRAS BRAF PTEN MYC CDKN2A RB1 NF1 APC VHL MLH1 MSH2 ATM PALB2 " * 3,
        "SSRI MAOI TCA ECT CBT DBT MBT EMDR PTSD OCD ADHD ASD GAD MDD BPD DSM ICD WHO NHS NICE "
        "APA NIMH FDA EMA RCT ITT NNT CI SD SE OR RR HR BDI HAMD MADRS PANSS YBOCS CGI GAF QoL",
        "sertraline fluoxetine citalopram venlafaxine duloxetine mirtazapine bupropion lithium "
        "quetiapine olanzapine risperidone clozapine haloperidol aripiprazole lamotrigine " * 2,
        "def read(path: str) -> int:\n    total = 0\n    for line in open(path):\n"
        "        total += len(line.split(','))\n    return total\n" * 4,
        "for (int i = 0; i < n; ++i) { sum[i] += a[i] * b[i]; if (!ok) return -1; }\n" * 6,
        "E = mc² ; ∑ᵢ xᵢ ≤ ∫ f(x) dx ; α + β ≥ γ ; ∀x ∈ ℝ ∃y : x·y = 1 ; λ₁ ≠ λ₂ ; ∂f/∂x ≈ 0\n" * 6,
        "α-helix β-sheet Δt µg γ-GT 5-HT₂A CO₂ H₂O Na⁺ K⁺ Ca²⁺ pH pKa IgG IgM TNF-α IL-1β " * 3,
        "Contents ......... 1\nTea ............ 12\nSalt ........... 19\nBread .......... 33\n" * 4,
        "☐ yes ☐ no ☑ perhaps ★★★☆☆ → ← ↑ ↓ ✓ ✗ ● ○ ■ □ ◆ ◇ ▲ △\n" * 4,
        "ULICA ŻÓŁTA 4, 00-950 WARSZAWA; TEL. +48 22 555 01 44; FAX: 22 555 01 45; NIP 526\n" * 3,
    ],
)
def test_what_has_few_sentences_is_no_noise(text: str) -> None:
    assert not is_noise(text)


def test_a_page_of_prose_with_some_letters_that_have_no_name_is_none() -> None:
    assert not is_noise(ENGLISH.replace("x", "\ufffd").replace("k", "\ufffd"))
