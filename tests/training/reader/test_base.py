import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from training.datasets.table import DataError
from training.reader.base import base_folder, load_base

WORDS = ("[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "the", "bridge", "##s", "harbour", "i", "village")


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """The files of a public encoder, with eleven wordpieces; each one's embedding is its number."""
    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens([word for word in WORDS if word.startswith("[") and "unused" not in word])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 3), ("[SEP]", 4)]
    )
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    numbers = torch.arange(len(WORDS), dtype=torch.float32)[:, None].repeat(1, 4)
    weights = {
        "embeddings.word_embeddings.weight": numbers,
        "embeddings.position_embeddings.weight": torch.zeros(16, 4),
        "embeddings.token_type_embeddings.weight": torch.tensor([[0.5] * 4, [9.0] * 4]),
        "embeddings.position_ids": torch.zeros(1, 16, dtype=torch.int64),
        "pooler.dense.weight": torch.zeros(4, 4),
        "encoder.layer.0.output.dense.bias": torch.zeros(4),
    }
    save_file(weights, tmp_path / "model.safetensors")
    return tmp_path


def test_only_the_most_used_wordpieces_stay_and_keep_their_embeddings(encoder: Path) -> None:
    texts = ["The bridges", "the bridge", "the bridge I know", "harbour"]
    base = load_base(encoder, texts, size=8, positions=8)
    words = sorted(base.tokenizer.get_vocab(), key=base.tokenizer.get_vocab().__getitem__)
    assert words == ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "bridge", "##s", "i"]
    found = base.weights["embeddings.word_embeddings.weight"][:, 0].tolist()
    assert found == [float(WORDS.index(word)) for word in words]
    encoded = base.tokenizer.encode("The bridges of the village")
    assert encoded.tokens == ["[CLS]", "the", "bridge", "##s", "[UNK]", "the", "[UNK]", "[SEP]"]
    assert encoded.ids == [2, 4, 5, 6, 1, 4, 1, 3]


def test_the_only_segments_embedding_goes_into_the_places(encoder: Path) -> None:
    weights = load_base(encoder, ["the"], size=8, positions=8).weights
    assert weights["embeddings.position_embeddings.weight"].shape == (8, 4)
    assert (weights["embeddings.position_embeddings.weight"] == 0.5).all()
    assert not [name for name in weights if "token_type" in name or "pooler" in name or "ids" in name]


def test_a_folder_that_lacks_a_file_is_named(encoder: Path) -> None:
    (encoder / "model.safetensors").unlink()
    with pytest.raises(DataError, match=r"model\.safetensors: there is no such file"):
        base_folder(encoder)
    assert json.loads((encoder / "tokenizer.json").read_text(encoding="utf-8"))
