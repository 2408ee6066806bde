"""Letters and commonest words of languages, and the encodings that old files keep them in."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """What a text in it is known by.

    letters: beside a to z, in small; of other alphabets all, the commonest first
    words:   the commonest short ones, in small
    """

    letters: str
    words: frozenset[str] = field(default_factory=frozenset)


def _latin(letters: str, words: str) -> Language:
    return Language(letters, frozenset(words.split()))


_WEST = (
    _latin("éèçñöüêïâä", "the of and to in is was that for it with as on at by from are not"),
    _latin("éèàêçâîôûùëïœæüÿ", "le la les de des et un une est en que qui dans pour du au à sur"),
    _latin("äöüß", "der die das und ist in zu den von mit nicht ein eine für sich auf im dem"),
    _latin("áéíóúñü", "de la que el en y a los se del las un por con no una su para es al"),
    _latin("ãõáéíóúâêôçàü", "de que o a e do da em um para com não uma os no se na é são dos"),
    _latin("àèéìòùîí", "di che e la il un a per è in non sono con si da una del al le gli"),
    _latin("éëïöüèêóá", "de het een en van is in dat op te niet voor met zijn er aan ook"),
    _latin("æøåéöäü", "og i at det er en den til på for med av af ikke som har et fra om"),
    _latin("åäöéü", "och i att det är en den på för med av inte som har ett om till ja on ei"),
    _latin("áðéíóúýþæö", "og að í er á sem við til það ekki um en var af með"),
    _latin("äõöüšž", "ja on ei et see oli ta kui mis aga"),
    _latin("àéèíòóúïüç", "de la que el en i a els les per un una amb no és del"),
)
_CENTRAL = (
    _latin("ąćęłńóśźż", "i w na z do nie się że jest o po od za przez dla to a jak"),
    _latin("áčďéěíňóřšťúůýž", "a v na se je že s z o do pro ve ale si k i po jako za od má"),
    _latin("áäčďéíĺľňóôŕšťúýž", "a v na sa je že s z o do pre vo ale si k aj po ako za od"),
    _latin("áéíóöőúüű", "a az és hogy nem is egy van ez de meg volt csak el ki már még"),
    _latin("čćđšž", "je i u na se da su za od s ne to koji in v ki pa po sa iz do"),
    _latin("ăâîșțşţ", "și de la în a cu pe nu că o un din care este se mai pentru şi"),
    _latin("äöüß", "der die das und ist in zu den von mit nicht ein eine für sich auf im dem"),
    _latin("ëç", "e të në që i me një për nga nuk është u si më"),
)
_TURKISH = (
    _latin(
        "çğıöşüâîûİi̇",
        "ve bir bu da de için ile ne o çok gibi daha mı ki en her var yok değil şimdi iyi sonra "
        "kadar ama şey mi ben biz",
    ),
)
_BALTIC = (
    _latin("ąčęėįšųūž", "ir yra į iš kad su ne o tai jo per bet kaip už buvo"),
    _latin("āčēģīķļņšūž", "un ir no ar uz ka par kas viņa bet pie tas nav es"),
    _latin("äõöüšž", "ja on ei et see oli ta kui mis aga"),
)
_CYRILLIC = (
    _latin("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", "и в не на что с по как это он а но из к у за"),
    _latin("оаинівретслкудмпзяьбгйчхцжшїюєщфґ", "і в не на що з у та до як це за а від по"),
    _latin("аиоетнрсвлкдпмзъугябчщжцшфхйюь", "и на да се в за от не с е по че като са"),
    _latin("аоиенрјсутвдкмлпгзбчцћшжђхљњџф", "и у је да се на су за од не са о а то"),
    _latin("аніеыроствлкзудпмьяцўгбчйхжшэюёф", "і ў не на з што у да як а па"),
)
_GREEK = (
    _latin("αοιετσνηυρπκμλςωάίόέήγδθύφχβώξζψϊϋΐΰ", "και το να η ο του της με για από τα που στο"),
)
_HEBREW = (_latin("יוהלאמרתבשנעדםקפחטצגזסןךףץ", "של את על לא הוא זה עם גם כל אל"),)
_ARABIC = (_latin("الينمترهوبعدسكفقحةجأشطصىخزضإذغءثئظؤآپچژگ،؟ـ", "في من على إلى أن لا ما هذا مع"),)
_THAI = (Language("านรก่อเง้มยัลวดิทสีตะปบคห์แจื็พชขใุไูผซโณศฟฉภธษญฐึำๆฯฝฬฤฒฌ"),)

BY_LETTERS = {
    "cp1252": _WEST,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1251": _CYRILLIC,
    "koi8_u": _CYRILLIC,
    "koi8_r": _CYRILLIC,
    "cp866": _CYRILLIC,
    "iso8859_5": _CYRILLIC,
    "mac_cyrillic": _CYRILLIC,
    "cp1253": _GREEK,
    "iso8859_7": _GREEK,
    "cp1254": _TURKISH,
    "cp1257": _BALTIC,
    "iso8859_15": _WEST,
    "mac_roman": _WEST,
    "cp850": _WEST,
    "cp852": _CENTRAL,
    "mac_latin2": _CENTRAL,
    "cp1255": _HEBREW,
    "cp1256": _ARABIC,
    "iso8859_6": _ARABIC,
    "cp874": _THAI,
}
"""Encodings of one byte a letter, the commonest first, each with the languages kept in it."""

BY_SIGNS = {
    "cp932": "",
    "euc_jp": "",
    "gb18030": (
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作"
        "里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从"
        "想实日者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应向头文体"
        "美相见被利什二等产或新己制身果加西月话合回特代内信表化老给世位次度门任常先海通教原东声提立及比员解"
        "水名真论处走义各入几口认条平系气题活更别打女变四神总何电数安少报才结反受目太量再感建做接必场件计管"
        "期市直船港书馆星休息开晚早上午每周"
    ),
    "cp950": (
        "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作"
        "裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從"
        "想實日者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應向頭文體"
        "美相見被利什二等產或新己制身果加西月話合回特代內信表化老給世位次度門任常先海通教原東聲提立及比員解"
        "水名真論處走義各入幾口認條平系氣題活更別打女變四神總何電數安少報才結反受目太量再感建做接必場件計管"
        "期市直船港書館星休息開晚早每週"
    ),
    "cp949": (
        "이다는을에가의하고지한은기를로도사리나서어아자그인있대시것정수일라부해보만여들전으제구성스과장주조동"
        "와소상원게화안었면유우미년무공신국생적없위진문마경실람용세말중오방모관연내때치비학러음물분회작개단결"
        "저불당입않려같습니까요했던며습됩니"
    ),
}
"""Encodings of several bytes a sign, with their commonest; Japanese is told by its kana."""
