"""The interpreter: a machine, a host and events in; states, actions and timers out, as docs/language.md has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fsmc.interpreter import (
    EndlessRaise,
    Impossible,
    Interpreter,
    Output,
    Refused,
    Rejected,
    Scope,
    all_lines_for,
    classify,
    decide,
    evaluate,
)
from fsmc.language import load
from fsmc.model import ELSE, Branch, Machine, Predicate, Read
from fsmc.outcomes import Candidates, World, candidates, choose_payload, conditions, explore, questions
from fsmc.source import SourceFile

SPECS = sorted((Path(__file__).parent.parent / "specs").glob("*.fsm"))


def machine(text: str) -> Machine:
    """The machine of a spec in which states S (initial) and T, and event e, need no lines of their own."""
    found, faults = load(SourceFile("spec.fsm", f"machine M\nstate S initial\nstate T\n{text}"))
    assert found is not None, [fault.message for fault in faults]
    return found


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Host:
    """Answers as told, and writes down what it was asked."""

    def __init__(self, **answers: bool) -> None:
        self.answers = answers
        self.asked: list[tuple[str, tuple[Any, ...]]] = []

    def __call__(self, predicate: Predicate, args: tuple[Any, ...]) -> bool:
        self.asked.append((predicate.name, args))
        return self.answers[predicate.name]


def after(text: str, *events: str, host: Host | None = None, clock: Callable[[], float] | None = None) -> Interpreter:
    """The interpreter after some events without payload."""
    interpreter = Interpreter(machine(text), answers=host, clock=clock)
    for event in events:
        interpreter.send(event)
    return interpreter


# ------------------------------------------------------------------------------------------------ which line decides


def test_a_guard_that_fails_falls_through_to_the_next_rank() -> None:
    text = "event e\nguard g\nS on e [g] -> T\nany on e -> stay / a\naction a\n"
    assert after(text, "e", host=Host(g=True)).state.name == "T"
    assert after(text, "e", host=Host(g=False)).outcomes == (Output("a"),)


def test_else_is_what_the_other_lines_of_its_rank_leave() -> None:
    text = 'event e (n: int)\nS on e [n > 3] -> T\nS reject e [else] "small"\nany on e -> stay\n'
    interpreter = Interpreter(machine(text))
    with pytest.raises(Rejected, match="small"):
        interpreter.send("e", {"n": 3})
    interpreter.send("e", {"n": 4})
    assert interpreter.state.name == "T"


def test_other_takes_only_events_that_no_line_names_for_the_state() -> None:
    text = 'event e\nevent f\nguard g\nS on e [g] -> T\nS ignore other\nunlisted reject "no"\n'
    assert after(text, "f", host=Host(g=False)).state.name == "S"
    with pytest.raises(Rejected, match="no"):
        after(text, "e", host=Host(g=False))


def test_any_is_weaker_than_other_of_a_named_state() -> None:
    text = "event e\nS ignore other\nany on e -> T\n"
    assert after(text, "e").state.name == "S"


def test_any_other_is_weaker_than_any() -> None:
    text = "event e\nevent f\nany on e -> T\nany ignore other\n"
    assert after(text, "f").state.name == "S"
    assert after(text, "f", "e").state.name == "T"


@pytest.mark.parametrize("policy", ["reject", "never", "ignore"])
def test_the_policy_decides_what_no_line_does(policy: str) -> None:
    text = f"event e\nunlisted {policy}\n"
    expected = {"reject": Rejected, "never": Impossible}.get(policy)
    if expected is None:
        assert after(text, "e").outcomes == ()
        return
    with pytest.raises(expected) as caught:
        after(text, "e")
    assert (caught.value.state, caught.value.event) == ("S", "e")


def test_a_refusal_says_which_section_of_the_standard_it_is_from() -> None:
    text = 'reference RFC1 "https://rfc/{}"\nevent e\nS reject e "busy" @3.2 @3.3\n'
    with pytest.raises(Rejected) as caught:
        after(text, "e")
    assert (caught.value.reason, caught.value.section) == ("busy", "RFC1 section 3.2")


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_the_lines_and_the_flattened_cells_decide_alike(path: Path) -> None:
    found, _ = load(SourceFile(path.name, path.read_text(encoding="utf-8")))
    assert found is not None
    _agree(found)


def test_the_lines_and_the_flattened_cells_decide_alike_across_all_ranks() -> None:
    text = """
