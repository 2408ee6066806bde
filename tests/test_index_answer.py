import numpy as np
import pytest
from fakes import FakeEncoder, FakeReranker

from index.answer import BY_NEARNESS, BY_READING, Curve, judge_by_nearness, judge_by_reading
from index.passage import Hit, Passage, Span

TEXT = "Sleep is long. It heals grief. Music."
SENTENCES = (Span(100, 114), Span(115, 130), Span(131, 137))
PASSAGE = Passage("a.txt", "A", (), None, 100, 137, TEXT, SENTENCES)


def hit(rerank: float | None = None, dense: float = 0.1) -> Hit:
    return Hit(PASSAGE, dense, None, 1.0, rerank)


def test_reading_marks_the_sentence_that_answers_alone_and_after_the_one_before() -> None:
    reranker = FakeReranker()
    judgement = judge_by_reading("grief", hit(rerank=4.0), reranker)
    assert judgement.marked == Span(115, 130)
    assert judgement.evidence == pytest.approx(4 + 10)
    assert judgement.confidence == pytest.approx(BY_READING.probability(14))
    assert reranker.seen[3:] == ["Sleep is long. It heals grief.", "It heals grief. Music."]


def test_two_sentences_are_marked_when_they_answer_only_together() -> None:
    judgement = judge_by_reading("sleep grief", hit(rerank=4.0), FakeReranker())
    assert judgement.marked == Span(100, 130)
    assert judgement.evidence == pytest.approx(4 + 10)


def test_a_passage_of_one_sentence_is_marked_whole() -> None:
    passage = Passage("a.txt", "A", (), None, 5, 11, "Music.", (Span(5, 11),))
    alone = Hit(passage, 0.1, None, 1.0, None)
    judgement = judge_by_reading("music", alone, FakeReranker())
    assert (judgement.marked, judgement.evidence) == (Span(5, 11), pytest.approx(20))


def test_nearness_marks_the_nearest_sentence() -> None:
    encoder = FakeEncoder()
    (vector,) = encoder.encode(["music"])
    judgement = judge_by_nearness(vector, hit(), encoder)
    assert (judgement.marked, judgement.evidence) == (Span(131, 137), pytest.approx(1))
    assert judgement.confidence == pytest.approx(BY_NEARNESS.probability(1))


def test_nearness_counts_the_passage_when_it_is_nearer_than_any_sentence() -> None:
    encoder = FakeEncoder()
    (vector,) = encoder.encode(["anger"])
    assert judge_by_nearness(vector, hit(dense=0.6), encoder).evidence == pytest.approx(0.6)


@pytest.mark.parametrize("curve", [BY_NEARNESS, BY_READING])
def test_more_evidence_is_more_confidence(curve: Curve) -> None:
    values = [curve.probability(evidence) for evidence in np.linspace(-25, 25, 11)]
    assert values == sorted(values)
    assert 0 <= values[0] < 0.01
    assert 0.99 < values[-1] <= 1
