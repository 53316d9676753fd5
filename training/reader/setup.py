"""What the run in a folder was set up with: to go on with anything else would mix two runs."""

import json
from pathlib import Path
from typing import Any

from training.config import TrainingConfig
from training.datasets.registry import fingerprints
from training.datasets.table import DataError
from training.reader.config import ReaderConfig
from training.settings import ConfigError

SETUP = "setup.json"


def set_up(work: Path, data: Path, fast: TrainingConfig, config: ReaderConfig) -> None:
    """`work` is the folder of a run with these settings and datasets, from now on or already.

    How long it may take is not part of that.

    Raises
    ------
    ConfigError
        If another run is in it.
    """
    facts = {"config": config.facts(), "seed_of_fast": fast.seed, "datasets": fingerprints(data)}
    path = work / SETUP
    if path.exists() and _lasting(_read(path)) != _lasting(facts):
        raise ConfigError(f"{work}: holds a run with other settings or datasets; name another folder")
    work.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".partial")
    draft.write_text(json.dumps(facts, indent=2), encoding="utf-8")
    draft.replace(path)


def raise_if_seen(work: Path, data: Path, fast: TrainingConfig) -> None:
    """Nothing, if the reader of the run in `work` left out the rows that `fast` says of the data in `data`.

    Raises
    ------
    ConfigError
        If it was trained beside another seed or other datasets: what it calls unseen, it has learned.
    """
    facts = _read(work / SETUP)
    seed = facts.get("seed_of_fast")
    if seed != fast.seed:
        raise ConfigError(f"{work}: its reader left out rows by seed {seed}, the fast model by {fast.seed}")
    if facts.get("datasets") != fingerprints(data):
        raise ConfigError(f"{work}: its reader was trained on other files than those in {data}")


def config_of(work: Path) -> ReaderConfig:
    """The settings of the run in `work`.

    Raises
    ------
    DataError
        If there is none.
    """
    try:
        return ReaderConfig(**_read(work / SETUP)["config"])
    except (OSError, KeyError, TypeError) as error:
        raise DataError(f"{work}: holds no run; `fairword reader train` begins one") from error


def _lasting(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"config": dict(facts.get("config", {})) | {"minutes": None}}


def _read(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_bytes())
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}
