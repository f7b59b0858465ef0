"""What a project asks for: where it is read from, and what is said of a configuration that means nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fsmc.analysis import DECLARED, KINDS, LINES
from fsmc.files import FileError
from fsmc.project import Settings, find_settings, read_settings
from fsmc.project.keys import KEYS


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(text: str) -> Settings:
    Path("fsmc.toml").write_text(text, encoding="utf-8")
    return find_settings(Path.cwd())


def test_everything_that_a_project_can_say_is_read() -> None:
    found = settings("""
        paths = ["protocols", "more/door.fsm"]
        output = "out"
        outputs = ["python", "svg"]
        select = ["FSM08", "mixed-naming"]
        ignore = ["unreachable-state"]
        require-docs = ["state", "event"]
        require-citations = true
        max-unlisted = 0
        [per-file-ignores]
        "old/*.fsm" = ["FSM08"]
    """)
    assert found.paths == ("protocols", "more/door.fsm")
    assert found.output == "out"
    assert found.outputs == ("python", "svg")
    assert found.select == ("FSM08", "mixed-naming")
    assert found.ignore == ("unreachable-state",)
    assert found.demands.docs == {"state", "event"}
    assert found.demands.citations == set(LINES)
    assert found.demands.max_unlisted == 0
    assert found.per_file_ignores == {"old/*.fsm": ("FSM08",)}


def test_an_empty_configuration_asks_for_what_no_configuration_does(folder: Path) -> None:
    empty, none = settings(""), Settings(folder)
    assert (empty.paths, empty.output, empty.select, empty.demands) == (
        none.paths,
        none.output,
        none.select,
        none.demands,
    )


def test_true_asks_for_the_documentation_of_all_that_is_declared_and_false_of_nothing() -> None:
    assert settings("require-docs = true").demands.docs == set(DECLARED)
    assert settings("require-docs = false").demands.docs == set()


def test_fsmc_toml_beats_the_pyproject_toml_beside_it() -> None:
    Path("pyproject.toml").write_text('[tool.fsmc]\npaths = ["shared"]\n', encoding="utf-8")
    assert find_settings(Path.cwd()).paths == ("shared",)
    assert settings('paths = ["own"]').paths == ("own",)


def test_the_nearest_folder_upwards_wins_and_paths_are_relative_to_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings('paths = ["protocols"]')
    below = folder / "a" / "b"
    below.mkdir(parents=True)
    (folder / "protocols").mkdir()
    (folder / "a" / "nearer").mkdir()
    monkeypatch.chdir(below)
    found = find_settings(below)
    assert found.root == folder
    assert found.specs() == (Path("../../protocols"),)
    (folder / "a" / "fsmc.toml").write_text('paths = ["nearer"]', encoding="utf-8")
    assert find_settings(below).specs() == (Path("../nearer"),)


def test_a_pyproject_toml_without_a_table_of_fsmc_is_passed_over(folder: Path) -> None:
    settings('paths = ["above"]')
    (folder / "a").mkdir()
    (folder / "a" / "pyproject.toml").write_text("[tool.ruff]\n", encoding="utf-8")
    assert find_settings(folder / "a").paths == ("above",)


def test_without_any_configuration_the_folder_of_the_command_is_the_root(folder: Path) -> None:
    found = find_settings(folder)
    assert found == Settings(folder)
    with pytest.raises(FileError, match="no PATH given, and no folder specs/ here"):
        found.specs()


WRONG = {
    'path = ["a"]': ("path: no such key", "did you mean paths?"),
    "require_docs = true": ("require_docs: no such key", "did you mean require-docs?"),
    'paths = "specs"': ("paths: 'specs' is no list of texts", '["specs"]'),
    "paths = []": ("paths: names no place", "files or folders"),
    "output = 3": ("output: 3 is no folder", "generated"),
    'outputs = ["pyton"]': ("outputs: no output 'pyton'", "did you mean python?"),
    "outputs = []": ("outputs: names no output", "leave the key out"),
    'select = ["unreachable-stat"]': ("select: no rule 'unreachable-stat'", "did you mean unreachable-state?"),
    'ignore = ["FSM999"]': ("ignore: no rule 'FSM999'", "did you mean"),
    'ignore = ["cell-decided-twice"]': (
        "ignore: FSM040 (cell-decided-twice) cannot be ignored: it is an error",
        "mend what it finds",
    ),
    'per-file-ignores = ["FSM080"]': ("per-file-ignores: ['FSM080'] is no table", "old/*.fsm"),
    '[per-file-ignores]\n"*.fsm" = ["nonsense"]': ("per-file-ignores.'*.fsm': no rule 'nonsense'", "fsmc explain"),
    'require-docs = ["stat"]': ("require-docs: no kind of statement 'stat'", "did you mean state?"),
    "require-citations = 1": ("require-citations: 1 is no list of texts", "true"),
    "max-unlisted = -1": ("max-unlisted: -1 is no number of cells", "max-unlisted = 0"),
    "max-unlisted = true": ("max-unlisted: true is no number of cells", "max-unlisted = 0"),
    '[tool.fsmc]\npaths = ["a"]': ("the table [tool] is for pyproject.toml only", "at the top"),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_means_nothing_is_told_with_file_key_and_way_out(text: str) -> None:
    what, way_out = WRONG[text]
    with pytest.raises(FileError) as refused:
        settings(text)
    assert str(refused.value) == f"fsmc.toml: {what}"
    assert way_out in refused.value.help


def test_what_is_no_toml_is_told_with_its_line() -> None:
    with pytest.raises(FileError, match=r"fsmc\.toml:2:9: no TOML: invalid value"):
        settings('output = "a"\nselect =\n')
    with pytest.raises(FileError, match=r"fsmc\.toml:2:14: no TOML: invalid value"):
        settings('output = "a"\npaths = ["x",\n\n')


def test_a_place_that_is_not_there_is_told_with_the_file_that_names_it() -> None:
    Path("specs").mkdir()
    with pytest.raises(FileError, match=r"fsmc\.toml: paths: no file or folder 'protocols'"):
        settings('paths = ["specs", "protocols"]').present_specs()


def test_in_a_pyproject_toml_the_key_is_told_with_its_table() -> None:
    Path("pyproject.toml").write_text("[tool.fsmc]\nmax = 1\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"pyproject\.toml: tool\.fsmc\.max: no such key"):
        find_settings(Path.cwd())


def test_a_file_can_be_named_and_must_then_be_there() -> None:
    Path("strict.toml").write_text("max-unlisted = 0", encoding="utf-8")
    assert read_settings(Path("strict.toml")).demands.max_unlisted == 0
    with pytest.raises(FileError, match="no such file"):
        read_settings(Path("strickt.toml"))


def test_the_configuration_that_the_manual_shows_means_something() -> None:
    manual = (Path(__file__).parent.parent.parent / "docs" / "using.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```toml\n(.*?)^```$", manual, re.MULTILINE | re.DOTALL)
    assert settings(shown).per_file_ignores == {"legacy/*.fsm": ("missing-docs", "FSM08")}
    for key in KEYS:
        assert key in shown


def test_the_manual_names_every_kind_of_statement() -> None:
    manual = (Path(__file__).parent.parent.parent / "docs" / "using.md").read_text(encoding="utf-8")
    assert all(f"`{kind}`" in manual for kind in KINDS)
