"""The floors of the house: an import only points down, circles do not exist, and each library has one door."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.order import LONGEST

PACKAGE = Path(__file__).parent.parent / "fsmc"

FLOORS: tuple[tuple[set[str], str], ...] = (
    ({"source", "names", "hidden"}, "text and spellings know nothing of machines, so that everybody may use them"),
    ({"highlight"}, "colours are found from words alone, so that a faulty spec has them too"),
    ({"disk"}, "how a file is put on disk whole has nothing to do with what it holds"),
    ({"diagnostics", "model", "files"}, "the values that all stages exchange depend on no stage"),
    ({"logic", "binding", "interpreter"}, "what a machine means is found from the model alone, never from its text"),
    ({"analysis"}, "questions about a whole machine rest on what is provable of its guards"),
    ({"outcomes"}, "which cases an event has is asked of the reference semantics"),
    ({"scenarios"}, "what a scenario promises is judged over all cases, by front end and back ends alike"),
    ({"walks"}, "what a scenario goes over is asked by findings and references alike"),
    ({"language"}, "text becomes a model once; nothing later sees how it was written"),
    ({"lint", "emit"}, "findings and artifacts are functions of the model, and know neither text nor each other"),
    ({"formatter"}, "how a spec is laid out is a function of its text, whatever it means"),
    ({"embed"}, "what stands in documents of other people is made of what the back ends make, and touches no disk"),
    ({"diff"}, "how two machines differ is found from their models, and shown with what the back ends draw"),
    ({"mutate"}, "faults are made in models, graded by suites that back ends make, told apart as any two machines are"),
    ({"testgen"}, "which steps a black box is put to is found from the model and its meaning, and touches no disk"),
    ({"project"}, "what a project asks for is read from its own files, and says nothing of how it is found"),
    ({"fixes"}, "what is done about a finding is a function of the text, and looks for nothing itself"),
    ({"report"}, "findings are told in many ways, none of which looks for more"),
    ({"compiler", "output"}, "the pipeline joins the stages; the disk is touched behind one door"),
    ({"fsmc"}, "the public face offers the pipeline and hides the rest"),
    ({"sphinx"}, "the extension of Sphinx is one user of the face among others"),
    ({"cli"}, "the command line is one user of the face among others"),
    ({"__main__"}, "nobody imports the program"),
)

DOORS = {
    "lark": ("language", "another parser would be a change of one package"),
    "jinja2": ("emit.rendering", "escaping is decided in one place"),
    "graphviz": ("emit.diagram", "bytes that depend on an engine come from one place"),
    "graphviz_pure": ("emit.diagram", "bytes that depend on an engine come from one place"),
    "click": ("cli", "programs that use fsmc need no command line"),
    "markdown_it": ("emit.page.reading", "what of Markdown becomes HTML of a page is decided in one place"),
    "tomllib": ("project.toml", "how a project writes down what it asks for is decided in one place"),
    "tomli": ("project.toml", "how a project writes down what it asks for is decided in one place"),
    "watchfiles": ("cli.saves", "all but one command do without it"),
    "pygments": ("highlight", "whoever compiles specs needs no colours"),
    "pytest": ("mutate.suite", "tests are run in one place; whoever compiles specs needs none of it"),
    "sphinx": ("sphinx", "whoever compiles specs needs no Sphinx"),
    "docutils": ("sphinx", "whoever compiles specs needs no Sphinx"),
}

FLOOR = {unit: number for number, (units, _) in enumerate(FLOORS) for unit in units}


def modules() -> dict[str, ast.Module]:
    """Each module by its name below `fsmc`, such as `emit.catalog`; the package's own face is `fsmc`."""
    found = {}
    for path in sorted(set(PACKAGE.rglob("*.py")) - set(PACKAGE.glob("testgen/kit/*"))):  # a kit is a text for users
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name or "fsmc"] = ast.parse(path.read_text(encoding="utf-8"))
    return found


MODULES = modules()


def imported(name: str) -> Iterator[str]:
    """The modules of fsmc that a module imports anywhere: at its head, in a function, for types only."""
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively: write the whole name"
            base = node.module or ""
            yield from (_own(f"{base}.{alias.name}") or _own(base) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (_own(alias.name) for alias in node.names)


def _own(dotted: str) -> str:
    """The name below `fsmc` of one of its modules, else an empty string."""
    name = "fsmc" if dotted == "fsmc" else dotted.removeprefix("fsmc.") if dotted.startswith("fsmc.") else ""
    return name if name in MODULES else ""


def edges(name: str) -> set[str]:
    return {other for other in imported(name) if other and other != name}


def unit(name: str) -> str:
    return name.partition(".")[0]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_has_a_floor(name: str) -> None:
    assert unit(name) in FLOOR, f"give {unit(name)} a floor, and a reason, at the head of this file"


@pytest.mark.parametrize("name", MODULES)
def test_an_import_only_points_to_a_lower_floor(name: str) -> None:
    for other in edges(name):
        if unit(other) != unit(name):
            reason = FLOORS[FLOOR[unit(name)]][1]
            assert FLOOR[unit(other)] < FLOOR[unit(name)], f"{name} imports {other}, but {reason}"


def test_there_is_no_circle_of_imports() -> None:
    # a package's __init__ that gathers what its modules hold is no circle, unless a module asks the package back
    try:
        tuple(TopologicalSorter({name: edges(name) for name in MODULES}).static_order())
    except CycleError as circle:
        pytest.fail(f"a circle of imports: {' -> '.join(circle.args[1])}")


@pytest.mark.parametrize("library", DOORS)
def test_a_library_is_imported_behind_its_door_only(library: str) -> None:
    door, reason = DOORS[library]
    users = {name for name in MODULES if library in _libraries(name)}
    outside = {name for name in users if name != door and not name.startswith(f"{door}.")}
    assert not outside, f"{library} has one door, {door}: {reason}"


def test_every_library_has_a_door() -> None:
    used = {library for name in MODULES for library in _libraries(name)}
    assert used - set(sys.stdlib_module_names) - {"fsmc", "__future__"} <= set(DOORS)


def _libraries(name: str) -> set[str]:
    """The first words of everything that a module imports."""
    nodes = list(ast.walk(MODULES[name]))
    whole = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    parts = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {dotted.partition(".")[0] for dotted in whole + parts}


def test_a_module_opens_with_one_sentence_on_what_it_is() -> None:
    silent = [name for name, tree in MODULES.items() if not ast.get_docstring(tree) and tree.body]
    assert not silent


def test_the_tests_that_are_begun_first_are_there() -> None:
    assert [file for file in LONGEST if not (PACKAGE.parent / file).is_file()] == []
