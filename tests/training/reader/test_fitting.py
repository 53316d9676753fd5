from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch

from classifier.labels import LABELS
from training.reader.config import ReaderConfig
from training.reader.fitting import Fitting, Stage, State, averaged, masked_loss, start_weights
from training.reader.network import Reader, Shape
from training.reader.rows import Lessons

SHAPE = Shape(vocabulary=20, positions=8, outputs=len(LABELS), width=16, inner=32, heads=2, layers=2)
CONFIG = ReaderConfig(batch=4, rate=1e-2, frozen_layers=1)
RUDE = 7


def lessons(count: int = 64) -> Lessons:
    """Texts of made tokens, rude where token 7 is in them; only the first label is known."""
    random = np.random.default_rng(0)
    ids = [[int(i) for i in random.integers(8, 20, size=random.integers(2, 7))] for _ in range(count)]
    rude = random.random(count) < 0.5
    for place in np.flatnonzero(rude):
        ids[place][0] = RUDE
    targets = np.full((count, len(LABELS)), np.nan)
    targets[:, 0] = rude
    return Lessons(ids, targets, np.ones(count), np.zeros(count, np.int64))


def a_fitting(stage: str = "first-0") -> Fitting:
    torch.manual_seed(0)
    base = {name: value for name, value in Reader(SHAPE).state_dict().items() if not name.startswith("head.")}
    bias = np.zeros((1, len(LABELS)))
    weights = start_weights(SHAPE, base, bias, np.zeros(len(LABELS)), seed=0)
    return Fitting(SHAPE, weights, torch.ones(1, len(LABELS)), CONFIG, Stage(stage, 60.0, 0.1, seed=1))


def equal(first: State, second: State) -> bool:
    return all(torch.equal(value, second[name]) for name, value in first.items())


class Interrupted(Exception):
    pass


def test_an_interrupted_stage_goes_on_as_if_nothing_had_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.reader.fitting._SAVE_EVERY_S", -1.0)
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    whole.mkdir()
    cut.mkdir()
    # By the clock the learning rate would differ; here it goes by rows alone, as it does with time to spare.
    straight = a_fitting().run(lessons(), whole)
    stopped = a_fitting()
    learn = stopped._learn  # noqa: SLF001 - to be interrupted between two steps

    def until_the_sixth(given: Lessons, chosen: object, share: float) -> float:
        if stopped.step == 6:
            raise Interrupted
        return learn(given, chosen, share)

    monkeypatch.setattr(stopped, "_learn", until_the_sixth)
    with pytest.raises(Interrupted):
        stopped.run(lessons(), cut)
    assert [path.name for path in cut.iterdir()] == ["first-0.checkpoint.pt"]
    assert equal(a_fitting().run(lessons(), cut), straight)
    assert [path.name for path in cut.iterdir()] == ["first-0.pt"]


def test_a_stage_that_ended_is_not_run_again(tmp_path: Path) -> None:
    first = a_fitting().run(lessons(), tmp_path)
    again = a_fitting()
    assert equal(again.run(lessons(4), tmp_path), first)
    assert again.step == 0


def test_it_learns_and_the_frozen_layers_stay(tmp_path: Path) -> None:
    fitting = a_fitting()
    before = fitting.weights()
    after = fitting.run(lessons(400), tmp_path)
    still = [name for name in before if torch.equal(before[name], after[name])]
    assert any(name.startswith("embeddings.") for name in still)
    assert not any(name.startswith("encoder.layer.1.") for name in still)
    reader = Reader(SHAPE)
    reader.load_state_dict({name: value for name, value in after.items() if name != "source_bias"})
    ids = torch.tensor([[RUDE, 9, 10], [8, 9, 10]])
    scores = cast("torch.Tensor", reader.eval()(ids, torch.ones_like(ids)))[:, 0]
    assert scores[0] > scores[1] + 1.0


def test_unknown_labels_teach_nothing() -> None:
    scores = torch.zeros(2, len(LABELS), requires_grad=True)
    targets = torch.full((2, len(LABELS)), float("nan"))
    targets[0, 0] = 1.0
    masked_loss(scores, targets, torch.ones(2)).backward()
    assert scores.grad is not None
    assert (scores.grad != 0).sum() == 1
    assert scores.grad[0, 0] < 0


def test_padding_changes_no_score() -> None:
    reader = Reader(SHAPE).eval()
    alone = reader(torch.tensor([[7, 9]]), torch.ones(1, 2, dtype=torch.int64))
    padded = reader(torch.tensor([[7, 9, 0, 0]]), torch.tensor([[1, 1, 0, 0]]))
    torch.testing.assert_close(alone, padded)


def test_the_mean_of_two_readers_lies_between_them() -> None:
    first, second = {"a": torch.tensor([1.0, 3.0])}, {"a": torch.tensor([3.0, 5.0])}
    assert averaged(first, second)["a"].tolist() == [2.0, 4.0]
