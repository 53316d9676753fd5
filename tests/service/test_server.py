import asyncio

from aiohttp import web

from service.server import answering, listen

HEAD = b"POST / HTTP/1.1\r\nHost: news.example\r\nContent-Length: 10\r\n\r\n"


async def test_a_body_that_is_under_way_when_the_service_stops_is_taken_and_answered() -> None:
    app, listener = web.Application(), listen("127.0.0.1", 0)
    begun, stopping = asyncio.Event(), asyncio.Event()

    async def echo(request: web.Request) -> web.Response:
        begun.set()
        return web.Response(body=await request.read())

    async def tell(_: web.Application) -> None:
        stopping.set()

    app.router.add_post("/", echo)
    app.on_shutdown.append(tell)

    async def post() -> bytes:
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        writer.write(HEAD + b"first")
        await stopping.wait()
        writer.write(b" then")
        answer = await reader.read()
        writer.close()
        return answer

    async with asyncio.timeout(20):
        async with answering(app, listener, 5.0):
            posting = asyncio.create_task(post())
            await begun.wait()
        answer = await posting
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"first then")
