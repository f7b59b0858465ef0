"""Python identifiers of a machine's entities, and the names that cannot live side by side."""

from __future__ import annotations

import pytest

from fsmc.binding import Binding, Collision, collisions
from tests.emit.build import machine_of

NAMES = """
machine PPP-LCP
type Flag = SYN | fin-ack
type Response (status-code: int)
const Max-Retries = 3
option rfc5961: bool
option timers: bool
option on-time: bool
var data-pending: bool
timer time-wait = 1s within 2-Way
timer 2-timer = 1s within 2-Way
state TIME-WAIT initial
state 2-Way
event passive-OPEN
event RCR+
event TO- = timeout time-wait [data-pending]
event got (r: Response)
action create-TCB
action snd (flags: Flag*)
guard ack-acceptable
any on passive-OPEN -> 2-Way / create-TCB, snd(SYN), start time-wait, start 2-timer
any on RCR+ [ack-acceptable] -> stay
any ignore got
any on timeout time-wait -> stay
any on TO- -> stay
any on timeout 2-timer -> stay
unlisted reject
"""


def test_each_kind_of_name_has_its_spelling() -> None:
    machine = machine_of(NAMES)
    bind = Binding(machine)
    assert (bind.machine, bind.module) == ("PPPLCP", "ppp_lcp")
    assert [bind.state(state) for state in machine.states] == ["TIME_WAIT", "_2_WAY"]
    assert [bind.event(event) for event in machine.all_events] == [
        "PASSIVE_OPEN",
        "RCR_PLUS",
        "TO_MINUS",
        "GOT",
        "TIMEOUT_TIME_WAIT",
        "TIMEOUT_2_TIMER",
    ]
    assert [bind.method(event) for event in machine.all_events] == [
        "passive_open",
        "rcr_plus",
        "_on_to_minus",
        "got",
        "_on_timeout_time_wait",
        "_on_timeout_2_timer",
    ]
    assert [bind.action(action) for action in machine.actions] == ["CreateTCB", "Snd"]
    assert [bind.enumeration(kind) for kind in machine.enumerations] == ["Flag"]
    assert bind.member("fin-ack") == "FIN_ACK"
    assert bind.host_type(machine.host_types[0]) == "Response"
    assert bind.constant(machine.constants[0]) == "MAX_RETRIES"
    assert bind.attribute(machine.variables[0]) == "data_pending"
    assert [bind.timer(timer) for timer in machine.timers] == ["TIME_WAIT", "2_TIMER"]


def test_private_attributes_of_options_keep_clear_of_the_class_s_own() -> None:
    machine = machine_of(NAMES)
    hidden = [Binding(machine).hidden(option) for option in machine.options]
    assert hidden == ["_rfc5961", "_option_timers", "_option_on_time"]


def test_a_machine_without_clashes_has_no_collisions() -> None:
    assert collisions(machine_of(NAMES)) == ()


HEAD = "machine M\nstate A initial\n"


def found(rest: str) -> list[Collision]:
    return list(collisions(machine_of(HEAD + rest)))


@pytest.mark.parametrize(
    ("rest", "identifier", "first", "second"),
    [
        ("state a-B\nstate 'a b'\n", "A_B", "state a-B", "state 'a b'"),
        ("event go-on\nevent go_on\n", "GO_ON", "event go-on", "event go_on"),
        ("event go\nvar go: int\n", "go", "variable go", "event go"),
        ("var x-y: int\noption x_y: int\n", "x_y", "option x_y", "variable x-y"),
        ("action snd-it\naction sndIt\n", "SndIt", "action snd-it", "action sndIt"),
        ("action flag\ntype Flag = A | B\n", "Flag", "action flag", "type Flag"),
        ("action m\n", "M", "machine M", "action m"),
        ("guard is-it\nguard is_it\n", "is_it", "guard is-it", "guard is_it"),
        ("event e (a-b: int, a_b: int)\n", "a_b", "parameter a-b", "parameter a_b"),
        ("type T = a-b | a_b\n", "A_B", "member a-b", "member a_b"),
        ("const a-b = 1\nconst a_b = 2\n", "A_B", "constant a-b", "constant a_b"),
        ("timer t = 1s\nevent timeout-t\n", "TIMEOUT_T", "event timeout-t", "event 'timeout t'"),
    ],
)
def test_two_names_with_one_identifier_collide(rest: str, identifier: str, first: str, second: str) -> None:
    clashes = [clash for clash in found(rest) if clash.identifier == identifier]
    assert clashes
    assert (str(clashes[0].first), str(clashes[0].second)) == (first, second)
    assert first in clashes[0].message
    assert second in clashes[0].message
    assert clashes[0].first is not None
    assert clashes[0].first.span.line > 0
    assert clashes[0].second.span.line > 0


@pytest.mark.parametrize(
    ("rest", "second"),
    [
        ("event advance\n", "event advance"),
        ("event class\n", "event class"),
        ("event float\n", "event float"),
        ("var state2: int\nvar snapshot: int\n", "variable snapshot"),
        ("option clock: int\n", "option clock"),
        ("action runner\n", "action runner"),
        ("action state\n", "action 'state'"),
        ("type Event = a | b\n", "type Event"),
        ("const TRANSITIONS = 1\n", "constant TRANSITIONS"),
        ("action say (perform: int)\n", "parameter perform"),
        ("action refused\n", "action refused"),
        ("event e (from: int)\n", "parameter from"),
        ("event e (self: int)\n", "parameter self"),
        ("guard is\n", "guard is"),
        ("type H (property: int)\n", "parameter property"),
    ],
)
def test_reserved_words_collide_with_nothing_but_themselves(rest: str, second: str) -> None:
    clashes = [clash for clash in found(rest) if clash.first is None]
    assert second in [str(clash.second) for clash in clashes]
    assert all("reserved" in clash.message for clash in clashes)


def test_the_same_name_in_different_scopes_is_fine() -> None:
    assert found("event send (send: int)\naction send (send: int)\nguard send (send: int)\nstate send\n") == []
