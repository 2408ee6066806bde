"""What is known of a document besides its text, and how the models see it with each passage."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.names import name_words

LONGEST_CONTEXT = 240  # characters
_LONGEST_NAMES = 120  # characters of it that are neither title nor heading
_WORD = re.compile(r"\w{2,}")
_COMMON = frozenset(
    "an and are as at by did do does for from has have how in is it its of on or that the this to "
    "was were what when where which who whom whose why with".split()
)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a document besides its text.

    path:     relative to the ingested folder; its words count as far as it has any
    title, author, date, keywords: as in Passage
    """

    path: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    keywords: tuple[str, ...] = ()

    def searched(self, heading: Sequence[str], text: str) -> str:
        """A passage as it is searched: under all that is known of its document."""
        return self.context(heading) + text

    def read(self, heading: Sequence[str], text: str, question: str) -> str:
        """A passage as it is read for a question.

        It stands under its title and headings; a name, author, date or keyword only where the
        question speaks of it, since anything else before a text draws a reader's mind from it.
        """
        return self.context(heading, question) + text

    def context(self, heading: Sequence[str], question: str | None = None) -> str:
        """What stands before the text; each thing once, and cut if very long."""
        said = [label for label in (self.title, *heading) if label]
        names = self._unsaid(name_words(self.path), said, question)
        more = self._unsaid((self.author, self.date, *self.keywords), [*said, *names], question)
        first = 1 if self.title else 0
        labels = _cut([*names, *more], _LONGEST_NAMES)
        before, after = labels[: len(names)], labels[len(names) :]
        joined = [*before, *said[:first], *after, *said[first:]]
        return "".join(f"{label}. " for label in joined)[:LONGEST_CONTEXT]

    def _unsaid(
        self, labels: Iterable[str | None], said: Sequence[str], question: str | None
    ) -> list[str]:
        """The labels that the question, if any, speaks of, and that are not said already."""
        wanted = None if question is None else _words(question)
        known = " ".join(said).casefold()
        kept = []
        for label in labels:
            if not label or label.casefold() in known:
                continue
            if wanted is None or wanted & _words(label):
                known += " " + label.casefold()
                kept.append(label)
        return kept


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold())) - _COMMON


def _cut(labels: Iterable[str], characters: int) -> list[str]:
    """The first of the labels that together are no longer than so many characters."""
    kept: list[str] = []
    for label in labels:
        characters -= len(label)
        if characters < 0:
            break
        kept.append(label)
    return kept
