"""The commands that training adds to `fairword`: `train`, `evaluate` and `data`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model, read_manifest
from classifier.files import ModelError
from training.config import TrainingConfig
from training.datasets import fetching
from training.datasets.dataset import Dataset
from training.datasets.registry import DATASETS, fingerprints, read_corpus
from training.errors import TrainingError
from training.settings import read_settings

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_REPORT = Path("docs/model")


@contextmanager
def _sentences() -> Iterator[None]:
    """What a person can mend ends in a sentence."""
    try:
        yield
    except (TrainingError, ModelError) as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.option("--data", type=_FOLDER, required=True, help="Folder with one folder for each dataset.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where the model goes.")
@click.option("--report", type=click.Path(path_type=Path), default=_REPORT, show_default=True)
@click.option("--seed", type=int, help="Decides splits and samples; the same seed gives the same model.")
@click.option("--config", type=_FILE, help="TOML file with training settings.")
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    help="Where finished steps are kept until the end, so that an interrupted run goes on.  [OUT.training]",
)
def train(  # noqa: PLR0917 - click passes them by name
    data: Path, out: Path, report: Path, seed: int | None, config: Path | None, work: Path | None
) -> None:
    """Train a model and write its report."""
    from training.report import write_report  # noqa: PLC0415 - scikit-learn takes a second to import
    from training.train import save  # noqa: PLC0415
    from training.train import train as run_training  # noqa: PLC0415

    with _sentences():
        kept = work or out.with_name(f"{out.name}.training")
        run = run_training(data, read_settings(TrainingConfig, config, seed=seed), kept)
        metrics = write_report(run, data, report)
        save(run, data, out, metrics)
        run.steps.finish()
    click.echo(f"Model {run.model.version} is in {out}, its report in {report / 'report.md'}.")


@click.command()
@click.option("--data", type=_FOLDER, required=True, help="Folder with one folder for each dataset.")
@click.option("--model", type=_FOLDER, default=SHIPPED_MODEL, help="Folder of the model.")
@click.option(
    "--mistakes", type=int, default=0, help="Print so many of the worst mistakes of each kind, too."
)
@click.option(
    "--copies", is_flag=True, help="Tell the stream's near-copies of what was learned from the rest."
)
def evaluate(data: Path, model: Path, mistakes: int, *, copies: bool) -> None:
    """Print how a model does on the tenth of each source that its training held back."""
    from training.copies import with_and_without_copies  # noqa: PLC0415
    from training.evaluation import (  # noqa: PLC0415
        HeldBack,
        by_budget,
        by_label,
        by_source,
        worst_mistakes,
    )
    from training.markdown import as_markdown  # noqa: PLC0415
    from training.split import held_back_rows  # noqa: PLC0415

    with _sentences():
        config = TrainingConfig.of(read_manifest(model))
        loaded, corpus = load_model(model), read_corpus(data)
        held_back = held_back_rows(corpus, config)
        rows = corpus[held_back]
        judged = HeldBack.judged_by(loaded, rows, loaded.scorer.scores(rows["text"].tolist()))
        for table in (
            by_source(judged, config),
            by_label(judged, config),
            by_budget(loaded, judged, config),
        ):
            click.echo(as_markdown(table))
        if mistakes:
            click.echo(as_markdown(worst_mistakes(judged, mistakes)))
        if copies:
            learned = corpus.loc[~held_back, "text"]
            click.echo(as_markdown(with_and_without_copies(loaded, judged, learned, config)))


@click.command()
@click.argument("first", type=_FOLDER)
@click.argument("second", type=_FOLDER)
@click.option("--data", type=_FOLDER, required=True, help="Folder with one folder for each dataset.")
def compare(first: Path, second: Path, data: Path) -> None:
    """Print how much better the SECOND model is than the FIRST on rows that the first has not seen.

    Train both with the same seed and datasets, or the second may have seen what it is judged by.
    """
    from training.comparison import compare_models  # noqa: PLC0415
    from training.markdown import as_markdown  # noqa: PLC0415
    from training.split import held_back_rows  # noqa: PLC0415

    with _sentences():
        config = TrainingConfig.of(read_manifest(first))
        corpus = read_corpus(data)
        rows = corpus[held_back_rows(corpus, config)].reset_index(drop=True)
        click.echo(as_markdown(compare_models(load_model(first), load_model(second), rows, config.seed)))


@click.command()
@click.option("--data", type=_FOLDER, required=True, help="Folder with one folder for each dataset.")
@click.option("--out", type=click.Path(path_type=Path), default=_REPORT, show_default=True)
@click.option("--config", type=_FILE, help="TOML file with the settings that are not searched.")
def search(data: Path, out: Path, config: Path | None) -> None:
    """Try settings on folds of the training part, and write each trial's figures to a table."""
    from training.search import TABLE  # noqa: PLC0415
    from training.search import search as run_search  # noqa: PLC0415

    with _sentences():
        table = run_search(data, read_settings(TrainingConfig, config), out)
    click.echo(f"Trials in {out / TABLE}: {len(table):,}.")


@click.group()
def data() -> None:
    """Get and check the public datasets."""


@data.command()
@click.option("--data", "folder", type=click.Path(path_type=Path), required=True, help="Where they go.")
@click.argument("names", nargs=-1)
def fetch(folder: Path, names: tuple[str, ...]) -> None:
    """Get the public originals of all datasets, or of those with NAMES."""
    unknown = set(names) - {dataset.name for dataset in DATASETS}
    if unknown:
        known = ", ".join(dataset.name for dataset in DATASETS)
        raise click.BadParameter(f"{', '.join(sorted(unknown))}: accepts {known}", param_hint="NAMES")
    with _sentences():
        for dataset in DATASETS:
            if not names or dataset.name in names:
                _fetch(dataset, folder / dataset.name)


def _fetch(dataset: Dataset, folder: Path) -> None:
    if dataset.by_hand:
        click.echo(f"{dataset.name}: get {dataset.by_hand}, from {dataset.address}, and put it into {folder}")
    for original in dataset.originals:
        state = "fetched" if fetching.fetch(original, folder) else "is there"
        click.echo(f"{dataset.name}: {original.file} {state} ({dataset.licence})")


@data.command()
@click.option(
    "--data", "folder", type=_FOLDER, required=True, help="Folder with one folder for each dataset."
)
def check(folder: Path) -> None:
    """Read every dataset, and say what is there, what is missing and what it is licensed under."""
    present = fingerprints(folder)
    with _sentences():
        for name in present:
            fetching.check(folder / name)
        corpus = read_corpus(folder)
    for dataset in DATASETS:
        files = [name for name in dataset.files if f"{dataset.name}/{name}" in present]
        state = f"{len(files)} file{'s' if len(files) > 1 else ''}" if files else "missing"
        click.echo(f"{dataset.name:28} {state:14} {dataset.licence}; {dataset.address}")
    click.echo(f"Texts in all: {len(corpus):,}")
