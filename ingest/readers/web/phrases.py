"""The words by which a page's parts are known that are no text of it: names, headings, links."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """Parts of a page by their names.

    prose: characters outside links from which on they might be text of the page
    links: whether such a part must be mostly links
    replies: whether it must be made as lists of comments are
    """

    names: re.Pattern[str]
    prose: int
    links: bool = False
    replies: bool = False


def _any(words: str) -> str:
    return "|".join(part.strip().replace(" ", r"[\s_-]*") for part in words.split(";"))


def _kind(words: str, prose: int, links: bool = False, replies: bool = False) -> Kind:
    names = re.compile(rf"(?:^|[^a-z])(?<!elementor-)(?:{_any(words)})(?:$|[^a-z])")
    return Kind(names, prose, links, replies)


KINDS = (
    _kind(
        "breadcrumbs?; share bar; share buttons?; share tools?; sharedaddy; social share; "
        "social links?; social icons; social list; social nav; cookie banner; cookie consent; "
        "cookie notice; cookie message; consent; gdpr; newsletter; pagination; skip links?; "
        "lang switch(?:er)?; language switch(?:er)?; language select(?:or)?; language menu; "
        "lang menu; interlanguage; nav box; cat links; edit section; back to top; ad slot; "
        "advertisement; print footer; jump to nav; jump links?; site footer; page footer; "
        "global footer; search form; search box; outbrain; taboola; follow us; page tools; "
        "print tools; off canvas; mega menu; sprachwahl; brotkrumen; fil d ariane",
        prose=400,
    ),
    _kind(
        "related; related posts?; related articles?; related content; related links; promo; "
        "recommended; recommendations; teasers?; more stories; more news; more from; "
        "more articles; read next; read more; most read; most popular; popular posts; trending; "
        "comment list; comments area; respond; reply form; disqus[a-z]*; "
        "comment form; feedback form; side bar; widget area; cross sell; upsells?; "
        "also bought; similar products; recently viewed; customers also; recirc[a-z]*; "
        "most viewed; up next; next up; read also; latest posts; recent posts; latest news; "
        "tag links; posted in; copyright; quick links; call to action; seitenleiste; "
        "barre laterale; zum thema; cookies?; sponsored; sign up",
        prose=60,
    ),
    _kind("comments?", prose=60, replies=True),
    _kind(
        "nav; navigation; nav bar; menu; sub menu; main menu; site nav; toc; table of contents; "
        "toolbar; tags?; tag list; tag cloud; categories; category list; post meta; "
        "entry footer; post navigation; prev next; prev; next; archives?; footer; header; "
        "see more; links; actions; tools; index nav; crumbs; top bar; tag list; utility; masthead; "
        "dropdown menu; author box; site map; share; sharing; social; social media; languages?; "
        "langs; locale; log in; login; ads?; adverts?; advertising; subscribe; subscription; "
        "pager; no print; colophon; widgets?; affiliates?; sprachen; fu(?:ss|ß)(?:zeile)?; "
        "pied de page; kopf(?:zeile)?; hauptmen[uü]e?",
        prose=60,
        links=True,
    ),
)

HEADINGS = re.compile(
    r"(?:"
    + _any(
        "related; "
        "related (?:articles|stories|posts|content|news|links|reading|topics|pages|products); "
        "(?:you|others) (?:may|might) (?:also )?(?:like|enjoy|be interested in).*; "
        "recommended(?: for you| reading| articles| stories)?; more (?:from|in|on) .{1,40}; "
        "more (?:stories|news|articles|posts|like this); read (?:more|next|also|this next); "
        "most (?:read|popular|viewed|shared); popular(?: posts| articles| now)?; "
        "trending(?: now)?; latest (?:news|posts|articles|stories); "
        "recent (?:posts|comments|articles|news); share; share (?:this|on|via).{0,30}; "
        "follow us.{0,30}; connect with us; stay connected; (?:subscribe|sign up).{0,40}; "
        r"(?:our )?newsletter; \(?\d*\)? ?comments? ?(?:\(\d+\))?; "
        r"\d+ (?:responses?|replies|thoughts?) (?:to|on) .*; leave a (?:reply|comment); "
        "join the (?:conversation|discussion); (?:post|add|write) a comment; tags; categories; "
        "archives?; filed under; languages; in other languages; navigation(?: menu)?; menu; "
        "on this page; in this (?:article|section); table of contents; contents; advertisement; "
        "sponsored(?: content)?; customers (?:also|who) .*; "
        "similar (?:products|items|articles); recently viewed; blogroll; next article; "
        "previous article; anzeige; werbung; teilen; ähnliche (?:artikel|beiträge|themen); "
        "das könnte (?:sie|dich) auch interessieren; mehr zum thema; auch interessant; "
        "kommentare; schreibe einen kommentar; inhaltsverzeichnis; "
        "articles? (?:liés|similaires|connexes); à lire aussi; lire aussi; commentaires; "
        "partager; artículos relacionados; te puede interesar; comentarios; compartir"
    )
    + r")\s*[:…]?",
    re.IGNORECASE,
)
"""Of what is no text, as a heading says it."""

SKIPS = re.compile(
    r"(?:skip|jump|back|go|return|scroll)\s+(?:to|up)\b|top$|zum (?:inhalt|seitenanfang)|"
    r"nach oben|aller au contenu|ir al contenido|saltar",
    re.IGNORECASE,
)
"""What a link says that only leads about on its page."""

COPYRIGHT = re.compile(
    r"(?:©|copyright\b|\(c\)).{0,40}?(?:\b(?:19|20)\d\d\b|\brights reserved).{0,60}", re.IGNORECASE
)
"""A line at a page's end."""

