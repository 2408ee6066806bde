"""What kind of answer a question expects, where its words tell: a count or a date. English only.

A passage may be all about a dose and not name one. The models that read score what a text is about
higher than what it lacks, so this is looked at apart.
"""

import re
from collections.abc import Callable

_MEASURES = """age amount coefficient cost costs cut-?off depth distance dosage dose doses duration
    factor fee fees fine fraction frequency height length level levels number percent percentage
    population price proportion quantity range rate rates ratio salary score scores share size speed
    temperature threshold weight width""".split()
_TIMES = "century date day decade month year".split()
_UNITS = "decade day hour minute month second week year".split()
_COUNTS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundreds? thousands? millions? billions? dozens? half thirds? quarters? once twice thrice
    double zero never always every daily weekly fortnightly monthly yearly annual annually hourly
    nightly bi-?weekly bi-?monthly none nobody free unlimited couple pair both""".split()
_COUNTS += [r"any number", r"no (?:limit|charge|fee|cost)"]
_ORDINALS = ["eleventh", "twelfth", r"\w+teenth", "twentieth"]
_DATES = """january february march april june july august september october november december
    (?:mid-?)?(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)
    century centuries decades? (?:mon|tues|wednes|thurs|fri|satur|sun)days? easter christmas advent
    pentecost whitsun ramadan passover midsummer midwinter noon midday midnight today tomorrow
    yesterday weekends?""".split()
_DATES += [r"(?:in|of|by|since|until|before|after|early|late|last|next) may", r"may (?=\d)"]


def _any(words: list[str]) -> str:
    return f"(?:{'|'.join(words)})"


def _finder(*patterns: str) -> Callable[[str], set[str]]:
    expression = re.compile(r"\b(?:" + "|".join(patterns) + r")\b", re.IGNORECASE)
    return lambda text: {match.group().casefold() for match in expression.finditer(text)}


_asks_date = _finder(
    r"when (?:did|was|were|had)",
    rf"(?:what|which) (?:[\w-]+ )?{_any(_TIMES)}",
    "publication (?:year|date)",
)
_asks_count = _finder(
    "how (?:many|much)",
    rf"(?:what|which) (?:[\w-]+ )?{_any(_MEASURES)}",
    rf"what (?:is|was|are|were) the (?:[\w-]+ ){{0,2}}{_any(_MEASURES)}",
)
_asks_either = _finder("how (?:long|often|old|far|tall|big|large|high|fast|heavy|wide|deep)")

_NUMBER = r"\d+(?:[.,:]\d+)*\w*"
_YEAR = r"(?:1[0-9]|20)\d\d(?:s|-\d\d)?"
_years = _finder(_YEAR)
_dates = _finder(_YEAR, _NUMBER, *_DATES, *_ORDINALS)
_counts = _finder(_YEAR, _NUMBER, *_COUNTS, rf"an? (?:few )?{_any(_UNITS)}s?")

_NAMED = re.compile(
    r"""\[\d+(?:\s?[-–,]\s?\d+)*\]  # [12]
    |\^\(?[\d,;–-]+\)?  # raised
    |\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*-\d+(?:\.\d+)*(?:-\w+)*  # COVID-19, DSM-5, AX-2071-K
    |\b(?:DSM|ICD|ISO|RFC|ISBN|ISSN|PMID|PMCID|DOI|NCT)(?:-\d\d)?:?\s?[\d-]+[\dXx]?\b
    |\b10\.\d{4,9}/\S+|https?://\S+|\bwww\.\S+""",
    re.VERBOSE,
)
_asks_name = _finder(
    r"(?:isbn|issn|doi|pmid|code|phone|telephone|fax|serial|part|model|catalogue|reference|order"
    r"|room|page|version|edition|item|account|registration|standard)\b.{0,20}\bnumbers?",
    "isbn|issn|doi|pmid|(?:what|which) (?:code|version|edition|page|standard)",
)


def number_asked(question: str) -> str | None:
    """ "number", "date" or "number or date", whichever the question asks for; None if neither."""
    if _asks_date(question):
        return "date"
    if _asks_count(question):
        return "number"
    return "number or date" if _asks_either(question) else None


def lacks_number(question: str, text: str) -> bool:
    """Whether the question asks for a count or a date and the text has none but its own.

    A note's number, and one that is part of a name (DSM-5, a part number, an address), count only
    where such a name is asked for.
    """
    named = _asks_name(question)
    text = text if named else _NAMED.sub(" ", text)
    if _asks_date(question):
        found = _dates(text)
    elif _asks_count(question):
        found = _counts(text) - (set() if named else _years(text))
    elif _asks_either(question):
        found = _counts(text) | _dates(text)
    else:
        return False
    return not found - _counts(question) - _dates(question)
