"""Whether a text says something, or is noise: letters of a font whose map is wrong or missing."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.readers.normalise import UNKNOWN

_LEAST_CHARACTERS = 20
_LEAST_WORDS, _ENOUGH_WORDS = 12, 24
_LEAST_SHIFTED = 8  # words
_MOST_SHIFTED = 400  # characters
_MOST_WORDS = 300  # that are looked at
_MEANINGLESS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]+"
)  # control, halves of characters, private, unknown
_MOST_MEANINGLESS = 0.2  # share of the characters
_LEAST_LONG = 4  # letters
_MOST_BROKEN = 0.3  # share of the words; of 80 languages none has more than 0.16
_MOST_ACCENTED = 0.55  # share of the letters; Vietnamese has a third
_LEAST_USUAL = 3.9  # mean over the pairs of letters; of 80 languages tried none is below
_LEAST_USUAL_OF_FEW = 3.6
_SPELT = 0.15  # share of usual words, from where a text is one whatever its pairs are
_MOST_BY_CHANCE = 0.05
_SPELT_SHIFTED = 0.2
_LEAST_DISTINCT = 5  # usual words
_WITH_OTHERS = frozenset("GREEK CJK HIRAGANA KATAKANA HANGUL".split())  # in one word
_LATIN_TOO = frozenset("MICRO MODIFIER MASCULINE FEMININE MATHEMATICAL".split())
_RARE_SIGNS = frozenset('!"#$%&*;<>?@\\^`{|}~')
_LEAST_SIGNS = 6  # of these
_MOST_SIGNS = 0.15  # share of the characters
_NUMBERED = re.compile(r"\(cid:\d+\)")  # how some programs write a letter that they cannot name
_AROUND = ".,;:!?()[]{}<>\"'“”„‘’‚«»‹›…*•·–—-/|=+&%$#~^_`\\@"
_INSIDE = re.compile(r"[-–'’./,:;&@_()\[\]…]+")
_BROKEN = re.compile(r"[^\W\d_][!\"#$%*+<=>?\\^`{|}~¡-¿×÷]+[^\W\d_]")
_BASES = str.maketrans("əæıðþłđħßœŋø", "eaidtldhsono")

_USUAL = (
    "054455444434455451365343022 722341132423547121655331022 572007003600500500600600040"
    " 560106007612201600203500022 770038002700102600311500011 822242031413546010655221002"
    " 660016300700302700614500020 763016033620401500522601030 770007000601212600403510010"
    " 742345032234546420455120022 670017000600003600020610000 670006001602330600434602020"
    " 771037020722520500033500030 775007010600131530101500000 860356051521003500045300030"
    " 713341232333556230654442002 570007002600400720713500000 670004003500100200025910010"
    " 771147010602222500344410021 860206003603210530037420011 770007005600000600523500021"
    " 743344131413547330655221112 570008000700203600320300020 580007004600203600320402040"
    " 860006000700010400035535300 871346111502435410443411020 762037014711224500013523032"
).split()
"""How usual a letter is after another, 0 to 9, over the words of 48 languages in Latin letters.

