"""Holds specs/tcp.fsm against the facts of RFC 9293: each row, each pair of states, each arrow of Figure 5."""

from __future__ import annotations

import re

import pytest

from fsmc.interpreter import Interpreter
from fsmc.model import Citation, Machine, Rank
from tests.specs.driving import facts, happens, line_for, spec
from tests.specs.tcp_rows import (
    BEYOND_THE_ROWS,
    EXCEPTIONS,
    MEANINGS,
    ROWS,
    STATES,
    Row,
    calls_of,
    expected,
    meanings_of,
)

PAIRS = facts("rfc9293_state_changes.csv")

# The events of the pairs in the words of the spec.  What happens there for other reasons is in the rows.
EVENTS = {
    "OPEN passive": ("passive-OPEN",),
    "OPEN active": ("active-OPEN",),
    "rcv SYN": ("rcv-SYN", "rcv-new-SYN"),
    "rcv SYN,ACK": ("rcv-SYN-ACK",),
    "rcv SYN,ACK,FIN": ("rcv-SYN-ACK",),
    "rcv RST": ("valid-RST",),
    "rcv RST,ACK": ("valid-RST",),
    "rcv segment": ("rcv-mismatch",),
    "rcv ACK of SYN": ("rcv-ACK-of-SYN",),
    "rcv ACK of FIN": ("rcv-ACK-of-FIN",),
    "rcv FIN": ("rcv-FIN",),
    "rcv FIN + ACK of FIN": ("rcv-FIN",),
    "rcv text": ("rcv-text",),
    "USER TIMEOUT": ("timeout user",),
    "R2 TIMEOUT": ("timeout rtx",),
    "TIME-WAIT TIMEOUT": ("timeout time-wait",),
    "ICMP hard error": ("ICMP-hard-error",),
}
NOT_IN_THE_SPEC = {"snd RST": "note 3 of Figure 5 contradicts 3.10.5", ("TIME-WAIT", "USER TIMEOUT"): "it is off there"}


@pytest.fixture(scope="module")
def tcp() -> Machine:
    return spec("tcp")


# ---------------------------------------------------------------------------------------------------- the rows


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']}-{row['from']}-{row['event']}")
def test_the_machine_does_what_the_row_says(tcp: Machine, row: Row) -> None:
    assert meanings_of(row) or row["id"] in EXCEPTIONS, "each row has a meaning or a reason why not"
    for meaning in meanings_of(row):
        for call in meaning.calls:
            assert happens(tcp, row["from"], call, meaning.where) in expected(row, meaning.outcome), call


def test_each_text_of_a_row_with_two_is_used(tcp: Machine) -> None:
    refused = {happens(tcp, "CLOSED", f"active-OPEN(fault={fault})") for fault in ("bad-Diffserv", "bad-security")}
    assert refused == {"refused: Diffserv value not allowed", "refused: security/compartment not allowed"}


def test_each_meaning_and_each_exception_is_that_of_some_row() -> None:
    assert [meaning for meaning in MEANINGS if not any(meaning.fits(row) for row in ROWS)] == []
    assert set(EXCEPTIONS) <= {row["id"] for row in ROWS}
    assert (len(ROWS), len(EXCEPTIONS)) == (311, 15)


@pytest.mark.parametrize(("states", "calls", "where", "outcome"), BEYOND_THE_ROWS)
def test_the_machine_answers_what_no_row_speaks_of(
    tcp: Machine, states: str, calls: str, where: str, outcome: str
) -> None:
    for state in states.split():
        for call in calls.split():
            assert happens(tcp, state, call, where) == outcome, (state, call)


def _tried() -> set[tuple[str, str, str]]:
    """Every place and call of the two tests above."""
    tried = {(row["from"], call, where) for row in ROWS for call, where in calls_of(row)}
    for states, calls, where, _ in BEYOND_THE_ROWS:
        tried |= {(state, call, where) for state in states.split() for call in calls.split()}
    return tried


def test_the_rows_and_what_is_beyond_them_try_every_cell_and_every_line(tcp: Machine) -> None:
    decided = [(tcp.state(state), *line_for(tcp, state, call, where)) for state, call, where in _tried()]
    assert set(tcp.cells) - {(state, event) for state, event, _ in decided} == set()
    assert [line.label for line in tcp.lines if line not in {line for _, _, line in decided}] == []


# --------------------------------------------------------------------------------------------------- the pairs


def _changes(tcp: Machine) -> set[tuple[str, str, str]]:
    """(from, to, event) of every line that leads to another state."""
    return {
        (source.name, line.target.name, event.name)
        for line in tcp.transitions
        if line.target is not None
        for source in line.sources
        for event in line.events
        if source is not line.target and (source, event) in tcp.cells
    }


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['from']}-{pair['to']}")
def test_every_event_of_a_pair_leads_from_the_one_state_to_the_other(tcp: Machine, pair: Row) -> None:
    changes = _changes(tcp)
    for event in pair["events"].split(" | "):
        if event in NOT_IN_THE_SPEC or (pair["from"], event) in NOT_IN_THE_SPEC:
            continue
        ways = {(pair["from"], pair["to"], name) for name in EVENTS.get(event, (event,))}
        assert ways & changes, event


