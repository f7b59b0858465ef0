"""What specs/tcp.fsm does beyond single steps: timers, variables, deferral, and what is commonly missed."""

# ruff: noqa: N802 - states and flags keep their capitals in the names of tests

from __future__ import annotations

import pytest

from fsmc.interpreter import Value
from fsmc.model import Machine
from tests.specs.driving import Driver, happens, placed, spec

DIRTY = "retries=5 rto=32.0 data-pending=true"
"""Variables that an earlier connection left behind."""

IDLE: dict[str, float] = {}


@pytest.fixture(scope="module")
def tcp() -> Machine:
    return spec("tcp")


def after(machine: Machine, state: str, call: str, where: str = "", timers: dict[str, float] | None = None) -> Driver:
    """The machine after a call that it takes."""
    driver = placed(machine, state, where, timers)
    done = driver.does(call)
    assert not done.startswith(("refused", "impossible")), done
    return driver


def walk(machine: Machine, start: str, *calls: str, where: str = "") -> list[str]:
    """What a machine does with one call after another, from `start` with no timer running."""
    driver = placed(machine, start, where, IDLE)
    return [driver.does(call) for call in calls]


def clean(driver: Driver, *, pending: bool = False) -> bool:
    """Whether nothing is retransmitted and the timeout is the first one."""
    values = driver.variables
    return (values["retries"], values["rto"], values["data-pending"]) == (0, 1.0, pending)


# ----------------------------------------------------------------------------------------------------- opening


def test_a_client_opens_with_a_three_way_handshake(tcp: Machine) -> None:
    assert walk(tcp, "CLOSED", "active-OPEN", "rcv-SYN-ACK") == [
        "SYN-SENT / create-TCB, snd(SYN)",
        "ESTABLISHED / snd(ACK), established",
    ]


def test_a_server_opens_with_a_three_way_handshake(tcp: Machine) -> None:
    assert walk(tcp, "CLOSED", "passive-OPEN", "rcv-SYN", "rcv-ACK-of-SYN") == [
        "LISTEN / create-TCB",
        "SYN-RECEIVED / snd(SYN, ACK)",
        "ESTABLISHED / established",
    ]


def test_two_peers_may_open_at_once(tcp: Machine) -> None:
    assert walk(tcp, "CLOSED", "active-OPEN", "rcv-SYN", "rcv-ACK-of-SYN") == [
        "SYN-SENT / create-TCB, snd(SYN)",
        "SYN-RECEIVED / snd(SYN, ACK)",
        "ESTABLISHED / established",
    ]


@pytest.mark.parametrize(
    ("state", "call", "opened"),
    [
        ("CLOSED", "passive-OPEN", "passive"),
        ("CLOSED", "active-OPEN", "active"),
        ("LISTEN", "active-OPEN", "active"),
        ("LISTEN", "SEND", "active"),
        ("TIME-WAIT", "rcv-new-SYN", "reopened"),
    ],
)
def test_the_machine_remembers_how_it_was_opened(tcp: Machine, state: str, call: str, opened: str) -> None:
    before = "active" if opened == "passive" else "passive"
    assert after(tcp, state, call, f"opened={before}").variables["opened"] == opened


@pytest.mark.parametrize(
    ("state", "call", "opened"), [("LISTEN", "rcv-SYN", "passive"), ("SYN-SENT", "rcv-SYN", "active")]
)
def test_a_SYN_does_not_change_how_the_connection_was_opened(tcp: Machine, state: str, call: str, opened: str) -> None:
    assert after(tcp, state, call, f"opened={opened}").variables["opened"] == opened


@pytest.mark.parametrize(
    ("state", "call"), [("CLOSED", "passive-OPEN"), ("CLOSED", "active-OPEN"), ("TIME-WAIT", "rcv-new-SYN")]
)
def test_a_new_connection_forgets_the_last_one(tcp: Machine, state: str, call: str) -> None:
    assert clean(after(tcp, state, call, DIRTY))


