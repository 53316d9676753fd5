"""What a process knows of each site: its configuration, its policy under the model, its comments and queue."""

from dataclasses import dataclass

from service.domain.policy import Policy
from service.scoring.scorer import Scorer
from service.site_config import Config, Retention
from service.site_config import Site as SiteConfig
from service.store.commands import Commands
from service.store.comments import Comments, Keeping
from service.store.review_queue import ReviewQueue


@dataclass(frozen=True, slots=True)
class Site:
    """One site, ready for use."""

    name: str
    config: SiteConfig
    policy: Policy
    comments: Comments
    queue: ReviewQueue


def open_sites(config: Config, scorer: Scorer, commands: Commands) -> dict[str, Site]:
    """Return all configured sites by name."""
    return {name: _open(name, site, scorer, commands) for name, site in config.sites.items()}


def _open(name: str, config: SiteConfig, scorer: Scorer, commands: Commands) -> Site:
    budgets, keeping = config.policy, _keeping(config.retention)
    thresholds = scorer.thresholds(leak=budgets.leak, overblock=budgets.overblock)
    policy = Policy(config.rules.as_rules(), thresholds, budgets.leak, budgets.overblock)
    return Site(name, config, policy, Comments(commands, name, keeping), ReviewQueue(commands, name, keeping))


def _keeping(retention: Retention) -> Keeping:
    return Keeping(
        rejected_ms=retention.rejected * 1_000,
        decisions_ms=retention.decisions * 1_000,
        duplicates_ms=retention.duplicates * 1_000,
    )
