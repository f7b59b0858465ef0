"""The generated tests of machines whose names are those of the tests' own tools pass, in the folders they are in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fsmc import compiler
from fsmc.source import SourceFile
from tests.apart import environment

SPEC = """\
machine {name}
option '2-way': bool = false
option settle: bool = false
state '!' initial
state METHODS
timer '?' = 3s within METHODS
event answer
event parametrize
action done
action fails-at
action '+'
guard answer
guard asked
guard be-asked
guard answers
'!' on answer [answer and asked and be-asked] -> METHODS / done, fails-at, '+', start '?'
'!' ignore answer [else]
METHODS on timeout '?' ['2-way' or settle or answers] -> '!'
METHODS on timeout '?' [else] -> METHODS / done
any on parametrize -> '!'
unlisted reject
"""
MACHINES = ("Json", "Conftest", "Test-x")


def test_the_tests_of_odd_names_pass_beside_modules_of_odd_names(tmp_path: Path) -> None:
    for name in MACHINES:
        compiled = compiler.compile(
            SourceFile("x.fsm", SPEC.format(name=f"'{name}'")), ["python", "dot", "markdown", "tests"]
        )
        assert not compiled.errors, compiled.errors
        for artifact in compiled.artifacts:
            file = tmp_path / compiled.slug / artifact.name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(artifact.text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(tmp_path)]
    run = subprocess.run(
        command, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=300, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
