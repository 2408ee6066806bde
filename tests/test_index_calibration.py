import json
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import CALIBRATION, curve

from index.answering.calibration import SHIPPED, Calibration, Evidence, checked, shipped
from index.errors import CalibrationError
from index.models.encoder import DEFAULT_ENCODER
from index.models.reranker import OnnxReranker


def test_probability_is_a_logistic_curve_over_the_weighted_evidence() -> None:
    fitted = curve(Evidence(cosine=2, coverage=0, sentence=0.5), intercept=-2)
    evidence = Evidence(cosine=0.5, coverage=0.9, sentence=2)  # 1 + 1 - 2
    assert fitted.probability(evidence) == pytest.approx(0.5)


def test_a_ceiling_is_what_the_best_evidence_comes_near_to() -> None:
    fitted = replace(curve(Evidence(cosine=2, coverage=0), intercept=-1), ceiling=0.8)
    assert fitted.probability(Evidence(0.5, 0)) == pytest.approx(0.4)
    assert fitted.probability(Evidence(99, 0)) == pytest.approx(0.8)


def test_evidence_beyond_all_bounds_is_still_a_probability() -> None:
    fitted = curve(Evidence(cosine=1, coverage=0), intercept=0)
    assert fitted.probability(Evidence(1e9, 0)) == pytest.approx(1)
    assert fitted.probability(Evidence(-1e9, 0)) == pytest.approx(0)


def test_it_is_the_same_after_saving(tmp_path: Path) -> None:
    CALIBRATION.save(tmp_path / "calibration.json")
    assert Calibration.load(tmp_path / "calibration.json") == CALIBRATION


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"reading": None},
        {"reading": {"model": "m", "sha256": "s", "weights": {"cosine": "much"}}},
    ],
)
def test_a_file_that_holds_something_else_is_named(
    tmp_path: Path, change: dict[str, object]
) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps(json.loads(SHIPPED.read_text()) | change))
    with pytest.raises(CalibrationError, match=r"calibration\.json is not a calibration \("):
        Calibration.load(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="cannot be read: No such file"):
        Calibration.load(tmp_path / "none.json")


def test_a_curve_of_other_weights_is_refused_and_both_models_named() -> None:
    with pytest.raises(CalibrationError, match=r"was fitted on fake .* asked is another/model"):
        checked(CALIBRATION.reading, "another/model", "1" * 64)
    checked(CALIBRATION.reading, "under another name", "0" * 64)


def test_the_shipped_one_is_of_the_default_models_and_says_where_it_comes_from() -> None:
    calibration = shipped()
    assert calibration.reading.sha256 == OnnxReranker.sha256
    assert calibration.nearness.model == DEFAULT_ENCODER
    for each in (calibration.reading, calibration.nearness):
        assert "evaluate calibrate" in each.command
        assert "questions" in each.fitted_on
        assert 0.5 <= each.threshold < 1