@pytest.mark.parametrize(
    ("state", "call"), [("CLOSED", "active-OPEN"), ("LISTEN", "active-OPEN"), ("LISTEN", "SEND"), ("LISTEN", "rcv-SYN")]
)
def test_a_SYN_is_retransmitted_after_a_second_and_given_up_after_the_user_timeout(
    tcp: Machine, state: str, call: str
) -> None:
    assert after(tcp, state, call, timers=IDLE).timers == {"rtx": 1, "user": 300}
    assert after(tcp, state, call, "user-timeout=60.0", IDLE).timers == {"rtx": 1, "user": 60}


def test_the_SYN_of_a_reopened_connection_is_retransmitted_too(tcp: Machine) -> None:
    assert after(tcp, "TIME-WAIT", "rcv-new-SYN", DIRTY).timers == {"rtx": 1, "user": 300}


def test_a_SYN_from_the_peer_does_not_restart_our_retransmission(tcp: Machine) -> None:
    assert after(tcp, "SYN-SENT", "rcv-SYN", timers={"rtx": 0.5, "user": 7}).timers == {"rtx": 0.5, "user": 300}


def test_a_server_waits_for_ever_unless_it_is_told_otherwise(tcp: Machine) -> None:
    assert after(tcp, "CLOSED", "passive-OPEN").timers == {}
    assert after(tcp, "CLOSED", "passive-OPEN", "listen-timeout=60.0").timers == {"user": 60}


@pytest.mark.parametrize("call", ["rcv-ACK-of-SYN", "rcv-FIN"])
@pytest.mark.parametrize("state", ["SYN-SENT", "SYN-RECEIVED"])
def test_an_acknowledged_SYN_is_not_sent_again(tcp: Machine, state: str, call: str) -> None:
    call = (
        call if state == "SYN-RECEIVED" else {"rcv-ACK-of-SYN": "rcv-SYN-ACK", "rcv-FIN": "rcv-SYN-ACK(fin=true)"}[call]
    )
    driver = after(tcp, state, call, "retries=5 rto=32.0")
    assert driver.timers == {}
    assert clean(driver)


@pytest.mark.parametrize(("state", "call"), [("SYN-SENT", "rcv-SYN-ACK"), ("SYN-RECEIVED", "rcv-ACK-of-SYN")])
def test_data_that_waited_for_the_handshake_is_on_its_way_after_it(tcp: Machine, state: str, call: str) -> None:
    driver = after(tcp, state, call, DIRTY, {"user": 7, "rtx": 0.5})
    assert driver.timers == {"rtx": 1, "user": 300}
    assert clean(driver)


@pytest.mark.parametrize("state", ["LISTEN", "SYN-SENT", "SYN-RECEIVED"])
def test_a_SEND_before_the_connection_is_open_is_remembered(tcp: Machine, state: str) -> None:
    assert after(tcp, state, "SEND", "data-pending=false").variables["data-pending"] is True


# ----------------------------------------------------------------------------------------------------- closing


def test_closing_first_leads_through_both_FIN_WAITs_to_TIME_WAIT(tcp: Machine) -> None:
    assert walk(tcp, "ESTABLISHED", "CLOSE", "rcv-ACK-of-FIN", "rcv-FIN", "timeout time-wait") == [
        "FIN-WAIT-1 / snd(FIN)",
        "FIN-WAIT-2 / empty-queue, confirm",
        "TIME-WAIT / snd(ACK), peer-closed",
        "CLOSED / delete-TCB",
    ]


def test_one_segment_may_bring_the_FIN_and_the_ACK_of_ours(tcp: Machine) -> None:
    assert happens(tcp, "FIN-WAIT-1", "rcv-FIN(fin-acked=true)") == "TIME-WAIT / snd(ACK), peer-closed"


