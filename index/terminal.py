"""An answer on a terminal: the quotation, its citation, the other passages, wrapped to fit."""

import unicodedata

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from index.answering.answer import Answer
from index.passage import Hit, Passage, Span, citation, count_of

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
    if not answer.hits:
        console.print(Text("The documents hold nothing near this question."))
        return
    best, *others = answer.hits
    quote = answer.quote
    marked = Span(quote.start, quote.end) if quote else None
    if answer.verdict == "answered":
        _print_passage(console, best, marked)
    else:
        console.print(
            Text("The documents do not seem to answer this. The nearest passages:", style="bold")
        )
        others.insert(0, best)
    for number, hit in enumerate(others, start=len(answer.hits) - len(others) + 1):
        console.print()
        console.print(Text(f"{number}.", style="bold"))
        _print_passage(console, hit, None)
    console.print()


def _print_passage(console: Console, hit: Hit, marked: Span | None) -> None:
    passage = hit.passage
    console.print(Padding(_quotation(console, passage, marked), (0, 0, 0, 2)))
    console.print(Padding(Text(_harmless(citation(passage)), style="dim"), (0, 0, 0, 2)))
    if hit.alike:
        places = "\n".join(map(citation, hit.alike))
        words = f"the same words in {count_of(len(hit.alike), 'other place')}:\n{places}"
        console.print(Padding(Text(_harmless(words), style="dim"), (0, 0, 0, 2)))


def _quotation(console: Console, passage: Passage, marked: Span | None) -> Text:
    text = passage.text
    if marked is None:
        return Text(_harmless(text))
    start, end = marked.start - passage.start, marked.end - passage.start
    before, inside, after = text[:start], text[start:end], text[end:]
    if console.color_system:
        middle = Text(_harmless(inside), style=MARK)
    else:
        middle = Text(_OPEN + _harmless(inside) + _CLOSE)
    return Text(_harmless(before)) + middle + Text(_harmless(after))


def _harmless(text: str) -> str:
    """Control and direction-changing characters made visible; line ends and tabs as they are."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(f"\\u{ord(each):04x}" if _steers(each) else each for each in text)


def _steers(character: str) -> bool:
    control = unicodedata.category(character) == "Cc" and character not in "\n\t"
    return control or unicodedata.bidirectional(character) in _DIRECTIONS


_DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
