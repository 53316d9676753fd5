"""What a second reading changes of a posted comment's way, in the running application."""

from collections.abc import AsyncIterator
from typing import NoReturn

import pytest
import pytest_asyncio

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model
from classifier.model import Model
from classifier.thresholds import Thresholds
from service.domain.numbers import percent
from service.settings import Settings
from service.store.embedded import embedded_server
from service.store.people import Role
from tests.service.api.posting import posted
from tests.service.scoring.test_second_reader import until
from tests.service.web.visitor import Visitor
from tests.support.application import Application, running_application
from tests.support.tiny_reader import ALONE, APPROVE_BELOW, REJECT_FROM, VERSION, write_tiny_reader

MODEL = load_model(SHIPPED_MODEL)
LIMITS = MODEL.thresholds(leak=0.01, overblock=0.05)
SURE = MODEL.thresholds(leak=0.01 * ALONE, overblock=0.05 * ALONE)
STARTS = (
    "Thank you for this article about our village",
    "I read the article twice and I agree with the author",
    "The new school will open in September",
    "I am sick of reading about this mayor",
    "Nobody believes that any more",
    "You have no idea what you are talking about",
    "Why would anyone care about this",
    "He should be ashamed of himself",
    "What a strange and silly idea",
    "This is nonsense from start to end",
    "Shame on you all",
    "This whole idea is just stupid",
    "What a stupid thing to say, really",
    "They are a bunch of clowns",
    "Only a fool would believe that",
    "That was a dumb thing to do",
    "This is complete garbage",
    "Damn, that is ridiculous",
    "What a pathetic excuse for an article",
    "You are a silly fool",
)


def scored(word: str, least: float | None, below: float | None) -> str:
    """A text with this word whose policy score lies in this range."""
    texts = [f"{start}, {word}." for start in STARTS]
    assert least is not None
    assert below is not None
    for text, found in zip(texts, MODEL.assess(texts), strict=True):
        if least <= found.likely_to_reject < below and found.language_supported:
            return text
    raise AssertionError(f"the shipped model scores none of {texts} from {least} to {below}")


def undecided(word: str) -> str:
    """A text with this word that the fast model leaves for review."""
    return scored(word, LIMITS.approve_below, LIMITS.reject_from)


def only_just_approved(word: str) -> str:
    """A text with this word that the fast model approves without being sure of it."""
    return scored(word, SURE.approve_below, LIMITS.approve_below)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Application]:
    folder = tmp_path_factory.mktemp("judging")
    reader = write_tiny_reader(folder / "reader")
    async with embedded_server(folder, owner=True) as url:
        settings = Settings(
            redis_url=url,
            data_dir=folder,
            secret_key="s" * 32,
            second_reader=str(reader),
            second_reader_ms=10_000,
        )
        async with running_application(settings) as application:
            await until(lambda: application.services.scorer.second.state == VERSION)
            yield application


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("word", "status"), [("lovely", "approved"), ("horrible", "rejected"), ("whatever", "pending")]
)
async def test_what_the_fast_model_leaves_open_is_decided_on_second_reading(
    app: Application, word: str, status: str
) -> None:
    program = await app.program()
    receipt = await posted(program, undecided(word), name=word)
    assert receipt["status"] == status
    assert receipt["model"] == f"{MODEL.version}+{VERSION}"
    if word != "whatever":
        assert (receipt["scores"]["toxicity"] > 0.5) is (word == "horrible")


async def test_what_the_fast_model_is_sure_of_is_not_read_again(app: Application) -> None:
    program = await app.program()
    receipt = await posted(program, scored("horrible", 0.0, SURE.approve_below), name="Bob")
    assert (receipt["status"], receipt["model"]) == ("approved", MODEL.version)


async def test_what_the_fast_model_would_only_just_decide_is_read_again(app: Application) -> None:
    program = await app.program()
    receipt = await posted(program, only_just_approved("horrible"), name="Eve")
    assert (receipt["status"], receipt["model"]) == ("rejected", f"{MODEL.version}+{VERSION}")