def test_closing_second_leads_through_CLOSE_WAIT_and_LAST_ACK(tcp: Machine) -> None:
    assert walk(tcp, "ESTABLISHED", "rcv-FIN", "CLOSE", "rcv-ACK-of-FIN") == [
        "CLOSE-WAIT / snd(ACK), peer-closed",
        "LAST-ACK / snd(FIN)",
        "CLOSED / delete-TCB",
    ]


def test_both_may_close_at_once(tcp: Machine) -> None:
    assert walk(tcp, "ESTABLISHED", "CLOSE", "rcv-FIN", "rcv-ACK-of-FIN") == [
        "FIN-WAIT-1 / snd(FIN)",
        "CLOSING / snd(ACK), peer-closed",
        "TIME-WAIT",
    ]


def test_a_half_closed_connection_still_receives(tcp: Machine) -> None:
    assert walk(tcp, "FIN-WAIT-2", "rcv-text", "RECEIVE", "rcv-URG", "SEND") == [
        "FIN-WAIT-2 / deliver, snd(ACK)",
        "FIN-WAIT-2 / deliver",
        "FIN-WAIT-2 / signal(urgent data)",
        "refused: connection closing",
    ]


@pytest.mark.parametrize(
    ("state", "call"), [("SYN-RECEIVED", "CLOSE"), ("ESTABLISHED", "CLOSE"), ("CLOSE-WAIT", "CLOSE")]
)
def test_a_FIN_is_retransmitted_with_what_is_unacknowledged_already(tcp: Machine, state: str, call: str) -> None:
    assert after(tcp, state, call, "rto=4.0", IDLE).timers == {"rtx": 4, "user": 300}
    assert after(tcp, state, call, "rto=4.0", {"user": 7, "rtx": 0.5}).timers == {"user": 7, "rtx": 0.5}


def test_the_peer_has_to_acknowledge_our_FIN_only_once(tcp: Machine) -> None:
    driver = after(tcp, "FIN-WAIT-1", "rcv-ACK-of-FIN", "retries=5 rto=32.0", {"user": 7, "rtx": 0.5})
    assert driver.timers == {}
    assert clean(driver)


@pytest.mark.parametrize(
    ("state", "call", "where"),
    [
        ("FIN-WAIT-1", "rcv-FIN(fin-acked=true)", ""),
        ("FIN-WAIT-2", "rcv-FIN", ""),
        ("CLOSING", "rcv-ACK-of-FIN", ""),
        ("SYN-RECEIVED", "rcv-RST(fit=exact)", "opened=reopened"),
    ],
)
def test_TIME_WAIT_lasts_twice_the_segment_lifetime_and_no_other_timer_runs(
    tcp: Machine, state: str, call: str, where: str
) -> None:
    assert after(tcp, state, call, where).timers == {"time-wait": 240}
    assert after(tcp, state, call, f"{where} MSL=30.0").timers == {"time-wait": 60}


def test_a_repeated_FIN_is_acknowledged_again_and_begins_the_wait_anew(tcp: Machine) -> None:
    driver = placed(tcp, "TIME-WAIT", timers={"time-wait": 3})
    assert driver.does("rcv-FIN") == "TIME-WAIT / snd(ACK)"
    assert driver.timers == {"time-wait": 240}


def test_nothing_else_in_TIME_WAIT_begins_the_wait_anew(tcp: Machine) -> None:
    for call in ("rcv-unacceptable", "rcv-SYN", "rcv-RST(fit=in-window)", "rcv-text", "STATUS", "rcv-old-ACK"):
        assert after(tcp, "TIME-WAIT", call, timers={"time-wait": 3}).timers == {"time-wait": 3}


def test_CLOSE_waits_in_SYN_RECEIVED_while_data_waits(tcp: Machine) -> None:
    assert walk(tcp, "SYN-RECEIVED", "SEND", "CLOSE", "rcv-ACK-of-SYN", where="opened=passive") == [
        "SYN-RECEIVED / queue",
        "kept",
        "FIN-WAIT-1 / established, snd(FIN)",
    ]


