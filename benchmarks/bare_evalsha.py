"""What the service is measured against: an aiohttp handler that makes one EVALSHA round trip with redis-py.

`python -m benchmarks.bare_evalsha PORT REDIS_URL` answers until it is told to stop.
"""

import sys
from collections.abc import AsyncIterator

from aiohttp import web
from redis.asyncio import Redis

_COUNT = "return redis.call('INCR', KEYS[1])"
_REDIS: web.AppKey["Redis"] = web.AppKey("redis", Redis)
_SHA: web.AppKey[str] = web.AppKey("sha", str)


async def post_comment(request: web.Request) -> web.Response:
    """Read a JSON body, write one small thing, answer in JSON."""
    body = await request.json()
    count = await request.app[_REDIS].evalsha(request.app[_SHA], 1, f"bare:{body['article_id']}")
    return web.json_response({"count": count}, status=201)


def bare_app(redis_url: str) -> web.Application:
    """The application, with a pool of connections of redis-py."""

    async def redis(app: web.Application) -> AsyncIterator[None]:
        async with Redis.from_url(redis_url, decode_responses=True, protocol=3) as client:
            app[_REDIS] = client
            app[_SHA] = await client.script_load(_COUNT)
            yield

    app = web.Application()
    app.cleanup_ctx.append(redis)
    app.router.add_post("/v1/comments", post_comment)
    return app


if __name__ == "__main__":
    web.run_app(bare_app(sys.argv[2]), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
