"""People's names in a document's metadata, as bibliographies write them."""

import re
from dataclasses import dataclass

_APART = re.compile(r"\s*(?:;|\n|\s&\s|\sand\s)\s*")
_DEGREE = re.compile(
    r"(?:M\.?D|Ph\.?D|D\.?Phil|M\.?Sc|B\.?Sc|M\.?A|B\.?A|M\.?P\.?H|R\.?N|Psy\.?D|FRCPsych|MRCPsych|"
    r"FRCP|DO|Jr|Sr|III?)\.?",
)
_TITLE = re.compile(r"(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame)\.?\s+", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\b(?:academy|agency|association|board|cent(?:er|re)|college|commission|committee|company|"
    r"council|department|faculty|federation|foundation|group|health|hospital|institutes?|ltd|"
    r"inc|ministry|nations|network|office|organi[sz]ation|press|project|school|service|society|"
    r"team|trust|union|university|of|for|the)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 4  # of one person's name


@dataclass(frozen=True, slots=True)
class Name:
    """A person's, or that of people together, which has no given part."""

    family: str
    given: str = ""

    @property
    def initials(self) -> str:
        """Of the given names, without points: "J", "JM", "J-P"."""
        parts = re.findall(r"-?[^\W\d_]+", self.given)
        return "".join(part[: 1 + (part[0] == "-")] for part in parts).upper()


def names(author: str | None) -> tuple[Name, ...]:
    """The names in an author as metadata states it, in order; none where it states none.

    "Jane M. Miller, MD; Ann van Dijk", "Miller, Jane", "Jane Miller and Ann Smith", "World Health
    Organization". Of one with several commas each part is a name; what is no person's is whole.
    """
    found = []
    for one in _APART.split(author or ""):
        found += _separate([part.strip() for part in one.split(",") if part.strip()])
    return tuple(dict.fromkeys(found))


def _separate(parts: list[str]) -> list[Name]:
    """The names between commas."""
    parts = [part for part in parts if not _DEGREE.fullmatch(part)]
    if len(parts) == 2 and " " not in parts[0] and not _TOGETHER.search(" ".join(parts)):
        return [Name(parts[0], parts[1])]
    if len(parts) > 1 and _TOGETHER.search(parts[0]) and " " not in parts[1]:
        return [Name(", ".join(parts))]
    return [_name(part) for part in parts]


def _name(text: str) -> Name:
    text = _TITLE.sub("", " ".join(text.split()))
    words = text.split()
    while len(words) > 1 and _DEGREE.fullmatch(words[-1]):
        words.pop()
    if len(words) < 2 or len(words) > _MOST_WORDS or _TOGETHER.search(text):
        return Name(" ".join(words))
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():  # van, de, von der
        first -= 1
    return Name(" ".join(words[first:]), " ".join(words[:first]))