def test_a_CLOSE_that_waits_closes_the_listener_if_the_peer_resets(tcp: Machine) -> None:
    assert walk(tcp, "SYN-RECEIVED", "SEND", "CLOSE", "rcv-RST(fit=exact)", where="opened=passive")[-1] == (
        "CLOSED / flush-queues, answer-calls(closing), delete-TCB"
    )


def test_a_CLOSE_that_waits_is_refused_if_the_connection_is_gone(tcp: Machine) -> None:
    assert walk(tcp, "SYN-RECEIVED", "SEND", "CLOSE", "rcv-RST(fit=exact)", where="opened=active")[-1] == (
        "CLOSED / fail(connection refused), delete-TCB, refused CLOSE: connection does not exist"
    )


def test_a_half_duplex_close_with_unread_text_sends_a_RST(tcp: Machine) -> None:
    for state, otherwise in ("ESTABLISHED", "FIN-WAIT-1 / snd(FIN)"), ("CLOSE-WAIT", "LAST-ACK / snd(FIN)"):
        assert happens(tcp, state, "CLOSE(unread=true)", "half-duplex=true") == (
            "CLOSED / snd(RST), flush-queues, delete-TCB"
        )
        assert happens(tcp, state, "CLOSE(unread=true)") == otherwise
        assert happens(tcp, state, "CLOSE", "half-duplex=true") == otherwise


# ------------------------------------------------------------------------------------------ resets and aborts


def test_a_RST_sends_only_a_passive_opener_back_to_LISTEN(tcp: Machine) -> None:
    results = {
        how: happens(tcp, "SYN-RECEIVED", "rcv-RST(fit=exact)", f"opened={how}") for how in ("passive", "active")
    }
    assert results == {"passive": "LISTEN / flush-queues", "active": "CLOSED / fail(connection refused), delete-TCB"}


@pytest.mark.parametrize("call", ["rcv-RST(fit=exact)", "rcv-SYN", "rcv-SYN-ACK"])
def test_a_listener_that_is_back_begins_afresh(tcp: Machine, call: str) -> None:
    driver = after(tcp, "SYN-RECEIVED", call, f"opened=passive {DIRTY}")
    assert (driver.state, driver.timers) == ("LISTEN", {})
    assert clean(driver)
    assert after(tcp, "SYN-RECEIVED", call, "opened=passive listen-timeout=60.0").timers == {"user": 60}


@pytest.mark.parametrize(
    ("state", "done"),
    [
        ("CLOSED", "refused: connection does not exist"),
        ("LISTEN", "CLOSED / answer-calls(connection reset), delete-TCB"),
        ("SYN-SENT", "CLOSED / answer-calls(connection reset), delete-TCB"),
        ("SYN-RECEIVED", "CLOSED / snd(RST), answer-calls(connection reset), flush-queues, delete-TCB"),
        ("ESTABLISHED", "CLOSED / snd(RST), answer-calls(connection reset), flush-queues, delete-TCB"),
        ("FIN-WAIT-1", "CLOSED / snd(RST), answer-calls(connection reset), flush-queues, delete-TCB"),
        ("FIN-WAIT-2", "CLOSED / snd(RST), answer-calls(connection reset), flush-queues, delete-TCB"),
        ("CLOSE-WAIT", "CLOSED / snd(RST), answer-calls(connection reset), flush-queues, delete-TCB"),
        ("CLOSING", "CLOSED / confirm, delete-TCB"),
        ("LAST-ACK", "CLOSED / confirm, delete-TCB"),
        ("TIME-WAIT", "CLOSED / confirm, delete-TCB"),
    ],
)
def test_ABORT_works_in_every_state_and_sends_a_RST_from_five(tcp: Machine, state: str, done: str) -> None:
    assert happens(tcp, state, "ABORT") == done


