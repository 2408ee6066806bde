"""Documents in words of our own, with what converted ones seldom have; the same for a seed."""

import random
import re
from collections.abc import Callable, Iterator
from typing import get_args

from evaluate.formats.story import (
    Heading,
    Items,
    Kind,
    Line,
    Paragraph,
    Part,
    Run,
    Story,
    Style,
    Table,
)

_THINGS = (
    "garden gate river kettle lantern neighbour orchard blanket harbour letter window meadow "
    "ferry saddle bakery cupboard pigeon ladder chimney village bridge barrel mirror staircase "
    "well-keeper watchmaker night-watch responsibility representative understanding"
).split()
_QUALITIES = (
    "quiet narrow early patient wooden heavy distant cheerful copper ordinary uncommon well-known "
    "long-standing international extraordinary dependable half-open slow warm uneven"
).split()
_DEEDS = (
    "follows carries mends watches remembers covers answers borrows measures recognises "
    "accompanies postpones repairs understands rearranges"
).split()
_TIMES = (
    "in the morning|before the market opens|after the first frost|on most evenings|when it rains|"
    "towards the end of the month|as long as the water is low|without any further explanation|"
    "once the lamps have been lit|in spite of everything that was said about it"
).split("|")
_AMOUNTS = (
    "5 µg|about 10^{6} grains|20 °C|± 2 %|at least 12 loaves|≥ 3 buckets|1–24 hours|2.5 m^{2}|"
    "four cups of H_{2}O|x_{max} steps|30 × 40 cm|7.50 €|not more than 0.25 l"
).split("|")
_FORMS = (
    "The {q} {n} {v} the {q} {n} {t}.",
    "A {q} {n} may not be left alone with a {n} {t}, unless the {n} itself {v} the {q} {n}.",
    "Nobody {v} a {n} {t}, and the {q} {n} that {v} the {n} is no exception to this.",
    "Whoever {v} the {q} {n} should take {a} and no more {t}.",
    "There is a {n} behind every {q} {n}; it {v} whatever the {q} {n} has forgotten {t}.",
    "With {a} to hand, the {n} {v} the {q} {n} and then, {t}, the {n} beside it.",
    "Does the {n} ever forget that a {q} {n} {v} the {n} {t}?",
    "The {n} (and with it the {q} {n}) {v} a {n} that was thought to be lost{m}.",
)
_TOPICS = (
    "Keeping|Choosing|Mending|Watching over|Moving|Measuring|Sharing|Cleaning|Storing|Lending"
).split("|")
_COLUMNS = "Amount|Season|Place|Keeper|First use|Remarks".split("|")
_VALUES: dict[str, Callable[[random.Random], str]] = {
    "Amount": lambda chance: f"{chance.randint(1, 99)} {chance.choice(('kg', 'l', 'cups'))}",
    "Season": lambda chance: chance.choice(("spring", "late summer", "autumn", "winter")),
    "Place": lambda chance: f"the {chance.choice(_QUALITIES)} {chance.choice(_THINGS)}",
    "Keeper": lambda chance: f"Keeper {chance.randint(100, 999)}",
    "First use": lambda chance: str(chance.randint(1750, 2020)),
    "Remarks": lambda chance: f"no {chance.choice(_THINGS)} {chance.choice(_TIMES)}",
}
_RUN = re.compile(r"([\^_])\{([^}]*)\}")
_STYLES: dict[str, Style] = {"^": "raised", "_": "lowered"}
_BEFORE_VOWEL = re.compile(r"(?<=\b[Aa])(?= [aeiou])")
_EMPTY = 0.12  # share of cells without a value
_LONG_TABLE = 45  # rows, more than a page


def invent(seed: int, documents: int) -> list[Story]:
    """Handbooks of numbered chapters, leaflets of a page or two, and memos, in turn."""
    kinds = (_handbook, _leaflet, _memo)
    return [
        Story(f"invented-{number:03}", tuple(kinds[number % 3](_Teller(seed * 1000 + number))))
        for number in range(documents)
    ]