Row and column 0 are a word's ends, 1 to 26 are a to z, whatever accents they have. A digit is
1.25 × (8 + log2 p), cut at both ends; p is taken from the lists of usual words of jusText.
"""

_WORDS = frozenset(
    """ac ag als and ar at auf av az bir bu by com con da dan das de dei del den der des det di die
    do du een egy ei el en er est eta et för for från fyrir het hogy ich il in ir is ist ja je jest
    kai kas la las le les los na ne nem ng nie niet no non not nuo og och of on os pada par på por
    pour pro que sa se som su té that the til to um un una und uno ve või von was wie with yang yn
    za ze és și în""".split()
)


_POINTS: dict[tuple[int | None, int | None], int] = {
    (first, second): int(points)
    for first, row in enumerate(_USUAL)
    for second, points in enumerate(row)
}


def is_noise(text: str) -> bool:
    """Whether hardly anything in the text has a meaning; False where there is little to judge by.

    Scripts other than the Latin are judged by characters that no script has and by words that mix
    scripts.
    """
    named = _NUMBERED.sub(UNKNOWN, text) if "(cid:" in text else text
    if not _is_plain(named) and _MEANINGLESS.search(named) and _is_meaningless(named):
        return True
    tokens = text.split()[: 2 * _MOST_WORDS]
    if _are_spelt(tokens[:_MOST_WORDS]):
        return False
    words = [word for each in tokens if _has_letters(word := each.strip(_AROUND))][:_MOST_WORDS]
    spelt = _spelt(words)
    if spelt >= _SPELT:
        return False
    if _is_shifted(text) or (spelt < _MOST_BY_CHANCE and _is_made_of_signs(tokens)):
        return True
    if len(words) < _LEAST_WORDS:
        return False
    least = _LEAST_USUAL if len(words) >= _ENOUGH_WORDS else _LEAST_USUAL_OF_FEW
    if _usual(words) < least or _is_accented(words):
        return True
    return len(words) >= _ENOUGH_WORDS and _broken(words) > _MOST_BROKEN


def _is_plain(text: str) -> bool:
    return text.isascii() and text.replace("\n", " ").isprintable()


def _is_meaningless(text: str) -> bool:
    """Whether many characters have no meaning, those apart that begin a line: bullets."""
    visible = "".join("".join(line.split())[1:] for line in text.splitlines())
    meaningless = sum(map(len, _MEANINGLESS.findall(visible)))
    return len(visible) >= _LEAST_CHARACTERS and meaningless > _MOST_MEANINGLESS * len(visible)


def _has_letters(word: str) -> bool:
    return word.isalpha() or any(map(str.isalpha, word))


def _are_spelt(tokens: Sequence[str]) -> bool:
    """Whether so many are usual words that the rest need no look: most pages are told by this."""
    found, least = 0, _SPELT * len(tokens)
    for each in tokens:
        found += each.strip(_AROUND).casefold() in _WORDS
        if found > least:
            return True
    return False


def _spelt(words: Sequence[str]) -> float:
    """The share of words that are usual in one of many languages."""
    return sum(word.casefold() in _WORDS for word in words) / max(len(words), 1)


def _is_shifted(text: str) -> bool:
    """Whether there are usual words when each sign is put some places further on."""
    some = text[:_MOST_SHIFTED]
    if sum(each.isascii() for each in some) < 0.7 * len(some):
        return False
    least = max(_SPELT_SHIFTED, 2 * _spelt(_cores(some)))
    return any(_reads(some.translate(shifted), least) for shifted in _SHIFTS)


def _reads(text: str, least: float) -> bool:
    words = _cores(text)
    usual = [word for word in words if word in _WORDS]
    enough = len(words) >= _LEAST_SHIFTED and len(set(usual)) >= _LEAST_DISTINCT
    return enough and len(usual) >= least * len(words)


def _cores(text: str) -> list[str]:
    return [core for word in text.casefold().split() if (core := word.strip(_AROUND))]


def _is_made_of_signs(tokens: Sequence[str]) -> bool:
    """Whether signs that prose and tables have few of stand all over, as in no listing either."""
    text = "".join(tokens)
    signs = [each for each in text if each in _RARE_SIGNS]
    letters = sum(each.isalpha() or not each.isascii() for each in text)
    return (
        len(text) >= 3 * _LEAST_CHARACTERS
        and len(set(signs)) >= _LEAST_SIGNS
        and len(signs) > _MOST_SIGNS * len(text)
        and letters < 0.6 * len(text)
    )


def _broken(words: Sequence[str]) -> float:
    """The share of words with a sign between their letters, or letters of several scripts.

    Short ones are formulas: a<b.
    """
    long = [word for word in words if len(word) >= _LEAST_LONG]
    return sum(bool(_BROKEN.search(word)) or _is_mixed(word) for word in long) / len(words)


def _is_accented(words: Sequence[str]) -> bool:
    """Whether there are more Latin letters with accents than without, as in no language."""
    latin = [each for word in words for each in word if each.isalpha() and _script(each) == "LATIN"]
    accented = sum(not each.isascii() for each in latin)
    return len(latin) > 3 * _LEAST_WORDS and accented > _MOST_ACCENTED * len(latin)


def _is_mixed(word: str) -> bool:
    scripts = {_script(each) for each in word if each.isalpha()}
    return len(scripts) > 1 and not scripts & _WITH_OTHERS


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "NONE").split(maxsplit=1)[0]
    return "LATIN" if name in _LATIN_TOO else name


def _usual(words: Sequence[str]) -> float:
    """How usual the letters follow one another, 0 to 9; 9 where few words are in Latin letters."""
    parts = [part for word in words for part in _INSIDE.split(word) if len(part) > 1]
    spelt = [[_place(each) for each in part] for part in parts if part.isalpha()]
    latin = [places for places in spelt if None not in places]
    if 2 * len(latin) < len(parts) or 2 * len(latin) < _LEAST_WORDS:
        return 9.0
    pairs = [pair for places in latin for pair in pairwise((0, *places, 0))]
    return sum(_POINTS[pair] for pair in pairs) / len(pairs)


@lru_cache(maxsize=4096)
def _place(letter: str) -> int | None:
    """Of the letter in the alphabet, from 1, its accents aside; None in another script."""
    base = unicodedata.normalize("NFD", letter.lower().translate(_BASES))[0]
    return ord(base) - 96 if "a" <= base <= "z" else None


def _alphabets() -> Iterator[tuple[str, ...]]:
    """What programs number letters by: the signs of ASCII, with the blank or not; its letters."""
    small = "abcdefghijklmnopqrstuvwxyz"
    yield ("".join(map(chr, range(33, 127))),)
    yield ("".join(map(chr, range(32, 127))),)
    yield small, small.upper()


_SHIFTS = [
    str.maketrans("".join(parts), "".join(part[by:] + part[:by] for part in parts))
    for parts in _alphabets()
    for by in range(1, len(parts[0]))
    if len(parts[0]) < 94
    or by not in (32, len(parts[0]) - 32)  # from small letters to capitals, and back
]
