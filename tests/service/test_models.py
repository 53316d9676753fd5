import json
import shutil
import stat
from pathlib import Path

import pytest

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model
from classifier.files import ModelError
from service import models
from service.settings import Settings, SettingsError


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def test_without_a_promotion_the_shipped_model_is_used(settings: Settings) -> None:
    assert models.chosen_model(settings) == SHIPPED_MODEL


def test_a_promoted_model_is_a_copy_that_outlives_its_folder(settings: Settings, tmp_path: Path) -> None:
    trained = tmp_path / "trained"
    shutil.copytree(SHIPPED_MODEL, trained)

    version = models.promote(settings.data_dir, trained)
    shutil.rmtree(trained)

    assert load_model(models.chosen_model(settings)).version == version


def test_a_promotion_makes_a_data_folder_that_is_its_owners_alone(settings: Settings) -> None:
    models.promote(settings.data_dir, SHIPPED_MODEL)

    for folder in (settings.data_dir, settings.data_dir / "models"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_set_folder_goes_before_a_promotion(settings: Settings, tmp_path: Path) -> None:
    models.promote(settings.data_dir, SHIPPED_MODEL)

    chosen = models.chosen_model(Settings(data_dir=settings.data_dir, model_dir=tmp_path))

    assert chosen == tmp_path


def test_why_there_is_no_model_is_told_by_the_setting_that_names_it(
    settings: Settings, tmp_path: Path
) -> None:
    assert models.model_trouble(settings) == ""
    nowhere = Settings(data_dir=settings.data_dir, model_dir=tmp_path / "nowhere")
    assert models.model_trouble(nowhere).startswith(f"FAIRWORD_MODEL_DIR: {tmp_path}/nowhere/")
    version = models.promote(settings.data_dir, SHIPPED_MODEL)
    damaged = settings.data_dir / "models" / version / "manifest.json"
    damaged.write_text("[]")
    assert models.model_trouble(settings).startswith(str(damaged))


def test_rollback_goes_back_step_by_step_and_stops_at_the_shipped_model(settings: Settings) -> None:
    version = models.promote(settings.data_dir, SHIPPED_MODEL)
    models.promote(settings.data_dir, SHIPPED_MODEL)

    assert [models.rollback(settings.data_dir) for _ in range(3)] == [version, "shipped", "shipped"]
    assert models.chosen_model(settings) == SHIPPED_MODEL


def test_a_damaged_model_is_not_promoted(settings: Settings, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(SHIPPED_MODEL, damaged)
    manifest = damaged / "manifest.json"
    manifest.write_text(json.dumps({"version": "x"}))

    with pytest.raises(ModelError):
        models.promote(settings.data_dir, damaged)

    assert models.promoted(settings.data_dir) == []


def test_a_model_whose_copy_was_damaged_is_promoted_anew(settings: Settings) -> None:
    models.promote(settings.data_dir, SHIPPED_MODEL)
    (models.chosen_model(settings) / "model.joblib").write_bytes(b"damaged")

    version = models.promote(settings.data_dir, SHIPPED_MODEL)

    assert load_model(models.chosen_model(settings)).version == version


def test_a_data_folder_that_takes_no_model_is_named(settings: Settings) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "models").write_text("a file in its place")
    told = r"FAIRWORD_DATA_DIR: .*models can't be read or written: "

    with pytest.raises(SettingsError, match=told):
        models.promote(settings.data_dir, SHIPPED_MODEL)
    with pytest.raises(SettingsError, match=told):
        models.rollback(settings.data_dir)


def test_what_of_a_model_was_copied_is_removed_when_the_disk_is_full(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object, to: Path) -> None:
        to.mkdir(parents=True)
        raise shutil.Error([("model.joblib", str(to), "[Errno 28] No space left on device")])

    monkeypatch.setattr(shutil, "copytree", fail)

    with pytest.raises(
        SettingsError, match=r"can't be read or written: \[Errno 28\] No space left on device$"
    ):
        models.promote(settings.data_dir, SHIPPED_MODEL)

    assert list((settings.data_dir / "models").iterdir()) == []


def test_a_list_of_promotions_that_cannot_be_read_is_named(settings: Settings) -> None:
    (settings.data_dir / "models" / "promoted").mkdir(parents=True)

    with pytest.raises(SettingsError, match=r"FAIRWORD_DATA_DIR: .*models can't be read or written: "):
        models.chosen_model(settings)
