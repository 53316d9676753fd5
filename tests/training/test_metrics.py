import numpy as np
import pytest

from training.metrics import (
    average_precision,
    bootstrap_interval,
    calibration_error,
    calibration_noise,
    roc_auc,
)

TRUTH = np.array([True, False, True, False])
SCORES = np.array([0.9, 0.8, 0.7, 0.1])
ONES = np.ones(4)


def test_roc_auc_counts_pairs_in_order() -> None:
    assert roc_auc(TRUTH, SCORES, ONES) == pytest.approx(3 / 4)
    assert roc_auc(TRUTH, np.array([0.9, 0.7, 0.7, 0.1]), ONES) == pytest.approx(3.5 / 4)
    assert np.isnan(roc_auc(TRUTH[:1], SCORES[:1], ONES[:1]))


def test_average_precision_is_the_mean_at_each_hit() -> None:
    assert average_precision(TRUTH, SCORES, ONES) == pytest.approx((1 + 2 / 3) / 2)
    assert np.isnan(average_precision(TRUTH[1:2], SCORES[1:2], ONES[:1]))


def test_weights_count_as_repetitions() -> None:
    weights = np.array([1.0, 3.0, 2.0, 1.0])
    repeated = np.repeat(np.arange(4), weights.astype(int))
    for metric in (roc_auc, average_precision, calibration_error):
        expected = metric(TRUTH[repeated], SCORES[repeated], np.ones(len(repeated)))
        assert metric(TRUTH, SCORES, weights) == pytest.approx(expected)


def test_calibration_error_is_the_gap_in_each_bin() -> None:
    truth = np.array([True, False, False, False])
    assert calibration_error(truth, np.array([0.95, 0.95, 0.05, 0.05]), ONES) == pytest.approx(
        (0.45 + 0.05) / 2
    )


def test_the_interval_holds_the_value_and_depends_on_the_seed_alone() -> None:
    random = np.random.default_rng(0)
    scores = random.random(500)
    truth = random.random(500) < scores
    low, high = bootstrap_interval(roc_auc, truth, scores, np.ones(500), seed=1, draws=200)
    assert low < roc_auc(truth, scores, np.ones(500)) < high < low + 0.15
    assert bootstrap_interval(roc_auc, truth, scores, np.ones(500), seed=1, draws=200) == (low, high)


def test_chance_alone_makes_the_error_of_true_probabilities_whatever_rows_were_chosen() -> None:
    """Half of the harmless rows are left out of the sample and weigh twice."""
    random = np.random.default_rng(0)
    errors, by_chance = [], []
    for seed in range(100):
        stream = random.beta(0.5, 2.0, size=1000)
        happened = random.random(1000) < stream
        kept = happened | (random.random(1000) < 0.5)
        truth, weights = happened[kept], np.where(happened[kept], 1.0, 2.0)
        errors.append(calibration_error(truth, stream[kept], weights))
        by_chance.append(calibration_noise(truth, stream[kept], weights, seed=seed, draws=20))
    assert np.mean(by_chance) == pytest.approx(np.mean(errors), rel=0.1)
