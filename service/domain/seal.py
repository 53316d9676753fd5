"""Words made from a secret: opaque names for people, and tokens that need no storing."""

import hmac
from hashlib import blake2b


class Seal:
    """Makes words that nobody can make or trace back without the secret key."""

    def __init__(self, secret_key: str) -> None:
        # BLAKE2's own keyed mode (RFC 7693), which takes a key of up to 64 bytes.
        self._sealed = blake2b(key=blake2b(secret_key.encode()).digest(), digest_size=16)

    def word(self, purpose: str, value: str) -> str:
        """Return 32 hexadecimal digits, always the same for the same purpose and value."""
        word = self._sealed.copy()
        word.update(f"{purpose}\0{value}".encode())
        return word.hexdigest()

    def fits(self, purpose: str, value: str, word: str) -> bool:
        """Whether `word` is the one made for this purpose and value, compared in constant time."""
        return hmac.compare_digest(self.word(purpose, value).encode(), word.encode(errors="replace"))
