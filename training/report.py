"""The report of a training run, in Markdown with figures: committed, so that a retrain is a diff."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from training.agreement import MARKED, agreement, read_marked
from training.baselines import by_baseline
from training.corpus import GROUP_LETTERS
from training.datasets.registry import DATASETS
from training.evaluation import (
    HeldBack,
    by_budget,
    by_calibration,
    by_label,
    by_source,
    by_video,
    clean_sources,
    outcomes_of,
    policy_score_quality,
    taken_for_foreign,
)
from training.evasion import by_disguise, rude_words
from training.fairness import by_identity, on_probes
from training.figures import draw_budgets, draw_precision_recall, draw_reliability
from training.judged import cross_fitted
from training.markdown import as_markdown
from training.short import on_short
from training.steps import whole_files
from training.stream import draw_stream
from training.train import TrainingRun


def write_report(run: TrainingRun, data: Path, folder: Path) -> dict[str, Any]:
    """`folder` holds `report.md` and its figures; returned are the numbers for the manifest.

    `data` is the folder of the datasets, for their names and for the texts that people marked.
    """
    held_back = HeldBack.judged_by(run.model, run.corpus[run.held_back], run.scores[run.held_back])
    policy = policy_score_quality(held_back, run.config)
    tables, sections = {}, []
    for title, words, measure in tqdm(_measures(run, held_back), desc="Measuring", unit="table"):
        tables[title] = measure()
        sections.append(_section(title, words, tables[title]))
    text = "\n".join([_head(run, data, policy), *sections, _highlights(run, data)])
    with whole_files(folder) as made:
        _draw(run, held_back, made)
        (made / "report.md").write_text(text, encoding="utf-8")
    return _for_manifest(policy, tables[_LABELS], tables[_SOURCES], tables[_VIDEOS])


Measure = tuple[str, str, Callable[[], pd.DataFrame]]

_SOURCES = "Toxicity, by source"
_LABELS = "Labels, on the stream"
_VIDEOS = "Spam, each video left out in turn"


def _measures(run: TrainingRun, held_back: HeldBack) -> list[Measure]:
    """Each table's title, the words above it, and how it is measured."""
    model, config, corpus = run.model, run.config, run.corpus
    return [
        ("Against baselines", _BASELINES, lambda: by_baseline(run)),
        (_SOURCES, _BY_SOURCE.format(c=config, letters=GROUP_LETTERS), lambda: by_source(held_back, config)),
        (_LABELS, _BY_LABEL, lambda: by_label(held_back, config)),
        ("Calibration", _CALIBRATION, lambda: by_calibration(held_back, config)),
        ("Calibration, cross-fitted", _CROSS_FITTED, lambda: by_calibration(_cross_fitted(run), config)),
        ("Error budgets", _BUDGETS.format(c=config), lambda: by_budget(model, held_back, config)),
        (_VIDEOS, "", lambda: by_video(corpus, run.video_scores)),
        ("Short comments", _SHORT, lambda: on_short(model, held_back, config)),
        (
            "Disguises",
            _DISGUISES,
            lambda: by_disguise(model, held_back.corpus, _rude_words(run), config.seed),
        ),
        ("Harmless text", _HARMLESS, lambda: clean_sources(model, held_back, config)),
        ("Neutral sentences and news", _PROBES, lambda: on_probes(model, config)),
        ("Identities", _IDENTITIES, lambda: by_identity(corpus, run.scores)),
        ("Language", _LANGUAGE, lambda: taken_for_foreign(corpus, config.seed)),
    ]


_BY_SOURCE = """\
The held-back tenth of each source: no text of it was trained on, nor one that begins with the same {letters}
letters. Intervals are 95%, from {c.draws} bootstrap samples. Rows are scored as they are, without weights. In
`civil` every row was picked because some rater found it toxic, so its negatives are borderline.
"""
_BY_LABEL = """\
Held-back rows of the natural stream, weighted to its stated rates; intervals are 95%.
"""
_CALIBRATION = """\
The mean, over ten equal bins of the probability, of |share that was positive - mean probability|, on the
held-back natural stream. A model that is perfectly calibrated shows an error as well, for each bin holds few
rows: the last column is its mean over 200 draws of outcomes from the probabilities themselves. From and to
span 95% of the errors of resampled rows; resampling adds chance of its own, so that both lie too high.
"""
_CROSS_FITTED = """\
The same on the nine tenths that were trained on, where there are more rows and so less chance: each row's
score is by a model that was not fitted on it, its calibration by the four fifths of the rows that it is not
in.
"""
_SHORT = """\
What the default budgets do to short comments. The first are not among the reactions of
`training/datasets/everyday_*.txt`, which are all trained on (`training/probes.py`); two of them stand among
the talk pages of `talk_context` as well.
"""
_BASELINES = """\
On the same held-back rows: a usual pipeline trained on the same talk pages, a library as it installs, and a
list of words. `natural` is talk pages at their natural mixture, `news` the borderline comments of `civil`.
alt-profanity-check was trained on the public original of these talk pages, so on the held-back rows as well:
its figure under `natural` is what it remembers, only the one under `news` can be compared.
"""
_BUDGETS = """\
Thresholds were set on cross-validated scores of the other nine tenths: with {c.confidence:.0%} confidence
the leak (unwanted among approved) stays within its budget, and with the same the overblock (wanted among
rejected), at {c.toxic_rate:.1%} toxic comments and {c.spam_rate:.1%} spam. That is proven of the models
of the cross-validation; the one that is served learned from all nine tenths. Shown is what it does on the
other.
A dash: the data cannot support the budget, nobody is decided.

![Share decided automatically by budget](budgets.svg)
"""
_DISGUISES = """\
Toxic comments of the held-back stream in disguise, against its clean comments as they are. The words that set
toxic texts apart are disguised, and three in ten of the others.
"""
_PROBES = """\
Made sentences (`training/probes.py`), none of them written for training; one of the last stands among the
tweets as well, but for a comma. Only the last should be rejected, and none of them approved; they share their
words with the fair ones.
"""
_IDENTITIES = """\
All rows, by models that were not fitted on them. Subgroup: within texts that name the identity. BPSN: toxic
texts that do not name it against harmless ones that do; low where the mere word raises the score. BNSP:
reversed.
"""
_HARMLESS = "Sources without a toxic text: what the default budgets would do to them.\n"
_LANGUAGE = "All sources are English; a text taken for another language goes to a moderator.\n"


