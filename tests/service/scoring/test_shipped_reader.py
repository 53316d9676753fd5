from classifier import SHIPPED_MODEL, SHIPPED_READER
from classifier.artifact import load_model
from classifier.reader_artifact import load_reader
from service.scoring.scorer import open_scorer
from tests.service.scoring.test_second_reader import until

MOST_BYTES = 16_000_000


async def test_the_shipped_reader_reads_beside_the_shipped_model() -> None:
    artifact, model = load_reader(SHIPPED_READER), load_model(SHIPPED_MODEL)
    assert artifact.joined_with == model.version, "fairword reader finish joins it with another model"
    assert artifact.encoder.stat().st_size <= MOST_BYTES
    scorer = open_scorer(SHIPPED_MODEL, SHIPPED_READER, within_s=30.0)
    try:
        await until(lambda: scorer.second.state == artifact.version)
        kind = await scorer.read_again("Thank you, the part on the old harbour was a joy to read.")
        rude = await scorer.read_again("You are a worthless piece of shit and everybody hates you.")
    finally:
        await scorer.close()
    limits = artifact.joining.thresholds(leak=0.01, overblock=0.05)
    assert kind is not None
    assert rude is not None
    assert limits.approve_below is not None
    assert kind.likely_to_reject < limits.approve_below
    assert rude.likely_to_reject > 0.9
