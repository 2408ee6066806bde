"""Abbreviations that the texts themselves spell out, so that either form finds the other. Pure.

"interpersonal psychotherapy (IPT)" and "IPT (interpersonal psychotherapy)" are found by their
letters, read backwards: Schwartz and Hearst, A simple algorithm for identifying abbreviation
definitions in biomedical text (2003).
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from index.store.folding import folded
from index.store.joining import JOINING

_MOST = 5000  # that an index keeps, the most frequent
_MOST_FORMS = 3  # that one abbreviation may stand for
_MOST_FOUND = 4  # that one question is widened by
_LONGEST = 10  # characters of an abbreviation
_FURTHEST = 200  # characters before a bracket that what it abbreviates may begin
_BRACKETS = re.compile(r"\(([^()]{2,100})\)")
_APART = re.compile(r"[().;:!?]")  # no long form goes over one of these
_SHORT = re.compile(r"[^\W_](?:[^\W_]|[-&/.](?=[^\W_]))*")
_TOKEN = re.compile(r"[^\W_]+(?:[-&/.][^\W_]+)*")
_WORD = re.compile(r"[^\W_]+")
_LOWER = re.compile(r"\b[a-z]{2,6}\b")
_CONNECTING = JOINING | frozenset("a an and as at by de for in of on or the to".split())


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """short: as it is written, in the singular: "IPT"
    long:  what it stands for, folded and in small letters: "interpersonal psychotherapy"
    word:  whether the texts also have the same letters as a small word, as ACT and act
    """

    short: str
    long: str
    word: bool

    def other_form(self, text: str) -> str | None:
        """The form that the text does not have, where it has the other."""
        short = self._has_short(text)
        if short == self._has_long(text):
            return None
        return self.long if short else self.short

    def with_both(self, text: str) -> str:
        """The text with the form that it lacks in brackets behind the other."""
        other = self.other_form(text)
        form = self.long if other == self.short else self.short
        words = r"[\W_]+".join(map(re.escape, _WORD.findall(form)))
        found = re.search(rf"(?<![^\W_]){words}s?(?![^\W_])", text, re.IGNORECASE)
        end = found.end() if found else len(text)
        return f"{text[:end]} ({other}){text[end:]}" if other else text

    def _has_short(self, text: str) -> bool:
        pattern = rf"(?<![^\W_]){re.escape(self.short)}(?:s)?(?![^\W_])"
        shouted = text.isupper() and len(text.split()) > 1
        if not shouted and re.search(pattern, text):
            return True
        return not self.word and re.search(pattern, text, re.IGNORECASE) is not None

    def _has_long(self, text: str) -> bool:
        padded, singular = f" {_spaced(text)} ", self.long.removesuffix("s")
        return f" {singular} " in padded or f" {singular}s " in padded


class Abbreviations:
    """Those of an index, found by the abbreviation and by the first word of what it stands for."""

    def __init__(self, kept: Iterable[Abbreviation]) -> None:
        self._kept = tuple(kept)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(self._kept):
            for key in (each.short.casefold(), each.long.partition(" ")[0]):
                self._places[key].append(place)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises OSError or ValueError when there is no such file, or none that can be read."""
        try:
            return cls(Abbreviation(**each) for each in json.loads(path.read_text("utf-8")))
        except TypeError as error:
            raise ValueError(f"{path.name} holds no abbreviations") from error

    def save(self, path: Path) -> None:
        path.write_text(json.dumps([asdict(each) for each in self._kept]), encoding="utf-8")

    def __iter__(self) -> Iterator[Abbreviation]:
        return iter(self._kept)

    def spelled(self, question: str) -> tuple[Abbreviation, ...]:
        """Those that the question has in one form only."""
        spaced = _spaced(question)
        words = {*_TOKEN.findall(question.casefold()), *spaced.split()}
        keys = words | {word.removesuffix("s") for word in words}
        places = sorted({place for key in keys for place in self._places.get(key, ())})
        found = (self._kept[place] for place in places)
        near = (
            each
            for each in found
            if each.short.casefold() in keys or each.long.removesuffix("s") in spaced
        )
        return tuple(each for each in near if each.other_form(question))[:_MOST_FOUND]

    def spelled_out(self, question: str) -> str:
        """The question with the other form in brackets behind each of these.

        One that stands for several things is left as it is: which is meant is not known.
        """
        spelled = self.spelled(question)
        shorts = Counter(each.short for each in spelled)
        for each in spelled:
            if shorts[each.short] == 1:
                question = each.with_both(question)
        return question


