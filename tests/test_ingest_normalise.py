import pytest

from ingest.readers.normalise import author, title, title_of_heading

MADE_UP = (
    """
untitled|Untitled-1|Untitled.pdf|(untitled)|Untitled Document|untitled document 3|No Title
<<no title>>|Unbenannt|Ohne Titel|Sans titre|Sin título|Senza titolo|Bez názvu|Без названия
无标题|無題|Namnlös|Document|Document1|Document 1|Dokument2|Word Document|Microsoft Word Document
Google Docs|Documento3|Microsoft Word - chap3_v7_FINAL.docx|Microsoft Word - Document1
Microsoft Word - notes on grief.doc|Microsoft PowerPoint - talk.pptx|Microsoft Word - report
Microsoft Excel - Book1|CorelDRAW - flyer.cdr|PowerPoint Presentation
PowerPoint-Präsentation|Présentation PowerPoint|Presentación de PowerPoint|Slide 1|Folie 1
Diapositiva 1|Slide1|Presentation1|Foliennummer 1|Presentation2.pptx|Layout 1|Layout1|Print
Print Job|Binder1.pdf|Binder1|Book1|Sheet1|Tabelle1|Feuil1|Drawing1|Portfolio|paper.dvi
main.dvi|/home/berta/paper.dvi|C:\\texts\\chapter 3.dvi|TeX output 2003.01.15:1234|main|scan
Scan0001|scan_0003|Scanned Document|Scanned Image|KM_C30819111211350|SKM_22719|IMG_2031
DSC00312|CamScanner 05-12-2020 10.23|Full page photo|Full page fax print|20190304123456
2020-03-04 12:33|fax|1984|12|17.|3 / 4|title|Title|Title here|Document title
[Type the document title]|Enter title here|Click to edit Master title style
Type your title here|template|Normal.dotm|none|null|Page 1|Seite 3|chap3_v7_FINAL
report_2019|doc_2019_final2|thesis-final|paper-v3|lecture_draft|My report final.docx
PII: S0140-6736(20)30183-5|doi:10.1016/j.foo.2019.01.002|10.1001/jama.2020.1585|gkx1037 1..8
https://example.org/a/b.html|www.example.org/a|about:blank|localhost:8080/print|index.html
readme.txt
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

REAL = (
    """
Document design|Untitled Goose|The Index of Prohibited Books|Book of Hours
A New Word for Grief|Untitled: The Real Wallis Simpson|Words and Things|New Scientist
The Page Turner|Slide Rule Basics|Layout 101 for beginners|Scanning the horizon
Print culture in Carne|The Binder and the Book|Nineteen Eighty-Four|Catch-22|COVID-19|ICD-11
DSM-5-TR|2001: A Space Odyssey|H2O|Fahrenheit 451|Presentation of self in everyday life
Template for change|Final report|Draft of a novel|Home care|How to write robots.txt
Introduction to index.html|Node.js in action|os.path|Notes on version 2
Page numbers of the second printing|Document 17: the harbour|The Slide|Title IX
Normal people|Default risk in practice|Main Street|Paper Moon|The paper|Null hypotheses
Output feedback control|Grief|悲しみ|Горе|Печаль|חרדה|Über die Angst|Word by word
Model organisms|Cover crops of the coast|Microsoft Word: a short course
PowerPoint considered harmful|Pages from a diary|Drawing lessons|Image and word
Test anxiety in children|The test|Copy number variation|Chart room|Fax machines
10 rules for pilots|7 habits|A/B testing|And/or|c/o Berta|Pages 3–9 of the log|Photo albums
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

PARTS = (
    """
Contents|Table of Contents|Abstract|ABSTRACT|Introduction|Preface.|Chapter 1|Chapter IV
Part two|Inhaltsverzeichnis|Vorwort|Sommaire|Índice|Содержание|目录|Dear Ms Klein
klein@example.org|12/5/2014|Dear Sir or Madam,
We met at the mill in autumn and chose a warden for all of the winter.
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

NOBODY = (
    """
User|user1|Admin|Administrator|Owner|Unknown|Unknown author|Author|python-docx|Windows User
scanner01|Microsoft Office User|Office User|Preferred Customer|Valued Acer Customer|HP|Canon
KONICA MINOLTA|root|Benutzer|Usuario|Utilisateur|Пользователь|anonymous|N/A|-|x|PC
LaTeX with hyperref|openpyxl|copier
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

SOMEBODY = (
    """
Berta Klein|Anders Olsen|B. Klein; A. Olsen|jsmith|User Research Group|Homer|Mac Barnett
Dell Hymes|The Scanner Project|World Health Organization|Acer Nethercott|klein@example.org
Author Rabin|山田
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.mark.parametrize("text", MADE_UP)
def test_what_a_program_made_up_is_no_title(text: str) -> None:
    assert title(text) is None


@pytest.mark.parametrize("text", REAL)
def test_what_somebody_wrote_is_a_title_as_it_is(text: str) -> None:
    assert title(text) == text


def test_the_program_before_a_title_is_left_out() -> None:
    assert title("Microsoft Word - Rules for the harbour") == "Rules for the harbour"


@pytest.mark.parametrize("text", [None, "", "  ", "…", "***"])
def test_nothing_is_no_title_and_no_author(text: str | None) -> None:
    assert (title(text), author(text)) == (None, None)


@pytest.mark.parametrize("text", PARTS)
def test_a_first_heading_that_names_a_part_is_no_title(text: str) -> None:
    assert title_of_heading(text) is None


@pytest.mark.parametrize("text", [*REAL, "Grey pilots of the northern coast", "What is grief?"])
def test_any_other_first_heading_is_the_title(text: str) -> None:
    assert title_of_heading(text) == text


@pytest.mark.parametrize("text", NOBODY)
def test_what_a_program_calls_its_user_is_no_author(text: str) -> None:
    assert author(text) is None


@pytest.mark.parametrize("text", SOMEBODY)
def test_whoever_is_named_is_the_author(text: str) -> None:
    assert author(text) == text
