"""Rate limits in headers, as the IETF's draft on RateLimit header fields has them."""

from collections.abc import Sequence

from service.domain.rates import Quota


def rate_headers(quotas: Sequence[Quota]) -> dict[str, str]:
    """Return `RateLimit-Policy` and `RateLimit` for what is left; nothing when no rate applies."""
    if not quotas:
        return {}
    return {
        "RateLimit-Policy": ", ".join(
            f'"{each.name}";q={each.rate.count};w={each.rate.period_s}' for each in quotas
        ),
        "RateLimit": ", ".join(f'"{each.name}";r={each.remaining};t={each.reset_s}' for each in quotas),
    }
