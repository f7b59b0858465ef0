"""The hooks as users have them: pre-commit itself installs fsmc from its repository, and runs it at each commit."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from fsmc.cli import starter
from tests.checkout import commit, fsmc_repository, git, offline

ROOT = Path(__file__).parent.parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="needs git")


@dataclass(frozen=True)
class Project:
    """A repository that is guarded by the hooks."""

    folder: Path
    environment: dict[str, str]

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def commit(self, *, add: bool = True) -> tuple[int, str]:
        """Whether a commit of everything got through, and what was said."""
        if add:
            git(self.folder, "add", "--all")
        command = ["git", "commit", "--message", "a change"]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The repository of fsmc, and an environment whose hooks are installed once for all tests."""
    folder = tmp_path_factory.mktemp("user")
    return fsmc_repository(folder / "fsmc"), offline(folder)


@pytest.fixture(scope="module")
def guarded(home: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with the starter in it, built and committed, then guarded."""
    fsmc, environment = home
    folder = tmp_path_factory.mktemp("guarded")
    project = Project(folder, environment)
    project.write("specs/door.fsm", starter.spec("Door"))
    project.write("fsmc.toml", 'outputs = ["python", "markdown"]\n')
    project.write("other.txt", "not a spec\n")
    hooks = [{"id": hook["id"], "verbose": True} for hook in HOOKS]
    config = {"repos": [{"repo": fsmc.as_uri(), "rev": git(fsmc, "rev-parse", "HEAD").strip(), "hooks": hooks}]}
    project.write(".pre-commit-config.yaml", yaml.safe_dump(config, sort_keys=False))
    subprocess.run([sys.executable, "-m", "fsmc", "build", "-q"], cwd=folder, check=True)
    commit(folder, "begin")
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"], cwd=folder, env=environment, check=True, capture_output=True
    )
    return project


@pytest.fixture
def project(guarded: Project, tmp_path: Path) -> Project:
    """A copy of that project for one test."""
    return Project(shutil.copytree(guarded.folder, tmp_path / "work"), guarded.environment)


def test_the_manifest_is_one_that_pre_commit_reads() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert [hook["id"] for hook in HOOKS] == ["fsmc-fmt", "fsmc-check", "fsmc-build"]


def test_a_commit_that_touches_no_spec_is_let_through(project: Project) -> None:
    project.write("other.txt", "changed\n")
    status, said = project.commit()
    assert status == 0, said
    assert said.count("(no files to check)") == 3


def test_a_faulty_spec_is_held_back_with_its_finding(project: Project) -> None:
    project.write("specs/door.fsm", starter.spec("Door").replace("-> Open ", "-> Opne "))
    status, said = project.commit()
    assert status == 1
    assert re.search(r"specs/door.fsm:\d+:\d+: error\[FSM003\]", said)
    assert "did you mean 'Open'?" in said


def test_a_spec_in_another_layout_is_laid_out_and_then_let_through(project: Project) -> None:
    text = starter.spec("Door").replace(" on accept ", "   on   accept ")
    assert text != starter.spec("Door")
    project.write("specs/door.fsm", text)
    status, said = project.commit()
    assert status == 1
    assert "files were modified by this hook" in said
    assert (project.folder / "specs/door.fsm").read_text(encoding="utf-8") == starter.spec("Door")
    project.write("specs/door.fsm", starter.spec("Door") + "\n# a remark\n")
    assert project.commit()[0] == 0


def test_outputs_are_built_before_they_are_committed(project: Project) -> None:
    project.write("specs/door.fsm", starter.spec("Door").replace("The server was asked", "It was asked"))
    status, said = project.commit()
    assert status == 1
    assert "generated/door/door.py" in said
    assert project.commit()[0] == 0


def test_a_new_machine_is_not_committed_without_its_outputs(project: Project) -> None:
    project.write("specs/gate.fsm", starter.spec("Gate"))
    status, said = project.commit()
    assert status == 1
    assert "generated/gate/gate.py" in said
    assert project.commit()[0] == 0
    assert "generated/gate/gate.py" in git(project.folder, "ls-files")


def test_an_output_that_was_edited_by_hand_is_made_anew(project: Project) -> None:
    module = project.folder / "generated/door/door.py"
    module.write_text(module.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    assert project.commit()[0] == 1
    assert "# mine" not in module.read_text(encoding="utf-8")


def test_many_specs_may_be_handed_over_in_several_processes(project: Project) -> None:
    for number in range(12):  # from five on pre-commit uses as many processes as there are cores
        project.write(f"specs/{'deep/' * 8}with a blank/{'x' * 100}-{number}.fsm", starter.spec(f"M{number}"))
    project.write("fsmc.toml", 'outputs = ["json"]\npaths = ["specs"]\n')
    subprocess.run([sys.executable, "-m", "fsmc", "build", "-q"], cwd=project.folder, check=True)
    status, said = project.commit()
    assert status == 0, said
