"""What became of each file: taken, with how much, or refused, with the reason and what to do."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape

from index.library import Info
from index.passage import count_of
from index.store.catalog import Skipped
from ingest.readers import known_suffixes
from views import markup

_MOST = 100  # lines
_MARKS = {True: "✓", False: "✗", None: "–"}
_SELF_EVIDENT = ("hidden", "ignored, by", "an index, not documents")
_REMEDIES = (
    ("damaged", "Open it in the program that made it, and save it anew."),
    ("no reader for", f"Save it as one of these: {known_suffixes()}."),
    ("no file type", f"Give its name an ending: {known_suffixes()}."),
    ("hidden", "Take away the point that its name begins with."),
    ("ignored", "Take its line out of that file."),
    ("symbolic link", "Put the file itself there."),
    ("no text in it", "Look at it: there may be pictures only."),
    ("cannot be read", "See that it may be read by whoever started Quoth, then build again."),
    ("folder cannot be read", "See that whoever started Quoth may enter it, then build again."),
)


@dataclass(frozen=True, slots=True)
class Fate:
    """A file, whether it was taken, None where it has left, and the rest in words."""

    file: str
    taken: bool | None
    words: str


def fates(
    before: Info, after: Info, pages: Mapping[str, int], names: Iterable[str] = ()
) -> list[Fate]:
    """Of all files that a build has changed anything about, and of those named, one each."""
    return list({each.file: each for each in _fates(before, after, pages, set(names))}.values())


def _fates(before: Info, after: Info, pages: Mapping[str, int], names: set[str]) -> Iterator[Fate]:
    known = {each.path: each for each in before.documents}
    for each in after.documents:
        former = known.get(each.path)
        same = former is not None and replace(former, modified=each.modified) == each
        if each.path in names or not same:
            what = "taken" if each.path not in known or each.path in names else "read again"
            counts = [count_of(each.passages, "passage")]
            if number := pages.get(each.path):
                counts.insert(0, count_of(number, "page"))
            remark = f". To be looked at: {each.remark}" if each.remark else ""
            yield Fate(each.path, True, f"{what}, {', '.join(counts)}{remark}")
    refused = {each.path: each.reason for each in before.skipped}
    for item in after.skipped:
        new = refused.get(item.path) != item.reason and not item.reason.startswith(_SELF_EVIDENT)
        if item.path in names or new:
            yield Fate(item.path, False, f"not taken: {with_remedy(item.reason)}")
    left = known.keys() - {each.path for each in after.documents}
    for path in sorted(left - {each.path for each in after.skipped}):
        yield Fate(path, None, "left the index")


def of_skipped(item: Skipped) -> Fate:
    """That of a file which is not taken."""
    return Fate(item.path, False, with_remedy(item.reason))


def with_remedy(reason: str) -> str:
    """Why a file is not taken, with what helps against it."""
    if reason.startswith("forgotten"):
        return "left out; “Take up again” undoes that."
    if ";" in reason:  # it says so itself
        return f"{reason}."
    remedy = next((words for begin, words in _REMEDIES if reason.startswith(begin)), "")
    return f"{reason}. {remedy}".rstrip()


def lines(found: Iterable[Fate]) -> str:
    """The fates as a list, HTML."""
    found = list(found)
    rows = "".join(
        f"<li>{_MARKS[each.taken]} <b><bdi>{escape(each.file)}</bdi></b>: {escape(each.words)}</li>"
        for each in found[:_MOST]
    )
    more = len(found) - _MOST
    rest = markup.remark(f"… and {count_of(more, 'more file')}.") if more > 0 else ""
    return f'<ul class="quoth fates">{rows}</ul>{rest}' if rows else ""
