import pandas as pd
import pytest

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model, read_manifest
from classifier.labels import LABELS
from tests.training.made_datasets import CALM, RUDE, texts
from training.config import TrainingConfig
from training.copies import are_near_copies, with_and_without_copies
from training.evaluation import HeldBack

NOTICE = "your edit of {} was taken back, as it does not seem to help; please use the sandbox for tests"


@pytest.mark.parametrize(
    ("text", "learned", "is_copy"),
    [
        (NOTICE.format("Ferry"), NOTICE.format("Harbour"), True),
        (NOTICE.format("Ferry").upper(), NOTICE.format("Harbour"), True),
        (NOTICE.format("Ferry"), "Please use the sandbox for tests, all of you who come here", False),
        (NOTICE.format("Ferry"), f"{NOTICE.format('Ferry')} " + " ".join(map(str, range(20))), False),
        ("so what", "so what", False),
    ],
)
def test_near_copies_share_most_of_their_runs_of_three_words(
    text: str, learned: str, *, is_copy: bool
) -> None:
    assert are_near_copies(["Something else, it seems.", text], ["", learned]).tolist() == [False, is_copy]


def test_the_stream_is_judged_with_near_copies_of_what_was_learned_and_without_them() -> None:
    table = judged_after(
        NOTICE.format("Harbour"), "You stupid idiot, nobody has asked you for your opinion here"
    )
    assert table.loc[:, "harmless":"spam"].to_dict("index") == {
        "all": {"harmless": 42, "toxic": 21, "spam": 0},
        "near-copies": {"harmless": 2, "toxic": 1, "spam": 0},
        "without them": {"harmless": 40, "toxic": 20, "spam": 0},
    }
    assert table.loc["near-copies", "ROC-AUC"] == 1.0


def test_where_there_are_no_near_copies_nothing_is_said_of_them() -> None:
    table = judged_after("Something else, it seems.")
    assert table.loc["near-copies", ["ROC-AUC", "leaked", "overblocked"]].isna().all()
    assert list(table.loc["without them"]) == list(table.loc["all"])


def judged_after(*learned: str) -> pd.DataFrame:
    """What is told of the made stream by a model that has learned these texts."""
    model, config = load_model(SHIPPED_MODEL), TrainingConfig.of(read_manifest(SHIPPED_MODEL))
    corpus = made_stream()
    judged = HeldBack.judged_by(model, corpus, model.scorer.scores(corpus["text"].tolist()))
    return with_and_without_copies(model, judged, learned, config).set_index("rows")


def made_stream() -> pd.DataFrame:
    calm = [*texts(40, CALM), NOTICE.format("Ferry"), NOTICE.format("Bridge")]
    rude = [*texts(20, RUDE), "Bob, you stupid idiot, nobody has asked you for your opinion here"]
    outside = ["Not of the stream: a tweet."]
    corpus = pd.DataFrame({"text": [*calm, *rude, *outside]}).assign(**dict.fromkeys(LABELS, float("nan")))
    natural = len(calm) + len(rude)
    return corpus.assign(
        source="talk",
        toxicity=[0.0] * len(calm) + [1.0] * len(rude) + [0.0],
        natural=[True] * natural + [False],
    )
