import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from classifier.labels import LABELS
from classifier.reader_artifact import load_reader
from service.scoring.pace import Pace
from service.scoring.reading_worker import ReadingWorker
from service.scoring.second_reader import AbsentReader, EncoderReader, SecondReader, open_second_reader
from tests.support.tiny_reader import VERSION, write_tiny_reader

MODEL = "a-model"


async def fast_scores() -> dict[str, float]:
    return dict.fromkeys(LABELS, 0.0)


@pytest.fixture(scope="session")
def tiny_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_reader(tmp_path_factory.mktemp("tiny") / "reader", MODEL)


@asynccontextmanager
async def opened(folder: Path | None, within_s: float = 5.0) -> AsyncIterator[SecondReader]:
    second = open_second_reader(folder, MODEL, within_s=within_s)
    try:
        yield second
    finally:
        await second.close()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


async def ready(second: SecondReader) -> EncoderReader:
    assert isinstance(second, EncoderReader)
    await until(lambda: second.state == VERSION)
    return second


def pid_of(second: EncoderReader) -> int:
    pid = second._worker.pid  # noqa: SLF001 - nothing else tells which process to hurt
    assert pid is not None
    return pid


async def test_it_says_what_both_models_make_of_a_text(tiny_reader: Path) -> None:
    async with opened(tiny_reader) as second:
        await ready(second)
        kind, rude = (
            await second.read("how lovely", fast_scores),
            await second.read("how horrible", fast_scores),
        )
    assert kind is not None
    assert rude is not None
    assert kind.likely_to_reject < 0.01
    assert rude.likely_to_reject > 0.99
    assert tuple(rude.probabilities) == LABELS
    assert rude.language_supported


async def test_a_long_text_is_read_to_its_end(tiny_reader: Path) -> None:
    async with opened(tiny_reader) as second:
        await ready(second)
        plain = await second.read("so " * 60, fast_scores)
        rude = await second.read("so " * 60 + "horrible", fast_scores)
    assert plain is not None
    assert rude is not None
    assert plain.likely_to_reject < rude.likely_to_reject
    assert rude.likely_to_reject > 0.99


async def test_a_text_that_cannot_be_read_to_its_end_gets_no_answer(tiny_reader: Path) -> None:
    async with opened(tiny_reader) as second:
        await ready(second)
        assert await second.read("lovely " * 1_000 + "horrible", fast_scores) is None
        assert await second.read("lovely" + " " * 10_000 + "horrible", fast_scores) is None


async def test_answers_belong_to_their_texts_however_many_ask_at_once(tiny_reader: Path) -> None:
    async with opened(tiny_reader) as second:
        await ready(second)
        texts = ["lovely", "horrible"] * 2
        found = await asyncio.gather(*(second.read(text, fast_scores) for text in texts))
    assert [each is not None and each.likely_to_reject > 0.5 for each in found] == [False, True] * 2


async def test_more_than_can_wait_get_no_answer_at_once(tiny_reader: Path) -> None:
    async with opened(tiny_reader) as second:
        reader = await ready(second)
        os.kill(pid_of(reader), signal.SIGSTOP)
        asking = [asyncio.create_task(second.read("lovely", fast_scores)) for _ in range(20)]
        await until(lambda: sum(task.done() for task in asking) >= 15)
        os.kill(pid_of(reader), signal.SIGCONT)
        found = await asyncio.gather(*asking)
    assert 4 <= sum(each is not None for each in found) <= 5


class Tired(Pace):
    def rest_s(self, took_s: float) -> float:  # noqa: ARG002 - however short that was
        return 60.0


async def test_nobody_waits_for_a_reader_that_rests_for_longer(tiny_reader: Path) -> None:
    artifact = load_reader(tiny_reader)
    second = EncoderReader(artifact, ReadingWorker(tiny_reader, new_pace=Tired), within_s=30.0)
    try:
        await ready(second)
        assert await second.read("lovely", fast_scores) is not None
        async with asyncio.timeout(10):
            assert await second.read("lovely", fast_scores) is None
    finally:
        await second.close()


