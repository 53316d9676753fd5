import json
import shutil
from pathlib import Path

from click.testing import CliRunner

from classifier.artifact import load_model
from tests.training.conftest import run_train
from training.cli import data, evaluate


def test_training_leaves_a_model_that_tells_rude_from_calm(trained: Path) -> None:
    calm, rude = load_model(trained).assess(
        [
            "Thank you for this article, it was helpful to read about the harbour.",
            "You are a stupid moron, an idiot!",
        ]
    )
    assert calm.likely_to_reject < 0.2
    assert rude.likely_to_reject > 0.6


def test_the_manifest_says_what_the_model_was_made_from(trained: Path) -> None:
    manifest = json.loads((trained / "manifest.json").read_text())
    assert manifest["config"]["seed"] == 1
    assert "wikipedia_talk/train.csv" in manifest["datasets"]
    assert manifest["libraries"]["scikit-learn"]
    assert manifest["metrics"]["roc_auc_by_source"]["talk"] > 0.9


def test_the_report_has_its_tables_and_figures(trained: Path) -> None:
    report = (trained / "report/report.md").read_text()
    for heading in (
        "Toxicity, by source",
        "Labels, on the stream",
        "Error budgets",
        "Spam, each video left out",
    ):
        assert f"## {heading}" in report
    for figure in ("reliability.svg", "precision_recall.svg", "budgets.svg"):
        assert figure in report
        assert (trained / "report" / figure).read_text().startswith("<?xml")


def test_the_same_seed_gives_the_same_model_and_report(
    trained: Path, datasets: Path, small_config: Path, tmp_path: Path
) -> None:
    run_train(datasets, tmp_path / "again", small_config)
    run_train(datasets, tmp_path / "other", small_config, seed=2)
    sums = [
        json.loads((folder / "manifest.json").read_text())["sha256"]
        for folder in (trained, tmp_path / "again")
    ]
    assert sums[0] == sums[1]
    assert json.loads((tmp_path / "other/manifest.json").read_text())["sha256"] != sums[0]
    for file in (trained / "report").iterdir():
        assert (tmp_path / "again/report" / file.name).read_bytes() == file.read_bytes()


def test_evaluating_prints_what_the_report_says_of_the_held_back_rows(trained: Path, datasets: Path) -> None:
    result = CliRunner().invoke(evaluate, ["--data", str(datasets), "--model", str(trained)])
    assert result.exit_code == 0, result.output
    report = (trained / "report/report.md").read_text()
    row = next(line for line in report.splitlines() if line.startswith("| toxicity"))
    assert row in result.output


def test_a_damaged_dataset_ends_in_a_sentence_and_leaves_no_model(
    datasets: Path, small_config: Path, tmp_path: Path
) -> None:
    broken = Path(shutil.copytree(datasets, tmp_path / "broken"))
    (broken / "spam/sms.csv").write_text("nothing")
    result = run_train(broken, tmp_path / "out", small_config)
    assert result.exit_code == 1
    assert "sms.csv: lacks the columns text, spam" in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_checking_the_data_lists_each_dataset_with_its_licence(datasets: Path) -> None:
    result = CliRunner().invoke(data, ["check", "--data", str(datasets)])
    assert result.exit_code == 0, result.output
    assert "wikipedia_talk               1 files        labels CC0-1.0" in result.output
    assert "surge                        missing" in result.output
