"""The worlds that are looked at: every choice once, and values on both sides of every comparison."""

from __future__ import annotations

from itertools import islice, product

import pytest

from fsmc.language import load
from fsmc.model import Ask, Assign, Do, Machine, Not, Payload, Read
from fsmc.outcomes import (
    World,
    candidates,
    choose_payload,
    conditions,
    explore,
    explore_around,
    flat,
    questions,
    timers_asked,
    words,
)
from fsmc.source import SourceFile


def machine(text: str) -> Machine:
    found, faults = load(SourceFile("m.fsm", f"machine M\nstate S initial\nstate T\n{text}"))
    assert found is not None, [fault.message for fault in faults]
    return found


def values(text: str, name: str) -> tuple[object, ...]:
    """The candidates for the part `name` of the payload of event e in S."""
    found = machine(text)
    event = found.event("e")
    among = candidates(conditions(found, found.state("S"), event))
    return tuple(dict.fromkeys(explore(lambda world: choose_payload(world, event, among)[name])))


# ------------------------------------------------------------------------------------------------------- worlds


def test_every_combination_of_choices_is_explored_once() -> None:
    found = list(explore(lambda world: (world.choose("ab"), world.choose((1, 2, 3)))))
    assert found == list(product("ab", (1, 2, 3)))


def test_a_choice_may_depend_on_the_ones_before() -> None:
    found = list(explore(lambda world: world.choose((1, 2)) if world.choose((True, False)) else 0))
    assert found == [1, 2, 0]


def test_no_more_worlds_are_explored_than_asked_for() -> None:
    assert len(list(explore(lambda world: world.choose(range(1000)), 10))) == 10
    assert list(islice(explore(lambda world: 7), 5)) == [7]


def test_a_question_has_one_answer_in_one_world() -> None:
    found = machine("event e\nguard g (n: int)\nS on e [g(1)] -> T\n")
    guard = found.predicates[0]

    def ask(world: World) -> tuple[bool, bool, bool]:
        return world.answer(guard, (1,)), world.answer(guard, (1,)), world.answer(guard, (2,))

    assert list(explore(ask)) == [
        (True, True, True),
        (True, True, False),
        (False, False, True),
        (False, False, False),
    ]


def test_a_world_is_told_in_words() -> None:
    found = machine("event e\nguard g (n: int)\nguard h\nS on e [g(1) and h] -> T\n")
    world = World([0, 1])
    world.answer(found.predicates[0], (1,))
    world.answer(found.predicates[1], ())
    assert world.text({"n": 3}) == "n = 3, g(1), not h"


def test_of_too_many_worlds_those_next_to_each_way_are_explored() -> None:
    def run(world: World) -> tuple[tuple[int, ...], bool]:
        chosen = tuple(world.choose(range(4)) for _ in range(10))
        return chosen, chosen[2] == 3 and chosen[7] == 2

    found = list(explore_around(run, 500))
    assert len(found) == len({chosen for chosen, _ in found}) < 500
    assert ((0,) * 10, False) in found
    one_choice = [chosen for chosen, _ in found if sum(map(bool, chosen)) == 1]
    assert len(one_choice) == 30


# --------------------------------------------------------------------------------------------------- candidates


@pytest.mark.parametrize(
    ("declared", "guard", "expected"),
    [
        ("n: int", "n > 3", (2, 3, 4)),
        ("n: int", "1 <= n < 9", (0, 1, 2, 8, 9, 10)),
        ("n: int", "n == LIMIT", (4, 5, 6)),
        ("n: int", "n < count", (0, 1, -1)),
        ("n: int", "n < most", (6, 7, 8)),
        ("n: duration", "n > 3s", (2.0, 3.0, 4.0)),
        ("n: duration", "n > 0s", (1.0, 0.0)),
        ("n: duration", "n > 500ms", (0.5, 1.5, 0.0)),
        ("n: duration", "n < wait", (1.0, 0.0)),
        ("n: duration", "n > -2s", (-1.0, -2.0, -3.0)),
        ("n: bool", "n", (True, False)),
        ("n: Colour", "n == red", ("red", "green", "blue")),
        ("n: str", 'n == "x"', ("x", "another text")),
        ("n: int, m: int", "n < m and m < 20", (19, 20, 21)),
    ],
)
def test_values_lie_on_both_sides_of_every_comparison(declared: str, guard: str, expected: tuple[object, ...]) -> None:
    text = (
        "type Colour = red | green | blue\nconst LIMIT = 5\noption most: int = 7\nvar count: int\nvar wait: duration\n"
    )
    assert values(f"{text}event e ({declared})\nS on e [{guard}] -> T / count = 1\n", "n") == expected


