"""The store on a real cluster of three primaries."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
import redis
from redis.asyncio import RedisCluster
from redis.crc import key_slot

from service.domain.comment import Appeal, Comment, Outcome, Status
from service.domain.journal import EntryType
from service.domain.rates import Rate
from service.store.admission import Admitted, Limit, Limited, Request, admit
from service.store.commands import LIBRARY, Commands
from service.store.comments import Comments
from service.store.connection import connect
from service.store.keys import READY, SiteKeys
from service.store.people import Moderator, People, Role
from service.store.review_queue import Decided, QueueCounts, ReviewQueue, Undone
from tests.support.cluster import SLOTS, redis_cluster
from tests.support.comments import FINE, KEEPING, NOW_MS, SPAM, a_comment, approval, rejection

ENDS_MS = NOW_MS + 600_000
SITES = ["default", "site-1", "site-2", "site-3", "site-4", "site-5"]


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    with redis_cluster(tmp_path_factory.mktemp("cluster")) as urls:
        yield urls


@pytest.fixture
async def commands(nodes: list[str]) -> AsyncIterator[Commands]:
    """Commands to an empty cluster, of which the address of one node is known."""
    for url in nodes:
        with redis.Redis.from_url(url) as node:
            node.flushall()
    client = await connect(nodes[0])
    assert isinstance(client, RedisCluster)
    commands = Commands(client)
    await commands.load_library()
    yield commands
    await commands.close()


def number_of_node(site: str) -> int:
    """The place in `nodes` of the one that holds a site."""
    return key_slot(SiteKeys(site).queue.encode()) * 3 // SLOTS


def test_the_sites_are_spread_over_all_nodes() -> None:
    assert {number_of_node(site) for site in SITES} == {0, 1, 2}


@pytest.mark.parametrize("site", SITES)
async def test_a_comment_goes_all_the_way(commands: Commands, nodes: list[str], site: str) -> None:
    comments, queue = Comments(commands, site, KEEPING), ReviewQueue(commands, site, KEEPING)
    comment = replace(a_comment(), site=site)
    limits = [Limit("address", "198.51.100.7", Rate(1, 60))]
    request = Request("article-1", "alice", "198.51.100.7", limits, fingerprint="said", repeat_key="key")
    assert isinstance(await admit(commands, comments.keys, request, NOW_MS), Admitted)
    await comments.record(comment, due_ms=NOW_MS, fingerprint="said")
    await decide(queue, comment.id, "bob", approve=True)
    undone = await queue.undo(comment, "bob", any_verdict=False, now_ms=NOW_MS, expires_at_ms=ENDS_MS)
    assert isinstance(undone, Undone)
    assert undone.claim is not None
    assert await queue.renew(comment.id, undone.claim.token, now_ms=NOW_MS, expires_at_ms=ENDS_MS + 1)
    assert await queue.release(comment.id, undone.claim.token, now_ms=NOW_MS)
    await decide(queue, comment.id, "bob", approve=False)
    assert await comments.appeal(comment, Appeal("Why?", NOW_MS), due_ms=NOW_MS) == "opened"
    assert await queue.counts(NOW_MS) == QueueCounts(1, 0, NOW_MS)
    await decide(queue, comment.id, "carol", approve=True)
    assert [found.id for found in await comments.under_article("article-1", after="", limit=5)] == [
        comment.id
    ]
    assert await comments.of_author("alice", Status.APPROVED, 5) == (1, [await comments.find(comment.id)])
    assert [event.entry.type for event in (await comments.events(after="", limit=99)).events] == [
        EntryType.DECISION, EntryType.VERDICT, EntryType.UNDO, EntryType.VERDICT, EntryType.APPEAL,
        EntryType.VERDICT,
    ]  # fmt: skip
    with redis.Redis.from_url(nodes[number_of_node(site)], decode_responses=True) as node:
        assert node.exists(comments.keys.comment(comment.id)) == 1


async def decide(queue: ReviewQueue, comment_id: str, by: str, *, approve: bool) -> None:
    (claim,) = await queue.claim(by, limit=1, now_ms=NOW_MS, expires_at_ms=ENDS_MS, only=[comment_id])
    verdict, reasons = (approval(by), (FINE,)) if approve else (rejection(by), (SPAM,))
    assert await queue.decide(a_comment_called(comment_id), claim.token, verdict, reasons) == Decided()


def a_comment_called(comment_id: str) -> Comment:
    return replace(a_comment(), id=comment_id)


async def test_sites_on_several_nodes_are_served_in_one_batch(commands: Commands) -> None:
    posted = {site: replace(a_comment(Outcome.APPROVE), site=site) for site in SITES}
    for site, comment in posted.items():
        await Comments(commands, site, KEEPING).record(comment, due_ms=NOW_MS)
    asked = [("HGET", SiteKeys(site).comment(comment.id), "status") for site, comment in posted.items()]
    assert await commands.run_all(asked) == ["approved"] * len(SITES)


@pytest.mark.parametrize("lost_on", [0, 1, 2])
async def test_a_node_that_lost_the_functions_gets_them_again(
    commands: Commands, nodes: list[str], lost_on: int
) -> None:
    with redis.Redis.from_url(nodes[lost_on]) as node:
        node.function_flush()
    for site in SITES:
        await Comments(commands, site, KEEPING).record(replace(a_comment(), site=site), due_ms=NOW_MS)
    for url in nodes:
        with redis.Redis.from_url(url, decode_responses=True) as node:
            assert LIBRARY in str(node.function_list())


async def test_a_site_is_followed_to_another_node(commands: Commands, nodes: list[str]) -> None:
    site = "moving"
    comments = Comments(commands, site, KEEPING)
    home = number_of_node(site)
    other = (home + 1) % 3
    try:
        hand_over(key_slot(comments.keys.queue.encode()), nodes, to=other)
        comment = replace(a_comment(), site=site)
        await comments.record(comment, due_ms=NOW_MS)
        assert await comments.find(comment.id) == comment
        with redis.Redis.from_url(nodes[other]) as node:
            assert node.exists(comments.keys.comment(comment.id)) == 1
            node.flushall()
    finally:
        hand_over(key_slot(comments.keys.queue.encode()), nodes, to=home)


def hand_over(slot: int, nodes: list[str], *, to: int) -> None:
    """An empty slot belongs to another node, and all know it."""
    with redis.Redis.from_url(nodes[to], decode_responses=True) as node:
        name = node.execute_command("CLUSTER MYID")
    for url in nodes:
        with redis.Redis.from_url(url) as node:
            node.execute_command("CLUSTER SETSLOT", slot, "NODE", name)


async def test_limits_hold_on_a_cluster(commands: Commands) -> None:
    request = Request("article-1", "alice", "1", [Limit("address", "1", Rate(3, 60))])
    answers = [await admit(commands, SiteKeys("site-1"), request, NOW_MS) for _ in range(5)]
    assert [type(answer) for answer in answers] == [Admitted] * 3 + [Limited] * 2


async def test_people_are_known_on_a_cluster(commands: Commands) -> None:
    people = People(commands)
    key = await people.create_key("default", "cms", NOW_MS)
    assert (await people.find_key(key)) == (await people.list_keys())[0]
    bob = Moderator("bob", Role.MODERATOR, "hash", NOW_MS)
    assert await people.add_moderator(bob)
    assert await people.session(await people.start_session(bob)) == bob


async def test_the_cluster_says_that_it_takes_writes(commands: Commands) -> None:
    assert await commands.run("SET", READY, 1, "PX", 1_000)