event e (n: int, b: bool)
event f
event e1 = e [n == 1]
event e2 = e [n == 2 and b]
timer t = 1s within T
guard g
guard h
var x: int
S on e [n > 5 and g] -> T
S, T on e [n < 0] -> S
S on e1 [h] -> T
any on e1 [else] -> stay
S ignore other
T defer f [x == 3]
T on timeout t [x > 0] -> S
T on f -> S
any reject e, e2 [b] "b"
any on other -> T
"""
    _agree(machine(text.replace("T on f -> S\n", "")))


def _agree(machine: Machine) -> None:
    """Decide every cell both ways in every world."""
    for (state, event), cell in machine.cells.items():
        sent = event.base or event
        exprs = conditions(machine, state, sent)
        among: Candidates = candidates(exprs)

        def both(world: World, cell: Any = cell, sent: Any = sent, exprs: Any = exprs, among: Any = among) -> bool:
            values = {slot: world.choose(among.of(read)) for slot, read in _reads(machine).items()}
            scope = Scope(values, choose_payload(world, sent, among), frozenset(), world.answer)
            for ask in questions(exprs):
                evaluate(ask, scope)
            if classify(machine, sent, scope) is not cell.event:
                return True
            by_lines = decide(machine, cell.state, cell.event, scope)
            by_branches = next(branch.line for branch in cell.branches if _holds(branch, scope))
            return by_lines is by_branches

        assert all(explore(both)), cell.name


def _reads(machine: Machine) -> dict[Any, Any]:
    return {slot: Read(slot) for slot in (*machine.options, *machine.variables)}


def _holds(branch: Branch, scope: Scope) -> bool:
    return branch.guard is None or bool(evaluate(branch.guard, scope))


def test_every_line_that_may_decide_is_listed_strongest_first() -> None:
    found = machine("event e\nguard g\nany on e -> T\nS on e [g] -> stay\nany ignore other\n")
    lines = all_lines_for(found, found.state("S"), found.event("e"))
    assert [line.label for line in lines] == ["S on e [g] -> stay", "any on e -> T"]
    assert lines[0].guard is not ELSE


class _Counted(tuple[Any, ...]):
    """Lines that know how often somebody went through them."""

    times = 0

    def __iter__(self) -> Iterator[Any]:
        _Counted.times += 1
        return super().__iter__()


def test_the_lines_of_a_machine_are_gone_through_once_however_many_cells_are_asked_for() -> None:
    found = machine("event e\nguard g\nany on e -> T\nS on e [g] -> stay\nany ignore other\n")
    found = replace(found, lines=_Counted(found.lines))
    before = _Counted.times
    for state in found.states:
        for event in found.all_events:
            assert all_lines_for(found, state, event)
    assert _Counted.times == before + 1


# ------------------------------------------------------------------------------------------------------ one step


def test_guards_and_conditions_see_the_machine_before_the_step_and_values_see_assignments() -> None:
    text = (
        "event e\naction a (n: int)\nvar x: int = 1\n"
        "S on e -> T / x = x + 1, x += 10 if x == 1, a(x) if x == 1, x = 0 if x == 12\n"
    )
    interpreter = after(text, "e")
    assert interpreter.outcomes == (Output("a", (12,)),)
    assert interpreter.variables == {"x": 12}


def test_a_question_is_asked_once_a_step_for_the_same_arguments() -> None:
    text = (
        "event e (n: int)\nguard g (n: int)\nvar x: int\n"
        "S on e [g(n) or g(n + 1)] -> stay / x = 1 if g(n)\nS ignore e [else]\n"
    )
    host = Host(g=False)
    interpreter = Interpreter(machine(text), answers=host)
    interpreter.send("e", {"n": 1})
    assert host.asked == [("g", (1,)), ("g", (2,))]
    interpreter.send("e", {"n": 1})
    assert len(host.asked) == 4


def test_leave_and_enter_surround_the_actions_of_a_move_and_of_a_self_transition_but_not_of_stay() -> None:
    text = (
        "event go\nevent self\nevent stay-here\naction l\naction n\naction a\naction m\n"
        "S on go -> T / a\nS on self -> S / a\nS on stay-here -> stay / a\n"
        "leave S / l\nenter T / n\nenter S / m\n"
    )
    assert [str(o) for o in after(text, "go").outcomes] == ["l", "a", "n"]
    assert [str(o) for o in after(text, "self").outcomes] == ["l", "a", "m"]
    assert [str(o) for o in after(text, "stay-here").outcomes] == ["a"]


def test_the_effects_of_an_action_follow_each_time_it_is_done_with_its_arguments() -> None:
    text = (
        "event e\naction a (n: int) / x = n, y += 1 if n == 5\nvar x: int = 4\nvar y: int\n"
        "S on e -> T / a(x + 1), a(x + 1) if x == 4\n"
    )
    interpreter = after(text, "e")
    assert interpreter.outcomes == (Output("a", (5,)), Output("a", (6,)))
    assert interpreter.variables == {"x": 6, "y": 2}


def test_many_values_reach_the_host_as_one_tuple() -> None:
    text = (
        "type Flag = SYN | ACK\nevent e (more: Flag*)\naction snd (flags: Flag*)\n"
        "S on e -> stay / snd(SYN, ACK), snd(), snd(more)\n"
    )
    interpreter = Interpreter(machine(text))
    interpreter.send("e", {"more": ("ACK",)})
    assert [output.args for output in interpreter.outcomes if isinstance(output, Output)] == [
        (("SYN", "ACK"),),
        ((),),
        (("ACK",),),
    ]


def test_fields_of_host_types_are_read_from_mappings_and_objects() -> None:
    class Response:
        status = 200

    text = "type R (status: int)\nevent e (r: R)\nS on e [200 <= r.status < 300] -> T\nS ignore e [else]\n"
    interpreter = Interpreter(machine(text))
    interpreter.send("e", {"r": {"status": 300}})
    assert interpreter.state.name == "S"
    interpreter.send("e", {"r": Response()})
    assert interpreter.state.name == "T"


def test_a_derived_event_fires_in_place_of_its_base_and_carries_its_payload() -> None:
    text = (
        "event e (n: int)\nevent big = e [n > 5]\nevent odd = e [else]\naction a (n: int)\n"
        'S on big -> T / a(n)\nS reject odd "odd"\n'
    )
    interpreter = Interpreter(machine(text))
    with pytest.raises(Rejected) as caught:
        interpreter.send("e", {"n": 5})
    assert caught.value.event == "odd"
    assert interpreter.send("e", {"n": 6}) == (Output("a", (6,)),)


def test_what_the_payload_leaves_out_takes_its_default() -> None:
    text = "event e (n: int, b: bool = true)\naction a (n: int, b: bool)\nS on e -> stay / a(n, b)\n"
    interpreter = Interpreter(machine(text))
    assert interpreter.send("e", {"n": 1}) == (Output("a", (1, True)),)
    assert interpreter.send("e", {"n": 1, "b": False}) == (Output("a", (1, False)),)
    for wrong in ({}, {"n": 1, "c": 2}):
        with pytest.raises(TypeError):
            interpreter.send("e", wrong)


def test_options_are_fixed_and_variables_begin_with_their_defaults() -> None:
    text = "option most: int = 3\nvar left: int = 2\nvar why: good | bad\nevent e\nS on e [left < most] -> T\n"
    assert Interpreter(machine(text), options={"most": 9}).options == {"most": 9}
    assert Interpreter(machine(text)).variables == {"left": 2, "why": "good"}
    with pytest.raises(KeyError):
        Interpreter(machine(text), options={"least": 1})


def test_derived_events_and_timeouts_cannot_be_sent() -> None:
    text = "event e\nguard g\nevent d = e [g]\ntimer t = 1s\nS on d, timeout t -> T\nS on e -> T / start t\n"
    for name in ("d", "timeout t"):
        with pytest.raises(ValueError, match="cannot be sent"):
            after(text, name)
    with pytest.raises(KeyError):
        after(text, "no event")


# --------------------------------------------------------------------------------------------------- whole runs


def test_raised_events_are_taken_in_order_before_anything_else() -> None:
    text = (
        "event e\nevent f\nevent g (n: int)\naction a (n: int)\nS on e -> T / raise g(1), raise f, a(0)\n"
        "T on f -> S / a(9)\nT on g -> stay / a(n), raise g(5) if n == 1\nS on g -> stay / a(n)\n"
    )
    assert [str(o) for o in after(text, "e").outcomes] == ["a(0)", "a(1)", "a(9)", "a(5)"]


def test_a_run_is_all_or_nothing_if_a_raised_event_is_refused() -> None:
    text = (
        "event e\nevent f\naction a\nvar x: int\ntimer t = 1s\n"
        "S on e -> T / x = 1, start t, a, raise f\nS on f, timeout t -> T\n"
    )
    interpreter = Interpreter(machine(text))
    before = interpreter.configuration
    with pytest.raises(Rejected) as caught:
        interpreter.send("e")
    assert (caught.value.state, caught.value.event) == ("T", "f")
    assert interpreter.configuration == before


def test_a_run_is_all_or_nothing_if_the_host_fails() -> None:
    def fail(predicate: Predicate, args: tuple[Any, ...]) -> bool:
        raise LookupError(predicate.name)

    text = "event e\nevent f\nguard g\nS on e -> T / raise f\nT on f [g] -> S\n"
    interpreter = Interpreter(machine(text), answers=fail)
    with pytest.raises(LookupError):
        interpreter.send("e")
    assert interpreter.state.name == "S"


def test_raising_without_end_is_an_error_that_names_the_events() -> None:
    text = "event e\nevent f\nvar x: int\nS on e -> T / raise f\nT on f -> stay / x += 1, raise f\n"
    interpreter = Interpreter(machine(text))
    with pytest.raises(EndlessRaise, match="f, f"):
        interpreter.send("e")
    assert (interpreter.state.name, interpreter.variables) == ("S", {"x": 0})


def test_a_thousand_raised_events_are_not_too_many() -> None:
    text = "event e\nevent f\nvar x: int\nS on e -> T / raise f\nT on f -> stay / x += 1, raise f if x < {}\n"
    assert after(text.format(999), "e").variables == {"x": 1000}
    with pytest.raises(EndlessRaise):
        after(text.format(1000), "e")


def test_a_deferred_event_waits_for_a_state_that_welcomes_it() -> None:
    text = "event go\nevent job (n: int)\naction do (n: int)\nS on go -> T\nS defer job\nT on job -> stay / do(n)\n"
    interpreter = Interpreter(machine(text))
    interpreter.send("job", {"n": 1})
    interpreter.send("job", {"n": 2})
    assert interpreter.deferred == (("job", {"n": 1}), ("job", {"n": 2}))
    assert interpreter.send("go") == (Output("do", (1,)), Output("do", (2,)))
    assert interpreter.deferred == ()


def test_a_deferred_event_that_the_new_state_refuses_comes_back_as_an_action() -> None:
    text = (
        "event go\nevent a\nevent b\nevent c\nS on go -> T\nS defer a, b, c\n"
        'T reject a "closing"\nT never b\nT ignore c\n'
    )
    interpreter = after(text, "a", "b", "c", "go")
    assert interpreter.outcomes == (Refused("a", "closing"), Refused("b", "impossible"))
    assert interpreter.deferred == ()


def test_the_look_at_deferred_events_begins_anew_after_each_change_of_state() -> None:
    text = (
        "state U\nevent go\nevent a\nevent b\naction did-a\naction did-b\nS on go -> T\nS defer a, b\n"
        "T defer a\nT on b -> U / did-b\nU on a -> stay / did-a\n"
    )
    assert [str(o) for o in after(text, "a", "b", "go").outcomes] == ["did-b", "did-a"]


def test_staying_does_not_wake_deferred_events() -> None:
    text = (
        "event e\nevent job\nvar ready: bool\nS on e -> stay / ready = true\nS defer job [not ready]\n"
        "S on job [ready] -> T\n"
    )
    interpreter = after(text, "job", "e")
    assert (interpreter.state.name, len(interpreter.deferred)) == ("S", 1)


# --------------------------------------------------------------------------------------------------------- time

TIMED = """
event go
event back
event again
action rang (n: int)
timer a = 3s
timer b = 5s within T
S on go -> T / start b, start a
T on back -> S
T on again -> stay / start a = 1s
any on timeout a -> stay / rang(1)
T on timeout b -> S / rang(2)
"""


def test_a_timer_is_due_its_duration_after_the_step() -> None:
    interpreter = after(TIMED, "go", clock=Clock())
    assert interpreter.timers == {"b": 105.0, "a": 103.0}
    assert interpreter.deadline == 103.0


def test_a_restarted_timer_goes_to_the_end_of_the_order() -> None:
    interpreter = after(TIMED, "go", "again", clock=Clock())
    assert list(interpreter.timers.items()) == [("b", 105.0), ("a", 101.0)]
    interpreter.place("T", timers={"a": 101.0, "b": 102.0})
    interpreter.send("again")
    assert list(interpreter.timers) == ["b", "a"]


def test_a_timer_is_cancelled_where_it_cannot_run() -> None:
    assert after(TIMED, "go", "back", clock=Clock()).timers == {"a": 103.0}


def test_expiries_come_in_order_of_deadline_then_of_start() -> None:
    clock = Clock()
    interpreter = Interpreter(machine(TIMED), clock=clock)
    interpreter.place("T", timers={"a": 101.0, "b": 101.0})
    assert interpreter.advance() == ()
    clock.now = 101.0
    assert interpreter.advance() == (Output("rang", (1,)), Output("rang", (2,)))
    assert (interpreter.state.name, interpreter.timers, interpreter.deadline) == ("S", {}, None)


def test_an_expiry_of_a_timer_that_was_stopped_or_restarted_meanwhile_is_stale() -> None:
    text = (
        "timer a = 1s\ntimer b = 1s\naction r\nevent e\nS on e -> S / start a, start b\n"
        "any on timeout a -> stay / stop b\nany on timeout b -> stay / r\n"
    )
    clock = Clock()
    interpreter = after(text, "e", clock=clock)
    clock.now = 200.0
    assert interpreter.advance() == ()
    restarting = text.replace("/ stop b", "/ start b = 0s")
    interpreter = after(restarting, "e", clock=clock)
    clock.now = 300.0
    assert interpreter.advance() == ()
    assert interpreter.timers == {"b": 300.0}
    assert interpreter.advance() == (Output("r"),)


def test_the_timer_that_expires_does_not_run_while_its_expiry_is_decided() -> None:
    text = (
        "timer a = 1s\nevent e\nS on e -> S / start a\nS on timeout a [not running(a)] -> T\n"
        "S ignore timeout a [else]\n"
    )
    clock = Clock()
    interpreter = after(text, "e", clock=clock)
    clock.now = 200.0
    interpreter.advance()
    assert interpreter.state.name == "T"


FAILING = (
    "timer a = 1s\ntimer b = 2s\naction r\nevent e\nguard g\nS on e -> S / start a, start b\n"
    "any on timeout a -> stay / r\nS on timeout b [g] -> T\n"
)


def test_a_refused_expiry_stays_expired() -> None:
    clock = Clock()
    interpreter = after(FAILING, "e", host=Host(g=False), clock=clock)
    clock.now = 200.0
    assert interpreter.advance() == (Output("r"),)  # the fault of the second waits for the next call
    assert list(interpreter.timers) == ["b"]
    with pytest.raises(Rejected):
        interpreter.advance()
    assert interpreter.timers == {}


def test_an_expiry_at_which_the_host_fails_is_due_again() -> None:
    clock = Clock()
    interpreter = after(FAILING, "e", host=Host(), clock=clock)
    clock.now = 200.0
    assert interpreter.advance() == (Output("r"),)
    for _ in range(2):
        with pytest.raises(KeyError):
            interpreter.advance()
        assert list(interpreter.timers) == ["b"]


def test_a_duration_reads_options_and_variables_when_the_timer_is_started() -> None:
    text = (
        "option base: duration = 2s\nvar factor: int = 3\ntimer a = factor * base\nevent e\n"
        "S on e -> S / factor = 4, start a\nany ignore timeout a\n"
    )
    assert after(text, "e", clock=Clock()).timers == {"a": 108.0}


# ------------------------------------------------------------------------------------------------ what one may ask


def test_enabled_events_are_those_that_are_not_refused_in_every_case() -> None:
    text = (
        "event a\nevent b\nevent c\nevent d (n: int)\nevent big = d [n > 5]\nguard g\nS on a -> T\n"
        "S on b [g] -> T\nS defer big\nS never c\n"
    )
    interpreter = Interpreter(machine(text))
    assert [event.name for event in interpreter.enabled()] == ["a", "b", "d"]


def test_the_steps_of_the_last_run_are_told() -> None:
    interpreter = after("event e\nevent f\nS on e -> T / raise f\nT ignore f\n", "e")
    assert [(step.source.name, step.event.name, step.target.name) for step in interpreter.taken] == [
        ("S", "e", "T"),
        ("T", "f", "T"),
    ]


def test_a_copy_goes_its_own_way() -> None:
    interpreter = after("event e\nvar x: int\nS on e -> stay / x += 1\n", "e")
    twin = interpreter.copy()
    twin.send("e")
    assert (interpreter.variables, twin.variables) == ({"x": 1}, {"x": 2})
