"""Calls of Akismet 1.1, as the tests make them."""

import httpx

BLOG = "https://news.example/"
SPAM = "CONGRATULATIONS! You have won a FREE prize. Call now to claim your cash, text WIN to 80082"
FAIR = "Thank you, this was a clear and fair article."


def post(http: httpx.Client, call: str, key: str, **fields: str) -> httpx.Response:
    """The answer to a call with these fields; one that is empty is left out."""
    data = {"api_key": key, "blog": BLOG, "user_ip": "192.0.2.7"} | fields
    return http.post(f"/1.1/{call}", data={name: value for name, value in data.items() if value})


def check(http: httpx.Client, key: str, text: str, **fields: str) -> httpx.Response:
    """The answer to whether a comment is spam."""
    return post(http, "comment-check", key, comment_content=text, **fields)
