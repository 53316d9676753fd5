"""The second reader that comes along, beside the model that comes along, in the running application."""

from pathlib import Path

import pytest

from classifier import SHIPPED_MODEL, SHIPPED_READER
from classifier.artifact import load_model
from classifier.reader_artifact import load_reader
from service.settings import Settings
from service.store.embedded import embedded_server
from tests.service.api.posting import posted
from tests.service.scoring.test_second_reader import until
from tests.support.application import running_application

MODEL, READER = load_model(SHIPPED_MODEL), load_reader(SHIPPED_READER)
LARGEST = 16_000_000
DOUBTFUL = (
    "What a pathetic excuse for an article.",
    "Only a fool would believe that.",
    "He should be ashamed of himself.",
    "They are a bunch of clowns.",
    "This is complete garbage.",
)


def test_it_is_joined_with_the_model_that_comes_along_and_small() -> None:
    assert READER.joined_with == MODEL.version
    assert READER.encoder.stat().st_size <= LARGEST


def test_its_report_is_of_this_very_reader() -> None:
    report = Path("docs/model/second_reader.md").read_text(encoding="utf-8")
    assert f"# Second reader {READER.version}" in report
    assert f"Joined with model {MODEL.version}" in report
    assert "**missed**" not in report


def is_unsure(text: str) -> bool:
    """Whether the fast model may not decide the text alone, by the default budgets."""
    share = READER.joining.alone
    sure = MODEL.thresholds(leak=0.01 * share, overblock=0.05 * share)
    assert sure.approve_below is not None
    assert sure.reject_from is not None
    return sure.approve_below <= MODEL.assess([text])[0].likely_to_reject < sure.reject_from


@pytest.mark.asyncio
async def test_it_reads_what_the_model_is_not_sure_of_within_its_time(tmp_path: Path) -> None:
    async with embedded_server(tmp_path, owner=True) as url:
        settings = Settings(
            redis_url=url,
            data_dir=tmp_path,
            secret_key="s" * 32,
            second_reader=str(SHIPPED_READER),
            second_reader_ms=10_000,
        )
        async with running_application(settings) as app:
            await until(lambda: app.services.scorer.second.state == READER.version)
            program = await app.program()
            receipts = [await posted(program, text, name=text[:5]) for text in DOUBTFUL]
    both = f"{MODEL.version}+{READER.version}"
    judged = [both if is_unsure(text) else MODEL.version for text in DOUBTFUL]
    assert [receipt["model"] for receipt in receipts] == judged
    assert both in judged
