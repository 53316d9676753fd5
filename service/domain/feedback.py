"""What people outside say of a text: the material that models are trained with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrainingLabel:
    """One person's word on one text."""

    text: str
    labels: dict[str, float]
    """Label → probability from 0 to 1; labels that a model doesn't have may be among them."""
    source: str
    """Which way it came in, such as `perspective`."""
    at_ms: int
    reference: str = ""
    """The sender's own name for the comment; of two labels with one reference the later one holds."""
    community: str = ""
    """Where the comment stands, as the sender tells it."""
    author_key: str = ""
    """The author as an opaque word, so that erasing the author erases this; empty when nobody is named."""
