import json
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from click.testing import CliRunner

from classifier.artifact import load_model, read_manifest
from tests.training.conftest import run_train
from training.cli import data, evaluate
from training.config import TrainingConfig
from training.settings import read_settings
from training.train import train as run_training

COMMAND = "from training.cli import train; train()"
SMALL_FILE = 20_000  # bytes; the features of the small datasets take more


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


def test_the_report_names_the_datasets_that_were_there_and_no_other(trained: Path) -> None:
    report = (trained / "report/report.md").read_text()
    assert "Jigsaw Toxic Comment Classification 2018" in report
    assert "Surge AI toxicity" not in report


def test_the_report_that_is_committed_has_the_words_of_the_code(trained: Path) -> None:
    committed = Path("docs/model/report.md").read_text(encoding="utf-8").splitlines()
    words = [
        line
        for line in (trained / "report/report.md").read_text(encoding="utf-8").splitlines()
        if not line.startswith(("|", "Not measured")) and not re.search(r"\d", line)
    ]
    assert len(words) > 50
    assert [line for line in words if line not in committed] == []


def test_another_seed_gives_another_model(
    trained: Path, datasets: Path, small_config: Path, tmp_path: Path
) -> None:
    other = run_training(datasets, read_settings(TrainingConfig, small_config, seed=2), tmp_path / "work")
    assert other.model.version != read_manifest(trained)["version"]


def test_evaluating_prints_what_the_report_says_of_the_held_back_rows(trained: Path, datasets: Path) -> None:
    asked = ["--data", str(datasets), "--model", str(trained), "--copies"]
    result = CliRunner().invoke(evaluate, asked)
    assert result.exit_code == 0, result.output
    assert "| near-copies |" in result.output
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
    assert "wikipedia_talk               1 file         labels CC0-1.0" in result.output
    assert "surge                        missing" in result.output


def arguments(datasets: Path, config: Path, out: Path) -> list[str]:
    paths = ["--data", str(datasets), "--config", str(config), "--out", str(out)]
    return [sys.executable, "-c", COMMAND, *paths, "--report", str(out / "report"), "--seed", "1"]


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_FILE, SMALL_FILE))


def test_a_full_disk_ends_in_a_sentence_and_leaves_no_model(
    datasets: Path, small_config: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    # The limit on a file's size fails a write as a full disk does, with an error of the operating system.
    run = subprocess.run(
        arguments(datasets, small_config, out),
        preexec_fn=limit_files,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 1
    assert "Error: " in run.stderr
    assert "out.training: cannot be written: File too large. Nothing is half-written" in run.stderr
    assert "Traceback" not in run.stderr
    assert not out.exists()
    assert not list(tmp_path.rglob("*.partial"))


def test_an_interrupted_run_goes_on_and_ends_in_the_same_model_and_report(
    trained: Path, datasets: Path, small_config: Path, tmp_path: Path
) -> None:
    command = arguments(datasets, small_config, tmp_path / "out")
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    wait_for(tmp_path / "out.training/fold-0.joblib", run)
    run.send_signal(signal.SIGINT)
    _, errors = run.communicate(timeout=60)
    assert run.returncode != 0
    assert "Traceback" not in errors
    assert not (tmp_path / "out").exists()
    again = subprocess.run(command, check=True, capture_output=True, text=True, timeout=240)
    assert "Grouping" not in again.stderr
    assert not (tmp_path / "out.training").exists()
    assert read_manifest(tmp_path / "out")["sha256"] == read_manifest(trained)["sha256"]
    for file in (trained / "report").iterdir():
        assert (tmp_path / "out/report" / file.name).read_bytes() == file.read_bytes()


def wait_for(path: Path, run: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while not path.exists():
        assert run.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
