"""Numbers of lists, headings and notes as they are printed: 3, iii, c, 03, third."""

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 4999
_MOST_LETTERS = 26 * 9
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_MARKS = "*†‡§"
_HAN = "〇一二三四五六七八九"


def roman(number: int) -> str:
    """iv of 4; digits where the Romans had none."""
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def repeated_letter(number: int) -> str:
    """a … z, aa, bb, as word processors count on."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def letters(number: int) -> str:
    """a … z, aa, ab, as columns are counted."""
    written = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        written = chr(ord("a") + place) + written
    return written or str(number)


def ordinal(number: int) -> str:
    """21st of 21."""
    if 10 < number % 100 < 14:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def cardinal_text(number: int) -> str:
    """Twenty-one of 21; digits above a hundred."""
    return _in_words(number).capitalize()


def ordinal_text(number: int) -> str:
    """Twenty-first of 21."""
    if not 0 <= number < 100:
        return ordinal(number)
    tens, dash, last = _in_words(number).rpartition("-")
    last = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return f"{tens}{dash}{last}".capitalize()


def mark(number: int) -> str:
    """*, †, ‡, §, **, of notes without numbers."""
    return _MARKS[(number - 1) % len(_MARKS)] * ((number - 1) // len(_MARKS) + 1)


def circled(number: int) -> str:
    """① of 1, up to 20."""
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


def han(number: int) -> str:
    """十二 of 12, up to 99."""
    tens, units = divmod(number, 10)
    if not 0 <= tens < 10:
        return str(number)
    before = "" if tens == 0 else ("十" if tens == 1 else _HAN[tens] + "十")
    return before + (_HAN[units] if units or not tens else "")


def _in_words(number: int) -> str:
    if not 0 <= number < 100:
        return str(number)
    if number < len(_UNITS):
        return _UNITS[number]
    tens, units = divmod(number, 10)
    return _TENS[tens] + (f"-{_UNITS[units]}" if units else "")


WORD_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda number: repeated_letter(number).upper(),
    "lowerLetter": repeated_letter,
    "ordinal": ordinal,
    "cardinalText": cardinal_text,
    "ordinalText": ordinal_text,
    "numberInDash": lambda number: f"- {number} -",
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda number: "".join(chr(ord(each) + 0xFEE0) for each in str(number)),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "hex": lambda number: f"{number:X}",
    "chicago": mark,
    "chineseCounting": han,
    "chineseCountingThousand": han,
    "taiwaneseCounting": han,
    "taiwaneseCountingThousand": han,
    "japaneseCounting": han,
    "ideographDigital": lambda number: "".join(_HAN[int(each)] for each in str(number)),
    "none": lambda number: "",
    "bullet": lambda number: "",
}
"""Word's names for the ways to write a number."""
