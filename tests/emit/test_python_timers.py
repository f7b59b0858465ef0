"""Timers of a generated module: deadlines, expiries in order, cancellation, and no stale expiry ever."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emit.build import Clock, module_of

SPEC = """
machine Kettle
state Cold initial
state Warm
state Hot
event heat
event cool
event again
event halt
event zero
event odd
action beep (what: str)
timer slow = 10s within Warm, Hot
timer quick = 4s within Warm, Hot
timer boil = 7s within Hot
Cold on heat -> Warm / start slow, start quick
Warm on heat -> Hot / start boil
Hot  on heat -> stay / start quick = 8s
Warm, Hot on again -> stay / start slow, start quick = 10s
Warm on cool -> Cold
Hot  on cool -> Warm
Warm, Hot on halt -> stay / stop slow, beep("halted")
Warm on zero -> stay / start slow = 0s, start quick = 0s
Warm on odd -> stay / start slow = 5s, start quick = 5s
Warm, Hot on timeout slow -> stay / beep("slow"), start quick = 0s
Warm, Hot on timeout quick -> stay / beep("quick")
Hot  on timeout boil -> Cold / beep("boil")
unlisted ignore
"""


def kettle() -> tuple[Any, Clock]:
    clock = Clock()
    return module_of(SPEC).Kettle(clock=clock), clock


def told(actions: Any) -> list[str]:
    return [action.what for action in actions]


def test_no_timer_runs_at_first_and_advance_does_nothing() -> None:
    machine, clock = kettle()
    assert machine.deadline is None
    assert machine.advance() == ()
    assert clock.reads == 0


def test_the_deadline_is_that_of_the_timer_that_expires_next() -> None:
    machine, clock = kettle()
    clock.now = 100.0
    machine.heat()
    assert machine.deadline == 104.0


def test_the_clock_is_read_once_a_step_and_only_to_start_timers() -> None:
    machine, clock = kettle()
    machine.heat()
    assert clock.reads == 1
    machine.halt()
    assert clock.reads == 1


def test_nothing_expires_before_its_time() -> None:
    machine, clock = kettle()
    machine.heat()
    clock.now = 3.999
    assert machine.advance() == ()
    clock.now = 4.0
    assert told(machine.advance()) == ["quick"]


def test_expiries_come_in_order_of_deadline() -> None:
    machine, clock = kettle()
    machine.heat()
    clock.now = 20.0
    assert told(machine.advance()) == ["quick", "slow"]


def test_equal_deadlines_come_in_order_of_start() -> None:
    machine, clock = kettle()
    machine.heat()
    machine.odd()
    assert list(machine.snapshot()["timers"]) == ["slow", "quick"]
    clock.now = 5.0
    assert told(machine.advance()) == ["slow"], "the expiry of slow restarted quick"


def test_a_timer_started_by_an_expiry_waits_for_the_next_call_even_if_it_is_due() -> None:
    machine, clock = kettle()
    machine.heat()
    machine.halt()
    machine.again()
    clock.now = 10.0
    assert told(machine.advance()) == ["slow"]
    assert machine.deadline == 10.0
    assert told(machine.advance()) == ["quick"]


def test_a_restart_moves_to_the_end_of_the_order() -> None:
    machine, _ = kettle()
    machine.heat()
    machine.again()
    machine.zero()
    assert list(machine.snapshot()["timers"]) == ["slow", "quick"]
    machine.heat()
    machine.heat()
    assert list(machine.snapshot()["timers"]) == ["slow", "boil", "quick"]


def test_a_move_outside_within_cancels() -> None:
    machine, _ = kettle()
    machine.heat()
    machine.heat()
    machine.cool()
    assert list(machine.snapshot()["timers"]) == ["slow", "quick"]
    machine.cool()
    assert machine.deadline is None


def test_a_stopped_timer_never_expires() -> None:
    machine, clock = kettle()
    machine.heat()
    assert told(machine.halt()) == ["halted"]
    clock.now = 100.0
    assert told(machine.advance()) == ["quick"]


def test_an_expiry_that_leaves_cancels_the_expiries_after_it() -> None:
    machine, clock = kettle()
    machine.heat()
    machine.heat()
    clock.now = 50.0
    assert told(machine.advance()) == ["quick", "boil"]
    assert machine.deadline is None
    assert machine.state.value == "Cold"


def test_timeouts_cannot_be_handed_in() -> None:
    module = module_of(SPEC)
    machine = module.Kettle(clock=Clock())
    with pytest.raises(ValueError, match="TIMEOUT_SLOW"):
        machine.handle(module.Event.TIMEOUT_SLOW)


FAILING = """
machine Lamp
state On initial
guard fine
event begin
action blink
timer first = 1s within On
timer second = 2s within On
On on begin -> stay / start first, start second
On on timeout first [fine] -> stay / blink
On reject timeout first [else] "broken"  @1
On on timeout second [fine] -> stay / blink
On reject timeout second [else] "gone"
reference R
"""


class Lamp:
    """A host whose guard answers as told, or fails."""

    def __init__(self) -> None:
        self.answer: bool | Exception = True
        self.asked = 0

    def fine(self) -> bool:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer if self.asked != 2 else self.second()

    def second(self) -> bool:
        return bool(self.answer)


def lamp() -> tuple[Any, Any, Lamp, Clock]:
    clock, host = Clock(), Lamp()
    module = module_of(FAILING)
    machine = module.Lamp(guards=host, clock=clock)
    machine.begin()
    clock.now = 1.0
    return module, machine, host, clock


def test_an_expiry_that_is_refused_is_consumed() -> None:
    module, machine, host, _ = lamp()
    host.answer = False
    with pytest.raises(module.Rejected) as caught:
        machine.advance()
    assert caught.value.event is module.Event.TIMEOUT_FIRST
    assert list(machine.snapshot()["timers"]) == ["second"]


def test_an_expiry_whose_guard_fails_is_put_back_in_its_place() -> None:
    _, machine, host, _ = lamp()
    host.answer = OSError("host")
    with pytest.raises(OSError, match="host"):
        machine.advance()
    assert machine.snapshot()["timers"] == {"first": 0.0, "second": 1.0}


def test_a_later_expiry_that_fails_loses_no_action_and_raises_at_the_next_call() -> None:
    module, machine, host, clock = lamp()
    clock.now = 2.0
    host.second = lambda: False  # type: ignore[method-assign]
    assert machine.advance() == (module.Blink(),)
    assert list(machine.snapshot()["timers"]) == ["second"]
    host.answer = False
    with pytest.raises(module.Rejected, match="gone"):
        machine.advance()
    assert machine.advance() == ()


def test_a_duration_may_come_with_the_event() -> None:
    spec = """
machine Egg
state Raw initial
state Done
event boil (time: duration)
timer egg = 4min within Raw
Raw on boil -> stay / start egg = time
Raw on timeout egg -> Done
unlisted ignore
"""
    clock = Clock()
    machine = module_of(spec).Egg(clock=clock)
    machine.boil(2.5)
    clock.now = 1.0
    machine.boil(2.5)
    assert machine.deadline == 3.5
    clock.now = 4.0
    machine.advance()
    assert machine.state.value == "Done"
