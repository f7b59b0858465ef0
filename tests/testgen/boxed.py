"""A machine and an implementation in; what its written suite says, in this process or run as a user runs it, out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from fsmc.compiler import compile
from fsmc.model import Machine
from fsmc.source import SourceFile
from fsmc.testgen import Suite, companions, file_name, made, suite_text
from fsmc.testgen.kit import fsm_adapters as kit
from tests import apart
from tests.random.modules import module_of

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs/examples/blackbox"
PYTEST = (sys.executable, "-m", "pytest", "-q", "-rN", "-p", "no:cacheprovider")
"""Without the short summary, which is cut or not by the width of a terminal, and by what a service says of itself."""
ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""A suite needs no plugins, and looks for none."""


def suite(machine: Machine, kind: str, places: int = 60) -> Suite:
    """A suite of a machine."""
    return made(machine, kind, {}, places=places, tell=lambda text: None)


def _text(of: Suite) -> str:
    return suite_text(of, lambda said: None)


@dataclass(frozen=True, eq=False)
class Box:
    """The tables of a written suite, to be performed in this process; pytest runs them for users."""

    tables: Mapping[str, Any]

    @property
    def names(self) -> kit.Names:
        """What of the spec has other names in Python."""
        found: kit.Names = self.tables["NAMES"]
        return found

    def failures(self, adapter: Any) -> list[str]:
        """What is said of the tests that an implementation fails."""
        found = []
        try:
            for case in self.tables["CASES"]:
                try:
                    kit.perform(adapter, self.tables["INITIAL"], self.tables["REACH"][case.at], case)
                except pytest.fail.Exception as failure:
                    assert not failure.pytrace  # noqa: PT017 - the report would have a traceback
                    found.append(str(failure))
        finally:
            getattr(adapter, "close", lambda: None)()
        return found


def box(machine: Machine, kind: str, places: int = 60) -> Box:
    """The tables of a suite of a machine."""
    return boxed(suite(machine, kind, places))


def boxed(of: Suite) -> Box:
    """The tables of a suite as it is written, without what pytest runs."""
    tables: dict[str, Any] = {}
    with patch.dict(sys.modules, fsm_adapters=kit):
        exec(_text(of).partition("@each")[0], tables)
    return Box(tables)


def written(machine: Machine, folder: Path, *kinds: str, places: int = 60) -> Path:
    """A folder with suites of a machine and what they need."""
    for kind in kinds:
        (folder / file_name(machine, kind)).write_text(_text(suite(machine, kind, places)), encoding="utf-8")
    for artifact in companions():
        (folder / artifact.name).write_text(artifact.text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Told:
    """What pytest came to."""

    status: int
    text: str

    @property
    def summary(self) -> str:
        """The last line, without the time."""
        lines = [line for line in self.text.splitlines() if line.strip()]
        return lines[-1].partition(" in ")[0] if lines else ""


def judged(folder: Path, *options: str, environment: dict[str, str] | None = None) -> Told:
    """What pytest says of the suites in a folder, which is a project of its own."""
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    done = subprocess.run(
        [*PYTEST, *options], cwd=folder, env=apart.environment(**ALONE, **(environment or {})),
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    return Told(done.returncode, done.stdout + done.stderr)


# ------------------------------------------------------------------------------------------------- implementations


def module(text: str, suite: Box) -> kit.ModuleAdapter:
    """The module of a spec, as a suite that may be of another reaches it."""
    (artifact,) = compile(SourceFile("test.fsm", text), only=("python",)).artifacts
    return kit.ModuleAdapter(module_of(artifact.text), suite.names)


LINES = """
import json, sys
paid = False
for line in sys.stdin:
    said = json.loads(line)
    does = []
    if said["do"] == "reset":
        paid = False
    elif said["do"] == "step":
        event = said["event"]
        does = ["alarm"] if event == "push" and not paid else []
        paid = event == "coin"
    print(json.dumps({"actions": does}), flush=True)
"""


def program(folder: Path, text: str) -> kit.ProcessAdapter:
    """A program of a few lines."""
    (folder / "lines.py").write_text(text, encoding="utf-8")
    return kit.ProcessAdapter([sys.executable, "-I", "-S", str(folder / "lines.py")])
