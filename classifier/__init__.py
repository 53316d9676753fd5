"""Text in, calibrated judgement out: no network, no Redis, no HTTP, no scikit-learn."""

from pathlib import Path

SHIPPED_MODEL: Path = Path(__file__).parent / "shipped"
"""The folder of the model that comes with Fairword: `manifest.json` and `model.joblib`."""
SHIPPED_READER: Path = Path(__file__).parent / "shipped_reader"
"""The folder of the second reader that comes with Fairword: see `classifier.reader_artifact`."""
