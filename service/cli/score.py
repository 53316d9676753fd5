"""`fairword score`: what the model says of a text, and which words make it say so."""

import os

import click

from classifier.artifact import load_model
from classifier.files import ModelError
from classifier.model import Assessment, Model, Span
from service.models import chosen_model
from service.settings import Settings

_WIDTH = 30
_STRONG = 0.5
_WEAK = 0.1


@click.command()
@click.argument("texts", nargs=-1, required=True)
def score(texts: tuple[str, ...]) -> None:
    """Score each TEXT and mark the words that raise its likeliest label."""
    try:
        model = load_model(chosen_model(Settings.from_environment(os.environ)))
    except ModelError as error:
        raise click.ClickException(str(error)) from error
    for text, assessment in zip(texts, model.assess(texts), strict=True):
        _print(model, text, assessment)
    click.echo(f"model {model.version}")


def _print(model: Model, text: str, assessment: Assessment) -> None:
    label = max(assessment.probabilities, key=assessment.probabilities.__getitem__)
    click.echo(_marked(text, [span for span in model.explain(text) if span.label == label]))
    for name, probability in assessment.probabilities.items():
        click.echo(f"  {name:<16} {probability:6.1%}  {'█' * round(probability * _WIDTH)}")
    click.echo(
        f"  {'likely to reject':<16} {assessment.likely_to_reject:6.1%}  language {assessment.language}\n"
    )


def _marked(text: str, spans: list[Span]) -> str:
    """Underline what raises the score a little, and set in bold red what raises it much."""
    strength = [0.0] * len(text)
    for span in spans:
        for place in range(span.start, span.end):
            strength[place] += span.contribution
    return "".join(
        click.style(character, fg="red" if value > _STRONG else None, bold=value > _STRONG, underline=True)
        if value > _WEAK
        else character
        for character, value in zip(text, strength, strict=True)
    )
