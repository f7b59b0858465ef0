"""What shows only when time goes by: timers that expire in silence, counts that timeouts reach, and their words."""

from __future__ import annotations

from fsmc.diff import Axis, Grade
from tests.diff.machines import compared, tcp

CLOCK = """\
machine Clock
state Off initial
state On
timer tick = 1s within On
event press
action click
Off on press -> On / click, start tick
On on press -> Off / click
On on timeout tick -> stay
"""


def test_an_expiry_of_which_nothing_comes_may_as_well_be_ignored() -> None:
    found = compared(CLOCK, ("On on timeout tick -> stay", "On ignore timeout tick"))
    assert found.verdict(Axis.BEHAVIOUR).grade is Grade.COMPATIBLE
    assert found.verdict(Axis.ACTIONS).grade is Grade.IDENTICAL


def test_a_timer_that_starts_anew_is_something_that_comes_of_an_expiry() -> None:
    found = compared(CLOCK, ("On on timeout tick -> stay", "On on timeout tick -> stay / start tick"))
    assert found.verdict(Axis.BEHAVIOUR).grade is not Grade.IDENTICAL


def test_a_limit_that_many_timeouts_reach_is_shown_by_a_run() -> None:
    found = compared(tcp(), ("option R2: int = 6", "option R2: int = 8"))
    for axis in (Axis.BEHAVIOUR, Axis.ACTIONS):
        verdict = found.verdict(axis)
        assert verdict.grade is Grade.BREAKING
        assert verdict.trace
        assert sum(move.text == "timeout rtx" for move in verdict.trace.moves) == 7


def test_what_is_so_of_several_states_is_told_once() -> None:
    found = compared(tcp(), ("option R2: int = 6", "option R2: int = 8"))
    told = found.verdict(Axis.BEHAVIOUR).details
    assert len(told) == 1
    assert told[0].startswith("CLOSE-WAIT, ESTABLISHED, FIN-WAIT-1, LAST-ACK, CLOSING on timeout rtx: retries is set")
