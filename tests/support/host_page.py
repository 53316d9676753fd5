"""A site's own web server: pages of another origin than the service, as strict as a browser can make them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.support.redis_servers import free_port


@dataclass
class HostSite:
    """Pages by path, each sent with a policy that allows the service's script and calls, and nothing else."""

    service: str
    port: int = field(default_factory=free_port)
    pages: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def policy(self) -> str:
        return (
            f"default-src 'none'; img-src data:; script-src {self.service}; connect-src {self.service}; "
            f"form-action 'self' {self.service}; base-uri 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )

    def publish(self, path: str, body: str, *, head: str = "", attributes: str = 'lang="en"') -> str:
        """A page stands at `path`; its address."""
        self.pages[path] = (
            f"<!doctype html><html {attributes}><head><meta charset=utf-8><title>The last ferry</title>"
            f'<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">{head}</head>'
            f"<body><main><h1>The last ferry</h1>{body}</main></body></html>"
        )
        return f"{self.origin}{path}"

    async def answer(self, request: web.Request) -> web.Response:
        page = self.pages.get(request.path)
        if page is None:
            raise web.HTTPNotFound
        headers = {"Content-Security-Policy": self.policy}
        return web.Response(text=page, content_type="text/html", headers=headers)


@asynccontextmanager
async def serving_site(site: HostSite) -> AsyncIterator[HostSite]:
    """The site answers on its port until the block ends."""
    app = web.Application()
    app.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", site.port).start()
        yield site
    finally:
        await runner.cleanup()
