"""Passages whose words stand in another one too: one stands, the others behind it. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from index.passage import Hit, Passage, Span

_RUN = 4  # words
_WORD = re.compile(r"\w+")
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)


@dataclass(frozen=True, slots=True)
class _Wording:
    """A passage's sentences, what stands between two (a list's number, say) between them.

    Spaces, quotation marks and dashes of whatever kind are the same; nothing else is.
    """

    names: tuple[str, ...]
    title: str | None
    parts: tuple[str, ...]


def collapse(hits: Iterable[Hit], most: int) -> tuple[Hit, ...]:
    """The first `most` hits that differ, each with those behind it that say nothing of their own.

    A passage stands behind another when all its sentences stand in that one, word for word and
    one after the other, under the same headings and no other title; or when both are stretches of
    one document of which the shorter lies mostly inside the longer. One word, number or sign that
    differs makes it a text of its own, and so does a sentence more: "not" may be that word.
    """
    standing: list[Hit] = []
    wordings: list[_Wording] = []
    for hit in hits:
        wording = _wording(hit.passage)
        for number, other in enumerate(standing):
            if _overlap(hit.passage, other.passage) or _stands_in(wording, wordings[number]):
                standing[number] = replace(other, alike=(*other.alike, hit.passage, *hit.alike))
                break
        else:
            if len(standing) == most:
                break
            standing.append(hit)
            wordings.append(wording)
    return tuple(standing)


def shared_share(one: str, other: str) -> float:
    """The share of the shorter text's runs of four words that the longer one has, 0 to 1.

    The containment of Broder, On the resemblance and containment of documents, 1997.
    """
    runs, others = _runs(one), _runs(other)
    return len(runs & others) / max(1, min(len(runs), len(others)))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    length = min(_RUN, len(words))
    return frozenset(zip(*(words[first:] for first in range(length)), strict=False))


def _wording(passage: Passage) -> _Wording:
    spans = passage.sentences or (Span(passage.start, passage.end),)
    edges = [edge - passage.start for span in spans for edge in (span.start, span.end)]
    parts = (passage.text[start:end] for start, end in pairwise(edges))
    return _Wording(passage.heading, passage.title, tuple(map(_plain, parts)))


def _plain(text: str) -> str:
    return " ".join((text if text.isascii() else text.translate(_TYPOGRAPHY)).split())


def _stands_in(one: _Wording, other: _Wording) -> bool:
    if one.parts[0] not in other.parts or one.names != other.names:
        return False
    if one.title and other.title and one.title != other.title:
        return False
    starts = range(0, len(other.parts) - len(one.parts) + 1, 2)  # where a sentence begins
    return any(other.parts[start : start + len(one.parts)] == one.parts for start in starts)


def _overlap(one: Passage, other: Passage) -> bool:
    if one.document != other.document:
        return False
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0.5 * min(one.end - one.start, other.end - other.start)
