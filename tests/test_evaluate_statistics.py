import numpy as np
import pytest

from evaluate.statistics import expected_calibration_error, mean_interval, randomization_test


def test_an_interval_holds_the_mean_and_narrows_with_more_values() -> None:
    few, many = [0.0, 1.0] * 10, [0.0, 1.0] * 1000
    low, high = mean_interval(few)
    assert 0.2 < low < 0.5 < high < 0.8
    assert mean_interval(many)[1] - mean_interval(many)[0] < (high - low) / 5


def test_an_interval_of_one_value_or_of_equal_ones_is_a_point() -> None:
    assert mean_interval([0.7]) == (0.7, 0.7)
    assert mean_interval([1.0] * 5) == (1.0, 1.0)


def test_the_same_values_give_the_same_interval() -> None:
    assert mean_interval([0.1, 0.5, 0.9]) == mean_interval([0.1, 0.5, 0.9])


def test_a_difference_of_one_sign_is_not_chance_and_one_of_both_signs_may_be() -> None:
    zeros = [0.0] * 20
    assert randomization_test(zeros, [0.1] * 20) < 0.001
    assert randomization_test(zeros, [0.1, -0.1] * 10) > 0.5
    assert randomization_test(zeros, zeros) == 1.0


def test_calibration_error_is_the_distance_of_confidence_from_what_was_right() -> None:
    confidences = np.array([0.95, 0.95, 0.95, 0.95, 0.05, 1.0])
    right = np.array([1.0, 1, 1, 0, 0, 1])
    # the bin from 0.9: mean 0.96, 4 of 5 right; the bin from 0: mean 0.05, none right
    expected = 5 / 6 * abs(0.96 - 0.8) + 1 / 6 * 0.05
    assert expected_calibration_error(confidences, right) == pytest.approx(expected)
