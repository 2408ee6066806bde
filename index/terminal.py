"""An answer on a terminal: the quotation, its citation, the other passages, wrapped to fit."""

import sqlite3
import unicodedata

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from index.answering.answer import Answer, Quote
from index.passage import Hit, Passage, citation, count_of

MARK = "bold reverse"
_OPEN, _CLOSE = "»", "«"
_WIDEST = 100


def print_answer(answer: Answer, console: Console | None = None) -> None:
    """Prints to standard output unless another console is given.

    Where nothing can be highlighted, » and « stand around the marked sentence. Characters that
    could steer a terminal are shown as what they are, never sent to it.
    """
    console = console or Console(highlight=False, soft_wrap=False)
    if console.width > _WIDEST:
        console.width = _WIDEST
    for remark in answer.remarks:
        console.print(Text(harmless(remark), style="bold"))
    if not answer.hits:
        console.print(Text("The documents hold nothing near this question."))
        return
    best, *others = answer.hits
    if answer.certainty == "doubtful":
        words = f"Doubtful. {answer.missing.sentence}".strip()
        console.print(Text(harmless(words), style="bold"))
    if answer.verdict == "answered":
        _print_passage(console, best, answer.quote)
    else:
        said = "The documents do not seem to answer this.", answer.missing.sentence
        words = " ".join([*filter(None, said), "The nearest passages:"])
        console.print(Text(harmless(words), style="bold"))
        others.insert(0, best)
    for number, hit in enumerate(others, start=len(answer.hits) - len(others) + 1):
        console.print()
        console.print(Text(f"{number}.", style="bold"))
        _print_passage(console, hit, None)
    console.print()


def _print_passage(console: Console, hit: Hit, quote: Quote | None) -> None:
    passage = hit.passage
    if quote and quote.in_heading:
        console.print(Padding(_marked(console, quote.text), (0, 0, 0, 2)))
    console.print(Padding(_quotation(console, passage, quote), (0, 0, 0, 2)))
    console.print(Padding(Text(harmless(citation(passage)), style="dim"), (0, 0, 0, 2)))
    if hit.alike:
        places = "\n".join(map(citation, hit.alike))
        words = f"the same words in {count_of(len(hit.alike), 'other place')}:\n{places}"
        console.print(Padding(Text(harmless(words), style="dim"), (0, 0, 0, 2)))


def _quotation(console: Console, passage: Passage, quote: Quote | None) -> Text:
    text, span = passage.text, quote.inside(passage) if quote else None
    if span is None:
        return Text(harmless(text))
    before, after = Text(harmless(text[: span.start])), Text(harmless(text[span.end :]))
    return before + _marked(console, span.of(text)) + after


def _marked(console: Console, text: str) -> Text:
    if console.color_system:
        return Text(harmless(text), style=MARK)
    return Text(_OPEN + harmless(text) + _CLOSE)


def harmless(text: str) -> str:
    """Characters that could steer a terminal made visible; line ends and tabs as they are."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_shown(each) if _steers(each) else each for each in text)


def one_line(text: str) -> str:
    """The same of what is to stay on its line: a name, a reason, an error."""
    return harmless_json(text).replace("\t", "\\u0009")


def harmless_json(text: str) -> str:
    """The same of a line of JSON, where what is made visible still means what it did."""
    return "".join(_shown(each) if _steers(each) or each in _ENDS else each for each in text)


def sentence(error: Exception) -> str:
    """An error for a line on a terminal: ours as it is, the system's with what to do."""
    if isinstance(error, OSError):
        at = f"{error.filename}: " if error.filename else ""
        words = (
            f"{at}{error.strerror or error}. Look at what is there, at its disk and at your "
            "rights to it."
        )
    elif isinstance(error, sqlite3.Error):
        words = f"The index cannot be read: {error}. Look for damage: python -m index verify"
    elif isinstance(error, UnicodeError):
        words = "A name is not valid UTF-8. Rename it, or name another."
    else:
        words = str(error)
    return one_line(words)


def _shown(character: str) -> str:
    return f"\\u{ord(character):04x}"


def _steers(character: str) -> bool:
    """Control characters, changes of direction, and bytes that were no UTF-8."""
    control = unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"
    return control or unicodedata.bidirectional(character) in _DIRECTIONS


_ENDS = "\n\u2028\u2029"


_DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
