"""When a case is due: the urgent ones soon, every one in the end."""

URGENT_WITHIN_MS = 4 * 3_600_000


def due_ms(created_at_ms: int, urgency: float) -> int:
    """Return when a case should have been looked at, in milliseconds since 1970.

    A case of urgency 1 is due when it arrives, one of urgency 0 four hours later. Working the queue by that
    time takes the urgent first and still lets nothing wait for ever behind a steady stream of urgent ones.
    """
    return created_at_ms + round((1 - urgency) * URGENT_WITHIN_MS)
