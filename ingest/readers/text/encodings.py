"""Which old encoding bytes are in: each that may be is tried, and how likely its letters are."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.readers.text.letters import BY_LETTERS, BY_SIGNS, Language

_SAMPLE = 6_000  # bytes that are looked at, of lines with letters beyond ASCII
_BEYOND = re.compile("[^\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
_OPENS, _CLOSES, _BOTH = "“„‘‚¿¡(‹", "”’›…“‘‹", "«»—–·"
_SIGNS = "\xa0€£§°±µ©®™•№×÷≥≤≈≠∞½¼¾‰"
_BEFORE_LETTERS = "µ°•\xa0№"
_RAISED = "¹²³ºª"
_OF_THE_EAST = "、。，！？：；（）「」『』《》・ー～〜“”…—\u3000"
LEAST_SCORE = 0.2
"""Of what is taken for text."""

_WORDS_OF_ONE = "àéèóíáêåöæúôãªº"
# As much as so many letters say for or against it before any is looked at.
_HOW_COMMON = {
    "cp1252": 0.6,
    "koi8_u": -0.2,
    "iso8859_15": -0.5,
    "iso8859_5": -0.5,
    "cp866": -0.5,
    "cp850": -1.0,
    "cp852": -1.0,
    "mac_roman": -1.0,
    "mac_latin2": -1.0,
    "mac_cyrillic": -1.0,
}
_NOT_A_LETTER_AT_ALL = -3.0  # a control character, or one that is not there
_LATIN_ENDS = "\u024f"


@dataclass(frozen=True, slots=True)
class Likely:
    """An encoding and how likely it is: about 1 where every letter fits, below 0 where few do."""

    encoding: str
    score: float
    letters: int
    """How many characters beyond ASCII that is told by."""


def likely(data: bytes) -> list[Likely]:
    """The encodings that bytes may be in, the likeliest first, of equals the commonest."""
    sample = _sample(data)
    texts = {name: sample.decode(name, "replace") for name in (*BY_LETTERS, *BY_SIGNS)}
    found = [Likely(name, score(text, name), _beyond(text)) for name, text in texts.items()]
    return sorted(found, key=_order)


def _order(each: Likely) -> tuple[bool, float]:
    """By score; where few letters tell, the commoner encoding before the rarer."""
    score = each.score + _HOW_COMMON.get(each.encoding, 0.0) / max(1, each.letters)
    return each.score < LEAST_SCORE, -round(score, 3)


def score_of(data: bytes, encoding: str) -> float:
    """How likely these bytes are text in this encoding; see Likely."""
    return score(_sample(data).decode(encoding, "replace"), encoding)


def score(text: str, encoding: str) -> float:
    """How likely this text is one of the languages that are kept in the encoding."""
    beyond = _beyond(text)
    if not beyond:
        return 0.0
    if encoding in BY_SIGNS:
        return sum(_sign_scores(text, encoding)) / beyond
    return _letters_score(text, beyond, BY_LETTERS.get(encoding) or _every_language()) / beyond


def is_likely_in_any_language(text: str) -> bool:
    """Whether the letters beyond ASCII fit a language that is known here, or one small alphabet."""
    sample = text[:_SAMPLE]
    letters = [each for each in sample if not each.isascii() and each.isalpha()]
    if len(letters) < 0.05 * len(sample):
        return True
    alphabets = {ord(each) >> 8 for each in letters}
    if max(alphabets) < 0x20 and len(alphabets) <= 2:
        return True
    return any(score(sample, encoding) > LEAST_SCORE for encoding in BY_SIGNS)


def _beyond(text: str) -> int:
    return len(_BEYOND.findall(text))


def _sample(data: bytes) -> bytes:
    """The first lines that have anything beyond ASCII in them."""
    if len(data) <= _SAMPLE:
        return data
    lines, size = [], 0
    for line in re.split(rb"(?<=[\r\n])", data):
        if not line.isascii():
            lines.append(line[:_SAMPLE])
            size += len(lines[-1])
        if size >= _SAMPLE:
            break
    return b"".join(lines)


@cache
def _every_language() -> tuple[Language, ...]:
    return tuple(dict.fromkeys(each for group in BY_LETTERS.values() for each in group))


@cache
def _weights(language: Language) -> dict[str, float]:
    """What each letter is worth: of alphabets beyond Latin the commonest most."""
    if language.letters[0] <= _LATIN_ENDS:
        return dict.fromkeys(language.letters, 1.0)
    return {letter: 1.5 - 0.09 * rank for rank, letter in enumerate(language.letters)}


def _letters_score(text: str, beyond: int, languages: Sequence[Language]) -> float:
    """The sum over all characters beyond ASCII, by the language that they fit best."""
    letters: Counter[str] = Counter()
    places = capitals = 0.0
    for match in _BEYOND.finditer(text):
        character = match[0]
        around = (
            text[max(0, match.start() - 1) : match.start()] or " ",
            text[match.end() :][:1] or " ",
        )
        if unicodedata.category(character)[0] in "LM" and character not in _SIGNS + _RAISED:
            letters[character.lower() if len(character.lower()) == 1 else character] += 1
            capitals += character.isupper()
            places += _letter_place(character, *around)
        else:
            places += _sign_place(character, *around)
    count = sum(letters.values())
    if capitals > 0.8 * count > 5:
        places -= 0.2 * count  # hardly any text is in capitals
    longest = 3 if re.search("[A-Za-z]", text) else 2
    if not re.search(f"[\u0370-\u1fff]{{{longest}}}", text):
        places -= 1.5 * sum(n for letter, n in letters.items() if letter > _LATIN_ENDS)
    words = Counter(_WORD.findall(text.lower()))
    return places + max(_fit(letters, words, beyond, language) for language in languages)


def _fit(letters: Counter[str], words: Counter[str], beyond: int, language: Language) -> float:
    weights = _weights(language)
    fit = sum(count * weights.get(letter, -1.0) for letter, count in letters.items())
    common = sum(words[word] for word in language.words) / max(1, sum(words.values()))
    return fit + min(0.6, 2 * common) * beyond


def _letter_place(letter: str, before: str, after: str) -> float:
    """What speaks against a letter at this place: a capital within a word, another alphabet."""
    fault = 0.0
    if (letter.isupper() and before.islower()) or (letter.islower() and after.isupper()):
        fault -= 1.5
    if before.isdigit() or after.isdigit():
        fault -= 1.0
    beside = [each for each in (before, after) if each.isalpha()]
    if not beside and letter <= _LATIN_ENDS and letter.lower() not in _WORDS_OF_ONE:
        fault -= 1.0
    if letter > _LATIN_ENDS:
        return fault - 2.0 * any(each <= _LATIN_ENDS for each in beside)
    return fault - 0.7 * (len(beside) == 2 and not before.isascii() and not after.isascii())


def _sign_place(sign: str, before: str, after: str) -> float:
    """What speaks for a sign at this place, or against it."""
    if unicodedata.category(sign) in ("Cc", "Cn", "Co") or sign == "\ufffd":
        return _NOT_A_LETTER_AT_ALL
    within = before.isalpha() and after.isalpha()
    if within:
        return 0.4 if sign in "’—–·" else -3.0
    if sign in _OPENS and not before.isalnum() and not after.isspace():
        return 0.6
    if sign in _CLOSES and not before.isspace() and not after.isalnum():
        return 0.6
    if sign in _SIGNS and (not after.isalpha() or sign in _BEFORE_LETTERS):
        return 1.0 if before.isdigit() or after.isdigit() else 0.5
    if sign in _BOTH or (sign in _RAISED and before.isalnum()):
        return 0.4
    return -1.0


def _sign_scores(text: str, encoding: str) -> Iterator[float]:
    """Each character beyond ASCII, of a text in Chinese, Japanese or Korean."""
    common = BY_SIGNS[encoding]
    has_kana = re.search("[ぁ-ヺ]", text) is not None
    for match in _BEYOND.finditer(text):
        sign = match[0]
        beside = text[max(0, match.start() - 1) : match.start()] + text[match.end() :][:1]
        latin = 0.7 * any(each.isascii() and each.isalpha() for each in beside)
        if sign in _OF_THE_EAST:
            yield 0.6
        elif common:
            yield (1.0 if sign in common else _usual(sign, encoding)) - latin
        else:
            yield _japanese(sign) - latin - 0.5 * (not has_kana)


def _japanese(sign: str) -> float:
    if "ぁ" <= sign <= "ん":
        return 1.0
    if "ァ" <= sign <= "ヺ":
        return 0.8
    return _usual(sign, "euc_jp")


# The first and the last byte of what was set apart as usual, in the standard without additions.
_USUAL = {
    "euc_jp": ("euc_jp", 0xB0, 0xCF),
    "gb18030": ("gb2312", 0xB0, 0xD7),
    "cp950": ("big5", 0xA4, 0xC6),
    "cp949": ("euc_kr", 0xB0, 0xC8),
}


def _usual(sign: str, encoding: str) -> float:
    """Whether a sign is among the usual ones of its standard."""
    standard, first, last = _USUAL[encoding]
    try:
        lead = sign.encode(standard)[0]
    except UnicodeEncodeError:
        return -1.0
    if first <= lead <= last:
        return 0.4
    return -0.3 if lead > last else -1.0
