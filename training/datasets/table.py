"""Reading one table of a dataset, strictly: a wrong file is named with what is wrong in it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from training.errors import TrainingError


class DataError(TrainingError):
    """A dataset cannot be used: names the file, and the column or row at fault."""


def read_table(
    path: Path, columns: Iterable[str], *, optional: Iterable[str] = (), text: str = "text"
) -> pd.DataFrame:
    """The CSV file at `path` with the named columns and those of `optional` that it has; no text is missing.

    `text` names the column that the file has its texts in, which becomes `text`.

    Raises
    ------
    DataError
        If the file is missing, empty, truncated, not UTF-8, or lacks a column.
    """
    wanted = list(columns)
    try:
        table = pd.read_csv(path, encoding="utf-8", keep_default_na=True)
    except FileNotFoundError as error:
        raise DataError(f"{path}: there is no such file") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8: {error}") from error
    except (OSError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(f"{path}: cannot be read as CSV (truncated?): {error}") from error
    table = table.rename(columns={text: "text"})
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        raise DataError(f"{path}: lacks the columns {', '.join(missing)}; it has {', '.join(table.columns)}")
    table = table[wanted + [name for name in optional if name in table.columns]]
    return _with_texts(table, path)


def read_parquet(path: Path, columns: list[str] | None = None) -> pd.DataFrame:
    """The Parquet file at `path`, with the named columns or all.

    Raises
    ------
    DataError
        If it cannot be read, or lacks a column.
    """
    try:
        return pd.read_parquet(path, columns=columns)
    except ImportError as error:
        raise DataError(f"{path}: reading it needs pyarrow: pip install pyarrow") from error
    except FileNotFoundError as error:
        raise DataError(f"{path}: there is no such file") from error
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read as Parquet: {error}") from error


def first_of(folder: Path, names: Iterable[str]) -> Path:
    """The first of the named files that `folder` has; the last name if it has none, for the error to name."""
    paths = [folder / name for name in names]
    return next((path for path in paths if path.is_file()), paths[-1])


def _with_texts(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    if "text" not in table.columns:
        return table
    table = table.assign(text=table["text"].fillna("").astype(str))
    table = table[table["text"].str.strip() != ""].reset_index(drop=True)
    if table.empty:
        raise DataError(f"{path}: has no row with a text")
    return table


def share(table: pd.DataFrame, column: str, path: Path) -> "pd.Series[float]":
    """The column as numbers from 0 to 1.

    Raises
    ------
    DataError
        If a value is no number or outside [0, 1].
    """
    numbers = pd.to_numeric(table[column], errors="coerce")
    wrong = table.index[(numbers.isna() & table[column].notna()) | (numbers < 0) | (numbers > 1)]
    if len(wrong):
        raise DataError(
            f"{path}: row {wrong[0] + 2}: {column} accepts 0 to 1, got {str(table[column][wrong[0]])!r}"
        )
    return numbers.astype(float)


def one_of(table: pd.DataFrame, column: str, path: Path, accepted: Sequence[object]) -> "pd.Series[Any]":
    """The column, every value of which is `accepted`.

    Raises
    ------
    DataError
        If one is not.
    """
    wrong = table.index[~table[column].isin(accepted)]
    if len(wrong):
        known = " or ".join(map(str, accepted))
        raise DataError(
            f"{path}: row {wrong[0] + 2}: {column} accepts {known}, got {str(table[column][wrong[0]])!r}"
        )
    return table[column]
