"""What people outside say of a text becomes a training label."""

from dataclasses import dataclass

from service.domain.clock import Clock
from service.domain.feedback import TrainingLabel
from service.domain.seal import Seal
from service.domain.submission import Author
from service.sites import Site

TEXT_MAX = 65_536
WORD_MAX = 300


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a program of the site passes on: a text, and what a person said of it."""

    text: str
    labels: dict[str, float]
    source: str
    reference: str = ""
    community: str = ""
    author: Author | None = None


class Feedback:
    """Keeps opinions as training labels."""

    def __init__(self, seal: Seal, clock: Clock) -> None:
        self._seal = seal
        self._clock = clock

    async def keep(self, site: Site, opinion: Opinion) -> None:
        """The opinion is kept; one on an empty text teaches nothing and is not."""
        if not opinion.text.strip():
            return
        label = TrainingLabel(
            text=_storable(opinion.text, TEXT_MAX),
            labels=opinion.labels,
            source=opinion.source,
            at_ms=self._clock(),
            reference=_storable(opinion.reference, WORD_MAX),
            community=_storable(opinion.community, WORD_MAX),
            author_key=self._author_key(opinion.author),
        )
        await site.labels.keep(label)

    def _author_key(self, author: Author | None) -> str:
        return self._seal.word("author", author.identity) if author else ""


def _storable(text: str, longest: int) -> str:
    """Cut a text to size; JSON may spell halves of characters, which no store takes."""
    return text[:longest].encode(errors="replace").decode()
