"""Coral's signature: HMAC-SHA256 over the raw body, by each secret that is valid at the moment."""

import hashlib
import hmac
from collections.abc import Sequence

HEADER = "X-Coral-Signature"
_SCHEME = "sha256="
_SIGNATURES_MAX = 10


def is_signed(body: bytes, header: str, secrets: Sequence[str]) -> bool:
    """Whether one of the header's signatures is by one of the secrets; takes as long whichever it is."""
    given = [each.strip() for each in header.split(",")[:_SIGNATURES_MAX]]
    ours = [_SCHEME + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest() for secret in secrets]
    fits = [
        hmac.compare_digest(own.encode(), each.encode(errors="replace")) for own in ours for each in given
    ]
    return any(fits)
