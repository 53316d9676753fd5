"""The commands that training adds to `fairword`: `train`, `evaluate` and `data`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from classifier import SHIPPED_MODEL
from classifier.artifact import ModelError, load_model, read_manifest
from training.config import ConfigError, TrainingConfig, read_config
from training.datasets.registry import DATASETS, fingerprints, read_corpus
from training.datasets.table import DataError

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_REPORT = Path("docs/model")


@contextmanager
def _sentences() -> Iterator[None]:
    """What a person can mend ends in a sentence."""
    try:
        yield
    except (DataError, ConfigError, ModelError) as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.option("--data", type=_FOLDER, required=True, help="Folder with one folder for each dataset.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where the model goes.")
@click.option("--report", type=click.Path(path_type=Path), default=_REPORT, show_default=True)
@click.option("--seed", type=int, help="Decides splits and samples; the same seed gives the same model.")
@click.option("--config", type=_FILE, help="TOML file with training settings.")
def train(data: Path, out: Path, report: Path, seed: int | None, config: Path | None) -> None:
    """Train a model and write its report."""
    from training.report import write_report  # noqa: PLC0415 - scikit-learn takes a second to import
    from training.train import save  # noqa: PLC0415
    from training.train import train as run_training  # noqa: PLC0415

    with _sentences():
        run = run_training(data, read_config(config, seed=seed))
        metrics = write_report(run, report)
        save(run, data, out, metrics)
    click.echo(f"Model {run.model.version} is in {out}, its report in {report / 'report.md'}.")


@click.command()
@click.option("--data", type=_FOLDER, required=True, help="Folder with one folder for each dataset.")
@click.option("--model", type=_FOLDER, default=SHIPPED_MODEL, help="Folder of the model.")
def evaluate(data: Path, model: Path) -> None:
    """Print how a model does on the tenth of each source that its training held back."""
    from training.evaluation import HeldBack, by_budget, by_label, by_source  # noqa: PLC0415
    from training.markdown import as_markdown  # noqa: PLC0415
    from training.split import held_back_rows  # noqa: PLC0415

    with _sentences():
        config = TrainingConfig(**read_manifest(model).get("config", {}))
        loaded, corpus = load_model(model), read_corpus(data)
        rows = corpus[held_back_rows(corpus, config)]
        judged = HeldBack.judged_by(loaded, rows, loaded.scorer.scores(rows["text"].tolist()))
        for table in (
            by_source(judged, config.seed),
            by_label(judged, config),
            by_budget(loaded, judged, config),
        ):
            click.echo(as_markdown(table))


@click.group()
def data() -> None:
    """Get and check the public datasets."""


@data.command()
@click.option(
    "--data", "folder", type=_FOLDER, required=True, help="Folder with one folder for each dataset."
)
def check(folder: Path) -> None:
    """Read every dataset, and say what is there, what is missing and what it is licensed under."""
    with _sentences():
        corpus = read_corpus(folder)
    present = fingerprints(folder)
    for dataset in DATASETS:
        files = [name for name in dataset.files if f"{dataset.name}/{name}" in present]
        state = f"{len(files)} of {len(dataset.files)} files" if files else "missing"
        click.echo(f"{dataset.name:28} {state:14} {dataset.licence}; {dataset.address}")
    click.echo(f"{len(corpus):,} texts in all")
