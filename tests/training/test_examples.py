import runpy
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "docs/examples/other_estimator.py"


def test_the_example_swaps_the_estimator_and_exports_it(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(EXAMPLE), run_name="__main__")
    first, second, exported = capsys.readouterr().out.splitlines()
    assert first == "LogisticRegression: ROC-AUC 1.00"
    assert second == "SGDClassifier: ROC-AUC 1.00"
    assert float(exported.rpartition(" ")[2]) < 1e-4
