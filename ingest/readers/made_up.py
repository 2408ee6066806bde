"""Tells titles and authors that somebody wrote from those that a program made up."""

import re

_MADE_UP_TITLE = re.compile(
    r"""(?x)
    [\W\d_]*  # no letters at all: a bare number, a date
    | (?:(?:\W|\d|_)*
        (?:untitled|no[ ]?title|no[ ]?name|title|unknown|unbenannt|ohne[ ]titel|namenlos
        |sans[ ]titre|sin[ ]t[íi]tulo|senza[ ]titolo|sem[ ]t[íi]tulo|naamloos|namnl[öo]s
        |bez[ ](?:názvu|tytułu)
        |nimet[öo]n|névtelen|без[ ]названия|без[ ]имени|无标题|無標題|未命名|無題|제목[ ]없음
        |new|none|null|nil|default|template|normal|temp|tmp|output|print(?:[ ]?job)?|main|paper
        |manuscript|word|microsoft[ ](?:word|powerpoint|excel)|powerpoint|excel|google[ ]docs
        |document|dokument|documento|dokumentti|документ|文档|文書
        |presentation|präsentation|présentation|presentación|presentazione|apresentação
        |powerpoint.(?:präsentation|presentatie|presentasjon)
        |présentation[ ]powerpoint|presentación[ ]de[ ]powerpoint|presentazione[ ]standard.*
        |slide|folie|foliennummer|diapositiv[ae]|dia|sheet|tabelle|feuil|hoja|foglio|chart|drawing
        |zeichnung|layout|model|binder|book|mappe|classeur|libro|portfolio|page|seite|página|pagina
        |scan|scanned|scanner|fax|image|bild|img|pict?|photo|dsc|doc|dok|file|datei|print|copy|test
        |full[ ]page[ ](?:photo|fax[ ]print)|home|index|about:blank|camscanner|adobe[ ]photoshop
        |(?:adobe[ ])?(?:acrobat|indesign|illustrator)|cover)
    )
    (?:[\s_-]*(?:document|dokument|presentation|scan|image|page|file|pdf|title|cs\d|cc))?[\W\d_]*
    """,
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\W*(?:(?:type|enter|insert|add|click to (?:add|edit|enter))\b.{0,20}\btitle\b.*"
    r"|(?:document|your|master|presentation) title(?: here)?|title (?:here|of (?:the )?document)"
    r"|(?:hier )?titel (?:hier )?eingeben|lorem ipsum.*)\W*",
    re.IGNORECASE,
)
_REGISTERED = re.compile(  # what a publisher's system calls a file, and where a page was
    r"(?:(?:pii|doi|isbn|issn)\b\W*\S+|10\.\d{4,}/\S+|arxiv:\S+|\S+ \d+\.\.\d+"
    r"|(?:https?|ftp|file):/\S*|www\.\S+|localhost\S*|[a-z]:[\\/].*|\\\\.+|(?:/[^/ ]+){2,}/?"
    r"|(?:km|mx|scn|skm|img|dsc|xerox|doc|epson|hp)[_-]?[a-z]?\d{4,}\S*|tex output .*)",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"(?:microsoft (?:office )?(?:word|powerpoint|excel|publisher|visio)|coreldraw|quarkxpress"
    r"|(?:adobe )?pagemaker|layout \d+|print|printing|visio|pages|openoffice(?:\.org)?)\s+[-–]\s+",
    re.IGNORECASE,
)
_OFFICE = (
    "docx?|docm|dotx?|dotm|rtf|odt|ott|pdf|indd|dvi|ps|eps|pptx?|ppsx?|odp|xlsx?|ods|pages|wpd"
)
_SUFFIX = re.compile(
    rf"\.(?:{_OFFICE}|wpd|wps|qxd|fm|p65|pmd|pub|vsd|cdr|ai|psd|tiff?|jpe?g|png)$",
    re.IGNORECASE,
)
_SUFFIX_OF_TEXT = re.compile(r"\.(?:txt|tex|html?|md|xml|csv)$", re.IGNORECASE)
_VERSION = re.compile(
    r"(?:^|[_\W\d]|(?<=[a-z])(?=[A-Z]))(?:v\d+|ver\d*|final|draft|version|copy|rev\d*|neu|endg)"
    r"(?=$|[_\W\d])",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"""(?x)
    (?:admin|administrator|administrateur|administrador|amministratore|администратор|user|usuario
    |utilisateur|utente|benutzer|bruker|gebruiker|użytkownik|пользователь|usu[áa]rio|guest|gast
    |owner|author|autor|auteur|author[ ]name|name|your[ ]name|first[ ]last|unknown|unknown[ ]author
    |anonymous|none|null|nil|n/?a|nobody|default|test|temp|root|www-data|system|local|pc|mac|home
    |python-docx|openpyxl|apache[ ]poi|latex.*|tex|pandoc|calibre|libreoffice|openoffice(?:\.org)?
    |microsoft|word|(?:microsoft[ ]|ms[ ])?office[ ]?user|microsoft[ ](?:corporation|account|office)
    |windows([ ]user)?|preferred[ ]customer|valued[ ](?:\w+[ ])?customer|customer|employee|staff
    |scan(?:ner)?|copier|printer|fax|xerox|ricoh|canon|konica[ ]?minolta|kyocera|brother|epson|hp
    |hewlett.packard([ ]company)?|dell|lenovo|acer|asus|toshiba|sony|samsung|apple|compaq|ibm
    |adobe[ ].*|indesign|acrobat|.?
    )\W*\d*""",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"""(?x)(?:the[ ])?(?:table[ ]of[ ])?contents|abstract|summary|introduction|preface|foreword
    |prologue|acknowledge?ments?|background|contributors|references|bibliography|appendix|glossary|dedication
    |copyright|disclaimer|confidential|draft|notes?|inhalt(?:sverzeichnis)?|vorwort|einleitung
    |zusammenfassung|literatur(?:verzeichnis)?|table[ ]des[ ]matières|sommaire|résumé|avant-propos
    |índice|indice|sumário|resumen|resumo|introducción|introduzione|introdução|prólogo|prefazione
    |inhoud(?:sopgave)?|voorwoord|inleiding|samenvatting|innehåll|indhold|sisällys|spis[ ]treści
    |obsah|содержание|оглавление|введение|предисловие|目录|目次|前言|序
    |(?:chapter|part|section|book|volume|unit|lesson|kapitel|teil|chapitre|partie|capítulo|capitolo
    |parte|hoofdstuk|deel|глава|часть)\W*(?:\d+|[ivxlc]+|one|two|three|four|five)
    |dear[ ].*|to[ ]whom[ ]it.*|.*\S@\S+\.\S+.*
    """,
    re.IGNORECASE,
)
_LONGEST = 200
_MOST_WORDS = 12  # of a title that ends with a full stop


def stated_title(words: str) -> str | None:
    """The title without the name of a program before it; None for what a program made up."""
    plain = _PROGRAM.sub("", words)
    made_up = any(each.fullmatch(plain) for each in (_MADE_UP_TITLE, _FILLER, _REGISTERED))
    if made_up or _is_file_name(plain) or (plain != words and " " not in plain):
        return None
    return plain


def reads_as_title(words: str) -> bool:
    """Whether a document's first heading is its title, and no part's name, date or sentence."""
    if len(words) > _LONGEST or _PARTS.fullmatch(words.strip(" .:…*")):
        return False
    letters = sum(each.isalpha() for each in words)
    if letters < 0.5 * len(words.replace(" ", "")) or words[-1] in ",;":
        return False
    return words[-1] != "." or len(words.split()) <= _MOST_WORDS


def is_nobody(words: str) -> bool:
    """Whether an author is what a program calls its user, or the program or machine itself."""
    return bool(_NOBODY.fullmatch(words))


def _is_file_name(words: str) -> bool:
    """Whether it is what somebody called a file: "chap3_v7", "My report.docx", "paper.dvi"."""
    if _SUFFIX.search(words):
        return True
    if " " in words:
        return False
    numbered = "_" in words and any(each.isdigit() for each in words)
    return numbered or bool(_SUFFIX_OF_TEXT.search(words) or _is_version(words))


def _is_version(word: str) -> bool:
    return ("_" in word or "-" in word) and bool(_VERSION.search(word))
