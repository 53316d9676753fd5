"""Problem documents, as the tests expect them."""

from tests.support.application import Answer

QUOTA_TYPE = "https://iana.org/assignments/http-problem-types#quota-exceeded"


def is_problem(answer: Answer, status: int, code: str) -> bool:
    """Whether an answer is a problem document with that status and code."""
    document = answer.json
    return (
        answer.headers["Content-Type"].partition(";")[0] == "application/problem+json"
        and set(document) >= {"type", "title", "status", "detail", "code"}
        and (answer.status, document["status"], document["code"]) == (status, status, code)
        and bool(document["detail"])
    )


def errors_of(answer: Answer) -> dict[str, str]:
    """Return the messages by field."""
    assert is_problem(answer, 422, "invalid"), answer.text
    return {error["field"]: error["message"] for error in answer.json["errors"]}
