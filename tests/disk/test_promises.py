"""SECURITY.md: each promise names a test that is there, and what the compiler never does is nowhere in it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fsmc import compiler
from fsmc.source import SourceFile
from tests.disk.scenes import DOOR

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NEVER = {"eval", "exec", "compile", "__import__"}
RUNS_GENERATED_CODE = ("fsmc/mutate/", "fsmc/testgen/")
"""What runs generated code, and says so."""
WATCHED = """
import sys
from fsmc import compiler
from fsmc.source import SourceFile
compiler.compile(SourceFile("warm", sys.argv[1]))
def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "os.system", "os.exec", "ctypes.")) or event in ("exec", "compile"):
        print(event, arguments)
sys.addaudithook(watch)
compiler.compile(SourceFile("x.fsm", sys.argv[1].replace("Door", "Gate")))
"""


def test_the_tests_that_are_named_are_there() -> None:
    named = re.findall(r"`((?:tests/[\w/]+/)?test_\w+\.py)`", TEXT)
    assert len(named) > 10
    places = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    assert [name for name in named if not any(place.endswith(name) for place in places)] == []


@pytest.mark.parametrize("module", re.findall(r"`python -m ([\w.]+)`", TEXT))
def test_the_commands_that_are_named_are_there(module: str) -> None:
    assert (ROOT / f"{module.replace('.', '/')}.py").is_file()


def test_no_module_of_the_compiler_runs_texts() -> None:
    guilty = []
    for path in sorted((ROOT / "fsmc").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        names = {call.id for call in calls if isinstance(call, ast.Name)}
        guilty += [name] if names & NEVER and not name.startswith(RUNS_GENERATED_CODE) else []
    assert guilty == []


def test_a_build_opens_no_connection_and_runs_nothing_of_the_spec() -> None:
    command = [sys.executable, "-c", WATCHED, DOOR]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == ""


def test_the_page_that_plays_may_load_nothing() -> None:
    made = compiler.compile(SourceFile("door.fsm", DOOR), only=("html",)).artifacts
    assert "default-src 'none'" in made[0].text
