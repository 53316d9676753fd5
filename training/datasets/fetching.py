"""Getting the public originals: each file whole or not at all, and the same bytes as the first time."""

import json
import shutil
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from tqdm import tqdm

from classifier.files import sha256_of
from training.datasets.dataset import Original
from training.datasets.table import DataError

CHECKSUMS = "checksums.json"
_PIECE = 1 << 16  # bytes
_TIMEOUT_S = 60


def fetch(original: Original, folder: Path) -> bool:
    """`folder` holds the original's file, checked; False if it was there already.

    Raises
    ------
    DataError
        If it cannot be fetched, or differs from what was fetched here before.
    """
    target = folder / original.file
    if target.is_file():
        check(target)
        return False
    folder.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.partial")
    try:
        _download(original.url, partial)
        if original.member:
            _extract(partial, original.member)
        _remember(target, sha256_of(partial), original.url)
        partial.replace(target)
    except (OSError, urllib.error.URLError, zipfile.BadZipFile, KeyError) as error:
        raise DataError(f"{original.url}: cannot be fetched: {error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return True


def check(path: Path) -> None:
    """Nothing, if the file at `path` is the one that was fetched, or was not fetched at all.

    Raises
    ------
    DataError
        If it has changed since.
    """
    expected = _known(path.parent).get(path.name)
    if expected and expected != sha256_of(path):
        raise DataError(f"{path}: changed since it was fetched; delete it and fetch it again")


def _download(url: str, partial: Path) -> None:
    if not url.startswith(("https://", "http://127.0.0.1:")):
        raise DataError(f"{url}: only https is fetched")
    with urllib.request.urlopen(url, timeout=_TIMEOUT_S) as answer, partial.open("wb") as file:  # noqa: S310
        length = int(answer.headers.get("Content-Length") or 0)
        with tqdm(total=length or None, desc=url.rpartition("/")[2], unit="B", unit_scale=True) as progress:
            while piece := answer.read(_PIECE):
                file.write(piece)
                progress.update(len(piece))
        if length and file.tell() != length:
            raise OSError(f"ended after {file.tell()} of {length} bytes")


def _extract(archive: Path, member: str) -> None:
    """The file at `archive` is replaced by the one called `member` in it."""
    extracted = archive.with_name(f"{archive.name}.member")
    with zipfile.ZipFile(archive) as opened, opened.open(member) as source, extracted.open("wb") as file:
        shutil.copyfileobj(source, file)
    extracted.replace(archive)


def _known(folder: Path) -> dict[str, str]:
    path = folder / CHECKSUMS
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read as JSON: {error}") from error


def _remember(path: Path, found: str, url: str) -> None:
    known = _known(path.parent)
    if known.setdefault(path.name, found) != found:
        raise DataError(
            f"{url}: is no longer what was fetched here before; to take it, first delete {CHECKSUMS}"
        )
    (path.parent / CHECKSUMS).write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")
