"""What scoring a comment costs: `python -m benchmarks scoring`."""

import random
import subprocess
import sys
import timeit
from collections.abc import Callable

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union
from tqdm import tqdm

from benchmarks.machine import heading, keep
from classifier import SHIPPED_MODEL, SHIPPED_READER
from classifier.artifact import load_model
from classifier.reader_artifact import load_reader
from service.scoring.reading_process import Encoder

LENGTH = 300  # characters of a comment
COMMENTS = 256
BATCH = 32
FEW = 64
BASELINE = "TF-IDF (word + char_wb) with logistic regression, one at a time"
ROUNDS = 15
WORDS = """
the a of to and in that it is was for on with as at by this have from or had not but what all were when
we there can an your which their said if do will each about how up out them then she many some so these
would other into has more her two like him see time could no make than first been its who now people my
made over did down only way find use may water long little very after called just where most know idiot
stupid great article council bridge election mayor school police budget nobody damn terrible nonsense
subscribe channel
""".split()  # noqa: SIM905


def made_comments(count: int, seed: int) -> list[str]:
    """Comments of `LENGTH` characters, of everyday words with marks and capitals."""
    chance = random.Random(seed)  # noqa: S311 - made-up texts need no secrets
    comments = []
    for _ in range(count):
        words = [
            chance.choice(WORDS) + chance.choice(("", "", "", "", ",", ".", "!", "'s")) for _ in range(120)
        ]
        comments.append(" ".join(words).capitalize()[:LENGTH])
    return comments


def microseconds(score: Callable[[], object], comments: int) -> float:
    """The time of one comment in the fastest of several rounds, which other programs disturbed least."""
    score()
    return min(timeit.repeat(score, number=1, repeat=ROUNDS)) / comments * 1e6


def measure() -> dict[str, float]:
    """Microseconds a comment, by what scores it."""
    model, encoder = load_model(SHIPPED_MODEL), Encoder(load_reader(SHIPPED_READER))
    comments = made_comments(COMMENTS, seed=1)
    batches = [comments[start : start + BATCH] for start in range(0, COMMENTS, BATCH)]
    baseline = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        ),
        LogisticRegression(),
    )
    train = made_comments(2000, seed=2)
    baseline.fit(train, ["idiot" in text for text in train])
    ways: dict[str, Callable[[], object]] = {
        "assess, one at a time": lambda: [model.assess([text]) for text in comments],
        f"assess, in batches of {BATCH}": lambda: [model.assess(batch) for batch in batches],
        "scores alone, one at a time": lambda: [model.scorer.scores([text]) for text in comments],
        "explain": lambda: [model.explain(text) for text in comments],
    }
    slow_ways: dict[str, Callable[[], object]] = {
        BASELINE: lambda: [baseline.predict_proba([text]) for text in comments[:FEW]],
        "second reading": lambda: [encoder.scores(text) for text in comments[:FEW]],
    }
    costs = {name: microseconds(score, COMMENTS) for name, score in tqdm(ways.items(), "Measuring")}
    return costs | {
        name: microseconds(score, FEW) for name, score in tqdm(slow_ways.items(), "The slow ones")
    }


def most_resident_mb() -> float:
    """The most memory that a process had resident which loaded the model and scored comments."""
    program = (
        "from benchmarks.machine import resident_mb;"
        "from classifier import SHIPPED_MODEL; from classifier.artifact import load_model;"
        "model = load_model(SHIPPED_MODEL);"
        "model.assess(['a comment', 'Das ist ein ganz anderer Satz, nicht wahr?'] * 100);"
        "print(resident_mb('self', 'VmHWM'))"
    )
    return float(subprocess.check_output([sys.executable, "-c", program], text=True))


def main() -> None:
    """Measure, print, and write the results down."""
    costs = measure()
    ours = costs["assess, one at a time"]
    theirs = costs[BASELINE]
    keep(
        "scoring",
        [
            *heading("Scoring one comment", "scoring"),
            f"Comments of {LENGTH} characters, one core, best of {ROUNDS} rounds.",
            "",
            "| what | microseconds a comment |",
            "| --- | ---: |",
            *(f"| {name} | {cost:.0f} |" for name, cost in costs.items()),
            "",
            f"The baseline takes {theirs / ours:.0f} times as long as `assess`.",
            f"A process that has the model loaded and in use takes {most_resident_mb():.0f} MB.",
        ],
    )


if __name__ == "__main__":
    main()
