"""Small datasets in the shape of the public ones, from sentences that are made up by a seed."""

import csv
import random
from pathlib import Path
from typing import Any

CALM = (
    "I think that {thing} should be {done} in the {place}.",
    "Thank you for {thing}, it was {good} to read about the {place}.",
    "Could somebody explain how {thing} was {done} last year?",
    "The {place} has {good} people and {thing} is nearby.",
    "My brother says {thing} in the {place} was never {done}.",
)
RUDE = (
    "You are {bad}, and {thing} is none of your business, {bad}!",
    "What {bad} wrote this? Go away from the {place}, {bad}.",
    "Only {bad} would say that {thing} was {done}.",
)
SPAMMY = (
    "Check out my channel and subscribe, {good} videos at http://{place}.example.com/{number}",
    "WIN {number} dollars now!!! Click http://{place}.example.com and {done} free",
    "Subscribe to my page and I subscribe back, {number} followers",
)
WORDS = {
    "thing": ("the new bridge", "the council", "this article", "the old school", "the budget", "the road"),
    "place": ("market", "harbour", "village", "library", "station", "valley"),
    "done": ("built", "closed", "repaired", "counted", "moved", "praised"),
    "good": ("lovely", "helpful", "calm", "kind", "clear", "fine"),
    "bad": ("an idiot", "a stupid moron", "a damn fool", "a pathetic loser", "a filthy liar"),
}


def sentence(chance: random.Random, patterns: tuple[str, ...]) -> str:
    words = {name: chance.choice(choices) for name, choices in WORDS.items()}
    return chance.choice(patterns).format(**words, number=chance.randrange(10_000))


def comment(chance: random.Random, patterns: tuple[str, ...]) -> str:
    """Two or three sentences, at least one of them by `patterns`."""
    rest = [sentence(chance, CALM) for _ in range(chance.randrange(1, 3))]
    sentences = [sentence(chance, patterns), *rest]
    chance.shuffle(sentences)
    return " ".join(sentences)


def texts(count: int, patterns: tuple[str, ...] = CALM, seed: int = 0) -> list[str]:
    chance = random.Random(seed)
    return [comment(chance, patterns) for _ in range(count)]


def write_datasets(folder: Path, *, rows: int = 600, seed: int = 0) -> Path:
    """`folder` has every dataset, `rows` rows the largest."""
    chance = random.Random(seed)
    write_talk(folder / "wikipedia_talk", rows, chance)
    rude_or_not = [(comment(chance, RUDE), 1) for _ in range(rows // 6)] + [
        (comment(chance, CALM), 0) for _ in range(rows // 6)
    ]
    write(
        folder / "civil_comments/votes.csv",
        [{"text": t, "has_span_share": y * 0.5 + 0.25} for t, y in rude_or_not],
    )
    calm = [{"text": comment(chance, CALM), "label": 0} for _ in range(rows // 6)]
    write(folder / "wikipedia_context/gc.csv", calm)
    write(folder / "wikipedia_context/gn.csv", calm[:5])
    for name in ("identity", "random"):
        write(
            folder / f"wikipedia_identity_neutral/{name}.csv",
            [{"text": comment(chance, CALM), "is_toxic": False} for _ in range(rows // 10)],
        )
    for name in ("sms", "youtube_eminem", "youtube_katyperry", "youtube_psy", "youtube_shakira"):
        spam = [{"text": comment(chance, SPAMMY), "spam": 1} for _ in range(rows // 10)]
        ham = [{"text": comment(chance, CALM), "spam": 0} for _ in range(rows // 10)]
        write(folder / f"spam/{name}.csv", spam + ham)
    return folder


def write_talk(folder: Path, rows: int, chance: random.Random) -> None:
    lines = []
    for _ in range(rows):
        toxic = chance.random() < 0.25
        line: dict[str, Any] = {"text": comment(chance, RUDE if toxic else CALM), "toxic": float(toxic)}
        for name in ("severe_toxic", "obscene", "threat", "insult", "identity_hate"):
            line[name] = float(toxic and chance.random() < 0.5)
        lines.append(line | {"split": "train", "srcs": "all"})
    write(folder / "train.csv", lines)


def write(path: Path, lines: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
