"""What `fsmc diff` says of changes of the TCP spec: the promises of its page, one by one."""

from __future__ import annotations

import time

import pytest

from fsmc.diff import Axis, Comparison, Grade, compare
from tests.diff.machines import SPECS, changed, compared, machine, tcp
from tests.diff.replay import wrong

FIN = (
    "FIN-WAIT-1  on rcv-FIN [fin-acked] -> TIME-WAIT  / snd(ACK), peer-closed  @3.10.7.4\n"
    "FIN-WAIT-1  on rcv-FIN [else]      -> CLOSING    / snd(ACK), peer-closed  @3.10.7.4 {fig5, sim-close}\n"
)


def grades(found: Comparison) -> dict[Axis, Grade]:
    """The grade on each axis."""
    return {verdict.axis: verdict.grade for verdict in found.verdicts}


def steps(found: Comparison, axis: Axis = Axis.BEHAVIOUR) -> list[str]:
    """The steps of a trace, as simulate takes them."""
    trace = found.verdict(axis).trace
    assert trace is not None
    return [move.text for move in trace.moves]


@pytest.mark.parametrize("name", ["tcp", "ppp_lcp", "turnstile"])
def test_a_spec_is_identical_with_itself(name: str) -> None:
    text = (SPECS / f"{name}.fsm").read_text(encoding="utf-8")
    found = compare(machine(text), machine(text + "\n"))
    assert set(grades(found).values()) == {Grade.IDENTICAL}
    assert not found.cells
    assert not found.declarations
    assert not found.renamed


def test_a_state_that_is_renamed_is_compatible_and_told_as_renamed() -> None:
    found = compared(tcp(), ("CLOSING", "SIMULTANEOUS-CLOSE"))
    assert grades(found) == {
        Axis.BEHAVIOUR: Grade.COMPATIBLE,
        Axis.NAMES: Grade.BREAKING,
        Axis.STORED: Grade.BREAKING,
        Axis.ACTIONS: Grade.IDENTICAL,
    }
    assert [(each.kind, each.old, each.new) for each in found.renamed] == [("state", "CLOSING", "SIMULTANEOUS-CLOSE")]
    assert not found.cells


def test_a_line_for_a_cell_that_nobody_decided_extends() -> None:
    undecided = changed(tcp(), (FIN, ""))
    found = compare(machine(undecided), machine(tcp()))
    assert grades(found)[Axis.BEHAVIOUR] is Grade.EXTENDS
    assert [str(change) for cell in found.cells for change in cell.changes] == ["added"]
    assert steps(found)[-1].startswith("rcv-FIN")


def test_a_line_that_is_dropped_is_breaking_with_the_shortest_trace() -> None:
    found = compared(tcp(), (FIN, ""))
    verdict = found.verdict(Axis.BEHAVIOUR)
    assert verdict.grade is Grade.BREAKING
    assert steps(found) == ["passive-OPEN", "rcv-SYN", "CLOSE", "rcv-FIN(true, true)"]
    assert verdict.trace is not None
    last = verdict.trace.last
    assert (str(last.old.answer), last.old.state) == ("taken", "TIME-WAIT")
    assert (str(last.new.answer), last.new.state) == ("undefined", "FIN-WAIT-1")
    assert verdict.because == "in FIN-WAIT-1 rcv-FIN(true, true) was taken, now undefined"
    assert [(cell.old, str(cell.changes[0])) for cell in found.cells] == [(("FIN-WAIT-1", "rcv-FIN"), "removed")]


def test_a_changed_guard_is_seen() -> None:
    found = compared(tcp(), ("on rcv-FIN [fin-acked]", "on rcv-FIN [fin-acked and syn-acked]"))
    assert grades(found)[Axis.BEHAVIOUR] is Grade.BREAKING
    assert [str(change) for cell in found.cells for change in cell.changes] == ["other guard"]


