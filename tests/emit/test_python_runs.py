"""Runs of a generated module: raised events, then deferred ones, and all of it or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emit.build import Clock, module_of, source_of

DEFERRING = """
machine Line
state Idle initial
state Busy
state Full
state Gone
event dial
event answer
event fill
event leave
event text (what: str)
event image (bytes: int)
event call
action say (what: str)
Idle on dial -> Busy / say("dial")
Busy defer text, image, call
Busy on answer -> Idle / say("answer")
Busy on fill -> Full / say("fill")
Busy on leave -> Gone
Idle on text -> stay / say(what)
Idle on image -> Busy / say("image")
Idle reject call "nobody"  @1
Full defer image
Full on text -> Idle / say(what)
Full ignore call
Full on leave -> Gone
Gone never text, image
Gone ignore call
unlisted reject
reference R
"""


def line() -> tuple[Any, Any]:
    module = module_of(DEFERRING)
    return module, module.Line()


def told(module: Any, actions: Any) -> list[str]:
    return [
        f"{action.event.value} refused: {action.reason}" if isinstance(action, module.Refused) else action.what
        for action in actions
    ]


def test_a_deferred_event_returns_nothing_and_waits() -> None:
    _, machine = line()
    machine.dial()
    assert machine.text("a") == ()
    assert machine.snapshot()["deferred"] == [["text", {"what": "a"}]]


def test_deferred_events_are_taken_in_order_of_arrival_after_the_state_changed() -> None:
    module, machine = line()
    machine.dial()
    machine.text("a")
    machine.text("b")
    assert told(module, machine.answer()) == ["answer", "a", "b"]
    assert machine.snapshot()["deferred"] == []


def test_what_the_new_state_defers_again_keeps_its_place() -> None:
    module, machine = line()
    machine.dial()
    machine.image(1)
    machine.text("a")
    machine.image(2)
    # Full keeps the images and takes the text to Idle; Idle takes image 1 to Busy, which keeps image 2.
    assert told(module, machine.fill()) == ["fill", "a", "image"]
    assert machine.state is module.State.BUSY
    assert machine.snapshot()["deferred"] == [["image", {"bytes": 2}]]


def test_a_deferred_event_that_is_refused_comes_back_as_an_action_and_is_dropped() -> None:
    module, machine = line()
    machine.dial()
    machine.call()
    assert told(module, machine.answer()) == ["answer", "call refused: nobody"]
    assert machine.snapshot()["deferred"] == []


def test_a_deferred_event_that_cannot_happen_comes_back_as_impossible() -> None:
    module, machine = line()
    machine.dial()
    machine.text("a")
    machine.call()
    assert told(module, machine.leave()) == ["text refused: impossible"]
    assert machine.snapshot()["deferred"] == []


def test_refused_is_handed_to_the_handler() -> None:
    module, machine = line()
    seen: list[Any] = []

    class Handler:
        def say(self, what: str) -> None:
            seen.append(what)

        def refused(self, event: Any, reason: str) -> None:
            seen.append((event, reason))

    machine.dial()
    machine.call()
    for action in machine.answer():
        action.perform(Handler())
    assert seen == ["answer", (module.Event.CALL, "nobody")]


RAISING = """
machine Chain
state A initial
state B
state C
event go
event more (n: int)
event end
event stop
event spin
var count: int
action say (what: int)
timer t = 5s within A, B
timer u = 1s within B, C
A on go -> B / raise more(2), raise end, count += 1, say(0), start t, start u
B on more -> stay / say(n), raise more(n - 1) if n > 0, count += 1
B on end -> C / say(99)
C on more -> stay / say(n)
A on end -> B / raise stop, count = 7, start t
A on spin -> stay / raise spin, count += 1
B reject stop "too late"  @2
C never go
A, B on timeout t -> stay
B on timeout u -> A / raise stop
C ignore timeout u
unlisted reject
reference R
"""


def chain() -> tuple[Any, Any, Clock]:
    module, clock = module_of(RAISING), Clock()
    return module, module.Chain(clock=clock), clock


def test_raised_events_are_taken_first_in_first_out() -> None:
    module, machine, _ = chain()
    assert [action.what for action in machine.go()] == [0, 2, 99, 1]
    assert machine.state is module.State.C
    assert machine.count == 2


def test_a_raised_event_that_is_refused_undoes_the_whole_run() -> None:
    module, machine, _ = chain()
    with pytest.raises(module.Rejected) as caught:
        machine.end()
    assert (caught.value.state, caught.value.event) == (module.State.B, module.Event.STOP)
    assert (machine.state, machine.count, machine.deadline) == (module.State.A, 0, None)
    assert [action.what for action in machine.go()] == [0, 2, 99, 1], "nothing is left of the failed run"


def test_events_raised_without_end_are_an_error_that_names_them_and_undo_the_run() -> None:
    module, machine, _ = chain()
    with pytest.raises(module.EndlessRaise, match="spin, spin"):
        machine.spin()
    assert machine.count == 0
    assert isinstance(module.EndlessRaise("x"), RuntimeError)


def test_an_expiry_whose_run_fails_is_consumed_and_the_rest_undone() -> None:
    module, machine, clock = chain()

    snapshot = machine.snapshot()
    machine = module.Chain.restore(
        {**snapshot, "state": "B", "timers": {"t": 5.0, "u": 1.0}, "variables": {"count": 3}}, clock=clock
    )
    clock.now = 1.0
    with pytest.raises(module.Rejected, match="stop"):
        machine.advance()
    assert machine.snapshot() == {"state": "B", "variables": {"count": 3}, "timers": {"t": 4.0}}


def test_a_machine_without_raise_or_defer_has_no_code_for_runs() -> None:
    source = source_of("""
machine Lamp
state Dark initial
state Bright
event toggle
Dark on toggle -> Bright
Bright on toggle -> Dark
""")
    for word in ("_settle", "_capture", "_deferred", "_raised", "_timers", "Guards", "Refused", "EndlessRaise", "time"):
        assert word not in source, word


BOTH = """
machine Both
state A initial
state B
state C
event go
event note (n: int)
event step
action say (what: int)
A defer note
A on go -> B / raise step, say(1)
B on step -> C / say(2)
B on note -> stay / say(10 + n)
C on note -> stay / say(20 + n)
unlisted reject
"""


def test_raised_events_come_before_deferred_ones() -> None:
    machine = module_of(BOTH).Both()
    machine.note(1)
    machine.note(2)
    assert [action.what for action in machine.go()] == [1, 2, 21, 22]
