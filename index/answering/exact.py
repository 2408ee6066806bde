"""What a question asks for word for word: phrases in quotation marks, words to be left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.arrays import Allowed
from index.models.language import ASKING
from index.store.lexical import Lexical

_QUOTED = re.compile(
    r"""(?P<minus>(?<=\S[ ])-)?
    (?: (?<![\w.,])"(?=[^\s"])(?P<straight>[^"\n]*[^\s"])"(?!\w)
    | “(?P<curled>[^“”\n]+)” | „(?P<low>[^„“”\n]+)[“”] | «(?P<angled>[^«»\n]+)» )""",
    re.VERBOSE,
)
_LEFT_OUT = re.compile(r"(?<=\S )-(?P<word>[^\W\d_][^\W_]+(?:[-'’][^\W_]+)*)(?![\w-])")
_DASH_AFTER = re.compile(r"\w-(?!\w)")  # it was -as he says- long
_OF_WORDS = re.compile(r"\b(?:suffix|prefix|ending|end|ends|option|flag|switch)(?:es|s)? (?:in )?$")
_AROUND = " \t.?!…"


@dataclass(frozen=True, slots=True)
class Exact:
    """A question and what it asks for word for word.

    question: without what is to be left out
    phrases:  that a passage must have, as they stand between quotation marks
    without:  words and phrases that it must not have
    """

    question: str
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """Which passages have a question's phrases.

    allowed: of those that may be searched; None where all are. No passage has all phrases: those
             that lack only what is left out
    nowhere: phrases that no passage has; all of them where each is somewhere but never with the
             others, and then `apart` is true
    """

    allowed: Allowed | None
    nowhere: tuple[str, ...] = ()
    apart: bool = False


def exact_in(question: str) -> Exact:
    """What the marks of a question ask for; a mark without its partner is none.

    A question that stands in quotation marks as a whole is no phrase. A minus leaves out what
    follows it at once, after a space; one before a number, or about a suffix, does not.
    """
    phrases: list[str] = []
    without: list[str] = []
    for match in _QUOTED.finditer(question):
        phrase = next(filter(None, match.group("straight", "curled", "low", "angled"))).strip()
        if any(map(str.isalnum, phrase)) and not _is_whole(match[0], question):
            (without if match["minus"] else phrases).append(phrase)
    rest = _QUOTED.sub(lambda match: "" if match["minus"] else match[0], question)
    outside = _QUOTED.sub(lambda match: '"' * len(match[0]), rest)
    if not _DASH_AFTER.search(outside):
        found = [each for each in _LEFT_OUT.finditer(outside) if not _about_words(each)]
        without += [each["word"] for each in found]
        for each in reversed(found):
            rest = rest[: each.start()] + rest[each.end() :]
    if not without:
        return Exact(question, tuple(phrases))
    return Exact(_closed_up(rest), tuple(phrases), tuple(without))


def without_phrases(question: str) -> str:
    """The question with its phrases left out."""
    return _QUOTED.sub(" ", question)


def held(exact: Exact, lexical: Lexical, allowed: Allowed | None) -> Held:
    """Which passages, of those allowed, have the phrases and nothing that is to be left out."""
    for phrase in exact.without:
        allowed = _both(allowed, ~lexical.holding(phrase))
    if not exact.phrases:
        return Held(allowed)
    each = [_both(allowed, lexical.holding(phrase)) for phrase in exact.phrases]
    together = np.logical_and.reduce(each)
    if together.any():
        return Held(together)
    everywhere = np.ones(lexical.slots, dtype=np.bool_) if allowed is None else allowed
    nowhere = _of_none(exact.phrases, each)
    return Held(everywhere, nowhere or exact.phrases, not nowhere)


def _of_none(phrases: Sequence[str], masks: Sequence[Allowed]) -> tuple[str, ...]:
    return tuple(phrase for phrase, mask in zip(phrases, masks, strict=True) if not mask.any())


def _both(allowed: Allowed | None, other: Allowed) -> Allowed:
    return other if allowed is None else allowed & other


def _is_whole(quoted: str, question: str) -> bool:
    """Whether a quotation is the whole of the message, and asks."""
    if question.strip(_AROUND) != quoted:
        return False
    inside = quoted[1:-1].strip()
    return inside.endswith(("?", "？")) or inside.casefold().split()[0] in ASKING


def _about_words(match: re.Match[str]) -> bool:
    return _OF_WORDS.search(match.string[: match.start()].casefold()) is not None


def _closed_up(text: str) -> str:
    return re.sub(r"[ \t]+(?=[ \t?!.,;]|$)", "", text).strip()