def test_a_changed_timer_is_seen_when_it_expires() -> None:
    found = compared(tcp(), ("timer time-wait = 2 * MSL", "timer time-wait = 3 * MSL"))
    verdict = found.verdict(Axis.BEHAVIOUR)
    assert verdict.grade is Grade.BREAKING
    assert steps(found)[-1] == "advance 4min"
    assert verdict.trace is not None
    assert str(verdict.trace.last.new.answer) == "nothing is due"
    assert verdict.trace.last.new.timers == (("time-wait", "2min"),)
    assert grades(found)[Axis.ACTIONS] is Grade.IDENTICAL
    assert [(each.kind, each.name) for each in found.declarations] == [("timer", "time-wait")]


def test_a_changed_action_list_is_seen_in_the_actions_alone() -> None:
    edit = ("LAST-ACK on rcv-ACK-of-FIN -> CLOSED", "LAST-ACK on rcv-ACK-of-FIN -> CLOSED / confirm")
    found = compared(tcp(), edit)
    assert grades(found)[Axis.BEHAVIOUR] is Grade.IDENTICAL
    assert grades(found)[Axis.ACTIONS] is Grade.BREAKING
    assert steps(found, Axis.ACTIONS)[-1] == "rcv-ACK-of-FIN"
    assert len(steps(found, Axis.ACTIONS)) == 4


def test_another_target_is_breaking_where_it_shows() -> None:
    edit = ("CLOSING     on rcv-ACK-of-FIN      -> TIME-WAIT", "CLOSING on rcv-ACK-of-FIN -> CLOSED")
    found = compared(tcp(), edit)
    assert grades(found)[Axis.BEHAVIOUR] is Grade.BREAKING
    assert "retargeted" in [str(change) for cell in found.cells for change in cell.changes]


def test_what_is_written_otherwise_and_means_the_same_is_identical() -> None:
    found = compared(tcp(), ("retries >= SYN-R2]", "not retries < SYN-R2]"), ("2 * MSL", "MSL + MSL"))
    assert grades(found)[Axis.BEHAVIOUR] is Grade.IDENTICAL
    assert not found.cells


def test_another_reason_is_compatible() -> None:
    found = compared(tcp(), ('"connection closing"  @3.10.2', '"closing"  @3.10.2'))
    assert grades(found)[Axis.BEHAVIOUR] is Grade.COMPATIBLE
    assert {str(change) for cell in found.cells for change in cell.changes} == {"other reason"}
    assert steps(found)[-1] == "SEND"


def test_another_default_of_an_option_shows_where_a_host_sets_none() -> None:
    found = compared(tcp(), ("option rfc5961: bool = true ", "option rfc5961: bool = false"))
    verdict = found.verdict(Axis.BEHAVIOUR)
    assert verdict.grade is Grade.BREAKING
    assert verdict.trace is not None
    assert verdict.trace.options == ()


EDITS = [
    ((FIN, ""),),
    (("CLOSING", "SIMULTANEOUS"),),
    (("timer time-wait = 2 * MSL", "timer time-wait = 3 * MSL"),),
    (("LISTEN       on CLOSE                          -> CLOSED     ", "LISTEN on CLOSE -> SYN-SENT"),),
    (("CLOSE-WAIT..LAST-ACK on rcv-FIN           -> stay   / snd(ACK)", "CLOSE-WAIT..LAST-ACK ignore rcv-FIN"),),
    (("any                     ignore stray-RST", "any reject stray-RST"),),
    (("option rfc5961: bool = true ", "option rfc5961: bool = false"),),
]


@pytest.mark.parametrize("edits", EDITS, ids=[edit[0][1] or "dropped" for edit in EDITS])
def test_verdicts_and_traces_are_what_the_simulation_says(edits: tuple[tuple[str, str], ...]) -> None:
    old, new = machine(tcp()), machine(changed(tcp(), *edits))
    assert not list(wrong(old, new, compare(old, new)))
    assert not list(wrong(new, old, compare(new, old)))


def test_a_comparison_takes_seconds_at_most() -> None:
    old, new = machine(tcp()), machine(changed(tcp(), (FIN, "")))
    begun = time.process_time()
    compare(old, new)
    assert time.process_time() - begun < 3
