from pathlib import Path

import numpy as np
import pytest
import torch

from classifier.encoder import open_encoder
from classifier.labels import LABELS
from training.reader.export import export_encoder
from training.reader.network import Reader, Shape

SHAPE = Shape(vocabulary=50, positions=16, outputs=len(LABELS), width=32, inner=64, heads=4, layers=2)


@pytest.mark.filterwarnings("ignore")  # the exporter's own
def test_what_is_exported_scores_as_the_network_but_for_rounding(tmp_path: Path) -> None:
    torch.manual_seed(0)
    reader = Reader(SHAPE).eval()
    with torch.no_grad():
        reader.head.weight.mul_(20)
    path = tmp_path / "encoder.onnx"
    export_encoder(SHAPE, {**reader.state_dict(), "source_bias": torch.zeros(1, 1)}, path)
    session = open_encoder(path)
    random = np.random.default_rng(0)
    for tokens in (1, 5, 16):
        ids = random.integers(1, 50, size=(40, tokens))
        mask = np.ones_like(ids)
        mask[1:, 3:] = 0
        [found] = session.run(["scores"], {"ids": ids, "mask": mask})
        with torch.no_grad():
            expected = reader(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()
        assert np.abs(found - expected).mean() < 0.1 * expected.std()
    assert not list(tmp_path.glob("*.partial"))
