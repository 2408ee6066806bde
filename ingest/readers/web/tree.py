"""HTML and XHTML → a tree with plain names, however odd, deep or broken the markup is."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element

from ingest.documents import Unreadable
from ingest.readers.entities import resolved
from ingest.readers.text.decode import Decoded, decode

_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)"
    rb"|<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_XHTML = "http://www.w3.org/1999/xhtml"
OPS = "{http://www.idpf.org/2007/ops}"
_SPACES = frozenset(
    (
        _XHTML,
        OPS[1:-1],
        "http://openebook.org/namespaces/oeb-document/1.0/",
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1998/Math/MathML",
    )
)
_PREFIXES = frozenset("epub h html m math mml svg xhtml".split())
_KINDS = ("role", f"{OPS}type", "epub:type")
_NO_KIND: frozenset[str] = frozenset()
_ODD = re.compile(r"[^\w.-]")
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,40})(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_KEPT = frozenset("html head title meta body script style".split())
_INLINE = frozenset("a abbr b big code em font i o:p s small span strong sub sup tt u".split())
TOO_DEEP = "its elements lie too deep in one another; read without its headings, lists and tables"
UNKNOWN_NAME = "names a character that nothing declares; a mark stands in its place"


@dataclass(frozen=True, slots=True)
class Tree:
    """A page's root element, and what the person should know of how it was read."""

    root: _Element
    remarks: tuple[str, ...] = ()


def decoded_page(data: bytes) -> Decoded:
    """The markup of a page, in the encoding that it declares if that fits."""
    match = _DECLARED.search(data[:4096])
    return decode(data, (match[1] or match[2]).decode() if match else None)


def is_xml(text: str) -> bool:
    """Whether the markup says that it is XHTML."""
    return text.lstrip().startswith("<?xml") or _XHTML in text[:2000]


def tree_of(text: str, xml: bool) -> Tree:
    """The markup's tree; names are lower-case and without prefix, `o:p` is `o-p`.

    `xml`: it is read as XML if it is well-formed. Raises Unreadable where there is no markup.
    """
    source = resolved(text, strict=xml)
    root = _of_xml(source.text) if xml else None
    remarks = [UNKNOWN_NAME] if source.unknown else []
    if root is None:
        root, too_deep = _of_html(source.text)
        if too_deep:
            root, _ = _of_html(_flat(source.text))
            remarks.append(TOO_DEEP)
    for element in root.iter(etree.Element):
        plain = _plain(element.tag)
        if plain != element.tag:
            element.tag = plain
    return Tree(root, tuple(remarks))


def page_of(data: bytes) -> Tree:
    """The tree of an XHTML page in a book, well-formed or not."""
    decoded = decoded_page(data)
    tree = tree_of(decoded.text or "<html/>", xml=True)
    return Tree(tree.root, (*filter(None, [decoded.remark]), *tree.remarks))


def kinds(element: _Element) -> frozenset[str]:
    """What the element says that it is: its `role` and `epub:type`."""
    said = " ".join(filter(None, map(element.get, _KINDS)))
    return frozenset(said.lower().split()) if said else _NO_KIND


def _of_xml(text: str) -> _Element | None:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True, huge_tree=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.lstrip().encode(), parser)
    except etree.XMLSyntaxError:  # many are not well-formed
        return None


def _of_html(text: str) -> tuple[_Element, bool]:
    """The tree, and whether it is cut because it was too deep."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"no HTML that can be read: {error}") from None
    if root is None:
        raise Unreadable("no HTML that can be read: it is empty")
    return root, any("Excessive depth" in each.message for each in parser.error_log)


def _flat(text: str) -> str:
    """The markup without elements inside one another: blocks side by side."""

    def flat(match: re.Match[str]) -> str:
        name = match[2].lower()
        if name in _KEPT:
            return match[0]
        return "" if name in _INLINE else "<p>"

    return _TAG.sub(flat, text)


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    space, _, local = name.rpartition("}")
    prefix, colon, rest = local.lower().rpartition(":")
    if space and space[1:] not in _SPACES:
        return "x-" + _ODD.sub("-", local.lower())
    if colon and prefix in _PREFIXES and rest:
        return _ODD.sub("-", rest)
    return _ODD.sub("-", local.lower())
