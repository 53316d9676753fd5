import pytest

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model
from classifier.model import Model


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model(SHIPPED_MODEL)
