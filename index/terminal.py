"""An answer on a terminal: the quotation, its citation, the other passages, wrapped to fit."""

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
        console.print(Text(_harmless(remark), style="bold"))
    if not answer.hits:
        console.print(Text("The documents hold nothing near this question."))
        return
    best, *others = answer.hits
    if answer.certainty == "doubtful":
        words = f"Doubtful. {answer.missing.sentence}".strip()
        console.print(Text(_harmless(words), style="bold"))
    if answer.verdict == "answered":
        _print_passage(console, best, answer.quote)
    else:
        said = "The documents do not seem to answer this.", answer.missing.sentence
        words = " ".join([*filter(None, said), "The nearest passages:"])
        console.print(Text(_harmless(words), style="bold"))
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
    console.print(Padding(Text(_harmless(citation(passage)), style="dim"), (0, 0, 0, 2)))
    if hit.alike:
        places = "\n".join(map(citation, hit.alike))
        words = f"the same words in {count_of(len(hit.alike), 'other place')}:\n{places}"
        console.print(Padding(Text(_harmless(words), style="dim"), (0, 0, 0, 2)))


def _quotation(console: Console, passage: Passage, quote: Quote | None) -> Text:
    text, span = passage.text, quote.inside(passage) if quote else None
    if span is None:
        return Text(_harmless(text))
    before, after = Text(_harmless(text[: span.start])), Text(_harmless(text[span.end :]))
    return before + _marked(console, span.of(text)) + after


def _marked(console: Console, text: str) -> Text:
    if console.color_system:
        return Text(_harmless(text), style=MARK)
    return Text(_OPEN + _harmless(text) + _CLOSE)


def _harmless(text: str) -> str:
    """Control and direction-changing characters made visible; line ends and tabs as they are."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(f"\\u{ord(each):04x}" if _steers(each) else each for each in text)


def _steers(character: str) -> bool:
    control = unicodedata.category(character) == "Cc" and character not in "\n\t"
    return control or unicodedata.bidirectional(character) in _DIRECTIONS


_DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
