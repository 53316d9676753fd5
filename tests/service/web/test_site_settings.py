"""`/review/settings`: rules, words, limits and budgets, set by editors and in force at once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from service.settings import Settings
from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED, many, post, posted
from tests.service.api.reviewing import claim, rule
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Answer, Application, Caller, running_application

PAGE = "/review/settings"
OURS = "The wobbleberry jam was lovely, and I enjoyed reading this article about it."


async def set_to(editor: Visitor, **typed: str) -> Answer:
    """Save the settings page with some of its fields typed anew."""
    return await editor.press(await editor.visit(PAGE), PAGE, act="save", **typed)


@pytest_asyncio.fixture(loop_scope="session")
async def other_worker(app: Application, tmp_path: Path) -> AsyncIterator[Application]:
    """Another process of the same service."""
    settings = Settings(
        redis_url=app.services.settings.redis_url,
        data_dir=tmp_path,
        config=app.services.settings.config,
        secret_key="s" * 32,
    )
    async with running_application(settings) as other:
        yield other


async def test_what_an_editor_sets_counts_for_the_very_next_comment_in_every_process(
    app: Application, other_worker: Application, erin_there: Visitor
) -> None:
    for each in (app, other_worker):
        assert (await posted(each.anyone, many(OURS)))["status"] == "approved"
    assert (await set_to(erin_there, blocked_words="wobbleberr*")).status == 303
    for each in (app, other_worker):
        assert (await posted(each.anyone, many(OURS)))["status"] == "rejected"
    assert (await posted(other_worker.anyone, many(BLOCKED)))["reasons"][0]["code"] != "blocked_word"


async def test_a_list_of_tens_of_thousands_of_words_is_kept_and_counts(
    reader: Caller, erin_there: Visitor
) -> None:
    words = "\n".join(f"wobble{number}" for number in range(30_000))
    assert (await set_to(erin_there, blocked_words=words)).status == 303
    assert (await posted(reader, many(f"{OURS} wobble29999")))["reasons"][0]["code"] == "blocked_word"
    page = await erin_there.visit(PAGE)
    assert page.form(PAGE).fields["blocked_words"] == words
    assert len(page.text) < 2 * len(words)


async def test_a_limit_counts_at_once_in_every_process(
    other_worker: Application, erin_there: Visitor
) -> None:
    await posted(other_worker.anyone, many())
    assert (await set_to(erin_there, article="1/1h")).status == 303
    assert (await post(other_worker.anyone, many(), article="a9")).status == 201
    assert (await post(other_worker.anyone, many(), article="a9")).status == 429


async def test_house_rules_are_buttons_keys_and_sentences(
    reader: Caller, alice: Caller, alice_there: Visitor, erin_there: Visitor
) -> None:
    rows = {"rule-0-code": "rude", "rule-0-label": "Rude", "rule-0-sentence": "It is ruder than we like."}
    others = {f"rule-{row}-{part}": "" for row in range(1, 9) for part in ("code", "label", "sentence")}
    assert (await set_to(erin_there, **rows, **others)).status == 303
    receipt = await posted(reader, WATCHED)
    (case,) = await claim(alice)
    page = await alice_there.visit(f"/review/cases/{receipt['id']}")
    assert page.form(f"/review/cases/{receipt['id']}/verdict").buttons[1:] == [("reason", "rude")]
    assert (await rule(alice, case, "reject")).status == 200
    told = (await reader.get(receipt["status_url"].partition(reader.url)[2])).json
    assert told["reasons"] == [{"code": "rude", "message": "It is ruder than we like."}]


async def test_it_says_where_the_policy_decides_by_these_budgets(erin_there: Visitor) -> None:
    assert "The model: What is below 6% is published" in (await erin_there.visit(PAGE)).text
    await set_to(erin_there, leak="0.0001%", overblock="0.0001%")
    told = (await erin_there.visit(PAGE)).text
    assert "The model: Nothing is decided automatically." in told
    assert "second reader" not in told


async def test_every_change_tells_who_made_it_from_what_to_what(erin_there: Visitor) -> None:
    await set_to(erin_there, max_links="5", leak="2%")
    page = await erin_there.visit(PAGE)
    assert "Links: from 2 to 5" in page.text
    assert "Budget for bad ones published: from 1% to 2%" in page.text
    assert "The configuration says: 1%" in page.text
    assert page.text.count("erin just now") == 1
    await set_to(erin_there)
    assert (await erin_there.visit(PAGE)).text.count("erin just now") == 1  # nothing was changed


async def test_a_change_of_a_choice_is_told_in_the_words_of_the_choice(erin_there: Visitor) -> None:
    await set_to(erin_there, new_authors="review")
    text = (await erin_there.visit(PAGE)).text
    assert "New authors: from wait when they have a link to wait for a moderator" in text
    assert "The configuration says: wait when they have a link" in text


async def test_a_change_of_a_list_tells_which_lines_came_and_went(
    app: Application, erin_there: Visitor
) -> None:
    words = [f"wobble{number}" for number in range(100)]
    for blocked in (words, [*words[1:], "kiwi", "<b>figs"], [*words[1:], "<b>figs", "kiwi"], words[1:]):
        await set_to(erin_there, blocked_words="\n".join(blocked))
    text = (await erin_there.visit(PAGE)).text
    told = [
        part.split(" erin ")[0].strip()
        for part in text.partition("Who changed what")[2].split("Blocked words:")
    ]
    assert told[1:4] == [
        "removed <b>figs, kiwi",
        "put in another order",
        "added kiwi, <b>figs, removed wobble0",
    ]
    assert told[4].startswith("added wobble0, wobble1, ")
    assert "wobble19 and 80 more, removed" in told[4]
    latest = (await app.services.sites["default"].changes.latest(1))[0]
    assert latest.before == {"blocked_words": "<b>figs\nkiwi\n"}, "a long list is not kept whole"


async def test_a_preview_tells_what_would_have_been_and_changes_nothing(
    reader: Caller, erin_there: Visitor
) -> None:
    for _ in range(3):
        await posted(reader, many(OURS))
    await posted(reader, many(FRIENDLY))
    page = await erin_there.visit(PAGE)
    shown = Page(await erin_there.press(page, PAGE, act="preview", blocked_words="wobble*\nnever said"))
    assert "the last 4 comments" in shown.text
    assert "Published automatically4 1" in shown.text
    assert "Refused automatically0 3" in shown.text
    assert "3 comments would have gone another way." in shown.text
    assert "wobbleberry in 3." in shown.text
    assert shown.form(PAGE).fields["blocked_words"] == "wobble*\nnever said"
    assert (await posted(reader, many(OURS)))["status"] == "approved"
    budgets = Page(await erin_there.press(page, PAGE, act="preview", leak="0.0001%"))
    assert "Sent to a moderator0 5" in budgets.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"blocked_words": "***"}, "Accepts words of 1 to 100 characters, not of * alone, got '***'"),
        ({"max_links": "many"}, "Must be a whole number, got 'many'."),
        ({"max_links": "101"}, "Must be less than or equal to 100, got '101'."),
        ({"new_authors": "never"}, "Must be 'open', 'links' or 'review'"),
        ({"address": "a lot"}, 'Accepts "COUNT/PERIOD"'),
        ({"leak": "60%"}, "Accepts a percentage above 0% and below 50%"),
        ({"rule-0-code": "A B"}, "A code has 1 to 40 small letters"),
        ({"rule-1-code": "abuse"}, "Takes each code once, got abuse twice."),
        ({"rule-0-sentence": ""}, "The sentence of 'abuse' needs 1 to 200 characters, got 0."),
        ({"rule-0-label": "a|b"}, "A rule has no bar"),
    ],
)
async def test_what_makes_no_sense_is_told_beside_the_field_and_nothing_is_saved(
    erin_there: Visitor, typed: dict[str, str], said: str
) -> None:
    answer = await set_to(erin_there, **typed | {"watched_words": "kettle*\nteapot"})
    page = Page(answer)
    assert page.status == 422
    assert said in page.text
    (name, value), *_ = typed.items()
    if name not in {"new_authors", "rule-0-label"}:
        assert page.form(PAGE).fields[name] == value
    assert page.form(PAGE).fields["watched_words"] == "kettle*\nteapot"
    assert (await erin_there.visit(PAGE)).form(PAGE).fields["watched_words"] == "kettle*"


async def test_what_makes_no_sense_is_told_at_the_top_too_with_a_link_to_its_field(
    erin_there: Visitor,
) -> None:
    wrong = {"max_links": "many", "blocked_words": "***", "rule-0-label": "a|b"}
    page = Page(await set_to(erin_there, **wrong))
    links = [each.attributes["href"].removeprefix("#") for each in page.all("a")]
    for field in ("max_links", "blocked_words", "rule-0-code"):
        assert field in links
        assert any(each.attributes.get("id") == field for each in page.elements)
    assert "something is not right. Blocked words: Accepts words of 1 to 100 characters" in page.text
    assert "Links: Must be a whole number, got 'many'." in page.text


async def test_what_is_wrong_with_a_house_rule_stands_in_its_row_and_the_link_leads_there(
    erin_there: Visitor,
) -> None:
    wrong = {"rule-2-sentence": "", "rule-4-code": "Off Topic", "rule-7-label": "Rude|loud"}
    page = Page(await set_to(erin_there, **wrong))
    links = {each.attributes["href"] for each in page.all("a")}
    marked = [each.attributes["id"] for each in page.all("input", aria_invalid="true")]
    assert marked == ["rule-2-sentence", "rule-4-code", "rule-7-code"]
    assert {f"#{field}" for field in marked} <= links
    assert "House rule 3: The sentence of 'threat' needs 1 to 200 characters, got 0." in page.text
    for field in marked:
        (told,) = page.all("p", id=f"error-{field}")
        assert page.all("input", id=field, aria_describedby=told.attributes["id"])
    assert wrong.items() <= page.form(PAGE).fields.items()
    assert not page.all("fieldset", aria_invalid="true")


async def test_of_two_editors_at_once_the_second_is_told_and_keeps_what_was_typed(
    erin_there: Visitor,
) -> None:
    slow = await erin_there.visit(PAGE)
    await set_to(erin_there, max_links="5")
    page = Page(await erin_there.press(slow, PAGE, act="save", watched_words="teapot"))
    assert page.status == 409
    assert "Somebody else has changed the settings meanwhile" in page.text
    assert page.form(PAGE).fields["watched_words"] == "teapot"
    assert (await erin_there.press(page, PAGE, act="save")).status == 303
    assert (await erin_there.visit(PAGE)).form(PAGE).fields["watched_words"] == "teapot"


async def test_what_equals_the_configuration_is_left_to_it(app: Application, erin_there: Visitor) -> None:
    await set_to(erin_there, max_links="5")
    await set_to(erin_there, max_links="2")
    assert (await app.services.first_site.settings.find()).typed == {}


@pytest.mark.parametrize("act", ["save", "preview"])
async def test_only_editors_set_anything(alice_there: Visitor, erin_there: Visitor, act: str) -> None:
    assert (await alice_there.visit(PAGE)).status == 403
    csrf = (await alice_there.visit("/review")).form("/logout").fields["csrf"]
    fields = (await erin_there.visit(PAGE)).form(PAGE).fields | {"act": act, "max_links": "9"}
    assert (await alice_there.send(PAGE, fields | {"csrf": csrf})).status == 403
    assert (await erin_there.send(PAGE, fields | {"csrf": "another"})).status == 403
    assert (await erin_there.visit(PAGE)).form(PAGE).fields["max_links"] == "2"
    assert all(a.attributes["href"] != PAGE for a in (await alice_there.visit("/review")).all("a"))


async def test_settings_kept_by_another_version_leave_the_configuration_in_force(
    app: Application, reader: Caller, erin_there: Visitor
) -> None:
    settings = app.services.first_site.comments.keys.settings
    await app.services.commands.run("HSET", settings, "version", "7", "settings", '{"leak": "half"}')
    assert (await posted(reader, many(BLOCKED)))["status"] == "rejected"
    assert (await erin_there.visit(PAGE)).form(PAGE).fields["leak"] == "1%"
