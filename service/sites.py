"""What a process knows of each site: its configuration, its policy, its comments and queue."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from classifier.thresholds import Thresholds
from service.domain.comment import Decision
from service.domain.house_rules import DEFAULT_RULES, HouseRule
from service.domain.policy import Policy
from service.scoring.scorer import Scorer
from service.site_config import Config, Retention
from service.site_config import Site as SiteConfig
from service.store.articles import Articles
from service.store.authors import Authors
from service.store.changes import Changes
from service.store.commands import Commands
from service.store.comments import Comments, Keeping
from service.store.hours import Hours
from service.store.labels import Labels
from service.store.past import Past
from service.store.review_queue import ReviewQueue
from service.store.site_settings import FIRST_VERSION, SettingsStore
from service.store.usage import Usage


@dataclass(frozen=True, slots=True)
class Policies:
    """A site's rules with the thresholds of each reading."""

    first: Policy
    sure: Policy
    """With thresholds so strict that what they decide needs no second reading."""
    second: Policy
    """For what the second reader read; its thresholds are those of both readings together."""

    def on(self, decision: Decision) -> Policy:
        """Return the policy that a decision is a matter of."""
        return self.second if decision.was_read_twice else self.first


@dataclass(frozen=True, slots=True)
class Site:
    """One site, ready for use."""

    name: str
    config: SiteConfig
    policies: Policies
    comments: Comments
    queue: ReviewQueue
    past: Past
    authors: Authors
    articles: Articles
    changes: Changes
    hours: Hours
    labels: Labels
    usage: Usage
    settings: SettingsStore
    house_rules: tuple[HouseRule, ...] = DEFAULT_RULES
    settings_version: str = FIRST_VERSION
    """Of the settings that `config`, the policies and `house_rules` come from."""

    @property
    def policy(self) -> Policy:
        """The policy by which what was read once is decided."""
        return self.policies.first


def open_sites(config: Config, scorer: Scorer, commands: Commands) -> dict[str, Site]:
    """Return all configured sites by name."""
    return {name: _open(name, site, scorer, commands) for name, site in config.sites.items()}


def _open(name: str, config: SiteConfig, scorer: Scorer, commands: Commands) -> Site:
    keeping = keeping_of(config.retention)
    comments, queue = Comments(commands, name, keeping), ReviewQueue(commands, name, keeping)
    labels, usage = Labels(commands, name, config.retention.labels * 1_000), Usage(commands, name)
    return Site(
        name=name,
        config=config,
        policies=policies_for(config, scorer),
        comments=comments,
        queue=queue,
        past=Past(commands, name, keeping),
        authors=Authors(commands, comments),
        articles=Articles(commands, name),
        changes=Changes(commands, name),
        hours=Hours(commands, name),
        labels=labels,
        usage=usage,
        settings=SettingsStore(commands, name),
    )


def policies_for(config: SiteConfig, scorer: Scorer) -> Policies:
    """Return a site's policies with the thresholds that the models at work give for its budgets."""
    budgets = {"leak": config.policy.leak, "overblock": config.policy.overblock}
    return Policies(
        first=policy_of(config, scorer.thresholds(**budgets)),
        sure=policy_of(config, scorer.thresholds_alone(**budgets)),
        second=policy_of(config, scorer.second.thresholds(**budgets)),
    )


@asynccontextmanager
async def usage_kept(sites: Mapping[str, Site]) -> AsyncIterator[None]:
    """What is counted of sites until the block ends is written."""
    try:
        yield
    finally:
        await asyncio.gather(*(site.usage.close() for site in sites.values()))


def policy_of(config: SiteConfig, thresholds: Thresholds) -> Policy:
    """Return a site's policy with the thresholds that a model gives for its budgets."""
    return Policy(config.rules.as_rules(), thresholds, config.policy.leak, config.policy.overblock)


def keeping_of(retention: Retention) -> Keeping:
    """Return how long a site keeps things, as the store takes it."""
    return Keeping(
        rejected_ms=retention.rejected * 1_000,
        decisions_ms=retention.decisions * 1_000,
        duplicates_ms=retention.duplicates * 1_000,
    )
