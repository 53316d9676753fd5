from pathlib import Path

from classifier.labels import LABELS
from tests.service.cli.conftest import Fairword


def test_score_prints_every_label_for_every_text(fairword: Fairword) -> None:
    scored = fairword("score", "You are an idiot", "Thank you for this article")

    assert scored.exit_code == 0
    assert [scored.output.count(f"  {label} ") for label in LABELS] == [2] * len(LABELS)
    assert "You are an idiot" in scored.output


def test_a_folder_without_a_model_is_named(fairword: Fairword, tmp_path: Path) -> None:
    refused = fairword("score", "hello", FAIRWORD_MODEL_DIR=str(tmp_path / "nowhere"))

    assert refused.exit_code == 1
    assert str(tmp_path / "nowhere") in refused.output