def test_a_new_SYN_ends_TIME_WAIT_and_a_RST_brings_it_back(tcp: Machine) -> None:
    assert walk(tcp, "TIME-WAIT", "rcv-new-SYN", "rcv-RST(fit=exact)", "rcv-new-SYN", "rcv-ACK-of-SYN") == [
        "SYN-RECEIVED / create-TCB, snd(SYN, ACK)",
        "TIME-WAIT / flush-queues",
        "SYN-RECEIVED / create-TCB, snd(SYN, ACK)",
        "ESTABLISHED / established",
    ]


@pytest.mark.parametrize("fit", ["exact", "in-window", "outside"])
def test_a_RST_is_challenged_or_believed_as_RFC_5961_says(tcp: Machine, fit: str) -> None:
    reset = "CLOSED / fail(connection reset), delete-TCB"
    challenge = "ESTABLISHED / snd(ACK)"
    with_it = {"exact": reset, "in-window": challenge, "outside": "ignored"}
    without = {"exact": reset, "in-window": reset, "outside": "ignored"}
    assert happens(tcp, "ESTABLISHED", f"rcv-RST(fit={fit})") == with_it[fit]
    assert happens(tcp, "ESTABLISHED", f"rcv-RST(fit={fit})", "rfc5961=false") == without[fit]


# ---------------------------------------------------------------------------------- acknowledgments and timers


@pytest.mark.parametrize("state", ["ESTABLISHED", "CLOSE-WAIT"])
def test_a_SEND_starts_the_timers_unless_they_run(tcp: Machine, state: str) -> None:
    assert after(tcp, state, "SEND", "rto=4.0", IDLE).timers == {"rtx": 4, "user": 300}
    assert after(tcp, state, "SEND", "rto=4.0", {"user": 7, "rtx": 0.5}).timers == {"user": 7, "rtx": 0.5}


@pytest.mark.parametrize("state", ["ESTABLISHED", "CLOSE-WAIT"])
def test_an_ACK_of_everything_stops_the_timers(tcp: Machine, state: str) -> None:
    driver = after(tcp, state, "rcv-ACK(all-acked=true)", "retries=5 rto=32.0")
    assert driver.timers == {}
    assert clean(driver)


@pytest.mark.parametrize(
    ("state", "call"),
    [
        ("ESTABLISHED", "rcv-ACK"),
        ("CLOSE-WAIT", "rcv-ACK"),
        ("FIN-WAIT-1", "rcv-ACK"),
        ("FIN-WAIT-1", "rcv-ACK-of-SYN"),
        ("CLOSING", "rcv-ACK"),
        ("LAST-ACK", "rcv-ACK"),
    ],
)
def test_an_ACK_of_a_part_starts_the_timers_again(tcp: Machine, state: str, call: str) -> None:
    driver = after(tcp, state, call, "retries=5 rto=32.0", {"user": 7, "rtx": 0.5})
    assert driver.timers == {"rtx": 1, "user": 300}
    assert clean(driver)


def _timeouts(tcp: Machine, state: str, where: str = "") -> tuple[list[str], list[Value]]:
    """What the retransmission timer does until the connection is gone, and how long it waited before each time."""
    driver = placed(tcp, state, where, {"rtx": 1})
    done: list[str] = []
    waited: list[Value] = []
    while driver.state != "CLOSED" and len(done) < 20:
        waited.append(driver.timers["rtx"])
        done.append(driver.does("timeout rtx"))
    return done, waited


@pytest.mark.parametrize("state", ["SYN-SENT", "SYN-RECEIVED"])
def test_a_SYN_is_sent_again_seven_times_ever_later_before_we_give_up(tcp: Machine, state: str) -> None:
    done, waited = _timeouts(tcp, state)
    resent, given_up = f"{state} / resend", "CLOSED / fail(retransmission limit reached), delete-TCB"
    assert done == [resent] * 3 + [f"{resent}, report-trouble"] * 4 + [given_up]
    assert waited == [1, 2, 4, 8, 16, 32, 64, 128]
    assert sum(map(float, waited)) >= 180, "MUST-23: three minutes"


