"""Whatever is sent gets a clear answer, and nothing of what is wrong is kept."""

import asyncio
import gzip
import io
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from tests.service.api.posting import FRIENDLY, a_submission, post, posted
from tests.service.api.problems import errors_of, is_problem
from tests.support.application import Application, Caller

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'&"
MARKED = "Thank y\u0301ou" + "\u0301" * 1_000
TURNED = "Thank you \u202efor this article"


@pytest_asyncio.fixture(loop_scope="session")
async def untouched(app: Application) -> AsyncIterator[None]:
    """Nothing is kept at the end that was not there at the beginning."""
    yield
    kept = await app.services.commands.run("KEYS", "fw:{*")
    assert [key for key in kept if ":limit:" not in key] == []


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("blank", ["", "  \n\t ", "\u200b", "\u202e", None])
async def test_an_empty_text_and_name_are_asked_for(reader: Caller, blank: str | None) -> None:
    answer = await reader.post("/v1/comments", {"article_id": "a1", "author": {"name": blank}, "text": blank})
    assert errors_of(answer) == {
        "text": "Please enter your comment!",
        "author.name": "Please enter your name here",
    }


@pytest.mark.usefixtures("untouched")
async def test_an_empty_object_is_told_everything_that_is_missing(reader: Caller) -> None:
    assert errors_of(await reader.post("/v1/comments", {})) == {
        "article_id": "The article's id is missing.",
        "author.name": "Please enter your name here",
        "text": "Please enter your comment!",
    }


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"text": "x" * 10_001}, "text", "Too long: at most 10,000 characters, got 10,001."),
        ({"author": {"name": "x" * 81}}, "author.name", "Too long: at most 80 characters, got 81."),
        ({"article_id": "x" * 201}, "article_id", "Too long: at most 200 characters, got 201."),
        ({"text": ["a"]}, "text", "Must be a string, got a list."),
        ({"text": 7}, "text", "Must be a string, got a number."),
        ({"author": "Alice"}, "author", "Must be an object with a name, got a string."),
        ({"article_url": "javascript:alert(1)"}, "article_url", "Must be an http(s) address."),
        ({"author": {"name": "A", "email": "a@b"}}, "author.email", "Is no e-mail address."),
        ({"text": "a\0b"}, "text", "Holds U+0000, which is no text."),
        ({"author": {"name": "a\0b"}}, "author.name", "Holds U+0000, which is no text."),
        ({"text": "a\ud800b"}, "text", "Holds U+D800, which is no text."),
        ({"author": {"name": "\udfff"}}, "author.name", "Holds U+DFFF, which is no text."),
        (
            {"parent_id": "nobody"},
            "parent_id",
            "Must be the id of a published comment under the same article.",
        ),
        (
            {"parent_id": "../a:b{c}"},
            "parent_id",
            "Must be the id of a published comment under the same article.",
        ),
        ({"html": True}, "html", None),
        ({"half a \ud800": True}, "half a \ud800", None),
        ({"author": {"name": "A", "age": 3}}, "author.age", None),
    ],
)
async def test_a_wrong_field_is_named_with_what_it_accepts(
    reader: Caller, wrong: dict[str, Any], field: str, message: str | None
) -> None:
    errors = errors_of(await reader.post("/v1/comments", a_submission() | wrong))
    assert set(errors) == {field}
    assert errors[field] == message or (message is None and errors[field].startswith("Unknown field"))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("where", ["a2", "blog"])
async def test_a_comment_elsewhere_is_no_parent(app: Application, reader: Caller, where: str) -> None:
    elsewhere = {"article": "a2"} if where == "a2" else {"site": "blog"}
    parent = await posted(reader, **elsewhere)
    errors = errors_of(await post(reader, name="Bob", parent_id=parent["id"]))
    assert set(errors) == {"parent_id"}
    await app.forget_sites()


async def test_an_unpublished_comment_is_no_parent(reader: Caller) -> None:
    parent = await posted(reader, "My kettle broke.")
    assert parent["status"] == "pending"
    assert set(errors_of(await post(reader, name="Bob", parent_id=parent["id"]))) == {"parent_id"}


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'"text"', b"null", b"7", b"\xff\xfe", b"{'a': 1}", b'{"a": 1,}', b"NaN", b"\x00",
        b'{"text": "\xff"}', b"[" * 5_000, b'{"a":' * 5_000, b'{"text": ' + b"9" * 5_000 + b"}",
        b"\xef\xbb\xbf{",
    ],
)  # fmt: skip
async def test_what_is_no_json_object_is_refused_with_where_it_breaks(reader: Caller, body: bytes) -> None:
    answer = await reader.request(
        "POST", "/v1/comments", data=body, headers={"Content-Type": "application/json"}
    )
    assert is_problem(answer, 400, "broken_json")


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonp",
        "nonsense",
        "",
    ],
)
async def test_what_is_not_declared_as_json_is_refused(reader: Caller, content_type: str) -> None:
    answer = await reader.request(
        "POST", "/v1/comments", data=json.dumps(a_submission()), headers={"Content-Type": content_type}
    )
    assert is_problem(answer, 415, "wrong_content_type")
    assert "application/json" in answer.json["detail"]


