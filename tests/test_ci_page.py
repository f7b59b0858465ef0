"""docs/ci.md from top to bottom, as a newcomer would: in an empty folder, with nothing installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from fsmc.cli import starter
from fsmc.cli.starter.origin import Origin
from tests.checkout import GIT, fsmc_repository, git, offline

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
ADDRESS = "https://github.com/OWNER/fsmc"
_MARK = "=== done: "

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("git"), reason="needs git and a POSIX shell")


@dataclass(frozen=True)
class Session:
    """A command of the page and what it is said to print."""

    command: str
    printed: str


def sessions() -> list[Session]:
    blocks = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [Session(*part.split("\n", 1)) for part in parts]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("newcomer")


@pytest.fixture(scope="module")
def printed(home: Path) -> list[str]:
    return run_page(home)


def run_page(home: Path) -> list[str]:
    """What each of the commands prints, run in one shell, to somebody whose fsmc is from GitHub."""
    repository, environment = fsmc_repository(home / "fsmc"), offline(home, "pre-commit")
    address = ADDRESS.replace("OWNER", "someone")
    git(home, "config", "--file", environment["GIT_CONFIG_GLOBAL"], f"url.{repository.as_uri()}.insteadOf", address)
    (home / "door").mkdir()
    script = "".join(f"{{ {each.command}\n}} 2>&1\necho '{_MARK}'\n" for each in sessions())
    done = subprocess.run(
        ["bash", "--noprofile", "--norc"],
        input=script.replace(ADDRESS, address), cwd=home / "door", env=environment | {"COLUMNS": "100"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return done.stdout.replace(address, ADDRESS).split(f"{_MARK}\n")[:-1]


def test_every_command_prints_what_the_page_says(printed: list[str]) -> None:
    for session, out in zip(sessions(), printed, strict=True):
        assert _matches(out, session.printed), f"$ {session.command}\n{out}"


def _matches(out: str, said: str) -> bool:
    """Whether the text is what was said, in which a line of three dots stands for any lines."""
    parts = (re.escape(part) for part in re.split(r"^\.\.\.\n", said, flags=re.MULTILINE))
    return re.fullmatch(r"(?:.*\n)*?".join(parts), out) is not None


def test_the_files_that_the_page_shows_are_those_that_fsmc_writes(home: Path, printed: list[str]) -> None:
    assert printed
    shown = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert shown == [starter.guarding(guard, Origin(ADDRESS, "REVISION")) for guard in starter.GUARDS.values()]
    written = (home / "door/.pre-commit-config.yaml").read_text(encoding="utf-8")
    revision = git(home / "fsmc", "rev-parse", "HEAD").strip()
    assert yaml.safe_load(written)["repos"][0]["rev"] == revision


# -------------------------------------------------------------------------------------------------------------- GitLab


def gitlab_script() -> Iterator[str]:
    """The lines of the job of GitLab, but for the installation."""
    job = yaml.safe_load(starter.guarding(starter.GUARDS["gitlab"], Origin(ADDRESS, "v1")))["fsmc"]
    return (line for line in job["script"] if not line.startswith("pip install"))


def _run_gitlab(folder: Path, environment: dict[str, str], base: str = "") -> subprocess.CompletedProcess[str]:
    script = "set -eo pipefail\n" + "\n".join(gitlab_script())
    variables = {"CI_PROJECT_DIR": str(folder)} | ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": base} if base else {})
    return subprocess.run(
        ["bash", "--noprofile", "--norc"], input=script, cwd=folder, env=environment | variables,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def cloned(home: Path, printed: list[str], tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """The newcomer's repository as a job of GitLab has it, and its environment, with fsmc in it."""
    assert printed
    git(tmp_path, "clone", "--quiet", (home / "door").as_uri(), "work")
    path = os.pathsep.join([str(home / "door/.venv/bin"), os.environ.get("PATH", "")])
    return tmp_path / "work", {**os.environ, **GIT, "PATH": path}


def test_the_job_of_gitlab_is_content_with_the_newcomers_repository(cloned: tuple[Path, dict[str, str]]) -> None:
    folder, environment = cloned
    done = _run_gitlab(folder, environment, git(folder, "rev-parse", "HEAD").strip())
    assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "fsmc-quality.json").read_text(encoding="utf-8").strip() == "[]"
    assert "<testsuites" in (folder / "fsmc-junit.xml").read_text(encoding="utf-8")


def test_the_job_of_gitlab_fails_for_a_change_that_breaks_behaviour(cloned: tuple[Path, dict[str, str]]) -> None:
    folder, environment = cloned
    base = git(folder, "rev-parse", "HEAD").strip()
    (folder / "specs/door.fsm").rename(folder / "specs/a gate.fsm")
    spec = folder / "specs/a gate.fsm"
    text = re.sub(r"^Asking, Open on bye .*", "Asking, Open ignore bye", spec.read_text(encoding="utf-8"), flags=re.M)
    spec.write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    subprocess.run(["fsmc", "fmt", "-q"], cwd=folder, env=environment, check=True)
    subprocess.run(["fsmc", "build", "-q"], cwd=folder, env=environment, check=True)
    done = _run_gitlab(folder, environment, base)
    assert done.returncode == 1
    assert "behaviour        breaking" in done.stdout


def test_each_step_of_gitlab_has_its_say_though_another_failed(cloned: tuple[Path, dict[str, str]]) -> None:
    folder, environment = cloned
    spec = folder / "specs/door.fsm"
    spec.write_text(spec.read_text(encoding="utf-8") + "state  Nowhere\n", encoding="utf-8")
    done = _run_gitlab(folder, environment)
    assert done.returncode == 1
    assert "warning[FSM080]" in done.stdout, "check"
    assert "+state Nowhere" in done.stdout, "fmt"
    assert "generated/door/door.py" in done.stdout + done.stderr, "build"


def test_the_files_for_services_are_ones_by_their_schemas(home: Path, printed: list[str]) -> None:
    assert printed
    for schema, path in (
        ("vendor.github-workflows", ".github/workflows/fsmc.yml"),
        ("vendor.gitlab-ci", ".gitlab-ci.yml"),
    ):
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(home / "door" / path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
