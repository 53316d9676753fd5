"""What waits, looked at as a whole: what fits a filter, what there is to filter by, and what is alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.domain.comment import Comment
from service.domain.likeness import alike, bands
from service.sites import Site
from service.usecases.case_filter import Facets, Filter, Order, sorted_by
from service.usecases.waiting import open_comments

SURVEYED_MAX = 5_000
"""So many of the most urgent cases are looked at; whoever has more is told so."""
CLUSTER_MAX = 50
"""So many are shown, and decided, as one; the next ones make another."""


@dataclass(slots=True)
class Cluster:
    """A case, and those that say the same but for small changes."""

    head: Comment
    others: list[Comment] = field(default_factory=list)

    @property
    def all(self) -> list[Comment]:
        """Every case of it, the first first."""
        return [self.head, *self.others]


@dataclass(frozen=True, slots=True)
class Survey:
    """The open cases of a site."""

    clusters: list[Cluster]
    """Those that fit, in the order asked for."""
    fitting: int
    """How many cases these are."""
    facets: Facets
    """What there is to filter by, among all."""
    surveyed: int


async def survey(site: Site, wanted: Filter, order: Order) -> Survey:
    """Look at what waits."""
    waiting: list[Comment] = []
    async for comment in open_comments(site):
        waiting.append(comment)
        if len(waiting) == SURVEYED_MAX:
            break
    fitting = sorted_by(order, [comment for comment in waiting if wanted.fits(comment)])
    return Survey(clustered(fitting), len(fitting), Facets.of(waiting), len(waiting))


def clustered(comments: Sequence[Comment]) -> list[Cluster]:
    """Put near-duplicates together, each where the first of them stands. Appeals stand alone."""
    clusters: list[Cluster] = []
    by_band: dict[str, Cluster] = {}
    for comment in comments:
        words = () if comment.appeal else bands(comment.text)
        cluster = next((by_band[each] for each in words if _takes(by_band.get(each), comment)), None)
        if cluster is None:
            cluster = Cluster(comment)
            clusters.append(cluster)
        else:
            cluster.others.append(comment)
        by_band |= dict.fromkeys(words, cluster)
    return clusters


def _takes(cluster: Cluster | None, comment: Comment) -> bool:
    return cluster is not None and len(cluster.all) < CLUSTER_MAX and alike(cluster.head.text, comment.text)
