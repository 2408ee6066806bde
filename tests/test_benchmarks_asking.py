from collections.abc import Sequence
from pathlib import Path

from benchmarks import asking
from benchmarks.asking import Times, in_turns
from benchmarks.checkouts import ROOT, checkouts

QUESTIONS = [f"{number}?" for number in range(12)]


class Asked:
    """Notes who is asked what."""

    def __init__(self) -> None:
        self.turns: list[tuple[str, Sequence[str]]] = []

    async def __call__(self, address: str, questions: Sequence[str], people: int) -> list[Times]:
        self.turns.append((address, questions))
        return [Times(1.0, float(each[:-1])) for each in questions] * people


def test_two_checkouts_are_asked_the_same_questions_in_turns() -> None:
    asked = Asked()
    seen = in_turns(asked, ["here", "there"], QUESTIONS, 2)
    assert [(address, len(some)) for address, some in asked.turns] == [
        *(("here", 5), ("there", 5)) * 2,
        *(("here", 2), ("there", 2)),
    ]
    assert seen[0] == seen[1]
    assert len(seen[0]) == 24
    assert {each.answer for each in seen[0]} == set(map(float, range(12)))


def test_one_alone_is_asked_all_of_them_at_a_stretch() -> None:
    asked = Asked()
    in_turns(asked, ["here"], QUESTIONS, 1)
    assert asked.turns == [("here", QUESTIONS)]


def test_another_checkout_stands_beside_this_one_however_it_is_named() -> None:
    assert checkouts(None) == [ROOT]
    assert checkouts(Path("elsewhere")) == [ROOT, Path.cwd() / "elsewhere"]
    assert asking.ROOT == ROOT
