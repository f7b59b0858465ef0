"""A machine and an implementation in; what pytest says of the written suite, run as a user runs it, out."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from fsmc.model import Machine
from fsmc.testgen import companions, file_name, made, suite_text

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs/examples/blackbox"


def written(machine: Machine, folder: Path, *kinds: str, places: int = 60) -> Path:
    """A folder with suites of a machine and what they need."""
    for kind in kinds:
        suite = made(machine, kind, {}, places=places, tell=lambda text: None)
        text = suite_text(suite, lambda said: None)
        (folder / file_name(machine, kind)).write_text(text, encoding="utf-8")
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
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "FSM_"))}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *options]
    done = subprocess.run(
        command, cwd=folder, env={**clean, "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})},
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    return Told(done.returncode, done.stdout + done.stderr)
