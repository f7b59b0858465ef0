"""The action as GitHub runs it: its steps, in order, in the shell and the environment that a workflow gives them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from fsmc.cli import starter
from tests.checkout import commit, fsmc_repository, git, offline

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]

needs_shell = pytest.mark.skipif(
    os.name == "nt" or not all(map(shutil.which, ("git", "bash"))), reason="needs git and bash"
)


@dataclass(frozen=True)
class Ran:
    """What became of a step."""

    status: int
    out: str


@dataclass
class Job:
    """A job on a machine of its own, in which the action may run several times."""

    home: Path
    environment: dict[str, str]
    workspace: Path
    event: dict[str, str] = field(default_factory=dict)

    def run(self, **inputs: str) -> dict[str, Ran]:
        """The steps that were done, by name.  `base` is what the event would have been asked for."""
        given = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()} | {"base": ""}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        return {step["name"]: self.do(step, given) for step in STEPS[1:] if _wanted(step, given)}

    def do(self, step: dict[str, Any], inputs: dict[str, str]) -> Ran:
        script = self.home / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        told = {f"github.event.pull_request.{name}.sha": self.event.get(name, "") for name in ("base", "head")}
        variables = {name: _filled(value, inputs, self._outputs(), told) for name, value in step.get("env", {}).items()}
        folder = self.workspace / _filled(step.get("working-directory", "."), inputs, {}, {})
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=folder, env=self.environment | variables, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout + done.stderr)

    def _outputs(self) -> dict[str, str]:
        path = Path(self.environment["GITHUB_OUTPUT"])
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return dict(line.split("=", 1) for line in lines)

    @property
    def summary(self) -> str:
        path = Path(self.environment["GITHUB_STEP_SUMMARY"])
        return path.read_text(encoding="utf-8") if path.exists() else ""


def _wanted(step: dict[str, Any], inputs: dict[str, str]) -> bool:
    """What GitHub makes of the condition of a step, for the few words that the action uses."""
    text = step.get("if", "true").removeprefix("${{").removesuffix("}}")
    text = re.sub(r"inputs\.([\w-]+)", lambda found: repr(inputs[found[1]]), text)
    text = text.replace("steps.install.outcome", "'success'").replace("!cancelled()", "True").replace("&&", "and")
    text = re.sub(r"contains\(([^,]*), ([^)]*)\)", r"(\2 in \1)", text).replace("true", "True")
    return bool(eval(text))


def _filled(value: object, inputs: dict[str, str], outputs: dict[str, str], event: dict[str, str]) -> str:
    text = re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], str(value))
    text = re.sub(r"\$\{\{ (github\.event\.[\w.]+) \}\}", lambda found: event[found[1]], text)
    return re.sub(r"\$\{\{ steps\.install\.outputs\.(\w+) \}\}", lambda found: outputs[found[1]], text)


@dataclass(frozen=True)
class Runner:
    """A runner on which the action has installed fsmc, from its own checkout, and what it said of that."""

    home: Path
    environment: dict[str, str]
    installation: Ran


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """The runner of all tests.  In the checkout that it works on lie modules that are named like those of Python."""
    home = tmp_path_factory.mktemp("runner")
    environment = offline(home) | {
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(fsmc_repository(home / "action")),
        "GITHUB_OUTPUT": str(home / "output"),
        "RUNNER_TEMP": str(home / "temp"),
    }
    Path(environment["RUNNER_TEMP"]).mkdir()
    (home / "checkout").mkdir()
    for name in "venv", "pip":
        (home / f"checkout/{name}.py").write_text("print('somebody else was here')", encoding="utf-8")
    done = Job(home, environment, home / "checkout").do(INSTALL, {"run": "check"})
    assert done.status == 0, done.out
    return Runner(home, environment, done)


INSTALL = next(step for step in STEPS if step.get("id") == "install")
STEPS_AFTER_INSTALL = [step for step in STEPS if step.get("name", "").startswith("fsmc ")]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the starter in it, built and committed, of which each test has its copy."""
    folder = tmp_path_factory.mktemp("begun")
    _project(folder)
    return folder


