"""A name in, the texts that a project begins with out: its first spec, its configuration, what guards it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from fsmc import names
from fsmc.cli.starter.origin import GAP, Origin

__all__ = ["GAP", "GUARDS", "Guard", "Origin", "Place", "config", "guarding", "spec"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a project lies in its repository: the folder, from the root and with `/`, and its configuration.

    Both are empty for a project that is all of its repository.
    """

    folder: str = ""
    configuration: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """What runs fsmc at each change: the file that says so, its text here, and where its lines go in one that exists.

    `next` is what is left to do once it is written.
    """

    path: str
    text: str
    merge: str
    next: str


GUARDS = {
    "pre-commit": Guard(
        ".pre-commit-config.yaml",
        "pre-commit.yaml",
        "add to its `repos`",
        "pip install pre-commit && pre-commit install",
    ),
    "github": Guard(
        ".github/workflows/fsmc.yml",
        "github.yml",
        "compare it with",
        "commit it: it runs at each push and pull request",
    ),
    "gitlab": Guard(".gitlab-ci.yml", "gitlab.yml", "add to it", "commit it: it runs at each push and merge request"),
}


def spec(name: str) -> str:
    """The first spec of a machine with that name."""
    return _read("spec.fsm").replace("machine Starter", f"machine {names.quoted(name)}")


def config(folder: str) -> str:
    """A `fsmc.toml` for specs in `folder`, written with `/`."""
    return _read("fsmc.toml").replace('"specs"', names.double_quoted(folder), 1)


def guarding(guard: Guard, origin: Origin, place: Place = Place()) -> str:
    """The text that makes a service run the fsmc of `origin` for the project at `place`."""
    wanted = {"REPOSITORY": origin.repository, "REVISION": origin.revision, GAP: origin.slug}
    text = "".join(_placed(_read(guard.text), place))
    for word, meant in wanted.items():
        text = text.replace(word, meant)
    return text


def _placed(text: str, place: Place) -> Iterator[str]:
    """The lines of a text; those that say where a project lies only for one that does not lie at the root."""
    wanted = {
        "cd FOLDER": json.dumps(f"cd {shlex.quote(place.folder)}", ensure_ascii=False),
        "FOLDER": json.dumps(place.folder, ensure_ascii=False),
        "CONFIGURATION": json.dumps(place.configuration, ensure_ascii=False),
    }
    for line in text.splitlines(keepends=True):
        word = next((word for word in wanted if word in line), "")
        if not word:
            yield line
        elif place.folder:
            yield line.replace(word, wanted[word])


def _read(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