async def test_a_late_answer_is_not_waited_for(tiny_reader: Path) -> None:
    async with opened(tiny_reader, within_s=0.05) as second:
        reader = await ready(second)
        os.kill(pid_of(reader), signal.SIGSTOP)
        assert await second.read("lovely", fast_scores) is None
        os.kill(pid_of(reader), signal.SIGCONT)
        reader._within_s = 30.0  # noqa: SLF001 - patience for a busy machine
        rude = await second.read("horrible", fast_scores)
    assert rude is not None
    assert rude.likely_to_reject > 0.99  # not the late answer to the text before


async def test_a_killed_process_leaves_texts_unread_and_is_replaced(tiny_reader: Path) -> None:
    async with opened(tiny_reader) as second:
        reader = await ready(second)
        before = pid_of(reader)
        os.kill(before, signal.SIGSTOP)
        asking = asyncio.create_task(second.read("lovely", fast_scores))
        await asyncio.sleep(0)
        os.kill(before, signal.SIGKILL)
        assert await asking is None
        await until(lambda: second.state != VERSION)
        assert await second.read("lovely", fast_scores) is None
        await ready(second)
        assert pid_of(reader) != before
        assert await second.read("lovely", fast_scores) is not None


async def test_a_damaged_encoder_leaves_texts_unread(tmp_path: Path) -> None:
    folder = write_tiny_reader(tmp_path / "reader", MODEL)
    async with opened(folder) as second:
        (folder / "encoder.onnx").write_bytes(b"damaged after it was checked")
        assert await second.read("lovely", fast_scores) is None
        assert second.state == "down: the model decides alone"


async def test_ctrl_c_at_a_terminal_does_not_reach_its_process(tiny_reader: Path) -> None:
    async with opened(tiny_reader) as second:
        pid = pid_of(await ready(second))
        assert os.getpgid(pid) == pid


async def test_its_process_ends_with_it(tiny_reader: Path) -> None:
    async with opened(tiny_reader) as second:
        pid = pid_of(await ready(second))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda folder: (folder / "encoder.onnx").write_bytes(b"x"), "damaged or changed"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "cannot be read"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "cannot be read as JSON"),
        (lambda folder: (folder / "manifest.json").unlink(), "there is no second reader here"),
    ],
)
async def test_a_damaged_folder_means_no_second_reader_and_says_why(
    tmp_path: Path, damage: Callable[[Path], object], reason: str
) -> None:
    folder = write_tiny_reader(tmp_path / "reader", MODEL)
    damage(folder)
    async with opened(folder) as second:
        assert isinstance(second, AbsentReader)
        assert reason in second.state
        assert await second.read("lovely", fast_scores) is None
        assert second.thresholds(leak=0.1, overblock=0.1).approve_below is None


async def test_one_that_was_joined_with_another_model_is_not_used(tmp_path: Path) -> None:
    folder = write_tiny_reader(tmp_path / "reader", "another-model")
    async with opened(folder) as second:
        assert second.state == "none: joined with model another-model, the model in use is a-model"


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
async def test_without_its_libraries_there_is_none_and_it_says_what_to_install(
    tiny_reader: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    async with opened(tiny_reader) as second:
        assert second.state == f"none: needs {library}: install fairword[second-reader]"
        assert await second.read("lovely", fast_scores) is None


async def test_it_can_be_switched_off() -> None:
    async with opened(None) as second:
        assert second.state == "none: switched off"


async def test_its_library_keeps_no_traces_and_tells_nobody_that_it_is_used(
    tiny_reader: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library keeps an id of the machine and what it is going to send to its maker at home."""
    for variable in ("CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS"):  # each would keep it quiet
        monkeypatch.delenv(variable, raising=False)
    for variable in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    async with opened(tiny_reader) as second:
        await ready(second)
        assert await second.read("how lovely", fast_scores)
    assert not list(tmp_path.rglob("*"))