def _cross_fitted(run: TrainingRun) -> HeldBack:
    seen = run.corpus[~run.held_back].reset_index(drop=True)
    return HeldBack(seen, *cross_fitted(run.scores[~run.held_back], seen, run.config))


def _rude_words(run: TrainingRun) -> frozenset[str]:
    seen = run.corpus[~run.held_back & run.corpus["natural"].to_numpy(bool)]
    return rude_words(seen["text"].tolist(), seen["toxicity"].to_numpy(float) >= 0.5)  # noqa: PLR2004


def _highlights(run: TrainingRun, data: Path) -> str:
    if not (data / MARKED).is_file():
        return "## Highlights\n\nNot measured: the marked texts are not there.\n"
    rows = read_marked(data / MARKED)
    return _HIGHLIGHTS.format(f1=agreement(run.model, rows), rows=len(rows), path=MARKED)


_HIGHLIGHTS = """\
## Highlights

The highlighted characters against those that people marked in `{path}`, {rows} texts: mean F1 {f1:.3f}.
The best system of SemEval-2021 task 5, made for this alone, reached 0.708 on other texts of the same source.
The marks were not trained on; most of the texts were, with how many raters marked anything in them.
"""


def _section(title: str, words: str, table: pd.DataFrame) -> str:
    return f"## {title}\n\n{words}\n{as_markdown(table)}" if words else f"## {title}\n\n{as_markdown(table)}"


def _head(run: TrainingRun, data: Path, policy: dict[str, float]) -> str:
    config = run.config
    used = "\n".join(f"- [{d.title}]({d.address}), {d.licence}" for d in DATASETS if (data / d.name).is_dir())
    return f"""\
# Model {run.model.version}

Made by `fairword train`; {len(run.corpus):,} texts, of which {int(run.held_back.sum()):,} were held back
for this page, by groups of near-duplicates. Seed {config.seed}, n-grams of {config.shortest} to
{config.longest} bytes in 2^{config.ngram_bits} buckets, words and pairs in 2^{config.word_bits}.

The policy score, on the stream: ROC-AUC {policy["roc_auc"]:.4f}, average precision
{policy["average_precision"]:.4f}, calibration error {policy["calibration_error"]:.4f}.

![Reliability](reliability.svg) ![Precision and recall](precision_recall.svg)

## Data

{used}
"""


def _draw(run: TrainingRun, held_back: HeldBack, folder: Path) -> None:
    draw_reliability(folder / "reliability.svg", outcomes_of(held_back, run.config))
    _, truth, likely, weights = outcomes_of(held_back, run.config)[-1]
    draw_precision_recall(folder / "precision_recall.svg", truth, likely, weights)
    stream = draw_stream(
        held_back.corpus,
        toxic_rate=run.config.toxic_rate,
        spam_rate=run.config.spam_rate,
        seed=run.config.seed,
    )
    draw_budgets(folder / "budgets.svg", run.model.curve, held_back.likely[stream.rows])


def _for_manifest(
    policy: dict[str, float], labels: pd.DataFrame, sources: pd.DataFrame, videos: pd.DataFrame
) -> dict[str, Any]:
    return {
        "policy_score": {name: round(value, 4) for name, value in policy.items()},
        "roc_auc_by_label": _rounded(labels, "label"),
        "roc_auc_by_source": _rounded(sources, "source"),
        "roc_auc_by_video": _rounded(videos, "video") if len(videos) else {},
    }


def _rounded(table: pd.DataFrame, key: str) -> dict[str, float | None]:
    pairs = zip(table[key], table["ROC-AUC"], strict=True)
    return {str(name): None if np.isnan(value) else round(float(value), 4) for name, value in pairs}