def test_no_two_states_are_connected_that_the_facts_do_not_connect(tcp: Machine) -> None:
    known = {(pair["from"], pair["to"]) for pair in PAIRS}
    assert len(known) == 34
    assert {(source, target) for source, target, _ in _changes(tcp)} - known == set()
    only_note_3 = {(pair["from"], pair["to"]) for pair in PAIRS if pair["events"] == "snd RST"}
    reopened = {("SYN-RECEIVED", "TIME-WAIT")}  # MAY-2: back to TIME-WAIT if the SYN was an old duplicate
    assert known - {(source, target) for source, target, _ in _changes(tcp)} == only_note_3 - reopened


def test_what_is_not_in_the_spec_is_explained_in_it(tcp: Machine) -> None:
    assert "snd RST" in tcp.doc
    assert "3.10.5" in tcp.doc
    assert "user timeout does not run in TIME-WAIT" in tcp.doc
    line = next(line for line in tcp.transitions if line.label.startswith("TIME-WAIT on rcv-FIN"))
    assert "As the text stands a repeated FIN never gets here" in line.doc


# -------------------------------------------------------------------------------------------------- Figure 5

FIGURE_5_EVENTS = {**EVENTS, "rcv SYN": ("rcv-SYN",)}


def test_the_tag_fig5_marks_the_transitions_of_figure_5_and_no_others(tcp: Machine) -> None:
    drawn = {
        (row["from"], row["to"], name)
        for row in ROWS
        if row["in_figure5"] == "True"
        for name in FIGURE_5_EVENTS.get(row["event"], (row["event"],))
    }
    marked = {
        (source.name, line.target.name if line.target else "stay", event.name)
        for line in tcp.transitions
        if "fig5" in {tag.name for tag in line.tags}
        for source in line.sources
        for event in line.events
    }
    assert len(drawn) == 20
    assert marked == drawn


def test_the_overview_is_figure_5(tcp: Machine) -> None:
    overview = next(view for view in tcp.views if view.name == "overview")
    assert [part.name for part in overview.parts] == ["fig5"]


# ---------------------------------------------------------------------------------------------- the whole spec


def test_the_spec_has_the_eleven_states_in_the_order_of_a_connection(tcp: Machine) -> None:
    assert [state.name for state in tcp.states] == STATES
    assert [state.name for state in tcp.states if state.initial or state.final] == ["CLOSED"]


def test_no_cell_is_left_unsaid(tcp: Machine) -> None:
    unsaid = [cell.name for cell in tcp.cells.values() if any(b.line.rank is Rank.UNLISTED for b in cell.branches)]
    assert unsaid == []


def test_every_line_cites_a_section(tcp: Machine) -> None:
    things = (*tcp.lines, *tcp.enters, *tcp.leaves, *tcp.states, *tcp.timers, *tcp.options)
    assert [thing for thing in things if not thing.cites] == []
    events = [event for event in tcp.events if not event.cites]
    assert (events, [action for action in tcp.actions if not action.cites]) == ([], [])


@pytest.mark.parametrize("row", [row for row in ROWS if row["id"] not in EXCEPTIONS], ids=lambda row: row["id"])
def test_the_lines_that_decide_a_row_cite_its_section_and_level(tcp: Machine, row: Row) -> None:
    lines = {line_for(tcp, row["from"], call, where)[1] for call, where in calls_of(row)}
    if row["rfc"] != "793-only":
        wanted = {_event_processing(section) for section in row["section"].split()}
        assert [line.label for line in lines if not wanted & _sections(line.cites)] == []
    levels = set(re.findall(r"(?:MUST|SHLD|MAY)-\d+", row["must_level"]))
    assert levels - {tag.name for line in lines for tag in line.tags} <= TAGGED_ELSEWHERE


# These stand at a declaration, at another line of the same rule, or speak of what the host does.
TAGGED_ELSEWHERE = {"MUST-11", "MUST-13", "MUST-21", "SHLD-9", "SHLD-11"}


def _event_processing(section: str) -> str:
    """The sections on segments are one rule that depends on the state: 3.10.7."""
    return section[:6] if section.startswith("3.10.7") else section


def _sections(cites: tuple[Citation, ...]) -> set[str]:
    return {_event_processing(cite.section) for cite in cites}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("CLOSED", "start|not really a state"),
        ("LISTEN", "server|bound a port"),
        ("SYN-SENT", "active opener"),
        ("SYN-RECEIVED", "LISTEN|SYN-SENT"),
        ("ESTABLISHED", "three-way handshake"),
        ("FIN-WAIT-1", "active closer|ACK|FIN|either order"),
        ("FIN-WAIT-2", "half closed|other side may go on sending"),
        ("CLOSE-WAIT", "passive closer"),
        ("CLOSING", "both sides closed at once|FIN came before the ACK"),
        ("LAST-ACK", "its ACK"),
        ("TIME-WAIT", "2MSL|maximum segment lifetime|closed reliably|last ACK may be lost|old duplicate segments"),
    ],
)
def test_the_docs_say_what_each_state_waits_for(tcp: Machine, state: str, words: str) -> None:
    doc = " ".join(tcp.state(state).doc.split()).lower()
    assert [word for word in words.split("|") if word.lower() not in doc] == []


def test_a_machine_starts_closed_with_the_defences_on(tcp: Machine) -> None:
    interpreter = Interpreter(tcp)
    assert (interpreter.state.name, interpreter.timers) == ("CLOSED", {})
    assert interpreter.options == {
        "rfc5961": True,
        "half-duplex": False,
        "MSL": 120.0,
        "user-timeout": 300.0,
        "listen-timeout": 0.0,
        "R2": 6,
        "SYN-R2": 7,
    }
