"""What `pip install` gives: a wheel that holds all that fsmc reads at run time, and works away from this folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import fsmc

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of the wheel, unpacked into a folder."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "content")
    return folder / "content"


def test_the_wheel_holds_every_file_of_the_package(installed: Path) -> None:
    def package(root: Path) -> set[str]:
        files = (path for path in (root / "fsmc").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(root).as_posix() for path in files}

    assert package(installed) == package(ROOT)
    assert {"fsmc/py.typed", "fsmc/language/fsm.lark"} <= package(installed)


def test_the_wheel_holds_nothing_but_the_package(installed: Path) -> None:
    assert {path.name.partition("-")[0] for path in installed.iterdir()} == {"fsmc"}


def test_an_installed_fsmc_builds_a_spec(installed: Path, tmp_path: Path) -> None:
    spec = ROOT / "specs/turnstile.fsm"
    subprocess.run(
        [sys.executable, "-m", "fsmc", "build", str(spec)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
    )
    folder = tmp_path / "generated/turnstile"
    built = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert built == {artifact.name: artifact.text.encode() for artifact in fsmc.compile(spec).artifacts}


def test_the_version_stands_in_one_place(installed: Path) -> None:
    assert [path.name for path in installed.glob("*.dist-info")] == [f"fsmc-{fsmc.__version__}.dist-info"]
    assert f"## {fsmc.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
