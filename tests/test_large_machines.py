"""What a check costs grows with what there is to check, not with its square: counted in calls, so that it is exact."""

from __future__ import annotations

import sys
from functools import cache

import pytest

from fsmc import compiler
from fsmc.source import SourceFile
from tests.large import spec

SIZE = {"states": 40, "lines": 120, "events": 12}


def calls(text: str) -> int:
    """How many functions are called while a spec is checked."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    source, before = SourceFile("large.fsm", text), sys.getprofile()
    sys.setprofile(count)
    try:
        compilation = compiler.check(source)
    finally:
        sys.setprofile(before)
    assert compilation.machine
    assert not compilation.errors
    return counted


@pytest.mark.parametrize(
    "grown", [("states", "lines"), ("events",), ("states", "lines", "events")], ids=lambda names: " and ".join(names)
)
def test_a_machine_of_twice_the_size_costs_twice_as_much_to_check(grown: tuple[str, ...]) -> None:
    before = _calls_before()
    larger = {name: size * 2 if name in grown else size for name, size in SIZE.items()}
    assert calls(spec(**larger)) < 2.5 * before


@cache
def _calls_before() -> int:
    calls(spec(**SIZE))  # what is worked out once a process is no part of it
    return calls(spec(**SIZE))
