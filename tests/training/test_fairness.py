import numpy as np
import pandas as pd

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model
from training.config import TrainingConfig
from training.fairness import by_identity, on_probes


def test_the_shipped_model_rejects_no_neutral_sentence_no_news_and_next_to_no_source() -> None:
    table = on_probes(load_model(SHIPPED_MODEL), TrainingConfig())
    identities, news, links, fair, abusive = table.to_dict("records")
    assert min(identities["rows"], news["rows"]) > 500
    assert max(identities["rejected"], news["rejected"]) <= 0.001
    assert links["rejected"] <= 0.05
    assert fair["rejected"] <= 0.25
    assert abusive["approved"] <= 0.1


def test_a_model_that_scores_the_mere_word_has_a_low_bpsn() -> None:
    count = 200
    names = np.arange(count) % 2 == 0
    toxic = np.arange(count) % 4 < 2
    corpus = pd.DataFrame(
        {"text": np.where(names, "he is gay", "he is here"), "toxicity": toxic.astype(float)}
    )
    fair = np.where(toxic, 1.0, 0.0)[:, None]
    prejudiced = fair + np.where(names, 5.0, 0.0)[:, None]
    row = by_identity(corpus, fair).set_index("identity").loc["gay"]
    assert (row[["subgroup AUC", "BPSN AUC", "BNSP AUC"]] == 1.0).all()
    row = by_identity(corpus, prejudiced).set_index("identity").loc["gay"]
    assert row["BPSN AUC"] == 0.0
    assert row["subgroup AUC"] == row["BNSP AUC"] == 1.0
