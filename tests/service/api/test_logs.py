"""What is logged of a request: an id and numbers, never what somebody wrote."""

import re

import pytest

from tests.service.api.posting import WATCHED, post, posted, status_path
from tests.support.application import Application, Caller

WRITTEN = "Zebra-crossing kettle"
NAME, EMAIL, ADDRESS = "Zacharias", "zacharias@zoo.example", "192.0.2.77"


async def test_nothing_that_somebody_wrote_is_logged(
    app: Application, reader: Caller, program: Caller, alice: Caller, capfd: pytest.CaptureFixture[str]
) -> None:
    author = {"author": {"name": NAME, "email": EMAIL, "id": "zoo-77"}}
    receipt = await posted(program, WRITTEN, client_ip=ADDRESS, **author)
    await post(program, WRITTEN, **author)
    await post(reader, f"{WRITTEN}\0")
    await reader.request("POST", "/v1/comments", data=f'{{"text": "{WRITTEN}"'.encode())
    await reader.get(status_path(receipt))
    await program.post("/v1/score", {"texts": [WRITTEN], "explain": True})
    case = (await alice.post("/v1/review/claims", {})).json["cases"][0]
    body = {"token": case["token"], "verdict": "reject", "note": f"{WRITTEN} by {NAME}"}
    await alice.post(f"/v1/review/cases/{case['id']}/verdict", body)
    logged = "".join(capfd.readouterr())
    assert logged.count("request_id=") == 8
    for secret in (
        WRITTEN, "Zebra", NAME, EMAIL, ADDRESS, "zoo-77", case["token"],
        receipt["status_url"].partition("token=")[2], program.headers["Authorization"].split()[1],
        alice.headers["Authorization"].split()[1],
    ):  # fmt: skip
        assert secret not in logged
    assert app.clock.ahead_ms == 0


async def test_a_log_line_has_the_id_that_the_answer_has(
    reader: Caller, capfd: pytest.CaptureFixture[str]
) -> None:
    answers = [await post(reader, WATCHED), await post(reader, WATCHED), await reader.get("/nothing")]
    logged = re.findall(r"request_id=(\w+) route=(\S+) status=(\d+)", "".join(capfd.readouterr()))
    assert [(request_id, int(status)) for request_id, _, status in logged] == [
        (answer.headers["X-Request-Id"], answer.status) for answer in answers
    ]


async def test_what_is_asked_for_all_the_time_is_not_logged(
    reader: Caller, capfd: pytest.CaptureFixture[str]
) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        await reader.get(path)
    assert "request_id" not in "".join(capfd.readouterr())
