"""What a person asks, as the address says it: question, filters, number of passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from index.store.catalog import Listed
from views.filters import Filters, read

USUAL, MOST = 5, 20  # passages shown
NAMES = ("q", "k", "folder", "type", "in", "since", "until")
"""What an address says of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """
    question: as it was typed, without the blanks around it; empty where nothing is asked
    shown:    how many passages
    """

    question: str = ""
    filters: Filters = Filters()
    shown: int = USUAL

    @classmethod
    def read(
        cls, address: Mapping[str, Sequence[str]], documents: Sequence[Listed]
    ) -> tuple[Self, tuple[str, ...]]:
        """What an address asks, and the filters in it that name nothing there is, a phrase each."""
        chosen, gone = read(address, documents)
        question = (address.get("q") or ("",))[-1].strip()
        return cls(question, chosen, _number((address.get("k") or ("",))[-1])), gone

    def address(self) -> dict[str, list[str]]:
        """The same as an address says it; what is as usual is left out."""
        said = {"q": [self.question]} if self.question else {}
        said |= self.filters.address()
        if self.shown != USUAL:
            said["k"] = [str(self.shown)]
        return said


def _number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else USUAL
    return min(MOST, max(1, number))