class Gathering:
    """Counts what texts spell out, one text after another.

    What was gathered from parts of the texts, added up, is what all of them give.
    """

    def __init__(self) -> None:
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._words: set[str] = set()

    def save(self, path: Path) -> None:
        counted = [[*pair, count] for pair, count in self._pairs.items()]
        kept = {"pairs": counted, "words": sorted(self._words)}
        path.write_text(json.dumps(kept), encoding="utf-8")

    def add(self, path: Path) -> None:
        """Adds what another has saved; raises OSError or ValueError when it cannot be read."""
        kept = json.loads(path.read_text("utf-8"))
        try:
            self._words.update(kept["words"])
            self._pairs.update({(short, long): count for short, long, count in kept["pairs"]})
        except (LookupError, TypeError) as error:
            raise ValueError(f"{path.name} is not what was gathered") from error

    def read(self, text: str) -> str:
        """Takes note of the text's abbreviations, and gives the text back."""
        self._words.update(_LOWER.findall(text))
        if "(" in text:
            self._pairs.update(set(definitions(text)))
        return text

    def gathered(self) -> Abbreviations:
        """The most frequent, each with the most frequent of what it stands for."""
        forms: dict[str, set[str]] = defaultdict(set)
        kept = []
        for (short, long), _ in sorted(self._pairs.items(), key=lambda each: (-each[1], each[0])):
            singular = long.removesuffix("s")
            if singular in forms[short] or len(forms[short]) == _MOST_FORMS:
                continue
            forms[short].add(singular)
            kept.append(Abbreviation(short, long, short.lower() in self._words))
        return Abbreviations(kept[:_MOST])


def definitions(text: str) -> Iterator[tuple[str, str]]:
    """The abbreviations that a text spells out, in either order, each with what it stands for."""
    text = " ".join(text.split())
    for match in _BRACKETS.finditer(text):
        before = _APART.split(text[max(0, match.start() - _FURTHEST) : match.start()])[-1].rstrip()
        inside = re.split(r"[,;]", match[1])[0].strip()
        if _is_short(inside):
            short, long = inside, _long_form(inside, before)
        else:
            short = before.rpartition(" ")[2]
            long = _long_form(short, inside) if _is_short(short) else None
            long = long if long and _spaced(long) == _spaced(inside) else None
        if long:
            yield _singular(short), _spaced(long)


def _is_short(word: str) -> bool:
    capitals = sum(map(str.isupper, word))
    return capitals > 1 and len(word) <= _LONGEST and _SHORT.fullmatch(word) is not None


def _long_form(short: str, before: str) -> str | None:
    """The end of the text whose letters give the abbreviation; it begins with its first letter."""
    letters = [letter for letter in _singular(short).casefold() if letter.isalnum()]
    most = min(len(letters) + 5, 2 * len(letters))  # words
    words = list(_WORD.finditer(before))[-most:]
    starts = {word.start() for word in words if word[0].casefold() not in _CONNECTING}
    lowered, place = before.casefold(), len(before)
    if len(lowered) != len(before) or not words:
        return None
    for number, letter in reversed(list(enumerate(letters))):
        place = lowered.rfind(letter, 0, place)
        while number == 0 and place >= 0 and place not in starts:
            place = lowered.rfind(letter, 0, place)
        if place < words[0].start():
            return None
    long = before[place:]
    said = _spaced(long).split()
    fitting = len(long) > len(short) and _singular(short).casefold() not in said
    return long if fitting else None


def _singular(short: str) -> str:
    return short[:-1] if short[-1:] == "s" and short[-2:-1].isupper() else short


def _spaced(text: str) -> str:
    """The words alone, folded, in small letters, a space between them."""
    return " ".join(_WORD.findall(folded(text).casefold()))
