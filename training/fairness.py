"""What a model does to harmless text that it might misjudge: identities named, news told, sources linked."""

import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from classifier.model import Model
from training.config import TrainingConfig
from training.metrics import roc_auc
from training.probes import (
    ABUSIVE_REMARKS,
    FAIR_REMARKS,
    IDENTITIES,
    LINKED_REMARKS,
    identity_sentences,
    news_sentences,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_WORD = re.compile(r"[a-z]+")
_FORMS = [{name.lower(), f"{name.lower()}s"} for name in IDENTITIES]
_FEWEST = 20  # rows of each class, for a figure that says anything


def on_probes(model: Model, config: TrainingConfig) -> pd.DataFrame:
    """What the default budgets do to made sentences: only the last, which are abuse, should be rejected."""
    probes = {
        "sentences that name an identity": [sentence for _, sentence in identity_sentences()],
        "news of war, crime and politics": list(news_sentences()),
        "remarks with a link to a source": list(LINKED_REMARKS),
        "fair remarks in rough words": list(FAIR_REMARKS),
        "abusive remarks, some in calm words": list(ABUSIVE_REMARKS),
    }
    thresholds = model.thresholds(leak=config.leak, overblock=config.overblock)
    rows = []
    for name, sentences in probes.items():
        likely = np.array([one.likely_to_reject for one in model.assess(sentences)])
        approved, rejected = thresholds.decided(likely)
        rows.append(
            {
                "text": name,
                "rows": len(sentences),
                "approved": approved.mean(),
                "rejected": rejected.mean(),
            }
        )
    return pd.DataFrame(rows)


def by_identity(corpus: pd.DataFrame, scores: Floats) -> pd.DataFrame:
    """For each identity, three ROC-AUCs for toxicity (Borkan et al. 2019, "Nuanced metrics").

    Subgroup: within texts that name it. BPSN: toxic texts that don't against harmless ones that do. BNSP:
    toxic texts that do against harmless ones that don't. Low BPSN: the mere word raises the score.
    """
    known = corpus["toxicity"].notna().to_numpy() & ~np.isnan(scores[:, 0])
    texts = tqdm(corpus.loc[known, "text"], "Looking for identities", unit="text")
    named = np.array([_named(text) for text in texts], np.bool_).reshape(-1, len(IDENTITIES))
    toxic = corpus.loc[known, "toxicity"].to_numpy(float) >= 0.5  # noqa: PLR2004
    rows = []
    for identity, names in zip(IDENTITIES, named.T, strict=True):
        if min((names & toxic).sum(), (names & ~toxic).sum()) >= _FEWEST:
            rows.append({"identity": identity} | _aucs(scores[known, 0], toxic, names))
    return pd.DataFrame(rows)


def _named(text: str) -> list[bool]:
    words = set(_WORD.findall(text.lower()))
    return [not forms.isdisjoint(words) for forms in _FORMS]


def _aucs(scores: Floats, toxic: Flags, names: Flags) -> dict[str, Any]:
    def auc(rows: Flags) -> float:
        return roc_auc(toxic[rows], scores[rows], np.ones(rows.sum()))

    return {
        "rows": int(names.sum()),
        "subgroup AUC": auc(names),
        "BPSN AUC": auc((toxic & ~names) | (~toxic & names)),
        "BNSP AUC": auc((toxic & names) | (~toxic & ~names)),
    }