@pytest.mark.usefixtures("untouched")
async def test_ten_megabytes_are_refused_before_they_are_read(reader: Caller) -> None:
    body = json.dumps(a_submission("x" * 10_000_000)).encode()
    answer = await reader.request(
        "POST", "/v1/comments", data=io.BytesIO(body), headers={"Content-Type": "application/json"}
    )
    assert is_problem(answer, 413, "body_too_long")
    assert "65,536 bytes" in answer.json["detail"]


@pytest.mark.usefixtures("untouched")
async def test_ten_megabytes_of_unknown_length_are_refused_when_they_are_too_many(reader: Caller) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(160):
            yield b" " * 65_536

    answer = await reader.request(
        "POST", "/v1/comments", data=chunks(), headers={"Content-Type": "application/json"}
    )
    assert is_problem(answer, 413, "body_too_long")


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "nonsense"])
async def test_a_packed_body_is_refused_before_it_is_unpacked(reader: Caller, encoding: str) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    packed = gzip.compress(b" " * 10_000_000)
    answer = await reader.request("POST", "/v1/comments", data=packed, headers=headers)
    assert is_problem(answer, 415, "wrong_content_encoding")


@pytest.mark.parametrize("text", [f"Thank you for this article. {SCRIPT}", MARKED, TURNED])
async def test_odd_text_is_kept_and_given_back_as_it_was_typed(program: Caller, text: str) -> None:
    odd = a_submission(text, name=f"{text[:60]}", article_title=text[:200])
    answer = await program.post("/v1/comments", odd | {"article_id": text[:100]})
    assert answer.status == 201, answer.text
    assert answer.json["article_id"] == " ".join(text[:100].split())
    standing = await program.get(f"/v1/comments/{answer.json['id']}")
    assert standing.json["text"] == text
    assert standing.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.usefixtures("untouched")
async def test_a_site_that_is_not_configured_is_unknown(reader: Caller) -> None:
    assert is_problem(await post(reader, site="nowhere"), 404, "unknown_site")
    assert is_problem(await reader.get("/v1/articles/a1/comments?site=nowhere"), 404, "unknown_site")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/v1/comments", "POST"),
        ("GET", "/v1/comments", "POST"),
        ("DELETE", "/v1/comments/c1", "GET,HEAD"),
        ("GET", "/v1/score", "POST"),
        ("POST", "/v1/review/events", "GET"),
        ("HEAD", "/v1/review/events", "GET"),
        ("POST", "/healthz", "GET,HEAD"),
        ("PROPFIND", "/v1/comments", "POST"),
        ("OPTIONS", "/v1/comments", "POST"),
    ],
)
async def test_another_method_is_told_which_there_are(
    reader: Caller, method: str, path: str, allowed: str
) -> None:
    answer = await reader.request(method, path)
    assert answer.status == 405
    assert answer.headers["Allow"] == allowed
    if method != "HEAD":
        assert is_problem(answer, 405, "method_not_allowed")
        assert answer.json["detail"] == f"This address takes {allowed.replace(',', ', ')} only."


@pytest.mark.parametrize(
    "path",
    ["/v1", "/v1/", "/v1/nothing", "/v1/comments/a/b/c", "/v2/comments", "/v1/comments/%00/x", "/nothing"],
)
async def test_an_address_that_is_not_there_is_a_problem(reader: Caller, path: str) -> None:
    answer = await reader.get(path)
    assert is_problem(answer, 404, "not_found")
    assert answer.json["detail"] == "There is nothing at this address."


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=-1", "limit=x", "limit=1.5", "limit=" + "9" * 30, "limit=٣"]
)
async def test_a_limit_that_is_none_is_refused(reader: Caller, query: str) -> None:
    assert set(errors_of(await reader.get(f"/v1/articles/a1/comments?{query}"))) == {"limit"}


async def test_a_key_for_repeats_that_is_too_long_is_refused(reader: Caller) -> None:
    answer = await reader.sending(Idempotency_Key="k" * 256).post("/v1/comments", a_submission(FRIENDLY))
    assert set(errors_of(answer)) == {"Idempotency-Key"}


@pytest.mark.parametrize("header", ["Idempotency-Key: \xff", "Fairword-Form: \xff.x", "Origin: http://\xff"])
async def test_a_header_that_is_no_text_is_refused(app: Application, header: str) -> None:
    body = json.dumps(a_submission(FRIENDLY))
    head = "POST /v1/comments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
    address = urlsplit(app.url)
    reading, writing = await asyncio.open_connection(address.hostname, address.port)
    writing.write(f"{head}{header}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode("latin-1"))
    answer = (await reading.read()).decode()
    writing.close()
    assert answer.startswith("HTTP/1.1 400")
    assert "broken_header" in answer
    assert header.split(":", maxsplit=1)[0] in answer


async def test_an_origin_that_is_no_address_is_another_page(reader: Caller) -> None:
    answer = await reader.sending(Origin="http://[").post("/v1/comments", a_submission(FRIENDLY))
    assert is_problem(answer, 403, "origin_not_allowed")
