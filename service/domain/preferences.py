"""How a moderator wants to see what people wrote: a shift is long, and not all of it is kind."""

from dataclasses import dataclass

PAUSES = (0, 5, 10, 20)
"""After how many hard cases in a row a moderator may want to be told; 0: never."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """One moderator's."""

    blur: bool = False
    """Texts are blurred until they are pointed at or focused."""
    mask: bool = False
    """Words that raised the score are covered until they are pointed at or focused."""
    pause_after: int = 0
    """One of `PAUSES`."""

    @property
    def are_any(self) -> bool:
        """Whether anything is to be shown otherwise than to everybody."""
        return self != Preferences()
