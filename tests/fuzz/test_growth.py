"""Twice the text takes about twice the time and the memory, of whatever there is more; counted, so that it is exact."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable

import pytest

from fsmc import compiler
from fsmc.source import SourceFile

HEAD = """\
machine M
var n: int
state A initial
state B
event e (x: int)
event g
action act (v: int)
A on e -> B / act(n)
B on e -> A / n = x
"""

MORE: dict[str, tuple[Callable[[int], str], int]] = {
    "comments": (lambda k: "# why\n" * k, 1000),
    "documentation": (lambda k: "## why\n" * k + "any on g -> A\n", 400),
    "empty lines": (lambda k: "\n" * k, 4000),
    "a line of blanks": (lambda k: " " * k + "\n", 2000),
    "a line of stray characters": (lambda k: "$" * k + "\n", 2000),
    "lines of stray characters": (lambda k: "$\n" * k, 150),
    "a line of backslashes": (lambda k: f'state C "{chr(92) * k}\n', 2000),
    "quotes": (lambda k: "state C " + "'" * k + "\n", 2000),
    "arrows": (lambda k: "->" * k + "\n", 1000),
    "lines of other words": (lambda k: "foo bar baz\n" * k, 100),
    "names that nothing declares": (lambda k: "".join(f"A on ev{n} -> B{n}\n" for n in range(k)), 100),
    "commas": (lambda k: "A," * k + " on e -> A\n", 400),
    "stray commas": (lambda k: "A on g -> B,\n" * k, 150),
    "states": (lambda k: "".join(f"state S{n}\nS{n} on e -> A\n" for n in range(k)), 50),
    "states declared twice": (lambda k: "state A\n" * k, 150),
    "events": (lambda k: "".join(f"event E{n}\nA on E{n} -> B\n" for n in range(k)), 50),
    "a long name": (lambda k: f"state {'x' * k}\n", 2000),
    "a long label": (lambda k: f'state C "{"x" * k}"\n', 2000),
    "citations": (lambda k: "any on g -> B " + "@1.2 " * k + "\n", 300),
    "effects": (lambda k: "any on g -> B / " + ", ".join(f"act({n})" for n in range(k)) + "\n", 100),
    "members": (lambda k: "type T = " + "|".join(f"m{n}" for n in range(k)) + "\n", 300),
    "constants": (lambda k: "".join(f"const C{n} = {n}\n" for n in range(k)), 200),
    "groups": (lambda k: "".join(f"group G{n} = A, B\n" for n in range(k)), 100),
    "scenarios": (lambda k: "".join(f"scenario s{n}: A, e -> B\n" for n in range(k)), 50),
    "a long scenario": (lambda k: "scenario s: A" + ", e -> B, e -> A" * k + "\n", 50),
    "views": (lambda k: "".join(f"view v{n} = A, B\n" for n in range(k)), 50),
    "ignores": (lambda k: "# fsmc: ignore FSM080\n" * k, 200),
    "nested brackets": (lambda k: f"A on g [{'(' * k}n{')' * k} < 3] -> B\n", 40),
    "fields of fields": (lambda k: "A on g [n" + ".y" * k + "] -> B\n", 300),
}


def calls(text: str) -> int:
    """How many functions are called while a spec is checked."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        compiler.check(SourceFile("x.fsm", text))
    finally:
        sys.setprofile(before)
    return counted


def memory(text: str) -> int:
    """The most bytes that are in use while a spec is checked."""
    tracemalloc.start()
    try:
        compiler.check(SourceFile("x.fsm", text))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("what", MORE)
def test_twice_as_much_takes_twice_as_long_and_twice_the_memory(what: str) -> None:
    more, number = MORE[what]
    compiler.check(SourceFile("x.fsm", HEAD))  # what is worked out once a process is no part of it
    small, large = HEAD + more(number), HEAD + more(2 * number)
    assert calls(large) < 2.5 * calls(small)
    assert memory(large) < 2.5 * memory(small) + 100_000
