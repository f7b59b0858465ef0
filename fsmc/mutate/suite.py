"""A generated test file in, its tests out, each of which runs in this process against one module after another.

pytest collects nothing here and runs nothing: a test is a call, which fails or does not.  So a suite is loaded once,
however many modules it judges.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

Reached = frozenset[tuple[str, str]]
"""Which functions of a module ran, each with the state of the machine, or nothing outside of one."""


@dataclass(frozen=True, eq=False)
class Test:
    """One test with its parameters."""

    name: str
    function: Callable[..., None]
    arguments: dict[str, Any]

    def fails(self) -> bool:
        """Whether the test fails now; one that skips does not."""
        try:
            self.function(**self.arguments)
        except pytest.skip.Exception:
            return False
        except (Exception, pytest.fail.Exception):
            return True
        return False


class Suite:
    """The tests in the text of a generated file.

    `path` is where it stands, for what it reads beside itself while it is loaded: the module that it is about.
    """

    def __init__(self, text: str, path: Path) -> None:
        self._globals = _run(text, path)
        self.module: ModuleType = self._globals["fsm"]
        """The module beside the tests, which they hold for right."""
        del sys.modules[self.module.__name__]
        self.tests = tuple(_collected(self._globals))

    def first_to_fail(self, module: ModuleType, tests: Iterable[Test]) -> Test | None:
        """The first of some tests to fail with `module` in place of their own; None if all pass."""
        self._globals["fsm"] = module
        try:
            return next((test for test in tests if test.fails()), None)
        finally:
            self._globals["fsm"] = self.module

    def reached(self, test: Test) -> Reached:
        """Which functions of its module a test that passes runs, and in which states."""
        seen: set[tuple[str, str]] = set()
        path = self.module.__file__

        def note(frame: FrameType, event: str, _: object) -> None:
            if event == "call" and frame.f_code.co_filename == path:
                state = getattr(frame.f_locals.get("self"), "state", None)
                seen.add((frame.f_code.co_name, str(getattr(state, "value", ""))))

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            test.fails()
        finally:
            sys.setprofile(before)
        return frozenset(seen)


def _run(text: str, path: Path) -> dict[str, Any]:
    """The names that a file defines.  Its assertions count however Python was started."""
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    exec(compile(text, str(path), "exec", dont_inherit=True, optimize=0), vars(module))
    return vars(module)


def _collected(found: dict[str, Any]) -> Iterator[Test]:
    """Every test once for each of its parameters, in the order of the file."""
    for name, function in found.items():
        if name.startswith("test_") and callable(function):
            marks = [mark for mark in getattr(function, "pytestmark", ()) if mark.name == "parametrize"]
            for rows in product(*(_rows(mark) for mark in marks)):
                ids = "-".join(id for id, _ in rows)
                arguments = {key: value for _, row in rows for key, value in row.items()}
                yield Test(f"{name}[{ids}]" if ids else name, function, arguments)


def _rows(mark: pytest.Mark) -> Iterator[tuple[str, dict[str, Any]]]:
    """The parameters of a mark with one name, each with its id."""
    name, values = mark.args
    ids = mark.kwargs.get("ids", str)
    for place, value in enumerate(values):
        yield ids(value) if callable(ids) else ids[place], {name: value}
