"""The second reader's network: MiniLM's encoder, mean and max pooling, one log-odds for each label.

Parameters carry the names of the public weights, so that those load as they are.
"""

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a network."""

    vocabulary: int
    positions: int
    outputs: int
    width: int = 384
    inner: int = 1536
    heads: int = 12
    layers: int = 6


class Reader(nn.Module):
    """Token ids to log-odds of each label, before calibration."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.embeddings = _Embeddings(shape, dropout)
        self.encoder = nn.Module()
        self.encoder.layer = nn.ModuleList(_Layer(shape, dropout) for _ in range(shape.layers))
        self.head = nn.Linear(2 * shape.width, shape.outputs)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Log-odds, (texts, outputs), of `ids`, (texts, tokens); `mask` is alike, 1 where a token is."""
        seen = mask.bool()
        allowed = seen[:, None, None, :]
        states = self.embeddings(ids)
        for layer in cast("nn.ModuleList", self.encoder.layer):
            states = layer(states, allowed)
        return cast("Tensor", self.head(self.dropout(_pooled(states, seen))))


def _pooled(states: Tensor, seen: Tensor) -> Tensor:
    """The mean and the maximum of each text's states, side by side."""
    each = seen[:, :, None]
    mean = (states * each).sum(1) / each.sum(1)
    highest = states.masked_fill(~each, -1e4).amax(1)
    return torch.cat((mean, highest), dim=1)


class _Embeddings(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(shape.vocabulary, shape.width)
        self.position_embeddings = nn.Embedding(shape.positions, shape.width)
        self.LayerNorm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor) -> Tensor:
        places = self.position_embeddings(torch.arange(ids.shape[1], device=ids.device))
        return cast("Tensor", self.dropout(self.LayerNorm(self.word_embeddings(ids) + places)))


class _Layer(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.attention = _Attention(shape, dropout)
        self.intermediate = _dense(shape.width, shape.inner)
        self.output = _Joined(shape.inner, shape.width, dropout)

    def forward(self, states: Tensor, allowed: Tensor) -> Tensor:
        states = self.attention(states, allowed)
        inner = functional.gelu(self.intermediate.dense(states))
        return cast("Tensor", self.output(inner, states))


class _Attention(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.self = nn.Module()
        for name in ("query", "key", "value"):
            setattr(self.self, name, nn.Linear(shape.width, shape.width))
        self.output = _Joined(shape.width, shape.width, dropout)

    def forward(self, states: Tensor, allowed: Tensor) -> Tensor:
        texts, tokens, width = states.shape
        split = [
            getattr(self.self, name)(states).view(texts, tokens, self.heads, -1).transpose(1, 2)
            for name in ("query", "key", "value")
        ]
        looked_up = functional.scaled_dot_product_attention(*split, attn_mask=allowed)
        return cast("Tensor", self.output(looked_up.transpose(1, 2).reshape(texts, tokens, width), states))


class _Joined(nn.Module):
    """A dense layer whose result is added to what it started from."""

    def __init__(self, inputs: int, width: int, dropout: float) -> None:
        super().__init__()
        self.dense = nn.Linear(inputs, width)
        self.LayerNorm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, before: Tensor) -> Tensor:
        return cast("Tensor", self.LayerNorm(self.dropout(self.dense(states)) + before))


def _dense(inputs: int, outputs: int) -> nn.Module:
    holder = nn.Module()
    holder.dense = nn.Linear(inputs, outputs)
    return holder
