"""Why a request to an endpoint came to nothing, in sentences for editors."""

import aiohttp

from service.webhooks.safe_addresses import PrivateAddressError

_BROKEN_OFF = (ConnectionResetError, BrokenPipeError, aiohttp.ServerDisconnectedError)
_SENTENCES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (PrivateAddressError, "The address points into the private network: {}."),
    (aiohttp.ClientConnectorCertificateError, "The TLS certificate of the address is not valid: {}."),
    (aiohttp.ClientSSLError, "The address does not speak TLS, which https:// needs."),
    ((aiohttp.ClientConnectorDNSError, UnicodeError), "The name in the address could not be found."),
    (ConnectionRefusedError, "The address refused the connection."),
    (_BROKEN_OFF, "The address broke off the connection before it answered."),
    (aiohttp.ClientConnectorError, "The address could not be reached."),
    (aiohttp.ClientResponseError, "The address answered something that is no HTTP."),
)
"""The first that fits holds."""
_ANY = "The message could not be sent."


def no_answer(within_s: int) -> str:
    """Return that an endpoint took too long."""
    return f"The address did not answer within {within_s} second{'' if within_s == 1 else 's'}."


def sentence(error: Exception) -> str:
    """Return why an endpoint could not be told, of all errors that a request raises."""
    cause = getattr(error, "os_error", error)  # where aiohttp keeps what kept it from connecting
    for kind, words in _SENTENCES:
        if isinstance(error, kind) or isinstance(cause, kind):
            return words.format(_detail(cause))
    return _ANY


def _detail(cause: Exception) -> str:
    """Return what is known of an address or its certificate beside the kind of trouble."""
    return str(getattr(cause, "verify_message", getattr(cause, "strerror", ""))).rstrip(".")
