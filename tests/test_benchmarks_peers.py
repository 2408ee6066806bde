"""The comparison with peers, tried with a peer that costs nothing."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks.peers import environments, measure
from benchmarks.peers.__main__ import PEERS, Entry, compare
from benchmarks.peers.contract import Found, answer, ranked, read
from benchmarks.peers.measure import Answer, Asked, Built, Command, PeerFailed
from benchmarks.peers.sets import read_set
from benchmarks.peers.table import AGAIN, EDITED, FIRST, Result, tables

# Words in common rank; a build reads the texts and then writes them, as JSON, in place.
FAKE = """
import json, sys, time
from benchmarks.peers.contract import main, ranked, read

class Fake:
    def index(self, folder, store, model):
        store.mkdir(parents=True, exist_ok=True)
        texts = read(folder)
        time.sleep(float(model.read_text()))
        with (store / "texts.json").open("w") as file:
            for part in json.JSONEncoder().iterencode(texts):
                file.write(part)
                file.flush()
                time.sleep(float(model.read_text()) / 4)

    def asking(self, mode, store, model):
        texts = json.loads((store / "texts.json").read_text())
        def ask(question):
            words = set(question.split())
            common = {name: len(words & set(text.split())) for name, text in texts.items()}
            names = sorted(texts, key=lambda name: -common[name])
            return ranked((name, texts[name]) for name in names)
        return ask

main(Fake())
"""


@pytest.fixture
def fake(tmp_path: Path) -> Command:
    """A peer that waits as many seconds in a build as its model's file says."""
    (tmp_path / "fake.py").write_text(FAKE)
    (tmp_path / "model").write_text("0")
    code = f"exec(open({str(tmp_path / 'fake.py')!r}).read())"
    return Command((sys.executable, "-c", code), tmp_path / "model")


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "teas"
    (folder / "qrels").mkdir(parents=True)
    texts = ["yew tea is never drunk", "mint tea is drunk warm", "of coffee nothing is said"]
    rows = [{"_id": str(n), "title": "", "text": text} for n, text in enumerate(texts)]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    queries = [{"_id": "a", "text": "mint tea"}, {"_id": "b", "text": "yew tea"}]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\na\t1\t1\nb\t2\t1\n")
    return folder


def test_a_document_stands_where_its_best_passage_does() -> None:
    assert ranked([("a", "1"), ("b", "2"), ("a", "3")]) == Found(("a", "b"), "1")
    assert ranked([]) == Found((), "")


def test_each_question_is_answered_by_a_line_with_its_milliseconds() -> None:
    lines: list[str] = []
    answer(lambda question: Found((question,), "text"), ['{"question": "tea?"}\n'], lines.append)
    row = json.loads(lines[0])
    assert (row["documents"], row["text"]) == (["tea?"], "text")
    assert row["ms"] >= 0
    assert row["processors_ms"] >= 0


def test_every_peer_has_a_module_and_exact_versions() -> None:
    folder = Path(environments.__file__).parent
    for peer in PEERS:
        assert (folder / f"{peer.module}.py").is_file()
    for path in (folder / "packages").glob("*.txt"):
        lines = filter(None, path.read_text().splitlines())
        assert all(line.count("==") == 1 for line in lines), path.name
    assert environments.versions("chroma").startswith("chromadb ")
    assert environments.versions("script").startswith("torch ")


def test_a_peer_is_built_asked_and_judged(fake: Command, beir: Path, tmp_path: Path) -> None:
    result, labelled = Result("Fake", "1"), read_set(beir)
    entry = Entry("Fake", "fake", ("dense",))
    compare([(entry, fake, result)], [labelled], 2, (), tmp_path / "here")
    assert result.failures == []
    assert {name: len(builds) for name, builds in result.builds.items()} == {
        FIRST: 2,
        AGAIN: 2,
        EDITED: 2,
    }
    assert len(result.asked["dense"]) == 2
    found = result.asked["dense"][0].answers[0]
    assert found.documents == ("1.txt", "0.txt", "2.txt")
    assert found.text == "mint tea is drunk warm\n"
    assert result.scores["dense"] == {"teas, nDCG@10": [1.0, 0.5]}
    assert result.disk[0] > 0
    assert result.builds[FIRST][0].processors > 0


def test_a_peer_that_ends_with_an_error_is_named_in_the_tables(
    fake: Command, beir: Path, tmp_path: Path
) -> None:
    broken, result = (
        Command((*fake.words[:2], "raise OSError('no disk')"), fake.model),
        Result("Fake", "1"),
    )
    entry = Entry("Fake", "fake", ("dense",))
    compare([(entry, broken, result)], [read_set(beir)], 1, (), tmp_path / "here")
    assert result.failures == ["index: OSError: no disk"]
    assert "- Fake: index: OSError: no disk" in tables([result])


