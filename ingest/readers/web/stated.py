"""What an HTML page states of itself: title, author, date, keywords; nothing is guessed."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from lxml.etree import _Element

from ingest.readers.compose import Metadata
from ingest.readers.normalise import date, label, one_line
from ingest.readers.web.blocks import text_of

_AUTHOR = "author article:author dc.creator dcterms.creator citation_author parsely-author byl"
_DATE = (
    "article:published_time date dc.date dc.date.issued dcterms.date dcterms.created "
    "dcterms.issued citation_publication_date citation_date publish-date pubdate publishdate "
    "parsely-pub-date datepublished og:published_time"
)
_WORKS = re.compile(r"(?:\w*Article|\w*Posting|Recipe|Report|Book|Chapter|\w*WebPage|Course|HowTo)")
_JOINTS = re.compile(r"\s+[-–—|·•»:]+\s+|\s*[|»]\s*|:\s+")
_SITE = re.compile(r"\b(?:logo|brand|site-?(?:title|name|header)|masthead)\b", re.IGNORECASE)
_FORMS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y")
_MOST_KEYWORDS = 40


def metadata_of(page: _Element) -> Metadata:
    """Of the page's meta elements, of JSON-LD, of what is marked as author or date."""
    said = list(_said(page))
    works = list(_works(page))
    authors = [words for name, words in said if name in _AUTHOR.split() and "://" not in words]
    authors = authors or [name for work in works for name in _names(work.get("author"))]
    authors = authors or _marked_author(page)
    dates = [words for name in _DATE.split() for key, words in said if key == name]
    dates += [work["datePublished"] for work in works if isinstance(work.get("datePublished"), str)]
    dates += page.xpath("//*[@itemprop='datePublished']/@*[name()='content' or name()='datetime']")
    keywords = [
        part for name, words in said if name == "keywords" for part in re.split("[,;]", words)
    ]
    keywords += [words for name, words in said if name == "article:tag"]
    return Metadata(
        title=_title(page, dict(reversed(said))),
        author=", ".join(dict.fromkeys(map(one_line, authors))),
        date=next((day for words in dates if (day := _day(words))), None),
        keywords=tuple(dict.fromkeys(filter(None, map(one_line, keywords))))[:_MOST_KEYWORDS],
    )


def _said(page: _Element) -> Iterator[tuple[str, str]]:
    for meta in page.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if words := one_line(meta.get("content", "")):
            yield name.lower(), words


def _works(page: _Element) -> Iterator[dict[str, Any]]:
    """What JSON-LD says of the page itself, and not of things on it."""
    for script in page.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        with suppress(ValueError, RecursionError):
            found = json.loads(script.text or "")
            for each in found if isinstance(found, list) else [found]:
                nodes = each.get("@graph", [each]) if isinstance(each, dict) else []
                for node in nodes if isinstance(nodes, list) else []:
                    if isinstance(node, dict) and _WORKS.match(
                        str(node.get("@type", "")).strip("['")
                    ):
                        yield node


def _names(author: object) -> list[str]:
    if isinstance(author, list):
        return [name for each in author for name in _names(each)]
    if isinstance(author, dict):
        author = author.get("name")
    return [author] if isinstance(author, str) and "://" not in author else []


def _marked_author(page: _Element) -> list[str]:
    """The one element that is marked as the author's name."""
    for path in ("//*[@itemprop='author']", "//a[@rel='author'] | //address//a[@rel='author']"):
        names = {one_line(_name_in(each)) for each in page.xpath(path)}
        if len(names) == 1 and len(name := names.pop()) < 80:
            return [name]
    return []


def _name_in(element: _Element) -> str:
    inner = element.xpath(".//*[@itemprop='name']")
    return element.get("content") or text_of(inner[0] if inner else element)


def _title(page: _Element, said: dict[str, str]) -> str | None:
    """A heading that the title repeats, or the one main heading; else the title, not the site's."""
    titles = page.xpath("//head/title") or page.xpath("//title[not(ancestor::svg)]")
    title = one_line(text_of(titles[0])) if titles else ""
    stated = said.get("og:title") or title
    parts = _JOINTS.split(stated)
    if len(parts) > 1:
        own = {one_line(text_of(each)).rstrip(" #¶§") for each in page.iter("h1", "h2")}
        if headed := next((part for part in parts if part in own), None):
            return headed
    headings = [each for each in page.iter("h1") if not _names_the_site(each)]
    words = dict.fromkeys(one_line(text_of(each)) for each in headings)
    if len(words) == 1 and (first := next(iter(words))) and label(first):
        return first
    return _without_site(stated, said.get("og:site_name")) or None


def _names_the_site(heading: _Element) -> bool:
    """Whether a main heading is the site's own, on each of its pages."""
    words = one_line(text_of(heading))
    if words and any(one_line(text_of(each)) == words for each in heading.iter("a")):
        return True
    around = [heading, *heading.iterancestors()]
    named = (f"{each.get('class', '')} {each.get('id', '')}" for each in around[:3])
    return any(each.tag in ("nav", "footer", "aside", "a") for each in around) or any(
        map(_SITE.search, named)
    )


def _without_site(title: str, site: str | None) -> str:
    parts = _JOINTS.split(title)
    if site and len(parts) > 1 and parts[-1].casefold() == site.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |»·•:–—-")
    if site and len(parts) > 1 and parts[0].casefold() == site.casefold():
        return title[len(parts[0]) :].lstrip(" |»·•:–—-")
    return title


def _day(words: str) -> str | None:
    if day := date(words):
        return day
    for form in _FORMS:
        with suppress(ValueError):
            return datetime.strptime(words.strip(), form).date().isoformat()
    return None
