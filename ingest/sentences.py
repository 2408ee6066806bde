"""Where sentences end: sentencex's ends, put right where an abbreviation, a mark or none misled it.

Text without ends, as machines write down speech, is cut into stretches of a sentence's length.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries

from index.passage import Span

# Abbreviations that something always follows; one with a capital here is none without.
_NEVER_LAST = frozenset(
    "Dr Prof Mr Mrs Ms Mme Mlle Mt Hon Rev Gen Col Capt Lt Sgt Cmdr Messrs Hr Fr Frl Sra Srta "
    "Dott Dipl Ing Univ Dept Fig Figs Abb Tab cf vgl vs viz ca approx nr sog bzw resp incl inkl "
    "excl exkl zzgl geb gest e.g i.e z.b d.h u.a u.u i.d.r v.a p.ex av §".split()
)
# Those that go on with a number or a bracket; before a capital they may end one.
_BEFORE_NUMBER = frozenset(
    "al no nos vol vols p pp fol ff ed eds ref refs eq eqs sec sect ch chap App pt Par para bd bde "
    "s abs kap Art aufl hrsg jg fig figs tab jan feb Mar apr Jun Jul aug sep sept oct okt nov Dec "
    "dez min max est env b d c n t fasc tom núm núms pág str č r tel ext rm apt".split()
)
_ROMAN = re.compile(r"[IVXLC]+\b")
_MONTHS = frozenset(
    "januar jänner februar märz april mai juni juli august september oktober november dezember "
    "jahrhundert jahrhunderts januari februari marts maj december".split()
)
_OPENERS = frozenset(
    "The It Its He She We They You I A An This That These Those There His Her Our Their My In At "
    "On By For From To With As If When While After Before But And Or So Then Now No Not All Some "
    "One Two Each Most Many What Who How Why Where Der Die Das Ein Eine Er Sie Es Wir Le La Les Un "
    "Une Il Elle Ils Nous El Los Las".split()
)
_SUFFIXES = frozenset("PDF TXT HTML XML CSV DOC DOCX EXE ZIP JPG PNG GIF COM NET ORG JS".split())
_CLOSERS = re.compile(
    r"(?:[.,;:!?…]|</\w{1,20}>|\[\^[^\]\s]{1,40}\]|[)\]}*_~=\"”’»'¹²³⁰⁴-⁹]|\s*\^[\w-]{1,40}(?=\s*$))+"
)
_LAST_TOKEN = re.compile(r"([^\s(\[{\"“„«‘'’]+)\s*$")
_ONLY_NUMBER = re.compile(r"\s*\(?(?:[QAFR]?\d{1,3}|[QAFR])[.):]\s*")
_GLUED = re.compile(r"(\S*[^\W_])([)\]\"”’»]*)[.]{1,2}$")
_NEXT_WORD = re.compile(r"([^\W\d_]+)(?=[\s,;:.!?’'-]|$)")
_NUMBER = re.compile(r"\d[\d.,]*")
_NO_WORD_BEFORE = re.compile(r"[/@:_\\=&#]|^www\b|\..")
_DATE_GOES_ON = re.compile(r"\d{1,2}\.\s?\d{2,4}\b|\d{4}\b")
_DAY_OR_MONTH = re.compile(r"(?:^|\s)\d{1,2}\.\s*$")
_BRACKETED = re.compile(r"(?<=[.!?…])[)\]][\"”’»]?\s+(?=[\"“‘«(]?[^\W\d_])")
_MANY_CHARACTERS = 400  # no shorter sentence is looked at for a missing end
_MANY_WORDS = 80  # of a sentence with hardly a comma; no author writes so
_TOO_MANY_WORDS = 160  # whatever stands between them
_WORDS_OF_A_STRETCH = 40
_LEAST_OF_A_STRETCH = 25
_TOKEN = re.compile(r"\S+")
_PAUSE = re.compile(r"[,;:–—]$")
_MARK = re.compile(r"[-–—•·|/*]")  # by itself, between the items of a list
_CONNECTIVES = frozenset(
    "and but so because then or which while when after before if und aber denn weil dann oder mais "
    "et puis alors parce car y pero porque entonces e ma però poi i a ale но и а потом".split()
)


def sentences_of(text: str) -> Iterator[Span]:
    """The sentences of a text on one line, in order, without the space around them.

    Together they hold every letter and digit of it.
    """
    for start, end in pairwise(_edges(text)):
        sentence = text[start:end]
        words = sentence.strip()
        if words:
            first = start + len(sentence) - len(sentence.lstrip())
            yield from _stretches(text, Span(first, first + len(words)))


def _edges(text: str) -> list[int]:
    """Where sentences begin, the text's end after them."""
    edges = [0]
    for boundary in get_sentence_boundaries("en", text)[1:]:
        edge = boundary["start_index"]
        closers = _CLOSERS.match(text, edge) if not text[edge - 1].isspace() else None
        edge = closers.end() if closers else edge
        if edge > edges[-1] and not _goes_on(text[edges[-1] : edge], text[edge : edge + 40]):
            edges.append(edge)
    while len(edges) > 1 and not any(map(str.isalnum, text[edges[-1] :])):
        edges.pop()
    return sorted({*edges, *_ends_in_brackets(text, edges), len(text)})


