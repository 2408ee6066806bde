"""Rows of our own making: questions written for this, and questions made of MedQuAD's sections."""

import random
import re
import tarfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from evaluate.rows import Row, rows_of
from index.passage import Span

WRITTEN = Path(__file__).parent / "written"
HELD_OUT = ("SeniorHealth", "NHLBI")  # folders of MedQuAD that evaluate/questions asks
_SECTION = re.compile(r"^## (.+)\n+((?:(?!^## ).*\n?)*)", re.MULTILINE)
_KINDS = {
    "what is": ("What is (are) ",),
    "symptoms": ("What are the symptoms of ",),
    "causes": ("What causes ",),
    "treatments": ("What are the treatments for ",),
    "genes": ("What are the genetic changes related to ",),
    "inheritance": ("Is ",),
    "frequency": ("How many people are affected by ",),
    "outlook": ("What is the outlook for ",),
    "diagnosis": ("How to diagnose ",),
    "prevention": ("How to prevent ",),
    "risk": ("Who is at risk for ",),
    "complications": ("What are the complications of ",),
}
_ASKED = {
    "what is": ("What is {}?", "what does {} mean", "How would you describe {}?"),
    "symptoms": ("What are the signs of {}?", "How does {} show?", "symptoms of {}"),
    "causes": ("Why do people get {}?", "What brings on {}?", "What is behind {}?"),
    "treatments": ("How is {} treated?", "What can be done about {}?", "therapy for {}"),
    "genes": ("Which genes are involved in {}?", "What mutation leads to {}?"),
    "inheritance": (
        "Is {} inherited?",
        "Can {} be passed on to children?",
        "Does {} run in families?",
    ),
    "frequency": ("How common is {}?", "How rare is {}?", "How many people have {}?"),
    "outlook": ("What is the prognosis of {}?", "How long do people with {} live?"),
    "diagnosis": ("How is {} diagnosed?", "Which tests find {}?"),
    "prevention": ("How can {} be prevented?", "How do I avoid {}?"),
    "risk": ("Who gets {}?", "Who is most likely to develop {}?"),
    "complications": ("What can {} lead to?", "What complications does {} have?"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a MedQuAD document: the kind of question it answers, and the subject."""

    kind: str
    subject: str
    text: str


def written_rows(only: Collection[str] | None = None, folder: Path = WRITTEN) -> Iterator[Row]:
    """The questions written for training, in a folder's *.jsonl, or in those named.

    Raises QuothError as rows_of.
    """
    files = (
        sorted(folder.glob("*.jsonl")) if only is None else [folder / f"{n}.jsonl" for n in only]
    )
    for file in files:
        for row in rows_of(file):
            yield replace(row, source="written")


def medquad_rows(archive: Path, chance: random.Random, documents: int) -> Iterator[Row]:
    """Questions on MedQuAD's sections in other words, each with a near miss.

    A section answers the kind of question that it stands under, and the same document's other
    sections do not. The folders HELD_OUT are left out.
    """
    read = [each for each in _documents(archive) if len(each) > 1]
    for sections in chance.sample(read, min(documents, len(read))):
        asked = chance.choice(sections)
        question = chance.choice(_ASKED[asked.kind]).format(asked.subject)
        others = [each for each in sections if each.kind != asked.kind]
        whole = (Span(0, len(asked.text)),)
        group = f"medquad:{asked.subject}"
        yield Row(question, asked.text, whole, True, asked.subject, group, "medquad")
        for other in chance.sample(others, min(2, len(others))):
            yield Row(question, other.text, (), True, asked.subject, group, "medquad")


def _documents(archive: Path) -> Iterator[list[Section]]:
    with tarfile.open(archive) as files:
        for member in files:
            parts = member.name.split("/")
            if member.isfile() and parts[-1].endswith(".md") and parts[1] not in HELD_OUT:
                file = files.extractfile(member)
                if file is not None:
                    yield list(_sections(file.read().decode()))


def _sections(text: str) -> Iterator[Section]:
    for heading, body in _SECTION.findall(text):
        kind, subject = _kind(heading)
        if kind and len(body.split()) > 20:
            yield Section(kind, subject, body.strip())


def _kind(heading: str) -> tuple[str | None, str]:
    for kind, beginnings in _KINDS.items():
        for beginning in beginnings:
            if heading.startswith(beginning):
                subject = heading.removeprefix(beginning).rstrip(" ?")
                if kind == "inheritance":
                    subject = subject.removesuffix(" inherited")
                return kind, subject
    return None, ""
