"""No Docker engine is needed: the commands of the container files run here, on this machine's own servers."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis.exceptions import AuthenticationError

from tests.support.compose import COMPOSE_FILE, MissingVariableError, RedisContainer, read_compose
from tests.support.dockerfile import ROOT, stages
from tests.support.processes import FAIRWORD, Service, fairword_serve

PASSWORD = "a-password-of-this-test"
COMPOSE = read_compose({"REDIS_PASSWORD": PASSWORD})
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
REDIS = SERVICES["redis"]
BUILD, IMAGE = stages()


def test_the_compose_file_insists_on_a_password() -> None:
    with pytest.raises(MissingVariableError, match="put one into"):
        read_compose({})


def test_the_compose_file_has_no_password_of_its_own() -> None:
    text = COMPOSE_FILE.read_text(encoding="utf-8")
    assert text.count("${REDIS_PASSWORD:?") == text.count("${REDIS_PASSWORD") > 0
    assert REDIS["command"][-2:] == ["--requirepass", PASSWORD]


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_a_container_can_do_little_beyond_its_job(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["deploy"]["resources"]["limits"].keys() >= {"cpus", "memory", "pids"}


def test_only_the_service_can_be_reached_and_only_from_this_machine() -> None:
    assert SERVICES["fairword"]["ports"] == ["127.0.0.1:8080:8080"]
    assert "ports" not in REDIS
    assert REDIS["networks"] == ["back"]
    assert COMPOSE["networks"]["back"]["internal"] is True


def test_the_service_trusts_the_network_that_its_own_machine_comes_from() -> None:
    (front,) = COMPOSE["networks"]["front"]["ipam"]["config"]
    assert SERVICES["fairword"]["environment"]["FAIRWORD_TRUSTED_PROXIES"] == front["subnet"]


def test_what_must_last_is_on_declared_volumes() -> None:
    mounts = {name: service["volumes"] for name, service in SERVICES.items()}
    assert mounts == {"fairword": ["fairword-data:/data"], "redis": ["redis-data:/data"]}
    assert COMPOSE["volumes"].keys() == {"fairword-data", "redis-data"}


def test_the_service_waits_for_a_healthy_redis() -> None:
    assert SERVICES["fairword"]["depends_on"] == {"redis": {"condition": "service_healthy"}}


@pytest.fixture
def redis_container(tmp_path: Path) -> Iterator[RedisContainer]:
    container = RedisContainer.prepare(REDIS, tmp_path)
    container.start()
    yield container
    container.kill()


def test_its_redis_confirms_nothing_before_it_is_on_disk_and_evicts_nothing(
    redis_container: RedisContainer,
) -> None:
    with redis_container.client(PASSWORD) as client:
        assert client.config_get("appendonly", "appendfsync", "maxmemory-policy") == {
            "appendonly": "yes",
            "appendfsync": "always",
            "maxmemory-policy": "noeviction",
        }


def test_its_redis_keeps_what_it_confirmed_through_a_kill(redis_container: RedisContainer) -> None:
    with redis_container.client(PASSWORD) as client:
        client.set("comment", "kept")
    redis_container.kill()
    redis_container.start()
    with redis_container.client(PASSWORD) as client:
        assert client.get("comment") == "kept"


def test_its_redis_lets_nobody_in_without_the_password(redis_container: RedisContainer) -> None:
    with redis_container.client("") as client, pytest.raises(AuthenticationError):
        client.ping()


def test_its_health_check_fails_without_an_answer(redis_container: RedisContainer) -> None:
    assert redis_container.is_healthy()
    assert not redis_container.is_healthy(REDISCLI_AUTH="wrong")
    redis_container.kill()
    assert not redis_container.is_healthy()


def test_its_redis_fits_into_its_memory_limit_while_it_rewrites_its_log() -> None:
    words = REDIS["command"]
    used, limit = words[words.index("--maxmemory") + 1], REDIS["deploy"]["resources"]["limits"]["memory"]
    assert 2 * in_mebibytes(used) < in_mebibytes(limit)


def in_mebibytes(size: str) -> int:
    assert size.endswith("mb")
    return int(size.removesuffix("mb"))


def test_the_image_holds_only_what_serving_needs() -> None:
    copied = {source for value in BUILD.all("COPY") for source in value.split()[:-1]}
    assert copied == {"requirements.lock", "pyproject.toml", "README.md", "LICENSE", "classifier", "service"}
    assert IMAGE.all("COPY") == ["--from=build /opt/fairword /opt/fairword"]


def test_docker_is_sent_only_what_the_image_is_built_from() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    first, *rest = [line for line in lines if not line.startswith("#")]
    copied = {source for value in BUILD.all("COPY") for source in value.split()[:-1]}
    assert first == "*"
    assert {line.removeprefix("!") for line in rest if line.startswith("!")} == copied


def test_the_image_installs_only_what_the_lock_file_has_hashes_for() -> None:
    dependencies, product = (command for command in BUILD.all("RUN") if " pip install " in command)
    assert dependencies.endswith("--require-hashes --requirement requirements.lock")
    assert product.endswith("--no-deps --no-build-isolation .")


def test_the_image_does_not_run_as_root() -> None:
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", IMAGE.last("USER"))
    assert IMAGE.last("VOLUME") == IMAGE.environment["FAIRWORD_DATA_DIR"] == "/data"


def test_the_service_runs_as_the_container_files_say(redis_container: RedisContainer, tmp_path: Path) -> None:
    assert IMAGE.entrypoint == [FAIRWORD.name, "serve"]
    settings = IMAGE.environment | SERVICES["fairword"]["environment"]
    del settings["PATH"], settings["FAIRWORD_DATA_DIR"], settings["FAIRWORD_PORT"]
    settings["FAIRWORD_REDIS_URL"] = settings["FAIRWORD_REDIS_URL"].replace(
        "redis:6379", f"127.0.0.1:{redis_container.port}"
    )
    with fairword_serve(tmp_path / "service-data", settings) as service:
        assert is_healthy(service)
        redis_container.kill()
        assert not service.is_ready()
        assert is_healthy(service)
        redis_container.start()
        service.wait_until_ready()
    assert not is_healthy(service)
    assert not (service.data_dir / "redis").exists()


def is_healthy(service: Service) -> bool:
    """Run the health check of the image."""
    environment = {
        "FAIRWORD_PORT": service.url.rpartition(":")[2],
        "PATH": f"{FAIRWORD.parent}:{os.environ['PATH']}",
    }
    command = ["/bin/sh", "-c", IMAGE.health_command]
    return subprocess.run(command, env=environment, check=False, capture_output=True).returncode == 0
