"""Holds specs/ppp_lcp.fsm against the table of RFC 1661: 160 cells, their footnotes, and the restart counter."""

from __future__ import annotations

import pytest

from fsmc.model import Machine, Rank
from tests.specs.driving import IGNORED, IMPOSSIBLE, facts, happens, line_for, placed, spec

CELLS = facts("rfc1661_lcp.csv")
FOOTNOTES = {"p", "r", "x"}
CALLS = {"TO+": ("timeout restart", "count=1"), "TO-": ("timeout restart", "count=0")}
"""The two events of the one timer, and when each of them comes."""


@pytest.fixture(scope="module")
def lcp() -> Machine:
    return spec("ppp_lcp")


def test_the_table_has_ten_states_and_sixteen_events(lcp: Machine) -> None:
    assert len(CELLS) == 160
    assert [state.name for state in lcp.states] == list(dict.fromkeys(cell["from"] for cell in CELLS))
    assert {event.name for event in lcp.events} == {cell["event"] for cell in CELLS}


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell['from']}-{cell['event']}")
def test_a_cell_does_what_the_table_says(lcp: Machine, cell: dict[str, str]) -> None:
    state, event = lcp.state(cell["from"]), lcp.event(cell["event"])
    call, where = CALLS.get(cell["event"], (cell["event"], ""))
    if (state, event) not in lcp.cells:
        assert cell["to"] == "IMPOSSIBLE", "the timer cannot run there"
        return
    _, line = line_for(lcp, state.name, call, where)
    assert _done(happens(lcp, state.name, call, where), state.name) == (cell["to"], cell["actions"].split())
    assert {tag.name for tag in line.tags} & FOOTNOTES == set(cell["note"].split())


def _done(said: str, state: str) -> tuple[str, list[str]]:
    """The state after a call and the names of the actions, as the table has them."""
    if said == IMPOSSIBLE:
        return "IMPOSSIBLE", []
    if said == IGNORED:
        return state, []
    target, _, outputs = said.partition(" / ")
    return target, [output.partition("(")[0] for output in outputs.split(", ") if output]


def test_the_table_takes_no_more_than_seventy_lines(lcp: Machine) -> None:
    assert len(lcp.lines) <= 70


def test_no_cell_is_left_unsaid(lcp: Machine) -> None:
    unsaid = [cell.name for cell in lcp.cells.values() if any(b.line.rank is Rank.UNLISTED for b in cell.branches)]
    assert unsaid == []


def test_every_line_decides_some_cell_of_the_table(lcp: Machine) -> None:
    calls = [(cell["from"], *CALLS.get(cell["event"], (cell["event"], ""))) for cell in CELLS]
    decided = {line_for(lcp, *call)[1] for call in calls if (lcp.state(call[0]), _event(lcp, *call)) in lcp.cells}
    assert [line.label for line in lcp.lines if line not in decided] == []


def _event(lcp: Machine, state: str, call: str, where: str) -> object:
    return line_for(lcp, state, call, where)[0]


def test_every_line_cites_a_section(lcp: Machine) -> None:
    things = (*lcp.lines, *lcp.states, *lcp.events, *lcp.actions, *lcp.timers, *lcp.options)
    assert [thing for thing in things if not thing.cites] == []


# ------------------------------------------------------------------------------------------ the restart counter


def test_the_timer_runs_where_a_request_is_unanswered(lcp: Machine) -> None:
    waiting = {cell["from"] for cell in CELLS if cell["event"] == "TO+" and cell["to"] != "IMPOSSIBLE"}
    (timer,) = lcp.timers
    assert {state.name for state in timer.within} == waiting


@pytest.mark.parametrize(
    ("state", "call", "count"),
    [
        ("Starting", "Up", 9),
        ("Closed", "Open", 9),
        ("Stopped", "RCR+", 9),
        ("Stopped", "RCR-", 9),
        ("Req-Sent", "RCN", 9),
        ("Ack-Sent", "RCN", 9),
        ("Req-Sent", "RCA", 10),
        ("Ack-Sent", "RCA", 10),
        ("Req-Sent", "Close", 1),
        ("Opened", "Close", 1),
        ("Opened", "RXJ-", 1),
        ("Opened", "RTR", 0),
        ("Req-Sent", "timeout restart", 4),
        ("Closing", "timeout restart", 4),
        ("Opened", "RCR+", 4),
    ],
)
def test_the_counter_is_set_by_irc_and_zrc_and_each_request_takes_one(
    lcp: Machine, state: str, call: str, count: int
) -> None:
    driver = placed(lcp, state, "count=5")
    driver.does(call)
    assert driver.variables["count"] == count


def test_the_limits_are_those_of_the_host(lcp: Machine) -> None:
    counts = {}
    for state, call in (("Closed", "Open"), ("Opened", "Close")):
        driver = placed(lcp, state, "Max-Configure=20 Max-Terminate=4")
        driver.does(call)
        counts[call] = driver.variables["count"]
    assert counts == {"Open": 19, "Close": 3}


@pytest.mark.parametrize(
    ("state", "call"),
    [("Closed", "Open"), ("Opened", "Close"), ("Opened", "RTR"), ("Ack-Rcvd", "timeout restart"), ("Opened", "RCA")],
)
def test_each_request_and_zrc_start_the_timer(lcp: Machine, state: str, call: str) -> None:
    driver = placed(lcp, state, "count=5 period=7.0", {})
    driver.does(call)
    assert driver.timers == {"restart": 7}


def test_a_link_that_is_up_or_down_waits_for_nothing(lcp: Machine) -> None:
    for state, call in (("Ack-Sent", "RCA"), ("Ack-Rcvd", "RCR+"), ("Closing", "RTA"), ("Req-Sent", "Down")):
        driver = placed(lcp, state)
        driver.does(call)
        assert driver.timers == {}


def test_a_silent_peer_gets_ten_requests(lcp: Machine) -> None:
    driver = placed(lcp, "Starting")
    done = [driver.does("Up")]
    while driver.state == "Req-Sent":
        done.append(driver.does("timeout restart"))
    assert done == ["Req-Sent / irc(10), scr", *["Req-Sent / scr"] * 9, "Stopped / tlf"]


# ------------------------------------------------------------------------------------------------- the options


@pytest.mark.parametrize("state", ["Req-Sent", "Ack-Rcvd", "Ack-Sent"])
def test_with_the_passive_option_a_layer_that_gives_up_is_not_finished(lcp: Machine, state: str) -> None:
    assert happens(lcp, state, "timeout restart", "passive=true") == "Stopped"
    assert happens(lcp, state, "timeout restart") == "Stopped / tlf"


@pytest.mark.parametrize(
    ("state", "done"),
    [
        ("Opened", "Req-Sent / tld, irc(10), scr"),
        ("Stopped", "Req-Sent / tls, irc(10), scr"),
        ("Closing", "Req-Sent / irc(10), scr"),
        ("Stopping", "Req-Sent / irc(10), scr"),
    ],
)
def test_with_the_restart_option_an_Open_takes_the_link_down_and_up(  # noqa: N802 - the event is called Open
    lcp: Machine, state: str, done: str
) -> None:
    assert happens(lcp, state, "Open", "restart=true") == done