@pytest.fixture
def job(installed: Runner, begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A job whose workspace is a project with the starter in it, built."""
    home, environment = installed.home, installed.environment
    monkeypatch.setattr(sys.modules[__name__], "STEPS", [STEPS[0], *STEPS_AFTER_INSTALL])
    work = shutil.copytree(begun, tmp_path / "work")
    return Job(home, environment | {"GITHUB_WORKSPACE": str(work), "GITHUB_STEP_SUMMARY": str(tmp_path / "s.md")}, work)


def _project(folder: Path) -> None:
    (folder / "specs").mkdir()
    (folder / "specs/door.fsm").write_text(starter.spec("Door"), encoding="utf-8")
    (folder / "fsmc.toml").write_text('outputs = ["python"]\n', encoding="utf-8")
    build(folder)
    commit(folder, "begin")


def build(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "fsmc", "build", "-q"], cwd=folder, check=True)


def edit(folder: Path, change: Callable[[str], str]) -> None:
    """Change the spec, and its outputs with it."""
    spec = folder / "specs/door.fsm"
    before = spec.read_text(encoding="utf-8")
    spec.write_text(change(before), encoding="utf-8")
    assert spec.read_text(encoding="utf-8") != before


# -------------------------------------------------------------------------------------------------------------- safety


def test_the_action_is_one_by_the_schema_of_github() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.get("name", "python"))
def test_no_script_holds_words_that_somebody_else_chose(step: dict[str, Any]) -> None:
    assert "${{" not in step.get("run", "")


@needs_shell
def test_a_path_is_a_path_whatever_its_characters(job: Job) -> None:
    odd = "specs/$(touch gone wrong) `x`; 'a' \"b\".fsm"
    (job.workspace / "specs/door.fsm").rename(job.workspace / odd)
    done = job.run(run="check fmt", paths=f"{odd}\n\n")
    assert done == {"fsmc check": Ran(0, ""), "fsmc fmt": Ran(0, "1 file unchanged\n")}
    assert not (job.workspace / "gone wrong").exists()


@needs_shell
def test_a_step_that_is_misspelt_is_an_error_not_a_job_that_does_nothing(job: Job) -> None:
    done = job.do(INSTALL, {"run": "check\nbiuld"})
    assert done == Ran(2, "::error::run: biuld is none of check, fmt, build and diff\n")


@needs_shell
def test_no_module_of_the_checkout_runs_while_fsmc_is_installed(installed: Runner) -> None:
    assert installed.installation == Ran(0, "")


# ------------------------------------------------------------------------------------------------- check, format, build


@needs_shell
def test_nothing_is_said_of_a_project_that_is_fine(job: Job) -> None:
    done = job.run()
    assert {name: ran.status for name, ran in done.items()} == {"fsmc check": 0, "fsmc fmt": 0, "fsmc build": 0}


@needs_shell
def test_a_finding_is_an_annotation_at_its_line(job: Job) -> None:
    edit(job.workspace, lambda text: text.replace("-> Open ", "-> Opne "))
    done = job.run()
    assert done["fsmc check"].status == 1
    assert re.search(r"^::error .*file=specs/door.fsm,.*line=\d+", done["fsmc check"].out, re.MULTILINE)
    assert done["fsmc build"].status == 1


@needs_shell
def test_every_step_has_its_say_though_another_failed(job: Job) -> None:
    edit(job.workspace, lambda text: text.replace(" on accept ", "  on  accept ") + "state Nowhere\n")
    assert {name: ran.status for name, ran in job.run().items()} == {"fsmc check": 1, "fsmc fmt": 1, "fsmc build": 1}


@needs_shell
def test_findings_go_to_a_file_for_code_scanning(job: Job) -> None:
    assert job.run(run="check", sarif="findings.sarif")["fsmc check"].status == 0
    assert '"version": "2.1.0"' in (job.workspace / "findings.sarif").read_text(encoding="utf-8")


@needs_shell
def test_a_project_may_lie_in_a_folder_of_its_repository(job: Job) -> None:
    folder = job.workspace / "a project"
    folder.mkdir()
    _project_below(folder)
    assert {ran.status for ran in job.run(working_directory="a project").values()} == {0}


@needs_shell
def test_annotations_name_paths_from_the_root_of_the_repository(job: Job) -> None:
    folder = job.workspace / "below"
    folder.mkdir()
    (folder / "faulty.fsm").write_text("machine Lamp\n", encoding="utf-8")
    done = job.run(run="check", working_directory="below", paths="faulty.fsm")
    assert "file=below/faulty.fsm," in done["fsmc check"].out


def _project_below(folder: Path) -> None:
    (folder / "specs").mkdir()
    (folder / "specs/gate.fsm").write_text(starter.spec("Gate"), encoding="utf-8")
    build(folder)


# ------------------------------------------------------------------------------------------------------- pull requests


@pytest.fixture
def pull_request(job: Job, tmp_path: Path) -> Callable[..., dict[str, Ran]]:
    """What the action makes of a change: the workspace is the one commit that actions/checkout fetches."""

    def request(change: Callable[[Path], object], **inputs: str) -> dict[str, Ran]:
        hub, base = tmp_path / "hub", git(job.workspace, "rev-parse", "HEAD").strip()
        git(job.workspace, "clone", "--quiet", "--bare", ".", str(hub))
        git(job.workspace, "checkout", "--quiet", "-b", "change")
        change(job.workspace)
        commit(job.workspace, "a change")
        git(job.workspace, "push", "--quiet", str(hub), "change")
        shutil.rmtree(job.workspace)
        git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=change", hub.as_uri(), str(job.workspace))
        return job.run(run="diff", **{"base": base, **inputs})

    return request


PullRequest = Callable[..., dict[str, Ran]]


@needs_shell
def test_a_pull_request_that_breaks_behaviour_fails_with_a_summary(job: Job, pull_request: PullRequest) -> None:
    done = pull_request(lambda folder: edit(folder, _without_bye))["fsmc diff"]
    assert done.status == 1, done.out
    assert "::error" in done.out
    assert "breaking" in job.summary


def _without_bye(text: str) -> str:
    return re.sub(r"^Asking, Open +on bye .*\n", "Asking, Open ignore bye\n", text, flags=re.MULTILINE)


@needs_shell
def test_how_grave_a_change_may_be_is_for_the_project_to_say(job: Job, pull_request: PullRequest) -> None:
    assert pull_request(lambda folder: edit(folder, _without_bye), fail_on="never")["fsmc diff"].status == 0
    assert "breaking" in job.summary


@needs_shell
def test_a_spec_that_was_renamed_is_compared_with_what_it_was(job: Job, pull_request: PullRequest) -> None:
    def rename(folder: Path) -> None:
        edit(folder, _without_bye)
        (folder / "specs/door.fsm").rename(folder / "specs/a gate.fsm")

    assert pull_request(rename)["fsmc diff"].status == 1
    assert "breaking" in job.summary


@needs_shell
def test_specs_that_come_and_go_are_named(job: Job, pull_request: PullRequest) -> None:
    def swap(folder: Path) -> None:
        (folder / "specs/door.fsm").unlink()
        (folder / "specs/lamp.fsm").write_text("machine Lamp\nstate Off initial\n", encoding="utf-8")

    done = pull_request(swap)["fsmc diff"]
    assert done.status == 1, "what a spec that is gone did is done no more"
    assert "specs/door.fsm" in job.summary
    assert "specs/lamp.fsm" in job.summary


@needs_shell
def test_a_pull_request_without_a_change_of_specs_is_identical(job: Job, pull_request: PullRequest) -> None:
    done = pull_request(lambda folder: (folder / "README").write_text("new", encoding="utf-8"))
    assert done["fsmc diff"].status == 0
    assert "identical" in job.summary


@needs_shell
def test_a_base_that_git_cannot_fetch_is_an_error_not_a_pull_request_without_changes(job: Job) -> None:
    assert job.run(run="diff", base="0" * 40)["fsmc diff"].status not in (0, 1)


@needs_shell
def test_a_branch_may_be_the_base_though_the_clone_does_not_have_it(job: Job, pull_request: PullRequest) -> None:
    done = pull_request(lambda folder: edit(folder, _without_bye), base="main")["fsmc diff"]
    assert done.status == 1, done.out
    assert "breaking" in job.summary


@needs_shell
def test_what_others_did_on_the_base_since_the_event_is_no_change_of_the_pull_request(job: Job, tmp_path: Path) -> None:
    base = git(job.workspace, "rev-parse", "HEAD").strip()
    git(job.workspace, "checkout", "--quiet", "-b", "change")
    (job.workspace / "README").write_text("new", encoding="utf-8")
    head = commit(job.workspace, "a change")
    git(job.workspace, "checkout", "--quiet", "main")
    edit(job.workspace, _without_bye)
    commit(job.workspace, "of somebody else")
    git(job.workspace, "merge", "--quiet", "--no-edit", "change")
    hub = tmp_path / "hub"
    job.workspace.rename(hub)
    git(tmp_path, "clone", "--quiet", "--depth=1", hub.as_uri(), str(job.workspace))
    done = replace(job, event={"base": base, "head": head}).run(run="diff", base=base)["fsmc diff"]
    assert done.status == 0, done.out
    assert "identical" in job.summary
