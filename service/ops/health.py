"""`/healthz`, `/readyz`, `/metrics`: for operators and what they run."""

from aiohttp import web

from service.api.answers import json_answer
from service.api.problems import STORE_HEADERS
from service.ops.metrics import CONTENT_TYPE
from service.services import services_of
from service.store.errors import StoreError
from service.store.keys import READY

_PROBE_MS = 1_000


async def healthz(_: web.Request) -> web.Response:
    """Say that the process answers."""
    return json_answer({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """Say of each thing that the service needs whether it is there.

    Without a Redis that takes writes no comment can be taken: 503. Without a model comments are taken and
    all go to review: 200; without the second reader the model decides alone.
    """
    services = services_of(request)
    redis = await _redis(request)
    model = services.scorer.version if services.scorer.is_ready else "missing: every comment goes to review"
    checks = {"redis": redis, "model": model}
    if services.scorer.second.version:
        checks["second_reader"] = services.scorer.second.state
    if redis == "ok":
        return json_answer({"status": "ready", "checks": checks})
    return json_answer({"status": "not ready", "checks": checks}, status=503, headers=STORE_HEADERS)


async def _redis(request: web.Request) -> str:
    try:
        await services_of(request).commands.run("SET", READY, 1, "PX", _PROBE_MS)
    except StoreError as error:
        return type(error).__name__
    return "ok"


async def metrics(request: web.Request) -> web.Response:
    """Return what Prometheus collects."""
    body = services_of(request).metrics.exposition()
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})
