"""Behind a proxy: whose address counts, and which address of ours is told."""

from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path

import pytest
import pytest_asyncio
from multidict import CIMultiDict

from service.settings import Settings
from tests.service.api.posting import FRIENDLY, a_submission, many, post, posted
from tests.support.application import Application, running_application

PROXIES = (ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8"), ip_network("2001:db8::/32"))


@pytest_asyncio.fixture(loop_scope="session")
async def behind(app: Application, tmp_path: Path) -> AsyncIterator[Application]:
    """An application that trusts the proxies through which it is called."""
    settings = Settings(
        redis_url=app.services.settings.redis_url,
        data_dir=tmp_path,
        config=app.services.settings.config,
        trusted_proxies=PROXIES,
    )
    async with running_application(settings) as application:
        yield application


async def writers(application: Application, *chains: str) -> list[int]:
    """Return the statuses of comments that came through these chains of addresses."""
    return [
        (
            await post(
                application.anyone.sending(X_Forwarded_For=chain),
                many(FRIENDLY),
                name=many("n"),
                site="tight",
                article=many("a"),
            )
        ).status
        for chain in chains
    ]


async def test_each_reader_behind_a_trusted_proxy_has_a_rate_of_their_own(behind: Application) -> None:
    assert await writers(behind, *[f"192.0.2.{number}" for number in range(4)]) == [201] * 4


@pytest.mark.parametrize(
    "chains",
    [
        [f"198.51.100.{number}, 192.0.2.1" for number in range(4)],  # what a reader says of themselves
        ["192.0.2.1", "192.0.2.1, 10.0.0.1", "192.0.2.1,10.1.1.1, 10.2.2.2", "x, 192.0.2.1"],
        ["2001:db9::1", "2001:db9::1, 2001:db8::1", "2001:DB9::1", "2001:db9:0::1"],
        ["192.0.2.1", "::ffff:192.0.2.1", "::FFFF:c000:201", "192.0.2.1, ::ffff:10.0.0.1"],
    ],
)
async def test_the_last_address_that_is_not_a_proxys_counts(behind: Application, chains: list[str]) -> None:
    assert await writers(behind, *chains) == [201, 201, 201, 429]


async def test_the_addresses_of_one_ipv6_network_count_as_one(behind: Application) -> None:
    of_one = [f"2001:db9:0:1::{number}" for number in range(3)]
    assert await writers(behind, *of_one, "2001:db9:0:1:ffff::", "2001:db9:0:2::") == [
        201,
        201,
        201,
        429,
        201,
    ]


@pytest.mark.parametrize("chain", ["", "nonsense", "unknown, nonsense", ",,,", "192.0.2.1;x"])
async def test_what_is_no_address_is_not_believed(behind: Application, chain: str) -> None:
    assert await writers(behind, *[chain] * 4) == [201, 201, 201, 429]


async def test_addresses_name_the_scheme_that_the_proxy_was_called_with(behind: Application) -> None:
    receipt = await posted(behind.anyone.sending(X_Forwarded_Proto="https"))
    assert receipt["status_url"].startswith("https://127.0.0.1:")
    plain = await posted(behind.anyone.sending(X_Forwarded_Proto="javascript"), name="Bob")
    assert plain["status_url"].startswith("http://127.0.0.1:")


async def test_a_stranger_is_not_believed_about_the_scheme(app: Application) -> None:
    receipt = await posted(app.anyone.sending(X_Forwarded_Proto="https"))
    assert receipt["status_url"].startswith("http://")


async def test_a_header_of_the_readers_own_does_not_hide_the_proxys(behind: Application) -> None:
    async def one(number: int) -> int:
        headers = [*behind.anyone.headers.items()]
        headers += [("X-Forwarded-For", f"198.51.100.{number}"), ("X-Forwarded-For", "192.0.2.1")]
        body = a_submission(many(FRIENDLY), name=many("n"), site="tight", article=many("a"))
        url = f"{behind.url}/v1/comments"
        async with behind.anyone.http.post(url, json=body, headers=CIMultiDict(headers)) as response:
            return response.status

    assert [await one(number) for number in range(4)] == [201, 201, 201, 429]
