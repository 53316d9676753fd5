"""What the Dockerfile says, and the folder that it would build in."""

import json
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

from dockerfile_parse import DockerfileParser

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Stage:
    """The instructions from one FROM to the next, in order, comments left out."""

    steps: tuple[tuple[str, str], ...]

    def all(self, instruction: str) -> list[str]:
        """Return the arguments of every such instruction."""
        return [value for name, value in self.steps if name == instruction]

    def last(self, instruction: str) -> str:
        """Return the arguments of the one that counts."""
        return self.all(instruction)[-1]

    @property
    def environment(self) -> dict[str, str]:
        """The variables that ENV sets, not expanded."""
        return dict(word.split("=", 1) for value in self.all("ENV") for word in shlex.split(value))

    @property
    def entrypoint(self) -> list[str]:
        """The entrypoint's words.

        Raises
        ------
        json.JSONDecodeError
            When it is in shell form: then signals would go to a shell.
        """
        words: list[str] = json.loads(self.last("ENTRYPOINT"))
        return words

    @property
    def health_command(self) -> str:
        """What the health check runs in a shell."""
        return re.split(r"\sCMD\s", self.last("HEALTHCHECK"), maxsplit=1)[1]


def stages() -> list[Stage]:
    """Return the stages of the Dockerfile in order."""
    found: list[list[tuple[str, str]]] = []
    for step in DockerfileParser(str(ROOT / "Dockerfile"), cache_content=True).structure:
        if step["instruction"] == "FROM":
            found.append([])
        if found and step["instruction"] != "COMMENT":
            found[-1].append((step["instruction"], step["value"]))
    return [Stage(tuple(steps)) for steps in found]


def copy_build_context(target: Path) -> None:
    """Copy into a folder what the build stage copies, and nothing else."""
    for value in stages()[0].all("COPY"):
        *sources, destination = value.split()
        for source in sources:
            if (ROOT / source).is_dir():
                shutil.copytree(
                    ROOT / source, target / destination, ignore=shutil.ignore_patterns("__pycache__")
                )
            else:
                shutil.copy(ROOT / source, target / destination)
