"""Whether the default models can read a question: they know English, and all else hardly."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENGLISH = frozenset(
    "a about all am an and any are as at be been before but by can could did do does done each "
    "for from had has have he her his how i if in into is it its many may me much must my not of "
    "often old on one or our out over she should so such than that the their them then there "
    "these they this those to under up was we were what when where which while who whom whose why "
    "will with would you your".split()
)
# Words that join or ask; those that are English too are left out.
_OTHERS = frozenset(
    """aber als auch auf aus bei bis das dass dem den der des durch ein eine einem einen einer eines
    für gibt haben hat ich ihr im ist kann können man mein mit nach nicht noch oder sein sich sie
    sind soll über und unter viel viele vom von vor wann warum weil welche welchem welchen welcher
    welches wem wen wer werden wie wieso wird wo wurde zu zum zur au aux avec ce ces cette combien
    comment dans de depuis donc du elle elles est et il ils je la le les leur lesquelles mais ne
    nous ou où par pas pendant peut plus pour pourquoi quand que quel quelle quelles quels qui
    quoi sa sans ses son sont sur un une vous al como cómo con cuál cuáles cuándo cuánto cuántos
    cuántas del desde dónde el ella ellos en entre era es esta este fue hasta hay la las lo los
    más muy para pero por qué quién quiénes se según ser si sin sobre su sus una uno y ya alla
    anche che chi cosa come così da dal dalla degli dei della delle di dopo dove e era fu gli i il
    nel nella nelle non o perché per più può qual quale quali quando quanto quanti questa questo
    sono sua suo tra una uno aan dat deze die door een geen gaat hebben heeft het hoe hoeveel is
    kan met moet naar niet om ook op te tot uit van voor waar waarom wanneer wat welk welke werd
    wie wordt zijn ao aos até com da das depois do dos ela ele em foi isso mais mas na nas no nos
    num não onde os ou pela pelo porque quais qual quantos quem quê seu sua são também um uma aby
    był była było co czy dla do gdzie ile jak jaka jaki jakie jest kiedy kim kto która który które
    lub ma na nie od po przez się są to w z za że av att blev den det där detta efter en ett från
    för har hur hvad hvem hvor hvordan hvorfor hvis inte jag kan med men när och om på skal skall
    som så till var varför vad vem vilka vilken vilket är""".split()
)
_OTHERS -= _ENGLISH | {"die", "no", "on", "per", "son", "sin"}
ASKING = frozenset("are can did do does how is what when where which who why".split())
_ASKING = frozenset(
    "wann warum welche welcher welches wem wen wer weshalb wie wieso wo combien comment où "
    "pourquoi quand quel quelle quels quelles qui cómo cuál cuáles cuándo cuánto dónde quién "
    "quiénes chi dove perché quale quali quanti quanto hoe waar waarom wanneer wat welk welke wie "
    "hvad hvem hvor hvordan hvorfor vad vem varför quais quantos quem onde gdzie ile jak kiedy "
    "kto".split()
)


def reads(question: str) -> bool:
    """Whether a question is in letters that the default models know, and does not look foreign.

    Texts in other letters they call an answer to nearly anything. A question looks foreign when it
    has more of the small words of other languages than of the English ones; one is enough where
    it begins the question and asks.
    """
    letters = [letter for letter in question if letter.isalpha()]
    latin = sum("LATIN" in unicodedata.name(letter, "") for letter in letters)
    if 2 * latin < len(letters):
        return False
    words = [word.casefold() for word in _WORD.findall(question)]
    foreign = sum(word in _OTHERS for word in words)
    english = sum(word in _ENGLISH for word in words)
    first = words[0] if words else ""
    if first in ASKING:
        return True
    asks = first in _ASKING
    return foreign <= english or (foreign < 2 and not asks)
