"""The properties at the top of a Markdown file: what they say of it, and where each stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from index.passage import Span
from ingest.readers.compose import Metadata

_MOST_LINES = 400
_MOST_KEYWORDS = 50
_LONGEST_KEYWORD = 100
_TITLES = ("title",)
_AUTHORS = ("author", "authors", "creator", "by")
_DATES = ("date", "published", "pubdate", "created")
_NAMES = ("aliases", "alias", "tags", "tag", "keywords", "categories", "category")
_FOR_PROGRAMS = frozenset(
    "layout permalink slug cssclass cssclasses lang language template draft publish uid id uuid "
    "url link image cover banner toc weight output format".split()
)
_SWITCHES = frozenset("true false yes no on off null none ~".split())
_PROPERTY = re.compile(r"([^\W\d_][\w .-]*?)[ \t]*:(?:[ \t]+(.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_LINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]")

Value = str | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Property:
    """A property's lines, and its texts: no switches, numbers, addresses, or programs' own."""

    span: Span
    texts: tuple[str, ...]

    def is_in(self, said: Sequence[str]) -> bool:
        """Whether what is said of the document has all of its texts."""
        return all(any(text.casefold() in each.casefold() for each in said) for text in self.texts)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What it says and where.

    lines: how many of the file's lines it takes, its rows of hyphens included; 0 if none
    """

    lines: int = 0
    properties: tuple[Property, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)


def front_matter(text: str, lines: Sequence[Span]) -> FrontMatter:
    """Names and values between two rows of hyphens at the very beginning, in YAML or nearly so.

    What else stands between such rows is text: then there is none.
    """
    last = _last_line(text, lines)
    if not last:
        return FrontMatter()
    inside = [line for line in lines[1:last] if any(map(str.isalnum, line.of(text)))]
    values = _values("\n".join(line.of(text) for line in inside))
    if values is None:
        return FrontMatter()
    named = {str(name).casefold(): value for name, value in values.items()}
    properties = (Property(span, _texts(text, span, named)) for span in _properties(text, inside))
    return FrontMatter(last + 1, tuple(properties), _metadata(named))


def _last_line(text: str, lines: Sequence[Span]) -> int | None:
    if lines[0].of(text).rstrip() != "---":
        return None
    numbers = range(1, min(len(lines), _MOST_LINES))
    return next((n for n in numbers if lines[n].of(text).rstrip() in ("---", "...")), None)


def _values(source: str) -> Mapping[str, Value] | None:
    """All as text, a list or names with values; None where it is nothing of the kind."""
    try:
        values = yaml.load(source, Loader=yaml.BaseLoader)  # makes text, lists and names only
    except (yaml.YAMLError, RecursionError, ValueError):
        return _nearly(source)
    if values is None:
        return {}
    return values if isinstance(values, dict) else None


def _nearly(source: str) -> Mapping[str, Value] | None:
    """Read by lines: what people write that YAML does not allow, a colon in a title, say."""
    values: dict[str, Value] = {}
    items: list[Value] = []
    for line in source.split("\n"):
        if match := _PROPERTY.fullmatch(line):
            items = []
            words = (match[2] or "").strip()
            values[match[1]] = words.strip("\"'") if words else items
        elif match := _ITEM.fullmatch(line):
            items.append(match[1].strip("\"' "))
        elif not line.startswith((" ", "\t", "#")):
            return None
    return values


def _properties(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """A property's lines: the one that names it, and those further in or with a hyphen."""
    start: Span | None = None
    end = 0
    for line in lines:
        if start and line.of(text).startswith((" ", "\t", "-")):
            end = line.end
            continue
        if start:
            yield Span(start.start, end)
        start, end = line, line.end
    if start:
        yield Span(start.start, end)


def _texts(text: str, span: Span, named: Mapping[str, Value]) -> tuple[str, ...]:
    """What a property's lines say in words; all of them where they name none that is known."""
    source = span.of(text)
    name = source.partition(":")[0].strip("\"' \t").casefold()
    if name in _FOR_PROGRAMS:
        return ()
    words = _words(named[name]) if name in named else [source]
    parts = (part.lstrip("#") for each in words for part in _parts(each))
    return tuple(filter(_is_text, parts))


def _metadata(named: Mapping[str, Value]) -> Metadata:
    return Metadata(
        title=_first(named, _TITLES),
        author=_first(named, _AUTHORS),
        date=_first(named, _DATES),
        keywords=tuple(dict.fromkeys(_keywords(named)))[:_MOST_KEYWORDS],
    )


def _first(values: Mapping[str, Value], names: Sequence[str]) -> str | None:
    words = (", ".join(_words(values[name])) for name in names if name in values)
    return next((each for each in words if each), None)


def _keywords(values: Mapping[str, Value]) -> Iterator[str]:
    """Other names and tags, then the words of every other property, but for programs' own."""
    known = {*_TITLES, *_AUTHORS, *_DATES, *_NAMES}
    others = [name for name in values if name not in known and name not in _FOR_PROGRAMS]
    for name in [*(name for name in _NAMES if name in values), *others]:
        words = _words(values[name])
        if name in _NAMES and len(words) == 1:
            words = _parts(words[0])
        for each in words:
            if _is_keyword(each):
                yield each.lstrip("#")


def _is_keyword(words: str) -> bool:
    """Whether these are words to find the file by: no number, switch, address or long text."""
    return _is_text(words) and len(words) <= _LONGEST_KEYWORD


def _is_text(words: str) -> bool:
    """Whether these are words: no number, switch or address."""
    has_letters = any(character.isalpha() for character in words)
    return has_letters and words.casefold() not in _SWITCHES and "://" not in words


def _parts(words: str) -> list[str]:
    """What commas part."""
    return re.split(r",\s*", words)


def _words(value: Value, depth: int = 3) -> list[str]:
    """The texts of a value, of lists within lists too; links by what they show."""
    if isinstance(value, str):
        words = _LINK.sub(r"\1", value).strip()
        return [words] if words else []
    if not depth or not isinstance(value, list | dict):
        return []
    inner = value.values() if isinstance(value, dict) else value
    return [words for each in list(inner)[:_MOST_KEYWORDS] for words in _words(each, depth - 1)]
