"""Settings as editors type them, over the configuration."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.house_rules import DEFAULT_RULES, HouseRule
from service.domain.rates import Rate
from service.site_config import Budgets, Limits, Site, SiteRules
from service.site_settings import NAMES, InvalidSettingsError, SiteSettings, differing

words = st.lists(st.sampled_from(["kettle*", "buy now", "é*t", "zorkwort", "2nd"]), unique=True).map(tuple)
rates = st.just("off") | st.builds(Rate, st.integers(1, 999), st.integers(1, 3_000_000)).map(str)
sites = st.builds(
    Site,
    rules=st.builds(
        SiteRules,
        blocked_words=words.map(tuple),
        watched_words=words.map(tuple),
        max_links=st.integers(0, 100),
    ),
    limits=st.builds(Limits, address=rates, author=rates, article=rates, site=rates),
    policy=st.builds(Budgets, leak=st.sampled_from(["0.1%", "1%", "12.5%", "49%"])),
)


@settings(max_examples=50, deadline=None)
@given(sites, sites)
def test_what_was_typed_over_one_configuration_reads_as_it_was_meant(one: Site, other: Site) -> None:
    typed = SiteSettings(other).typed()
    assert SiteSettings.read(one, typed).typed() == typed
    assert SiteSettings.read(other, {}) == SiteSettings(other)
    _, after = differing(SiteSettings(one).typed(), typed)
    assert SiteSettings.read(one, after).typed() == typed


def test_every_setting_has_a_text_and_other_tables_stay() -> None:
    site = Site(origins=("https://news.example",))
    assert set(SiteSettings(site).typed()) == set(NAMES)
    assert SiteSettings.read(site, {"max_links": "9"}).config.origins == site.origins


def test_a_setting_that_there_is_not_is_left_alone() -> None:
    assert SiteSettings.read(Site(), {"origins": "https://evil.example"}) == SiteSettings(Site())


def test_house_rules_are_lines_of_code_button_and_sentence() -> None:
    read = SiteSettings.read(Site(), {"house_rules": "rude | Rude | It is rude.\n\nad|Ad|It sells."})
    assert read.house_rules == (HouseRule("rude", "Rude", "It is rude."), HouseRule("ad", "Ad", "It sells."))
    assert SiteSettings(Site()).house_rules == DEFAULT_RULES


@pytest.mark.parametrize("rules", ["", "rude", "rude | Rude", "rude | Rude | It | is.", "\n".join(
    f"r{number} | R | S" for number in range(10)
)])  # fmt: skip
def test_wrong_house_rules_are_told(rules: str) -> None:
    with pytest.raises(InvalidSettingsError, match="house_rules"):
        SiteSettings.read(Site(), {"house_rules": rules})


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidSettingsError) as caught:
        SiteSettings.read(Site(), {"leak": "half", "max_links": "-1", "address": "9", "house_rules": "X"})
    assert [error.field for error in caught.value.errors] == ["max_links", "address", "leak", "house_rules"]