async def test_what_the_fast_model_finds_likelier_unwanted_than_not_is_never_published_on_second_reading(
    app: Application,
) -> None:
    program = await app.program()
    receipt = await posted(program, scored("lovely", 0.5, LIMITS.reject_from), name="Mallory")
    assert (receipt["status"], receipt["model"]) == ("pending", MODEL.version)


async def test_what_the_fast_model_would_reject_and_the_second_reading_publish_is_a_moderators(
    app: Application,
) -> None:
    program = await app.program()
    receipt = await posted(program, scored("lovely", LIMITS.reject_from, SURE.reject_from), name="Trudy")
    assert (receipt["status"], receipt["model"]) == ("pending", MODEL.version)


async def test_what_the_fast_model_fails_on_at_the_second_reading_stands_as_it_judged_before(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> NoReturn:
        raise FloatingPointError("an odd text")

    monkeypatch.setattr(Model, "scores", fail)
    receipt = await posted(await app.program(), undecided("horrible"), name="Peggy")
    assert (receipt["status"], receipt["model"]) == ("pending", MODEL.version)


async def test_what_a_rule_sends_to_a_moderator_is_not_read_again(app: Application) -> None:
    program = await app.program()
    receipt = await posted(program, f"{undecided('lovely')} https://shop.example", name="Carol")
    assert (receipt["status"], receipt["model"]) == ("pending", MODEL.version)


async def test_pages_and_previews_go_by_the_thresholds_that_a_comment_was_decided_by(
    app: Application,
) -> None:
    program, site = await app.program(), app.services.site("default")
    twice = await posted(program, undecided("whatever"), name="Grace")
    once = await posted(program, scored("fine", 0.0, SURE.approve_below), name="Heidi")
    comments = await site.comments.find_all([twice["id"], once["id"]])
    policies = [site.policies.on(comment.decision) for comment in comments]
    assert policies[0].thresholds == Thresholds(APPROVE_BELOW, REJECT_FROM)
    assert policies[1].thresholds == LIMITS


async def test_editors_read_by_which_thresholds_each_reading_decides(app: Application) -> None:
    editor = Visitor.with_session(app.anyone, await app.moderator("erin", Role.EDITOR))
    told = (await editor.visit("/review/settings")).text
    drawn = "What is below {} is published without a moderator. What is at {} or more is refused without one."
    for who, approve_below, reject_from in (
        ("The model by itself", SURE.approve_below, SURE.reject_from),
        ("reads again what is left", APPROVE_BELOW, REJECT_FROM),
        ("does not answer in time", LIMITS.approve_below, LIMITS.reject_from),
    ):
        assert f"{who}: {drawn.format(percent(approve_below or 0), percent(reject_from or 0))}" in told
    assert "What the model finds at 50% or more the second reader never publishes." in told


async def test_texts_that_are_only_scored_are_read_again_too(app: Application) -> None:
    program = await app.program()
    texts = [undecided("lovely"), undecided("horrible"), undecided("whatever")]
    answer = await program.post("/v1/score", {"texts": texts})
    assert [result["decision"] for result in answer.json["results"]] == ["approve", "reject", "review"]


async def test_the_health_page_and_the_metrics_tell_of_it(app: Application) -> None:
    ready = await app.anyone.get("/readyz")
    assert ready.json["checks"]["second_reader"] == VERSION
    await posted(await app.program(), undecided("lovely"), name="Dora")
    metrics = await app.anyone.get("/metrics")
    assert 'fairword_second_readings_total{result="read"}' in metrics.text


async def test_without_it_the_fast_model_decides_what_it_can_as_before(app: Application) -> None:
    second = app.services.scorer.second
    await second.close()
    await until(lambda: second.state != VERSION)
    program = await app.program()
    for word in ("lovely", "horrible"):
        receipt = await posted(program, undecided(word), name=f"late {word}", article="a2")
        assert (receipt["status"], receipt["model"]) == ("pending", MODEL.version)
    receipt = await posted(program, only_just_approved("horrible"), name="late too", article="a2")
    assert (receipt["status"], receipt["model"]) == ("approved", MODEL.version)
