"""One stage of one reader: from weights to weights, interruptible at any point."""

import math
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch.nn import functional
from tqdm import tqdm

from training.reader.batches import batches_of, padded
from training.reader.config import ReaderConfig
from training.reader.network import Reader, Shape
from training.reader.rows import Lessons

State = dict[str, torch.Tensor]

_SAVE_EVERY_S = 60.0
_WARM_UP = 0.1
_DECAY = 0.01
_LONGEST_GRADIENT = 1.0
_BIAS = "source_bias"
_BY_SIXTEEN_BITS = torch.cpu._is_avx512_bf16_supported()  # noqa: SLF001 - torch has no public name for it
"""Whether this processor multiplies bfloat16 numbers by itself; a step takes two thirds of the time then."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage is told."""

    name: str
    """Shown with the progress; its files are called so."""
    minutes: float
    final_rate: float
    """Share of the highest learning rate that the stage ends with."""
    seed: int


class Fitting:
    """A stage under way.

    `weights` holds the reader's parameters and `source_bias`. What a checkpoint has is exactly what was there
    after a step, and the steps after it are the same as without an interruption, but for the clock.
    """

    def __init__(
        self, shape: Shape, weights: State, free: torch.Tensor, config: ReaderConfig, stage: Stage
    ) -> None:
        self.config, self.stage, self.free = config, stage, free
        self.reader = Reader(shape)
        self.bias = torch.nn.Parameter(weights[_BIAS].clone())
        self.reader.load_state_dict({k: v for k, v in weights.items() if k != _BIAS})
        learned = _unfreeze(self.reader, config.frozen_layers)
        self.optimiser = torch.optim.AdamW(
            [
                {"params": [p for p in learned if p.ndim > 1], "weight_decay": _DECAY, "rate": config.rate},
                {"params": [p for p in learned if p.ndim <= 1], "weight_decay": 0.0, "rate": config.rate},
                {"params": [self.bias], "weight_decay": 0.0, "rate": config.bias_rate},
            ],
            lr=config.rate,
        )
        self.step, self.spent_s = 0, 0.0

    def run(self, lessons: Lessons, folder: Path) -> State:
        """The weights after the stage, which are also in `folder`.

        A stage that ran before is not run again; one that was interrupted goes on from its last checkpoint.
        """
        done = folder / f"{self.stage.name}.pt"
        if done.exists():
            return cast("State", _load(done))
        checkpoint = folder / f"{self.stage.name}.checkpoint.pt"
        if checkpoint.exists():
            self._restore(_load(checkpoint))
        self._steps(lessons, checkpoint)
        save_whole(self.weights(), done)
        checkpoint.unlink(missing_ok=True)
        return self.weights()

    def weights(self) -> State:
        """The parameters as they are now."""
        return {
            **{k: v.detach().clone() for k, v in self.reader.state_dict().items()},
            _BIAS: self.bias.detach().clone(),
        }

    def _steps(self, lessons: Lessons, checkpoint: Path) -> None:
        lengths = [len(one) for one in lessons.ids]
        seeds = range(self.stage.seed, self.stage.seed + self.config.passes)
        batches = [batch for seed in seeds for batch in batches_of(lengths, self.config.batch, seed)]
        self.reader.train()
        parent = os.getppid()
        started = time.monotonic() - self.spent_s
        last_saved = time.monotonic()
        with tqdm(total=len(batches), initial=self.step, desc=self.stage.name, unit="step") as progress:
            while self.step < len(batches) and (share := self._share(len(batches))) < 1:
                if os.getppid() != parent:
                    raise InterruptedError(f"{self.stage.name}: what started it is gone")
                torch.manual_seed(self.stage.seed + self.step)
                loss = self._learn(lessons, batches[self.step], share)
                self.step += 1
                self.spent_s = time.monotonic() - started
                progress.set_postfix(loss=f"{loss:.4f}", rate=f"{self._rate(share):.2f}", refresh=False)
                progress.update()
                if time.monotonic() - last_saved > _SAVE_EVERY_S:
                    save_whole(self._checkpoint(), checkpoint)
                    last_saved = time.monotonic()

    def _share(self, steps: int) -> float:
        """How much of the stage is over, by rows or by time, whichever is more."""
        return max(self.step / steps, self.spent_s / (60 * self.stage.minutes))

    def _rate(self, share: float) -> float:
        """The learning rate as a share of the highest: up in a line, then down in a line."""
        if share < _WARM_UP:
            return max(share / _WARM_UP, 0.02)
        left = (1 - share) / (1 - _WARM_UP)
        return self.stage.final_rate + (1 - self.stage.final_rate) * left

    def _learn(self, lessons: Lessons, chosen: Any, share: float) -> float:
        for group in self.optimiser.param_groups:
            group["lr"] = group["rate"] * self._rate(share)
        with torch.autocast("cpu", torch.bfloat16, enabled=_BY_SIXTEEN_BITS):
            scores = self.reader(*map(torch.from_numpy, padded([lessons.ids[i] for i in chosen]))).float()
        sources = torch.from_numpy(lessons.sources[chosen])
        scores = scores + (self.bias * self.free)[sources]
        loss = masked_loss(
            scores, torch.from_numpy(lessons.targets[chosen]), torch.from_numpy(lessons.weights[chosen])
        )
        if not math.isfinite(loss.item()):
            raise FloatingPointError(f"{self.stage.name}: the loss is {loss.item()} at step {self.step}")
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), _LONGEST_GRADIENT)
        self.optimiser.step()
        return float(loss.item())

    def _checkpoint(self) -> dict[str, Any]:
        return {
            "weights": self.weights(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "spent_s": self.spent_s,
        }

    def _restore(self, content: dict[str, Any]) -> None:
        weights = dict(content["weights"])
        with torch.no_grad():
            self.bias.copy_(weights.pop(_BIAS))
        self.reader.load_state_dict(weights)
        self.optimiser.load_state_dict(content["optimiser"])
        self.step, self.spent_s = content["step"], content["spent_s"]


def masked_loss(scores: torch.Tensor, targets: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """The weighted mean over rows of the losses of the labels that each knows; half for all but the first."""
    known = ~targets.isnan()
    losses = functional.binary_cross_entropy_with_logits(
        scores, targets.nan_to_num(0.0).float(), reduction="none"
    )
    importance = torch.full((scores.shape[1],), 0.5)
    importance[0] = 1.0
    each = (losses * known * importance).sum(1)
    return (each * weights.float()).sum() / weights.sum().float()


def _unfreeze(reader: Reader, frozen: int) -> list[torch.nn.Parameter]:
    """The parameters that learn: all but those of the embeddings and the lowest `frozen` layers."""
    held = ("embeddings.", *(f"encoder.layer.{i}." for i in range(frozen))) if frozen else ()
    for name, parameter in reader.named_parameters():
        parameter.requires_grad_(not name.startswith(held))
    return [p for p in reader.parameters() if p.requires_grad]


def start_weights(shape: Shape, base: State, bias: np.ndarray[Any, Any], natural: Any, seed: int) -> State:
    """A reader on the public encoder, whose head says the natural rate of each label."""
    torch.manual_seed(seed)
    reader = Reader(shape)
    missing, unexpected = reader.load_state_dict(base, strict=False)
    if unexpected or any(not name.startswith("head.") for name in missing):
        raise ValueError(f"the encoder's weights do not fit: lacks {missing}, has too many {unexpected}")
    with torch.no_grad():
        reader.head.bias.copy_(torch.from_numpy(natural))
    return {**reader.state_dict(), _BIAS: torch.from_numpy(bias).float()}


def averaged(first: State, second: State) -> State:
    """The mean of two readers' parameters: a reader that has learned what both have."""
    return {name: (first[name] + second[name]) / 2 for name in first}


def save_whole(content: Any, path: Path) -> None:
    """`path` holds `content`; no interruption leaves half of it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    torch.save(content, draft)
    draft.replace(path)


def _load(path: Path) -> Any:
    return torch.load(path, weights_only=True)