class _Teller:
    """Makes sentences and what consists of them; no sentence comes twice."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.said: set[str] = set()
        self.notes = 0

    def sentence(self) -> str:
        while True:
            text = re.sub(r"\{(\w)\}", self._word, self.chance.choice(_FORMS))
            text = _BEFORE_VOWEL.sub("n", text)
            if text not in self.said:
                self.said.add(text)
                return text

    def _word(self, match: re.Match[str]) -> str:
        if match[1] == "m":
            self.notes += 1
            return f"^{{{self.notes}}}"
        return self.chance.choice(_CHOICES[match[1]])

    def paragraph(self) -> Paragraph:
        count = self.chance.randint(2, 6)
        return Paragraph(line(" ".join(self.sentence() for _ in range(count))))

    def items(self) -> Items:
        count = self.chance.randint(3, 6)
        kind: Kind = self.chance.choice(get_args(Kind))
        return Items(kind, tuple(line(self.sentence()) for _ in range(count)))

    def table(self, rows: int) -> Table:
        columns = self.chance.sample(_COLUMNS, self.chance.randint(2, 4))
        things = self.chance.sample(_names(), rows)
        return Table(
            ("Thing", *columns),
            tuple((thing, *(self._value(column) for column in columns)) for thing in things),
            ruled=self.chance.random() < 0.5,
        )

    def _value(self, column: str) -> str:
        return "" if self.chance.random() < _EMPTY else _VALUES[column](self.chance)

    def heading(self) -> str:
        thing = f"{self.chance.choice(_QUALITIES)} {self.chance.choice(_THINGS)}"
        return f"{self.chance.choice(_TOPICS)} the {thing}"


_CHOICES = {"n": _THINGS, "q": _QUALITIES, "v": _DEEDS, "t": _TIMES, "a": _AMOUNTS}


def _names() -> list[str]:
    return [f"{quality.capitalize()} {thing}" for quality in _QUALITIES for thing in _THINGS]


def line(text: str) -> Line:
    """Text in which ^{…} is raised and _{…} lowered."""
    runs: list[Run] = []
    end = 0
    for match in _RUN.finditer(text):
        runs.append(Run(text[end : match.start()]))
        runs.append(Run(match[2], _STYLES[match[1]]))
        end = match.end()
    return tuple(run for run in (*runs, Run(text[end:])) if run.text)


def _handbook(teller: _Teller) -> Iterator[Part]:
    yield Heading(f"A Handbook of {teller.heading()}", 1)
    yield teller.paragraph()
    for chapter in range(1, teller.chance.randint(4, 6)):
        yield Heading(f"{chapter}. {teller.heading()}", 2)
        yield teller.paragraph()
        for section in range(1, teller.chance.randint(3, 5)):
            yield Heading(f"{chapter}.{section} {teller.heading()}", 3)
            yield teller.paragraph()
            yield teller.paragraph()
            if teller.chance.random() < 0.4:
                yield teller.items()
            if teller.chance.random() < 0.4:
                yield teller.table(teller.chance.randint(3, 8))
            yield teller.paragraph()
    yield Heading("All that is kept", 2)
    yield teller.paragraph()
    yield teller.table(_LONG_TABLE)
    yield teller.paragraph()


def _leaflet(teller: _Teller) -> Iterator[Part]:
    yield Heading(teller.heading(), 1)
    for _ in range(teller.chance.randint(3, 5)):
        yield Heading(teller.heading(), 2)
        yield teller.paragraph()
        yield teller.chance.choice((teller.items, teller.paragraph, lambda: teller.table(4)))()


def _memo(teller: _Teller) -> Iterator[Part]:
    """Short lines above and below, which no running head is."""
    yield Heading(f"Memo {teller.chance.randint(100, 999)}/{teller.chance.randint(10, 30)}", 1)
    day, year = teller.chance.randint(1, 28), teller.chance.randint(1990, 2020)
    yield Paragraph(line(f"Date: {day} March {year}"))
    yield Paragraph(line(f"To all who keep a {teller.chance.choice(_THINGS)}"))
    for _ in range(teller.chance.randint(3, 14)):
        yield teller.paragraph()
    yield teller.items()
    yield Paragraph(line(f"The keeper of the {teller.chance.choice(_THINGS)}"))
    yield Paragraph(line(f"Telephone 555 {teller.chance.randint(1000, 9999)}"))
