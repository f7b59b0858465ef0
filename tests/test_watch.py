"""`fsmc watch`: what is saved is checked and built, and nothing that an editor or Git does to the files ends it."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from fsmc.cli import starter
from fsmc.cli.saves import PULSE, saves
from fsmc.files import FileError
from tests.command import Done, Run, runner

Step = Callable[[], object]
Watch = Callable[..., Done]


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Watch:
    """`fsmc watch` in a folder with one spec, and a sign after each of the steps that it is given."""
    monkeypatch.chdir(tmp_path)
    save("specs/door.fsm", starter.spec("Door"))
    save("fsmc.toml", 'outputs = ["python", "json"]\n')
    run: Run = runner(monkeypatch, capsys, "watch")

    def watched(*args: str, steps: tuple[Step, ...] = ()) -> Done:
        def signs(_folders: object) -> Iterator[None]:
            for step in steps:
                step()
                yield

        monkeypatch.setattr(import_module("fsmc.cli.watch"), "saves", signs)
        return run(*args)

    return watched


def save(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def saving(path: str, text: str) -> Step:
    return lambda: save(path, text)


def edited(before: str, after: str) -> str:
    text = starter.spec("Door")
    assert before in text
    return text.replace(before, after)


BEGIN = ["specs/door.fsm: no findings; 2 files written, 0 unchanged", "watching specs (1 spec); ctrl-C ends it"]


# ---------------------------------------------------------------------------------------------------- what is said


def test_all_specs_are_built_at_the_start(watch: Watch) -> None:
    assert watch().out.splitlines() == BEGIN
    assert Path("generated/door/door.py").exists()


def test_a_save_is_checked_and_built(watch: Watch) -> None:
    done = watch(steps=(saving("specs/door.fsm", edited("was asked", "is asked")),))
    assert done.out.splitlines()[2:] == ["specs/door.fsm: no findings; 2 files written, 0 unchanged"]
    assert "is asked" in Path("generated/door/door.py").read_text(encoding="utf-8")


def test_a_sign_without_a_save_says_nothing(watch: Watch) -> None:
    assert watch(steps=(lambda: None, saving("specs/notes.txt", "no spec"))).out.splitlines() == BEGIN


def test_only_what_was_saved_is_built_again(watch: Watch) -> None:
    save("specs/gate.fsm", starter.spec("Gate"))
    done = watch(steps=(saving("specs/gate.fsm", starter.spec("Gate") + "\n"),))
    assert done.out.splitlines()[3:] == ["specs/gate.fsm: no findings; 0 files written, 2 unchanged"]


def test_findings_are_told_in_full_and_a_spec_with_errors_is_not_built(watch: Watch) -> None:
    done = watch(steps=(saving("specs/door.fsm", edited("-> Open ", "-> Opne ")),))
    assert "did you mean 'Open'?" in done.out
    assert done.out.splitlines()[-1] == "specs/door.fsm: 1 error; outputs left as they are"


def test_a_spec_with_warnings_is_built(watch: Watch) -> None:
    done = watch(steps=(saving("specs/door.fsm", starter.spec("Door") + "state Nowhere final\n"),))
    assert "(unreachable-state)" in done.out
    assert done.out.splitlines()[-1] == "specs/door.fsm: 1 warning; 2 files written, 0 unchanged"


def test_it_may_check_only(watch: Watch) -> None:
    done = watch("--check-only", steps=(saving("specs/door.fsm", edited("was asked", "is asked")),))
    assert done.out.splitlines()[2:] == ["specs/door.fsm: no findings"]
    assert not Path("generated").exists()


def test_one_spec_may_be_watched(watch: Watch) -> None:
    save("specs/gate.fsm", starter.spec("Gate"))
    done = watch("specs/gate.fsm", steps=(saving("specs/door.fsm", ""),))
    assert [line.partition(":")[0] for line in done.out.splitlines()] == [
        "specs/gate.fsm", "watching specs/gate.fsm (1 spec); ctrl-C ends it"
    ]  # fmt: skip


# -------------------------------------------------------------------------------------------- what happens to files


def test_specs_come_go_and_are_renamed(watch: Watch) -> None:
    done = watch(
        steps=(
            lambda: Path("specs/door.fsm").rename("specs/port.fsm"),
            lambda: Path("specs/port.fsm").unlink(),
            saving("specs/deep/in/gate.fsm", starter.spec("Gate")),
        )
    )
    assert done.status == 0
    assert done.out.splitlines()[2:] == [
        "specs/door.fsm: gone; what was made of it stays",
        "specs/port.fsm: no findings; 0 files written, 2 unchanged",
        "specs/port.fsm: gone; what was made of it stays",
        "specs/deep/in/gate.fsm: no findings; 2 files written, 0 unchanged",
    ]


def test_files_that_are_half_written_or_no_text_are_told_and_looked_at_again(watch: Watch) -> None:
    done = watch(
        steps=(
            saving("specs/door.fsm", ""),
            saving("specs/door.fsm", starter.spec("Door")[:300]),
            lambda: Path("specs/door.fsm").write_bytes(b"machine \0"),
            saving("specs/door.fsm", starter.spec("Door")),
        )
    )
    assert done.status == 0
    assert "specs/door.fsm: the file is empty" in done.err
    assert "specs/door.fsm: a binary file, not a spec" in done.err
    assert done.out.splitlines()[-1] == "specs/door.fsm: no findings; 0 files written, 2 unchanged"


def test_a_folder_may_appear_and_vanish(watch: Watch) -> None:
    save("fsmc.toml", 'outputs = ["json"]\npaths = ["later"]\n')
    done = watch(
        steps=(
            saving("later/gate.fsm", starter.spec("Gate")),
            lambda: (Path("later/gate.fsm").unlink(), Path("later").rmdir()),
        )
    )
    assert done.out.splitlines() == [
        "watching later (0 specs); ctrl-C ends it",
        "later/gate.fsm: no findings; 1 file written, 0 unchanged",
        "later/gate.fsm: gone; what was made of it stays",
    ]


def test_a_change_of_the_configuration_counts_for_all_specs(watch: Watch) -> None:
    done = watch(
        steps=(
            saving("fsmc.toml", 'outputs = ["python", "json", "csv"]\n'),
            saving("fsmc.toml", "outputs = nonsense\n"),
            saving("fsmc.toml", 'outputs = ["python", "json", "csv"]\n# a remark\n'),
        )
    )
    assert done.out.splitlines()[2:] == ["specs/door.fsm: no findings; 1 file written, 2 unchanged"]
    assert "fsmc.toml:1:11: no TOML" in done.err


def test_a_file_that_fsmc_did_not_write_is_left_alone(watch: Watch) -> None:
    save("generated/door/door.py", "mine")
    done = watch()
    assert "not written by fsmc, so it is left alone" in done.err
    assert done.out.splitlines()[0] == "specs/door.fsm: no findings; nothing written"
    assert Path("generated/door/door.py").read_text(encoding="utf-8") == "mine"


def test_two_specs_of_one_machine_do_not_write_over_each_other(watch: Watch) -> None:
    done = watch(steps=(saving("specs/other.fsm", edited("was asked", "was begged")),))
    assert "specs/door.fsm and specs/other.fsm both make generated/door/door.json" in done.err
    assert "was begged" not in Path("generated/door/door.py").read_text(encoding="utf-8")


def test_outputs_that_lie_among_the_specs_are_no_saves(watch: Watch) -> None:
    save("fsmc.toml", 'outputs = ["python"]\noutput = "specs"\n')
    assert watch(steps=(lambda: None,)).out.splitlines()[0].endswith("1 file written, 0 unchanged")
    assert watch(steps=(lambda: None,)).out.splitlines()[0].endswith("0 files written, 1 unchanged")


# ------------------------------------------------------------------------------------------------------ begin and end


def test_ctrl_c_ends_it_without_a_complaint(watch: Watch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    done = watch(steps=(interrupt,))
    assert done.status == 0
    assert "Traceback" not in done.err


def test_a_path_that_is_not_there_is_a_mistake(watch: Watch) -> None:
    done = watch("specs/dor.fsm")
    assert done.status == 2
    assert "did you mean specs/door.fsm?" in done.err


def test_without_watchfiles_the_way_out_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    done = runner(monkeypatch, capsys)("watch", "specs")
    assert done.status == 2
    assert "this needs the package watchfiles\n  help: pip install watchfiles" in done.err
    assert done.out == ""


# -------------------------------------------------------------------------------------------------------------- signs


def test_the_folders_are_asked_for_again_when_they_change(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def watch(*folders: Path, **_: object) -> Iterator[object]:
        asked.append(tuple(map(str, folders)))
        yield from ({}, {}, {})

    monkeypatch.setattr("fsmc.cli.saves._watch", lambda: watch)
    present = [("a",), ("a",), ("a", "b"), ("a", "b")]
    answers = iter([*present, ("a", "b"), ("a", "b")])
    signs = saves(lambda: tuple(map(Path, next(answers))))
    for _ in range(3):
        next(signs)
    assert asked == [("a",), ("a", "b")]


def test_a_folder_that_went_before_it_was_watched_is_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([FileNotFoundError(), None])

    def watch(*_folders: Path, **_: object) -> Iterator[object]:
        if error := next(answers):
            raise error
        yield {}

    monkeypatch.setattr("fsmc.cli.saves._watch", lambda: watch)
    assert next(saves(lambda: (Path("a"),))) is None


def test_a_missing_watchfiles_is_found_before_anything_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with pytest.raises(FileError):
        saves(lambda: ())


@pytest.mark.skipif(os.name == "nt", reason="needs a signal that stands for ctrl-C")
def test_a_file_that_is_really_saved_is_really_built(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    spec = tmp_path / "specs/door.fsm"
    spec.write_text(starter.spec("Door"), encoding="utf-8")
    (tmp_path / "fsmc.toml").write_text('outputs = ["json"]\n', encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "fsmc", "watch"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=_hears_interrupts,
    ) as process:  # fmt: skip
        try:
            lines = _lines(process)
            assert lines() == "specs/door.fsm: no findings; 1 file written, 0 unchanged"
            assert lines().startswith("watching specs")
            spec.write_text(starter.spec("Door") + "\n", encoding="utf-8")
            assert lines() == "specs/door.fsm: no findings; 0 files written, 1 unchanged"
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
            assert process.stderr
            assert process.stderr.read() == "\n"
        finally:
            process.kill()


def _hears_interrupts() -> None:
    """Undo what a shell does to the jobs that it starts in the background: they pass over ctrl-C, and hand that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _lines(process: subprocess.Popen[str]) -> Callable[[], str]:
    """The next line that a process prints; one that does not come for a minute is a failure, not a wait for ever."""
    assert process.stdout
    found: queue.Queue[str] = queue.Queue()
    threading.Thread(
        target=lambda: [found.put(line.rstrip("\n")) for line in process.stdout or ()], daemon=True
    ).start()
    return lambda: found.get(timeout=60 * PULSE)