@pytest.mark.parametrize("state", ["ESTABLISHED", "FIN-WAIT-1", "CLOSE-WAIT", "CLOSING", "LAST-ACK"])
def test_data_is_sent_again_six_times_ever_later_before_we_give_up(tcp: Machine, state: str) -> None:
    done, waited = _timeouts(tcp, state)
    resent, given_up = f"{state} / resend", "CLOSED / fail(retransmission limit reached), delete-TCB"
    assert done == [resent] * 3 + [f"{resent}, report-trouble"] * 3 + [given_up]
    assert waited == [1, 2, 4, 8, 16, 32, 64]
    assert sum(map(float, waited)) >= 100, "SHLD-11: a hundred seconds"


def test_the_user_sets_how_often_we_try(tcp: Machine) -> None:
    assert len(_timeouts(tcp, "ESTABLISHED", "R2=2 SYN-R2=9")[0]) == 3
    assert len(_timeouts(tcp, "SYN-SENT", "R2=2 SYN-R2=9")[0]) == 10


@pytest.mark.parametrize("state", ["LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-2", "LAST-ACK"])
def test_the_user_timeout_aborts_the_connection(tcp: Machine, state: str) -> None:
    driver = placed(tcp, state)
    assert driver.does("timeout user") == "CLOSED / fail(connection aborted due to user timeout), delete-TCB"
    assert driver.timers == {}


def test_the_retransmission_timer_runs_where_something_may_be_unacknowledged(tcp: Machine) -> None:
    timer = next(timer for timer in tcp.timers if timer.name == "rtx")
    assert {state.name for state in tcp.states} - {state.name for state in timer.within} == {
        "CLOSED",
        "LISTEN",
        "FIN-WAIT-2",
        "TIME-WAIT",
    }


# ----------------------------------------------------------------------------------------- the calls refused


@pytest.mark.parametrize(
    ("state", "call", "text"),
    [
        ("CLOSED", "passive-OPEN(fault=no-room)", "insufficient resources"),
        ("CLOSED", "active-OPEN(fault=no-remote)", "remote socket unspecified"),
        ("CLOSED", "STATUS(fault=no-access)", "connection illegal for this process"),
        ("CLOSED", "SEND", "connection does not exist"),
        ("LISTEN", "SEND(fault=no-remote)", "remote socket unspecified"),
        ("SYN-SENT", "active-OPEN", "connection already exists"),
        ("TIME-WAIT", "passive-OPEN", "connection already exists"),
        ("ESTABLISHED", "SEND(fault=no-room)", "insufficient resources"),
        ("FIN-WAIT-1", "SEND", "connection closing"),
        ("FIN-WAIT-2", "CLOSE", "connection closing"),
        ("CLOSE-WAIT", "RECEIVE(fault=no-data)", "connection closing"),
        ("LAST-ACK", "RECEIVE", "connection closing"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused_with_the_text_of_the_RFC(
    tcp: Machine, state: str, call: str, text: str
) -> None:
    driver = placed(tcp, state)
    before = driver.interpreter.configuration
    assert driver.does(call) == f"refused: {text}"
    assert driver.interpreter.configuration == before


# --------------------------------------------------------------------------------------------------- scenarios


@pytest.mark.parametrize(
    "path",
    [
        "client-handshake",
        "server-handshake",
        "simultaneous-open",
        "active-close",
        "passive-close",
        "simultaneous-close",
        "half-close",
        "last-ack-lost",
        "reset-of-server",
        "reset-of-client",
        "reset-when-open",
        "reset-when-closing",
        "reset-at-the-end",
        "abort",
        "user-timeout",
        "give-up",
        "reuse",
    ],
)
def test_the_spec_promises_a_scenario(tcp: Machine, path: str) -> None:
    assert any(scenario.name == path and scenario.label for scenario in tcp.scenarios)
