"""In which language a comment is judged: as the client says, else as we detect."""

from collections.abc import Sequence

from classifier.language import SUPPORTED, UNDETERMINED
from classifier.model import Assessment
from service.faces.perspective.attributes import scores_by_label
from service.faces.perspective.errors import LANGUAGE, NO_LANGUAGE, AnalyzerError
from service.faces.perspective.parse import Analysis, Requested, unknown_attribute


def detected(assessment: Assessment) -> list[str]:
    """Return the detected language, nothing when the text does not tell."""
    return [] if assessment.language == UNDETERMINED else [assessment.language]


def judged_in(asked: Analysis, assessment: Assessment) -> list[str]:
    """Return the languages that the answer names."""
    return list(asked.languages) or detected(assessment) or sorted(SUPPORTED)


def answered(asked: Analysis, assessment: Assessment) -> Sequence[Requested]:
    """Return the attributes that the model has a label for and that it can judge in the comment's language.

    Raises
    ------
    AnalyzerError
        When there are others and the client does not drop what is not supported.
    """
    if not asked.languages and not detected(assessment) and not _may_be_english(asked.text, assessment):
        raise AnalyzerError(NO_LANGUAGE, "Language detection failed.")
    foreign = _foreign(asked, assessment)
    if not foreign:
        return _labelled(asked, assessment)
    if asked.drops_unsupported:
        return ()
    name = asked.attributes[0].name if asked.attributes else ""
    message = f"Attribute {name} does not support request languages: {', '.join(foreign)}"
    told = {"detectedLanguages": detected(assessment), "attribute": name}
    raise AnalyzerError(LANGUAGE, message, languageNotSupportedByAttributeError=told)


def _may_be_english(text: str, assessment: Assessment) -> bool:
    """Whether a text whose language does not show may be judged: one without a letter is in none."""
    return assessment.language_supported and any(character.isalpha() for character in text)


def _labelled(asked: Analysis, assessment: Assessment) -> Sequence[Requested]:
    labels = scores_by_label(assessment)
    for each in asked.attributes:
        if each.label not in labels and not asked.drops_unsupported:
            raise unknown_attribute(each.name)
    return [each for each in asked.attributes if each.label in labels]


def _foreign(asked: Analysis, assessment: Assessment) -> list[str]:
    if not asked.languages:
        return [] if assessment.language_supported else detected(assessment)
    return [language[:20] for language in asked.languages if language.lower().split("-")[0] not in SUPPORTED]
