"""The generated modules work under every CPython that users may have, from 3.10 on: their own tests pass there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

GENERATED = Path(__file__).parent.parent / "generated"
VERSIONS = ("3.10", "3.11", "3.12", "3.13")


@cache
def interpreter(version: str) -> str | None:
    """A CPython of that version: one of pyenv, or one on the PATH."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    candidates = [str(path) for path in sorted(root.glob(f"versions/{version}.*/bin/python"))]
    candidates += filter(None, [shutil.which(f"python{version}")])
    return next((candidate for candidate in candidates if _is(candidate, version)), None)


def _is(python: str, version: str) -> bool:
    """Whether a command really runs CPython of that version; pyenv's shims may be there and not work."""
    program = "import sys; print(sys.implementation.name, '%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    return done.stdout.strip() == f"cpython {version}"


@pytest.mark.parametrize("version", VERSIONS)
def test_the_generated_tests_pass_under_python(version: str, tmp_path: Path) -> None:
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        pytest.skip("this is the Python that runs all tests")
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no CPython {version} in pyenv or on the PATH")
    shutil.copytree(GENERATED, tmp_path / "generated", ignore=shutil.ignore_patterns("__pycache__"))
    # pytest and what it needs are pure Python, so those of this environment serve the other Python too
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(pytest.__file__).parent.parent),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -q --import-mode=importlib -p no:cacheprovider\n")
    done = subprocess.run(
        [python, "-W", "error", "-m", "pytest", "generated"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
