"""The outputs of random specs: their tests pass, and the judges of Python code find nothing in them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import count, islice
from pathlib import Path
from unittest import mock

import pytest

from fsmc.analysis import Analysis
from fsmc.emit.catalog import chosen
from fsmc.model import Machine, Raise
from tests.apart import environment
from tests.random.specs import random_case
from tests.random.trials import sound

SPECS = 4
CELLS = 24
"""How many cells a machine has at most whose tests are run here: those of a large one take minutes."""
FOUND = """\
machine RandomFound
state A initial
state B
var last: str
event go
event hop
A on go  -> stay / last = "x\\"y\\\\"  ## The picture tells of backslashes as the spec does.
A on hop -> B / last = ""
B ignore other
"""
TOURS = import_module("fsmc.emit.suite.tours")
OUTPUTS = ("python", "dot", "markdown", "tests")


def machines() -> Iterator[Machine]:
    """The random machines that fsmc takes, each under a name of its own; none with runs without end, which are slow."""
    for number in count():
        text = random_case(f"outputs.{number}").text
        machine, _ = sound(text.replace("machine Random", f"machine Random{number}", 1))
        if machine is not None and len(machine.cells) <= CELLS and not _raises(machine):
            yield machine


def _raises(machine: Machine) -> bool:
    return any(isinstance(doing.effect, Raise) for doing in Analysis(machine).doings)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the outputs of some machines stand side by side."""
    found = tmp_path_factory.mktemp("outputs")
    with mock.patch.multiple(TOURS, FAR=TOURS.NEAR, OPTIONS_AT_MOST=2):  # how thorough its tests are matters less here
        for machine in (_found(), *islice(machines(), SPECS)):
            _write(machine, found)
    return found


def _found() -> Machine:
    machine, _ = sound(FOUND)
    assert machine is not None
    return machine


def _write(machine: Machine, folder: Path) -> None:
    for artifact in (each for backend in chosen(OUTPUTS) for each in backend.emit(machine)):
        path = folder / artifact.name
        path.parent.mkdir(exist_ok=True)
        path.write_text(artifact.text, encoding="utf-8")


def said(folder: Path, *command: str) -> str:
    """What a tool has to say of the folder; nothing if it finds no fault."""
    found = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=environment(), capture_output=True, text=True, check=False,
        encoding="utf-8",
    )  # fmt: skip
    return found.stdout + found.stderr if found.returncode else ""


def test_the_generated_tests_pass(folder: Path) -> None:
    assert len(list(folder.glob("test_random*.py"))) == SPECS + 1
    quiet = ("-q", "-c", os.devnull, "-W", "error", "-p", "no:cacheprovider", "--import-mode=importlib")
    assert said(folder, "pytest", *quiet, str(folder)) == ""


def test_mypy_finds_nothing(folder: Path) -> None:
    modules = sorted(path.name for path in folder.glob("random*.py"))
    assert said(folder, "mypy", "--strict", "--cache-dir", os.devnull, *modules) == ""


@pytest.mark.parametrize("command", [("format", "--diff"), ("check",)], ids=lambda words: words[0])
def test_ruff_finds_nothing(folder: Path, command: tuple[str, ...]) -> None:
    modules = sorted(path.name for path in folder.glob("random*.py"))
    assert said(folder, "ruff", *command, "--isolated", "--no-cache", *modules) == ""