IN_HEADINGS = frozenset(
    "edit;edit source;¶;#;§;🔗;link;permalink;link to this heading;anchor;bearbeiten;modifier;"
    "editar;copy link;permalink to this headline".split(";")
)
"""What links in a heading say that are no words of it."""

WAYS_BACK = frozenset("↩ ↩︎ ↩️ ↑ ⤴ ⏎ ▲ ^ ⮌ ⇧".split())
"""What a link from a note says that leads back to its place."""

TOOLS = re.compile(
    r"(?:[‹«<←]\s*)?(?:share|tweet|print(?: this page| recipe)?|e-?mail(?: this)?|save|copy link|"
    r"read more|continue reading|learn more|back to top|top|edit(?: this page)?(?: on \w+)?|"
    r"report|reply|log ?in|sign (?:in|up)|subscribe|permalink|jump to (?:recipe|comments)|"
    r"view source|next(?: (?:page|post|article))?|previous(?: (?:page|post|article))?|"
    r"add to (?:cart|basket)|follow|like|home|weiterlesen|drucken|teilen|lire la suite|imprimer)"
    r"\s*[›»>→….]*",
    re.IGNORECASE,
)
"""What a link says that stands alone and is a tool of the site."""

SHARES = re.compile(
    r"facebook\.com/(?:sharer|share|dialog)|(?:twitter|x)\.com/(?:intent|share)|"
    r"linkedin\.com/share|pinterest\.[a-z]+/pin/create|wa\.me/|api\.whatsapp\.com|whatsapp://|"
    r"reddit\.com/submit|t\.me/share|telegram\.me/share|getpocket\.com|"
    r"mailto:\?|tumblr\.com/(?:share|widgets)|news\.ycombinator\.com/submit|bsky\.app/intent",
    re.IGNORECASE,
)
"""Where links lead that hand a page on."""

LANGUAGES = frozenset(
    "english;deutsch;français;español;italiano;português;nederlands;polski;svenska;dansk;norsk;"
    "suomi;čeština;slovenčina;magyar;română;ελληνικά;русский;українська;türkçe;日本語;中文;한국어;"
    "العربية;עברית;हिन्दी;bahasa indonesia;tiếng việt;ไทย;català;hrvatski;srpski;slovenščina;eesti;"
    "latviešu;lietuvių;български;íslenska;gaeilge;euskara;galego;esperanto;latina;فارسی;اردو;"
    "简体中文;繁體中文;norsk bokmål;norsk nynorsk;simple english;português (brasil);中文 (简体);"
    "en;de;fr;es;it;pt;nl;pl;sv;da;no;fi;cs;sk;hu;ro;el;ru;uk;tr;ja;zh;ko;ar;he".split(";")
)
