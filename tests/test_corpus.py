"""What the sample documents owe their readers."""

import re
from pathlib import Path

from conftest import sample_texts


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_there_are_enough_documents_to_try_the_program_on() -> None:
    assert len(sample_texts()) >= 11
    assert sum(len(text.split()) for text in sample_texts().values()) >= 8000


def test_it_has_a_document_of_each_kind_that_people_have() -> None:
    suffixes = {path.rsplit(".", 1)[-1] for path in sample_texts()}
    assert suffixes >= {"txt", "md", "pdf", "docx", "html", "epub"}


def test_it_says_where_it_comes_from_and_that_it_is_no_medical_advice() -> None:
    readme = " ".join(sample_texts()["README.md"].split())
    assert "no medical advice" in readme
    assert "written for Quoth" in readme


def test_the_reading_list_names_the_works_and_authors(shared: Path) -> None:
    (path,) = [path for path in sample_texts() if "reading-list" in path]
    listed = " ".join(sample_texts()[path].split())
    source = (shared / "source" / "psychotherapy.txt").read_text(encoding="utf-8")
    titles = re.findall(r"^- (.*?)(?: \(2014\))?$", source, re.MULTILINE)
    assert len(titles) == 5
    authors = ("Goubert", "Törneke", "Purssey", "Loftus", "Roberts", "Strosahl", "Winston")
    more = ("Rosenthal", "Novalis", "Singer", "Peele", "American Journal of Psychotherapy")
    assert [each for each in (*titles, *authors, *more) if each not in listed] == []


def test_no_sentence_of_the_first_text_is_in_it(shared: Path) -> None:
    source = (shared / "source" / "psychotherapy.txt").read_text(encoding="utf-8")
    sentences = [line for line in source.splitlines() if line.endswith(".") and "M.D." not in line]
    runs = set()
    for line in sentences:
        found = words(line)
        runs |= {" ".join(found[i : i + 8]) for i in range(len(found) - 7)}
    assert len(runs) > 100
    copied = {
        path: [run for run in runs if f" {run} " in f" {' '.join(words(text))} "]
        for path, text in sample_texts().items()
    }
    assert {path: found for path, found in copied.items() if found} == {}
