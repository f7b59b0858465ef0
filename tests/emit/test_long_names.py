"""Names longer than a line: the module runs all the same, and is as the formatter leaves it as far as that is known."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fsmc.emit.python.layout import Call, lines_of
from fsmc.emit.rendering import literal
from tests.emit.build import Pair, source_of

KINDS = (
    "machine",
    "state",
    "event",
    "action",
    "guard",
    "variable",
    "option",
    "timer",
    "constant",
    "type",
    "member",
    "parameter",
)
FORMATTED = ("state", "event", "action", "guard", "variable", "member")
"""Those whose names stand only where the formatter's breaks are known; others stay in lines that are too long."""

SPEC = """
machine {machine}
type {type} = {member} | other-member
const {constant} = 3
option {option}: bool = false
var {variable}: int
var last: {type}
timer {timer} = 5s
guard {guard} ({parameter}: int)
state {state} initial
state Other
event {event} ({parameter}: int, kind: {type} = other-member)
event back
action {action} ({parameter}: int, kind: {type}) / {variable} += 1
{state} on {event} [{guard}({parameter}) and ({option} or {variable} < {constant})] -> Other / start {timer},
    {action}({parameter}, kind), last = kind
{state} on {event} [else] -> stay / {variable} = {parameter} + {constant},
    {action}({variable}, {member}) if kind == {member}, stop {timer}
Other on back -> {state} / {action}(1, last) if {variable} == {constant} and not running({timer}), {variable} += 1
Other defer {event}
{state} ignore back
any on timeout {timer} -> {state} / {action}({constant}, {member})
"""


def named(length: int, kinds: tuple[str, ...]) -> dict[str, str]:
    """Names for all kinds of things, those of `kinds` of that length."""
    return {kind: f"{kind}-".ljust(length, "x") if kind in kinds else f"the-{kind}" for kind in KINDS}


def spec(length: int, *kinds: str) -> str:
    """A machine in which the things of these kinds have names of that length."""
    return SPEC.format(**named(length, kinds))


@pytest.mark.parametrize("length", [76, 100, 300])
@pytest.mark.parametrize("kinds", [*((kind,) for kind in KINDS), KINDS], ids=[*KINDS, "all"])
def test_a_machine_with_long_names_runs(kinds: tuple[str, ...], length: int) -> None:
    names = named(length, kinds)
    pair = Pair(spec(length, *kinds))
    for answer in (True, False, True):
        pair.answers[names["guard"]] = answer
        pair.send(names["event"], {names["parameter"]: 2, "kind": names["member"]})
        pair.restore()
        pair.send("back")
    pair.clock.now += 10
    pair.advance()
    assert pair.told.state.name == names["state"]


@pytest.mark.parametrize("length", [76, 100, 300])
def test_the_formatter_changes_nothing(tmp_path: Path, length: int) -> None:
    for kind in FORMATTED:
        (tmp_path / f"{kind}.py").write_text(source_of(spec(length, kind)), encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--no-cache", "--diff", str(tmp_path)]
    found = subprocess.run(ruff, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def test_a_lone_index_on_a_line_of_its_own_gets_no_comma_that_would_make_it_a_tuple() -> None:
    assert str(Call("options", ('"x"',), "[]")) == 'options["x"]'
    long = literal("x" * 90)
    assert lines_of("it = ", Call("options", (long,), "[]")) == f"it = options[\n    {long}\n]"
    assert lines_of("it = ", Call("", (long,), "[]")) == f"it = [\n    {long},\n]"
