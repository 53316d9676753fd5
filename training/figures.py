"""The figures of a model report, as small SVG files that are the same for the same numbers."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve

from classifier.thresholds import BudgetCurve

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_BINS = 10
_POINTS = 200


def draw_reliability(path: Path, outcomes: list[tuple[str, Flags, Floats, Floats]]) -> None:
    """`path` shows, for each score and tenth of it, how often what it foretells really was so.

    `outcomes` has a name, the truth, probabilities and weights for each score.
    """
    figure = Figure(figsize=(10, 5.2))
    panels = figure.subplots(2, -(-len(outcomes) // 2), sharex=True, sharey=True)
    for axes, (name, truth, probabilities, weights) in zip(panels.flat, outcomes, strict=False):
        said, happened = _by_bin(truth, probabilities, weights)
        axes.plot([0, 1], [0, 1], color="0.7")
        axes.plot(said, happened, marker="o", markersize=3)
        axes.set(title=name, xlim=(0, 1), ylim=(0, 1))
    figure.supxlabel("probability")
    figure.supylabel("share that was so")
    _save(figure, path)


def _by_bin(truth: Flags, probabilities: Floats, weights: Floats) -> tuple[Floats, Floats]:
    places = np.clip((probabilities * _BINS).astype(int), 0, _BINS - 1)
    total = np.bincount(places, weights, _BINS)
    filled = total > 0
    said = np.bincount(places, weights * probabilities, _BINS)[filled] / total[filled]
    return said, np.bincount(places, weights * truth, _BINS)[filled] / total[filled]


def draw_precision_recall(path: Path, truth: Flags, likely: Floats, weights: Floats) -> None:
    """`path` shows precision by recall of the policy score."""
    figure = Figure(figsize=(4, 4))
    axes = figure.subplots()
    precision, recall, _ = precision_recall_curve(truth, likely, sample_weight=weights)
    shown = np.linspace(0, len(recall) - 1, _POINTS).astype(int)
    axes.plot(recall[shown], precision[shown])
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1.02))
    _save(figure, path)


def draw_budgets(path: Path, curve: BudgetCurve, likely: Floats) -> None:
    """`path` shows which share of the stream each budget decides by itself."""
    figure = Figure(figsize=(5, 4))
    axes = figure.subplots()
    approved = [np.mean(likely < threshold) for threshold in curve.approve_below]
    rejected = [np.mean(likely >= threshold) for threshold in curve.reject_from]
    axes.semilogx(curve.leak_budgets, approved, marker=".", label="approved, by leak budget")
    axes.semilogx(curve.overblock_budgets, rejected, marker=".", label="rejected, by overblock budget")
    axes.set(xlabel="error budget", ylabel="share decided automatically", ylim=(0, 1))
    axes.legend()
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    figure.tight_layout()
    with mpl.rc_context({"svg.hashsalt": path.name, "svg.fonttype": "none"}):
        figure.savefig(path, format="svg", metadata={"Date": None})
