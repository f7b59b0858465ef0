"""What a scenario promises holds in every world, or the first step that does not is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from fsmc.interpreter import Output
from fsmc.language import load
from fsmc.model import Machine
from fsmc.scenarios import Failure, beginning, follow, scenario_failure
from fsmc.source import SourceFile

BASE = """
machine M
option most: int = 3
var count: int
var mode: slow | quick
timer t = 5s within T
guard g
guard h
state S initial
state T
state U
event e (n: int, b: bool = false)
event f
event big = e [n > 9]
action a (n: int)
S on e [b] -> T / count = n, start t
S on e [else] -> stay
S on big -> U
T on f [g] -> S
T on f [else] -> T
T on timeout t [count >= most] -> U / a(count)
T on timeout t [else] -> S
U on f [mode == quick] -> S
U reject f [else] "slow"
"""


def machine(scenario: str) -> Machine:
    found, faults = load(SourceFile("m.fsm", f"{BASE}scenario s: {scenario}\n"))
    assert found is not None, [fault.message for fault in faults]
    return found


def failure(scenario: str) -> Failure | None:
    found = machine(scenario)
    return scenario_failure(found, found.scenarios[0])


@pytest.mark.parametrize(
    "scenario",
    [
        "S, e(1, true) -> T",
        "S, e(1) -> S",  # the default of b
        "S, e [b and n == 5] -> T",
        "S, e(1, true) -> T, f [g] -> S",
        "S, e(1, true) -> T, f [else] -> T, f [not g] -> T",
        "S, e(2, true) -> T, timeout t -> S",
        "S, e(3, true) -> T, timeout t -> U",
        "S [most == 2], e(2, true) -> T, timeout t -> U",
        "T [count == 3], timeout t -> U",
        "T, timeout t [count < 3] -> S",
        "U [mode == quick], f -> S",
        "S, big -> U",
        "S, big(12) -> U",
    ],
)
def test_what_holds_in_every_world_is_no_failure(scenario: str) -> None:
    assert failure(scenario) is None


@pytest.mark.parametrize(
    ("scenario", "step", "text"),
    [
        ("S, e(1, true) -> U", 0, "the machine is in T"),
        ("S, e(1, true) -> T, f -> S", 1, "with not g, the machine is in T"),
        ("S, e -> S", 0, "the machine is in U"),  # n may be large
        ("S, e [b] -> T", 0, "the machine is in U"),
        ("S, f -> S", 0, "f is refused in S"),
        ("U, f -> S", 0, "f is refused in U: slow"),
        ("S, e(1, true) -> T, f [count == 7] -> S", 1, "what this step assumes never holds here"),
        ("S, e(1, true) -> T, f [g] -> S, timeout t -> U", 2, "the timer t does not run"),
        ("S, e [b and n < 9] -> T, timeout t -> S", 1, "the machine is in U"),  # the value of n stays open
        ("S, big(3) -> U", 0, "what this step assumes never holds here"),
    ],
)
def test_the_first_step_that_fails_in_some_world_is_told(scenario: str, step: int, text: str) -> None:
    found = failure(scenario)
    assert found is not None
    assert found.step == step
    assert text in str(found)


def test_a_failure_names_the_answers_and_the_payload_of_its_world() -> None:
    found = failure("S, e [n > 3] -> T")
    assert found is not None
    assert "n = " in str(found)
    assert found.state in ("S", "U")


def test_a_path_begins_with_what_it_is_given_and_with_no_timer_running() -> None:
    found = machine("T [most == 9 and mode == quick], f [g] -> S")
    start = beginning(found, found.scenarios[0])
    assert (start.options, start.variables, start.timers) == ({"most": 9}, {"count": 0, "mode": "quick"}, {})


def test_the_way_through_a_scenario_tells_payload_answers_and_actions() -> None:
    found = machine("S, e(4, true) -> T, timeout t -> U")
    ways = follow(found, found.scenarios[0])
    assert not isinstance(ways, Failure)
    assert ways[0].payload == {"n": 4, "b": True}
    assert ways[1].outputs == (Output("a", (4,)),)
    assert ways[1].after.state is found.state("U")


def test_each_step_of_the_way_begins_where_the_one_before_ended() -> None:
    found = machine("S, e [b and n < 4] -> T, f [g and count == 3] -> S")
    ways = follow(found, found.scenarios[0])
    assert not isinstance(ways, Failure)
    assert [way.after.variables[found.variables[0]] for way in ways] == [3, 3]


WIDE = """
machine Wide
type Shape (depth: int, round: bool)
type Colour = red | green | blue | white | black
state S initial
state T
event e (a: Colour, b: Colour, c: Colour, d: int, on: bool, s: Shape)
S on e [a == black and b == white and d > 3 and on and not s.round and s.depth == 7] -> T
S on e [else] -> stay
T ignore e
"""


@pytest.mark.parametrize(
    ("assumed", "holds"),
    [
        ("a == black and b == white and d == 4 and on and not s.round and s.depth == 7", True),
        ("a == black and b == white and d > 3 and on and not s.round and s.depth == 7", True),
        ("a == black and b == white and d == 3 and on and not s.round and s.depth == 7", False),
        ("a == black and b == white and d == 4 and on and s.round and s.depth == 7", False),
    ],
)
def test_what_a_step_says_of_a_wide_payload_is_found_among_all_that_it_may_be(assumed: str, holds: bool) -> None:
    found, faults = load(SourceFile("wide.fsm", f"{WIDE}scenario wide: S, e [{assumed}] -> T\n"))
    assert found is not None, faults
    failed = scenario_failure(found, found.scenarios[0])
    assert (failed is None) is holds
    assert failed is None or not failed.assumption_never_holds


@pytest.mark.parametrize("path", sorted((Path(__file__).parent.parent / "specs").glob("*.fsm")), ids=lambda p: p.stem)
def test_the_scenarios_of_the_specs_hold(path: Path) -> None:
    found, _ = load(SourceFile(path.name, path.read_text(encoding="utf-8")))
    assert found is not None
    assert [scenario.title for scenario in found.scenarios if scenario_failure(found, scenario)] == []
