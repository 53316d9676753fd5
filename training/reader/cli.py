"""`fairword reader`: train, finish and evaluate a second reader, and let it teach."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from classifier import SHIPPED_MODEL, SHIPPED_READER
from classifier.artifact import read_manifest
from classifier.files import ModelError
from training.config import TrainingConfig
from training.datasets.table import DataError
from training.reader.config import ReaderConfig
from training.settings import ConfigError, read_settings

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW = click.Path(path_type=Path)
_REPORT = Path("docs/model/second_reader.md")

_data = click.option("--data", type=_FOLDER, required=True, help="Folder with one folder for each dataset.")
_work = click.option("--work", type=_NEW, required=True, help="Where a run keeps what it needs to go on.")
_model = click.option("--model", type=_FOLDER, default=SHIPPED_MODEL, help="Folder of the fast model.")
_config = click.option("--config", type=_FILE, help="TOML file with settings of the reader's training.")


@contextmanager
def _sentences() -> Iterator[None]:
    """What a person can mend ends in a sentence."""
    try:
        yield
    except (DataError, ConfigError, ModelError, FloatingPointError) as error:
        raise click.ClickException(str(error)) from error
    except ModuleNotFoundError as error:
        raise click.ClickException(f"needs {error.name}: install fairword[reader-training]") from error


@click.group()
def reader() -> None:
    """Train and judge the second reader."""


@reader.command()
@_data
@_work
@_model
@_config
@click.option("--base", type=_FOLDER, help="Folder of the public encoder; default: the installed package's.")
@click.option("--minutes", type=float, help="How long it may take; it learns as much as fits in.")
def train(  # noqa: PLR0917 - click passes each by name
    data: Path, work: Path, model: Path, config: Path | None, base: Path | None, minutes: float | None
) -> None:
    """Train a second reader; run again with the same WORK, it goes on where it was interrupted."""
    with _sentences():
        from training.reader.base import base_folder  # noqa: PLC0415 - torch takes seconds to import
        from training.reader.train import StageError, train_reader  # noqa: PLC0415

        fast = TrainingConfig.of(read_manifest(model))
        settings = read_settings(ReaderConfig, config, minutes=minutes)
        try:
            train_reader(data, base_folder(base), work, fast, settings)
        except StageError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"Trained. Next: fairword reader finish --data {data} --work {work}")


@reader.command()
@_data
@_work
@_model
@click.option("--out", type=_NEW, default=SHIPPED_READER, help="Where the reader goes.")
def finish(data: Path, work: Path, model: Path, out: Path) -> None:
    """Export what was trained in WORK and join it with a fast model; also after that was trained anew."""
    with _sentences():
        from training.reader.finishing import finish as run  # noqa: PLC0415

        version = run(data, work, model, out)
    click.echo(f"Second reader {version} is in {out}. Next: fairword reader evaluate --data {data}")


@reader.command()
@_data
@_model
@click.option("--reader", "folder", type=_FOLDER, default=SHIPPED_READER, help="Folder of the reader.")
@click.option("--report", type=_NEW, default=_REPORT, show_default=True)
def evaluate(data: Path, model: Path, folder: Path, report: Path) -> None:
    """Write how a reader does on held-back rows, and say whether it is worth shipping."""
    with _sentences():
        from training.reader.evaluating import read_held_back  # noqa: PLC0415
        from training.reader.report import report_of  # noqa: PLC0415

        text, is_worth = report_of(read_held_back(data, model, folder))
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(text, encoding="utf-8")
    click.echo(text)
    if not is_worth:
        raise click.ClickException("it does not shorten the queue by a quarter: don't ship it")


@reader.command()
@_data
@click.option("--reader", "folder", type=_FOLDER, default=SHIPPED_READER, help="Folder of the reader.")
@click.option("--out", type=_NEW, required=True, help="The CSV file to write.")
@click.option("--tokens", type=click.IntRange(8), default=96, show_default=True, help="Where texts are cut.")
@click.option(
    "--work", type=_FOLDER, help="Folder of the reader's run: no row is judged by what has seen it."
)
def teach(data: Path, folder: Path, out: Path, tokens: int, work: Path | None) -> None:
    """Write the reader's probabilities of every text at hand, for a fast model to learn from."""
    with _sentences():
        from training.reader.teaching import teach as run  # noqa: PLC0415

        count = run(data, folder, out, tokens, work)
    click.echo(f"Texts in {out}: {count:,}.")
