import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from training.datasets.dataset import Original
from training.datasets.fetching import check, fetch
from training.datasets.table import DataError


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that has `table.csv`, and `archive.zip` with `inner.csv`."""
    root = tmp_path_factory.mktemp("served")
    (root / "table.csv").write_text("text\nhello\n")
    with zipfile.ZipFile(root / "archive.zip", "w") as archive:
        archive.writestr("inner.csv", "text\ninside\n")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_file_is_fetched_once(address: str, tmp_path: Path) -> None:
    original = Original(f"{address}/table.csv", "table.csv")
    assert fetch(original, tmp_path / "set")
    assert (tmp_path / "set/table.csv").read_text() == "text\nhello\n"
    assert not fetch(original, tmp_path / "set")


def test_a_file_is_taken_out_of_its_archive(address: str, tmp_path: Path) -> None:
    fetch(Original(f"{address}/archive.zip", "ours.csv", "inner.csv"), tmp_path)
    assert (tmp_path / "ours.csv").read_text() == "text\ninside\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checksums.json", "ours.csv"]


def test_a_file_that_changed_since_is_named(address: str, tmp_path: Path) -> None:
    original = Original(f"{address}/table.csv", "table.csv")
    fetch(original, tmp_path)
    (tmp_path / "table.csv").write_text("text\nchanged\n")
    with pytest.raises(DataError, match=r"table\.csv: changed since it was fetched"):
        check(tmp_path / "table.csv")
    with pytest.raises(DataError, match="changed since"):
        fetch(original, tmp_path)


def test_a_file_that_is_another_than_the_first_time_is_named_and_not_taken(
    address: str, tmp_path: Path
) -> None:
    fetch(Original(f"{address}/table.csv", "ours.csv"), tmp_path)
    (tmp_path / "ours.csv").unlink()
    changed = Original(f"{address}/archive.zip", "ours.csv", "inner.csv")
    with pytest.raises(DataError, match=r"archive\.zip: is no longer what was fetched here before"):
        fetch(changed, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["checksums.json"]
    (tmp_path / "checksums.json").unlink()
    assert fetch(changed, tmp_path)


def test_a_file_put_there_by_hand_is_not_checked(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("text\n")
    check(path)


@pytest.mark.parametrize(
    ("path", "member", "named"),
    [
        ("/missing.csv", None, "404"),
        ("/archive.zip", "other.csv", "other.csv"),
        ("/table.csv", "inner.csv", "not a zip file"),
    ],
)
def test_what_cannot_be_fetched_is_named_and_leaves_nothing(
    address: str, tmp_path: Path, path: str, member: str | None, named: str
) -> None:
    with pytest.raises(DataError, match=f"{path}: cannot be fetched: .*{named}"):
        fetch(Original(address + path, "ours.csv", member), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_only_a_protected_connection_is_used(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="only https is fetched"):
        fetch(Original("http://example.com/a.csv", "a.csv"), tmp_path)