def _ends_in_brackets(text: str, edges: list[int]) -> Iterator[int]:
    """After a bracket that holds whole sentences, which the library takes for part of the next."""
    for start, end in pairwise([*edges, len(text)]):
        if text[start : start + 1] in ("(", "["):
            match = _BRACKETED.search(text, start, end)
            if match and text[match.end() : match.end() + 2].strip('"“‘«(')[:1].isupper():
                yield match.end()


def _goes_on(before: str, after: str) -> bool:
    """Whether what was taken for a sentence's end is none."""
    if not before[-1].isspace() and before[-1] == ".":
        return not _is_end_without_space(before, after)
    if _ONLY_NUMBER.fullmatch(before) or not any(map(str.isalnum, before)):
        return True
    match = _LAST_TOKEN.search(before[-60:])
    token = match[1] if match else ""
    first = after.lstrip(" \"“„«‘'([{*_")[:1]
    if not token.endswith("."):
        return token.endswith("]") and first.islower()
    forms = {token[:-1], token[:-1].casefold()} if len(token) > 2 else {token[:-1]}
    if forms & _NEVER_LAST:
        return True
    if forms & _BEFORE_NUMBER:
        return not first.isalpha() or first.islower() or bool(_ROMAN.match(after))
    word = token[:-1].casefold()
    if word.isdigit() and len(word) <= 2 and _is_ordinal(before, after):
        return True
    return first.islower() and _is_abbreviation(word)


def _is_abbreviation(word: str) -> bool:
    """Whether a word in small letters looks shortened: a.m, hrs, u.u."""
    if len(word) == 1 or "." in word.strip("."):
        return True
    return len(word) <= 4 and not any(letter in "aeiouyäöüáéíóúàèìòùâêîôûåæøœ" for letter in word)


def _is_ordinal(before: str, after: str) -> bool:
    """Whether a number and its full stop are a day's or a century's: 3. Mai, 5. 3. 1988."""
    word = re.split(r"\W", after, maxsplit=1)[0]
    if word.casefold() in _MONTHS or word[:1].islower():
        return True
    return bool(_DATE_GOES_ON.match(after) and _DAY_OR_MONTH.search(before))


def _is_end_without_space(before: str, after: str) -> bool:
    """Whether a full stop right before a letter ends a sentence: 1931.Its, not file.Name."""
    glued, following = _GLUED.search(before), _NEXT_WORD.match(after)
    if not glued or not following:
        return not after[:1].isalnum()
    word, opener = glued[1].lstrip("\"“„«‘'([{*_"), following[1]
    if _NUMBER.fullmatch(word):
        return opener in _OPENERS or len(word) == 4
    if _NO_WORD_BEFORE.search(word) or len(word) < 2:
        return False
    if opener.isupper() and len(opener) > 1 and opener not in _SUFFIXES:
        return word.islower() and len(word) > 3 and after[len(opener) :][:1] == " "
    if glued[2]:
        return opener[0].isupper()
    if word[:1].isupper() or len(opener) < 3 or after[following.end() :][:1] == ".":
        return opener in _OPENERS
    return opener[0].isupper() and opener[1:].islower()


def _stretches(text: str, sentence: Span) -> Iterator[Span]:
    """The sentence; one far too long, with no end in it, in parts of about a sentence's length."""
    if sentence.end - sentence.start < _MANY_CHARACTERS:
        yield sentence
        return
    words = [match.span() for match in _TOKEN.finditer(text, sentence.start, sentence.end)]
    most = _TOO_MANY_WORDS if _has_pauses(sentence.of(text), len(words)) else _MANY_WORDS
    if len(words) <= most:
        yield sentence
        return
    first = 0
    while first < len(words):
        last = _end_of_stretch(text, words, first)
        yield Span(words[first][0], words[last - 1][1])
        first = last


def _has_pauses(sentence: str, words: int) -> bool:
    return sum(map(sentence.count, (",", ";", ":", "–", "—", " - "))) * 25 > words


def _end_of_stretch(text: str, words: list[tuple[int, int]], first: int) -> int:
    """The word that begins the next stretch: after a pause or before a connective where it can."""
    if len(words) - first <= _WORDS_OF_A_STRETCH + _LEAST_OF_A_STRETCH // 2:
        return len(words)
    choices = range(first + _WORDS_OF_A_STRETCH, first + _LEAST_OF_A_STRETCH - 1, -1)
    for place in choices:
        start, end = words[place - 1]
        if _PAUSE.search(text[start:end]) or _MARK.fullmatch(text[slice(*words[place])]):
            return place
    for place in choices:
        if text[slice(*words[place])].casefold() in _CONNECTIVES:
            return place
    return first + _WORDS_OF_A_STRETCH
