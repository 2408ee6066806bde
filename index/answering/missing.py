"""What a question asks for that no passage near it holds: why it has no sure answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.answering.asked import lacking
from index.answering.expected import lacks_number, number_asked

_NAMED = 3  # words that a sentence names


@dataclass(frozen=True, slots=True)
class Missing:
    """What none of the nearest passages has.

    words:   of the question, as they stand there: names, numbers, and words that are rare
    kind:    "number", "date" or "number or date" where one is asked for and none is named; else
             None
    phrases: asked for word for word, that no passage has; or, where `apart`, each of which is
             somewhere but never with the others
    """

    words: tuple[str, ...] = ()
    kind: str | None = None
    phrases: tuple[str, ...] = ()
    apart: bool = False

    @property
    def sentence(self) -> str:
        """In words for people; empty where nothing is missing."""
        if self.phrases:
            quoted = [f"“{phrase}”" for phrase in self.phrases]
            together = " together" if self.apart else ""
            listed = _listed(quoted, "and" if self.apart else "or")
            return f"No passage searched has {listed}{together} word for word."
        parts = []
        if self.words:
            quoted = [f"“{word}”" for word in self.words[:_NAMED]]
            parts.append(f"has {_listed(quoted, 'or')}")
        if self.kind:
            parts.append(f"names a {self.kind}")
        return f"No passage near it {', and none '.join(parts)}." if parts else ""


def missing(question: str, texts: Sequence[str], rare: Callable[[str], Sequence[str]]) -> Missing:
    """What the texts, the nearest to the question, lack together.

    rare: the question's words that are in few passages of all and in none of these
    """
    together = "\n".join(texts)
    words = dict.fromkeys((*lacking(question, together), *rare(question)))
    kind = number_asked(question)
    unnamed = kind is not None and all(lacks_number(question, text) for text in texts)
    return Missing(tuple(words), kind if unnamed else None)


def _listed(words: Sequence[str], joined: str) -> str:
    *first, last = words
    return f"{', '.join(first)} {joined} {last}" if first else last
