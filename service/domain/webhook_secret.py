"""Secrets that sign webhooks, written as the Standard Webhooks specification has it."""

import base64
import binascii
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
_LEAST_BYTES, _MOST_BYTES = 24, 64


def new_secret() -> str:
    """Return a new secret."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def key_of(secret: str) -> bytes:
    """Return the bytes of a secret.

    Raises
    ------
    ValueError
        When it is not written as it should be; the message says what is accepted.
    """
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or not _LEAST_BYTES <= len(key) <= _MOST_BYTES:
        raise ValueError(f'"{PREFIX}" and {_LEAST_BYTES} to {_MOST_BYTES} bytes in base64')
    return key


def signature(secret: str, webhook_id: str, timestamp_s: int, body: str) -> str:
    """Return the signature of a message, without the secret in any form."""
    message = f"{webhook_id}.{timestamp_s}.{body}".encode()
    return "v1," + base64.b64encode(hmac.new(key_of(secret), message, hashlib.sha256).digest()).decode()
