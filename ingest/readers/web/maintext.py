"""Where on an HTML page its text is."""

import re
from collections.abc import Iterator
from functools import cache

import trafilatura
from lxml import etree
from lxml.etree import _Element

from ingest.readers.normalise import one_line
from ingest.readers.web.folded import remove, unfold
from ingest.readers.web.surroundings import clear, menus
from ingest.readers.web.tree import tree_of

_MAIN = ("//main | //*[@role='main']", "//article[not(ancestor::article)]")
_AROUND = frozenset("aside datalist footer nav noscript".split())
_ROLES = frozenset("banner complementary contentinfo menu menubar navigation search".split())
_DIALOG = re.compile(
    r"cookie|consent|newsletter|subscribe|sign ?(?:in|up)|log ?in|search|menu|share|privacy|age"
)
_CONTAINERS = ("article", "body", "div", "form", "html", "main", "section", "td")
_SURE = 20  # characters of a stretch of text that hardly occurs twice in a page
_DEEPEST = 200  # elements in one another
_DIALOG_LONG = 80  # characters of a dialog that has text in it
_PROSE = 10  # characters outside links that are text, though outside the extract
_LOOSE_PROSE = 40  # where they stand in no paragraph, item or cell


def main_text(page: _Element) -> _Element:
    """The element of a page that holds its text, without what is no text in it.

    Where the page does not say which that is (`main`, or one `article`), it is the smallest that
    holds all that trafilatura extracts, and its neighbours if they have sentences. The extract
    itself is not used: it lacks headings and lists.
    """
    _show_what_is_shown(page)
    unfold(page)
    for around in [*page.iter(*_AROUND), *page.xpath("//*[@role]")]:
        if _is_around(around):
            remove(around)
    for dialog in page.xpath("//dialog | //*[@role='dialog' or @role='alertdialog']"):
        if _is_of_site(dialog):
            remove(dialog)

    @cache
    def extract() -> str:
        return _extract(page)

    text = _said(page)
    if text is None:
        text = _found(page, extract())
    else:
        _bring_heading(page, text)
    clear(text, extract)
    return text


def _show_what_is_shown(page: _Element) -> None:
    """Templates that browsers put into the page, and what stands there instead of frames."""
    for template in page.iter("template"):
        if "shadowrootmode" in template.attrib:
            template.tag = "div"
    if next(page.iter("frameset"), None) is not None:
        for instead in list(page.iter("noframes")):
            if one_line(instead.text or ""):
                instead.append(tree_of(instead.text or "", xml=False).root)
            instead.tag, instead.text = "div", None


def _is_around(element: _Element) -> bool:
    """Whether an element says of itself that it belongs to the site, and holds no main text."""
    role = element.get("role")
    if element.tag in ("html", "body", "main") or not (element.tag in _AROUND or role in _ROLES):
        return False
    if element.tag in ("footer", "aside") or role == "complementary":
        inside = element.iterancestors()
        if any(above.tag in ("article", "main") or above.get("role") == "main" for above in inside):
            return False
    holds_main = next(element.iter("main", "h1"), None) is not None
    return element.tag in ("nav", "footer") or not holds_main


def _is_of_site(dialog: _Element) -> bool:
    """Whether a dialog asks something for the site, and holds no text."""
    named = " ".join(filter(None, map(dialog.get, ("class", "id", "aria-label"))))
    words = one_line("".join(dialog.itertext()))
    return len(words) < _DIALOG_LONG or bool(
        _DIALOG.search(named.lower() + " " + words[:100].lower())
    )


def _said(page: _Element) -> _Element | None:
    for path in _MAIN:
        said = page.xpath(path)
        if len(said) == 1 and len(one_line("".join(said[0].itertext()))) >= _SURE:
            return said[0]
    return None


def _bring_heading(page: _Element, text: _Element) -> None:
    """The page's one main heading, where it stands before the text it heads."""
    headings = list(page.iter("h1"))
    if len(headings) != 1 or next(text.iter("h1"), None) is not None:
        return
    own = next(text.iter("h2"), None)
    title = one_line("".join(next(page.iter("title"), page).itertext()))
    if own is not None and title.startswith(one_line("".join(own.itertext()))):
        return  # the other is the site's name
    links = sum(len("".join(each.itertext())) for each in headings[0].iter("a"))
    if not links and next(headings[0].iterancestors("a"), None) is None:
        text.insert(0, headings[0])
        headings[0].tail, text.text = text.text, None


def _extract(page: _Element) -> str:
    if _depth(page) > _DEEPEST:  # an extractor would take minutes
        return ""
    try:
        source = etree.tostring(page, encoding="unicode", method="html")
        found = trafilatura.extract(source, include_comments=False, favor_recall=True)
    except Exception:  # it is evidence only
        found = None
    return one_line(found or "")


def _depth(page: _Element) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _found(page: _Element, extract: str) -> _Element:
    lines = [each for each in page.iter(etree.Element) if _holds_line_of(each, extract)]
    if not lines:
        return next(page.iter("body"), page)
    text = _common(lines)
    while (parent := text.getparent()) is not None and text.tag != "body":
        others = [each for each in parent if each is not text and each.tag in _CONTAINERS]
        for menu in menus(others):
            remove(menu)
        around = (parent, *parent.iterancestors("div", "body"))
        if not any(_has_sentences(each, text) for each in around):
            break
        text = parent
    return text


def _has_sentences(element: _Element, but: _Element) -> bool:
    """Whether there is text in it outside the part that is known to be."""
    inner = set(but.iter()) | set(but.iterancestors())
    for each in element.iter("p", "li", "dd", "td", "h1", "blockquote", "pre", "div"):
        if each in inner:
            continue
        loose = each.tag == "div"
        words = one_line((each.text or "") if loose else "".join(each.itertext()))
        linked = sum(len(one_line("".join(link.itertext()))) for link in each.iter("a"))
        least = _LOOSE_PROSE if loose else _PROSE
        if len(words) - linked >= least and 3 * linked < len(words):
            return True
    return False


def _holds_line_of(element: _Element, extract: str) -> bool:
    """Whether text right inside the element is of the extract."""
    texts = (one_line(text or "") for text in (element.text, *(each.tail for each in element)))
    return any(len(text) >= _SURE and text in extract for text in texts)


def _common(elements: list[_Element]) -> _Element:
    """The innermost container that holds them all."""
    paths = [list(_path(element)) for element in elements]
    together = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
    return next(each for each in reversed(together) if each.tag in _CONTAINERS)


def _path(element: _Element) -> Iterator[_Element]:
    """The element and those that hold it, outermost first."""
    yield from reversed(list(element.iterancestors()))
    yield element
