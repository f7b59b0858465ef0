"""What a user of fsmc has, without a network: its repository as Git serves it, and an index of what it depends on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import sys_tags
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
_PARTS = ("fsmc", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "action.yml")


def fsmc_repository(folder: Path) -> Path:
    """A repository with this fsmc as its only commit."""
    folder.mkdir(parents=True)
    for part in _PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / part, folder / part)
    commit(folder, "fsmc")
    return folder


def commit(folder: Path, message: str) -> str:
    """Everything in the folder as a commit of its repository, which is made if there is none; its hash."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD").strip()


def git(folder: Path, *command: str) -> str:
    """What Git prints."""
    environment = {**os.environ, **GIT}
    done = subprocess.run(["git", *command], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    **{f"GIT_{role}_{part}": "tests@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")},
}
"""Git as it is on a new machine, and of nobody in particular."""


def offline(folder: Path, *packages: str) -> dict[str, str]:
    """The environment of a user whose pip, virtualenv and pre-commit find all they need under `folder`.

    `packages` are those that the user installs beside fsmc.
    """
    index, home = folder / "index", folder / "home"
    index.mkdir(parents=True)
    home.mkdir()
    for found in _needed(["fsmc", "hatchling", "watchfiles", *packages]):
        _pack(found, index)
    private = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "GIT_", "PYTHON"))}
    return {
        **private,
        **GIT,
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(index),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_CACHE_DIR": "1",
        "PRE_COMMIT_HOME": str(folder / "pre-commit"),
        "VIRTUALENV_OVERRIDE_APP_DATA": str(folder / "virtualenv"),
        "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
        "PATH": os.pathsep.join(_path()),
    }


def _path() -> Iterator[str]:
    """Where programs are: this Python first, and not what is installed for these tests."""
    own = Path(sys.executable).parent
    yield str(Path(sys.base_prefix) / ("Scripts" if os.name == "nt" else "bin"))
    yield from (place for place in os.environ.get("PATH", "").split(os.pathsep) if Path(place) != own)


def _needed(names: list[str]) -> list[Distribution]:
    """What the packages need, themselves left out where they are fsmc; each once."""
    found: dict[str, Distribution] = {}
    waiting = list(names)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # for another Python, or an extra
            continue
        waiting += _requirements(found[name])
    return [each for name, each in found.items() if name != "fsmc"]


def _requirements(one: Distribution) -> Iterator[str]:
    for text in one.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name


def _pack(one: Distribution, index: Path) -> None:
    """A wheel of what is installed."""
    kinds = [line.removeprefix("Tag: ") for line in (one.read_text("WHEEL") or "").splitlines()]
    kind = next(str(tag) for tag in sys_tags() if str(tag) in kinds)
    name = f"{canonicalize_name(one.name).replace('-', '_')}-{one.version}-{kind}.whl"
    made_by_pip = {entry.name for entry in one.entry_points if entry.group == "console_scripts"}
    with zipfile.ZipFile(index / name, "w") as wheel:
        for file in one.files or ():
            if ".." not in file.parts and file.suffix != ".pyc":
                wheel.write(str(file.locate()), file.as_posix())
            elif file.parent.name == "bin" and file.name not in made_by_pip:
                wheel.write(str(file.locate()), f"{one.name.replace('-', '_')}-{one.version}.data/scripts/{file.name}")