def test_sums_are_met_at_their_boundary() -> None:
    assert {3, 4, 5} <= set(values("event e (n: int)\nS on e [n + 1 < 5] -> T\n", "n"))
    assert {4, 5} <= set(values("event e (n: int)\nS on e [2 * n < 10] -> T\n", "n"))


def test_a_default_is_tried_first() -> None:
    assert values("event e (n: int = 9)\nS on e [n > 3] -> T\n", "n") == (9, 2, 3, 4)


@pytest.mark.parametrize(("kind", "usual"), [("int", 1), ("duration", 1.0), ("str", "text")])
def test_a_part_that_no_condition_reads_has_one_value_that_is_usual(kind: str, usual: object) -> None:
    assert values(f"event e (n: {kind})\nS on e -> T\n", "n") == (usual,)


def test_what_a_duration_may_come_to_is_not_below_zero() -> None:
    found = values("event e (n: duration)\nS on e [n + 9s > 3s or n - 2s < 1s] -> T\n", "n")
    assert min(found) == 0  # type: ignore[type-var]
    assert {2.0, 3.0, 4.0} <= set(found)


def test_a_duration_that_is_carried_to_a_variable_is_never_below_zero() -> None:
    found = machine("var x: duration\nevent e (n: duration)\nS on e -> stay / x = n\n")
    assign = found.transitions[0].effects[0]
    assert isinstance(assign, Assign)
    among = candidates([], [assign])
    assert set(explore(lambda world: choose_payload(world, found.event("e"), among)["n"])) == {0.0, 1.0}


def test_fields_of_host_types_have_values_of_their_own() -> None:
    text = "type R (status: int, ok: bool)\nevent e (r: R)\nS on e [r.status < 300 and r.ok] -> T\n"
    built = machine(text)
    event = built.event("e")
    among = candidates(conditions(built, built.state("S"), event))
    payloads = list(explore(lambda world: choose_payload(world, event, among)["r"]))
    assert [(part["status"], part["ok"]) for part in payloads] == list(product((299, 300, 301), (True, False)))


def test_values_that_assignments_carry_to_a_condition_count() -> None:
    found = machine("var x: int\nevent e (n: int)\nevent f\nS on e -> stay / x = n\nS on f [x > 4] -> T\n")
    condition = found.transitions[1].guard
    assert condition is not None
    assign = found.transitions[0].effects[0]
    assert isinstance(assign, Assign)
    event = found.event("e")
    among = candidates([condition], [assign])  # type: ignore[list-item]
    assert {3, 4, 5} <= set(explore(lambda world: choose_payload(world, event, among)["n"]))


# --------------------------------------------------------------------------------------------------- conditions


def test_the_conditions_of_a_cell_are_those_of_its_events_its_lines_and_their_effects() -> None:
    found = machine(
        "event e (n: int)\nevent big = e [n > 5]\nguard g\nguard h\ntimer t = 1s\nvar x: int\n"
        "action a (m: int) / x = m if m > 2\nS on big [g] -> T / a(n + 1)\nany on e [running(t)] -> T\n"
        "enter T / start t if h\nS, T ignore timeout t\n"
    )
    exprs = conditions(found, found.state("S"), found.event("e"))
    assert {str(expr) for expr in exprs} == {"n > 5", "g", "n + 1 > 2", "running(t)", "h"}
    assert [ask.predicate.name for ask in questions(exprs)] == ["g", "h"]
    assert [timer.name for timer in timers_asked(exprs)] == ["t"]


def test_the_own_effects_of_an_action_follow_it_with_the_arguments_put_in() -> None:
    found = machine(
        "var x: int\naction a (m: int) / x = 2 * m if not (m < 3)\nevent e (n: int)\nS on e -> T / a(n - 1)\n"
    )
    do, own = flat(found.transitions[0].effects)
    assert isinstance(do, Do)
    assert str(own) == "x = 2 * (n - 1) if not n - 1 < 3"


def test_the_words_that_conditions_name_are_known() -> None:
    found = machine('type C = red | blue\nevent e (c: C, s: str)\nS on e [c == red and s != "x"] -> T\n')
    assert words(conditions(found, found.state("S"), found.event("e"))) == {"red", "x"}


def test_expressions_keep_their_kind_when_arguments_are_put_in() -> None:
    found = machine(
        "guard g (n: int)\nvar x: bool\naction a (m: int, b: bool) / x = not b if g(m) and b\n"
        "event e (n: int, c: bool)\nS on e -> T / a(n, c)\n"
    )
    _, own = flat(found.transitions[0].effects)
    assert isinstance(own, Assign)
    assert own.value == Not(Payload("c", own.value.type))
    assert isinstance(own.condition.operands[0], Ask)  # type: ignore[union-attr]
    assert Read(own.variable).type is own.value.type
