import pandas as pd

from training.baselines import selections


def test_news_are_the_part_at_hand_or_the_public_original_and_nothing_is_asked_of_no_rows() -> None:
    talk = {"source": "talk", "natural": True}
    for news in ({"source": "civil", "natural": False}, {"source": "civil_stream", "natural": True}):
        found = dict(selections(pd.DataFrame([talk, news])))
        assert found["news"]["source"].tolist() == [news["source"]]
    assert [title for title, _ in selections(pd.DataFrame([talk]))] == ["natural"]
