import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import Unreadable
from ingest.readers.text.decode import decode

SENTENCES = {
    "cp1250 iso8859_2 cp852": [
        "Muzeum jest czynne codziennie oprócz poniedziałków.",
        "Żółw idzie powoli, źrebię biegnie. Ćma siedzi na gałęzi.",
        "Město leží u řeky, děti běží k přívozu. Čtvrtek je volný.",
        "Loď pluje k ostrovu, kapitán čaká na vietor a ľudia kričia.",
        "Az őr minden este megnézi a lámpát, hűvös szél fúj.",
        "Čamac čeka na obali, žena kuva čorbu. Đak šeta.",
        "Ladja počasi pluje, možje čakajo na večer in ženo.",
    ],
    "cp1252 mac_roman": [
        "Die Mühle läuft täglich, außer sonntags; größere Säcke kosten mehr.",
        "Le marché est fermé à Noël, où la fête a déjà été annoncée.",
        "Mañana el señor López irá al muelle, ¿y usted? ¡Sí!",
        "A estação não abre amanhã; os pães estão à venda.",
        "Perché è così? La città è più bella, però costa.",
        "Båten går på lördag, håll ögonen öppna för ändringar.",
        "Færgen går på lørdag, og børnene får brød.",
        "The keeper’s naïve niece said “no” – and left for the café…",
    ],
    "cp1254": ["Balıkçı her sabah denize açılır, güneş doğmadan döner.", "Şimdi değil, yarın."],
    "cp1257": [
        "Žvejys kiekvieną rytą plaukia į jūrą ir grįžta pietų.",
        "Zvejnieks katru rītu dodas jūrā un atgriežas mājās ļoti vēlu.",
        "Õhtul jõuab laev sadamasse, šokolaad on otsas.",
    ],
    "cp1251 koi8_r cp866 iso8859_5": [
        "Мельница сгорела зимой, совет заплатил за новую.",
        "лодка у пирса",
        "ПАРОМ ИДЁТ ПО СУББОТАМ",
    ],
    "cp1251 koi8_u": ["Човен стоїть біля пристані, її фарба ще свіжа."],
    "cp1251": ["Чамац је у луци, његов крманош спава.", "Лодката е на кея и чака вятъра."],
    "cp1253 iso8859_7": [
        "Η βάρκα μένει στο λιμάνι, ο καπετάνιος κοιμάται.",
        "Άνεμος από τον βορρά.",
    ],
    "cp1255": ["הסירה עומדת ליד הרציף והמלח ישן."],
    "cp1256 iso8859_6": ["السفينة في الميناء والقبطان نائم على الرصيف."],
    "cp874": ["เรือจอดอยู่ที่ท่าเรือและกัปตันกำลังนอนหลับ"],
    "cp932 euc_jp iso2022_jp": [
        "船は港にあります。船長は眠っている。",
        "カモメが三羽、灯台の上にいる。",
    ],
    "gb18030 gb2312 hz": ["船在港口，船长在睡觉。我们明天去看他。"],
    "cp950": ["船在港口，船長在睡覺。我們明天去看他。"],
    "cp949 iso2022_kr": ["배는 항구에 있습니다. 선장은 지금 자고 있어요."],
    "utf-16-le utf-16-be utf-32-le": [
        "The mill burned down.\n",
        "Die Mühle läuft, größere Säcke.",
        "Мельница сгорела зимой.",
        "船は港にあります。\n船長は眠っている。",
        "नाव घाट पर है।",
    ],
}
CASES = [
    (sentence, encoding)
    for encodings, sentences in SENTENCES.items()
    for sentence in sentences
    for encoding in encodings.split()
]


@pytest.mark.parametrize(("sentence", "encoding"), CASES)
def test_a_sentence_comes_out_as_written_in_each_encoding_it_was_kept_in(
    sentence: str, encoding: str
) -> None:
    written = sentence.encode(encoding, "ignore")
    decoded = decode(written)
    assert decoded.text == written.decode(encoding)
    assert decoded.remark is not None
    assert decoded.remark.startswith("not UTF-8, read as ")


def test_what_letters_do_not_decide_is_said() -> None:
    remark = decode("Ðað".encode("cp1252")).remark
    assert remark is not None
    assert remark.startswith("not UTF-8, read as cp1252 (cp1250 is as likely); ")


class TestDeclared:
    def test_windows_letters_under_latin_1_are_read_as_browsers_do(self) -> None:
        assert decode(b"it\x92s \x93so\x94 \x96 \xe9t\xe9", "iso-8859-1").text == "it’s “so” – été"

    def test_a_declared_encoding_is_believed_if_its_letters_fit(self) -> None:
        assert decode("Şey".encode("cp1254"), "windows-1254").text == "Şey"
        assert decode("Şey".encode("cp1254"), "iso-8859-9").remark is None

    def test_one_that_the_letters_contradict_is_not(self) -> None:
        written = "Мельница сгорела зимой.".encode("cp1251")
        assert decode(written, "iso-8859-1").text == "Мельница сгорела зимой."
        assert decode("Größe".encode(), "iso-8859-1").text == "Größe"

    @pytest.mark.parametrize(
        "name",
        ["rot13", "unicode_escape", "base64", "hex", "zlib", "idna", "x" * 999, "", "\0", "mbcs"],
    )
    def test_what_is_no_encoding_of_text_is_not_used(self, name: str) -> None:
        assert decode(b"Gr\xfc\xdfe \\u0041 aus dem Tal", name).text == r"Grüße \u0041 aus dem Tal"


class TestBroken:
    def test_a_few_bad_bytes_do_not_make_a_file_another_encoding(self) -> None:
        text = "Größe und Süße. " * 20
        decoded = decode(text.encode() + b"caf\xe9 and t\xe9")
        assert decoded.text == text + "caf\ufffd and t\ufffd"
        assert decoded.remark == "UTF-8, but for 2 places, where \ufffd stands"

    def test_a_file_cut_within_a_letter_is_utf_8(self) -> None:
        assert decode("Größe, Süße, Äpfel ü".encode()[:-1]).text == "Größe, Süße, Äpfel \ufffd"

    def test_a_byte_that_an_encoding_does_not_have_leaves_a_mark(self) -> None:
        text = "Die Mühle läuft täglich, größere Säcke. " * 5
        decoded = decode(text.encode("cp1252") + b"\x81")
        assert decoded.text == text + "\ufffd"
        assert decoded.remark is not None
        assert "with \ufffd for 1 byte" in decoded.remark


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 99,
        bytes(range(256)),
        b"a,b\n\0,c\n" + b" " * 8,
        codecs.BOM_UTF16_LE + b"a",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0",
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(data)


@pytest.mark.parametrize("text", ["1+1-2 ~{ }~ a~b", "\x1b[31mred\x1b[0m", "Plain.", "~{ab"])
def test_seven_bits_without_escape_sequences_are_as_they_stand(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(text.encode()).remark is None


@given(st.text(alphabet="äöüßaenr st,.", min_size=1), st.sampled_from(["cp1252", "utf-8"]))
def test_ascii_letters_are_never_touched(text: str, encoding: str) -> None:
    plain = "".join(each for each in text if each.isascii())
    decoded = decode(("Der Tag, an dem sie kam, war ein Montag. " + text).encode(encoding)).text
    assert "".join(each for each in decoded if each.isascii()).endswith(plain)
