"""Words made from a secret: opaque names for people, and tokens that need no storing."""

import hmac


class Seal:
    """Makes words that nobody can make or trace back without the secret key."""

    def __init__(self, secret_key: str) -> None:
        self._key = secret_key.encode()

    def word(self, purpose: str, value: str) -> str:
        """Return 32 hexadecimal digits, always the same for the same purpose and value."""
        message = f"{purpose}\0{value}".encode()
        return hmac.digest(self._key, message, "sha256").hex()[:32]

    def fits(self, purpose: str, value: str, word: str) -> bool:
        """Whether `word` is the one made for this purpose and value, compared in constant time."""
        return hmac.compare_digest(self.word(purpose, value).encode(), word.encode(errors="replace"))