def test_what_stands_after_a_kill(fake: Command, beir: Path, tmp_path: Path) -> None:
    folder, store = tmp_path / "files", tmp_path / "store"
    read_set(beir).write(folder)
    built = measure.index(fake, folder, store)
    asked = measure.ask(fake, "dense", store, ("mint tea",))
    before = measure.Before("dense", ("mint tea",), asked.answers)
    texts, kept = read(folder), (store / "texts.json").read_bytes()

    def stands(when: measure.Kill, next_build: str) -> str:
        """The build waits for ten minutes, the next one not."""
        fake.model.write_text("600" if when == "half-way" else "0.4")
        ask = measure.ask

        def then(*arguments: object, **more: object) -> Asked:
            fake.model.write_text(next_build)
            return ask(*arguments, **more)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(measure, "ask", then)
            return measure.after_kill(fake, before, folder, store, when, built.seconds)

    assert stands("half-way", "0") == "old index answers; the next build is whole"
    assert stands("while writing", "0") == "broken; the next build is whole"
    assert stands("half-way", "never").startswith("old index answers; the next build fails: Val")
    assert (read(folder), (store / "texts.json").read_bytes()) == (texts, kept)


def test_a_peer_without_an_answer_has_failed(fake: Command, tmp_path: Path) -> None:
    with pytest.raises(PeerFailed, match=r"No such file or directory: .*texts\.json"):
        measure.ask(fake, "dense", tmp_path / "nowhere", ("tea",))


def test_a_paragraphs_answer_counts_where_the_best_passage_has_it(tmp_path: Path) -> None:
    context = "Mint tea is drunk warm. Yew tea is never drunk."
    answers = [{"text": "never", "answer_start": context.index("never")}]
    question = {"id": "1", "question": "When is yew tea drunk?", "answers": answers}
    article = {"paragraphs": [{"context": context, "qas": [question]}]}
    path = tmp_path / "teas.json"
    path.write_text(json.dumps({"data": [article]}))
    labelled = read_set(path)
    assert labelled.texts == {"0000/000.txt": context + "\n"}

    def judged(document: str, text: str) -> list[float]:
        return labelled.judge([Answer((document,), text, 1, 1)])

    assert judged("0000/000.txt", "Yew tea is never drunk.") == [1.0]
    assert judged("0000/000.txt", "Mint tea is drunk warm.") == [0.0]
    assert judged("0000/001.txt", "never") == [0.0]


def test_fewer_texts_still_hold_those_that_were_judged(beir: Path) -> None:
    labelled = read_set(beir, texts=2, questions=1)
    assert labelled.questions == ("mint tea",)
    assert list(labelled.texts) == ["0.txt", "1.txt"]


def _result(peer: str, seconds: float, ms: float, scores: list[float]) -> Result:
    built = Built(seconds, 2 * seconds, 100.0)
    asked = Asked(1.0, tuple(Answer((), "", each, each) for each in (50.0, ms, ms)))
    return Result(
        peer,
        f"{peer} 1.0",
        {FIRST: [built], AGAIN: [built], EDITED: [built]},
        [1.0],
        {"dense": [asked]},
        {"dense": {"teas, nDCG@10": scores}},
        {"half-way": "nothing"},
    )


def test_the_tables_show_ratios_to_quoth_and_the_best_of_each_column() -> None:
    quoth, other = _result("Quoth", 2, 8, [1.0, 0.5]), _result("Other", 3, 4, [0.5, 0.0])
    missing = Result("Missing", "0", failures=["cannot be installed here: no wheel"])
    shown = tables([quoth, other, missing])
    assert "| Quoth | **2.00** | **4.00** |" in shown
    assert "| Other | 3.00 (1.50 ×) | 6.00 (1.50 ×) |" in shown
    assert "| Missing | – | – |" in shown
    assert "| Quoth | dense | **1.00** | 8.00 | 8.00 | 8.00 |" in shown
    assert "| Other | dense | **1.00** (1.00 ×) | **4.00** (0.50 ×) |" in shown
    assert "| Other | dense | 0.250 (-0.500; -0.500 to -0.500) |" in shown
    assert "| Other | nothing |" in shown
    assert shown.endswith("- Missing: cannot be installed here: no wheel\n")


def test_ratios_over_rounds_are_taken_round_by_round() -> None:
    quoth, other = _result("Quoth", 2, 8, [1.0]), _result("Other", 4, 8, [1.0])
    quoth.builds[FIRST] += _result("Quoth", 1, 8, [1.0]).builds[FIRST]
    other.builds[FIRST] += _result("Other", 3, 8, [1.0]).builds[FIRST]
    assert "| Other | 3.50 (2.50 ×, 2.00 to 3.00) |" in tables([quoth, other])
