"""What each fact about TCP means in the words of specs/tcp.fsm: the calls to make, and what has to come of them.

Written by hand from the facts, with the spec closed.  A fact is a row of tests/data/rfc9293_rows.csv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.specs.driving import IGNORED, IMPOSSIBLE, KEPT, facts

Row = dict[str, str]

ROWS: tuple[Row, ...] = facts("rfc9293_rows.csv")

ERROR = "the error of the row"

STATES = [
    "CLOSED",
    "LISTEN",
    "SYN-SENT",
    "SYN-RECEIVED",
    "ESTABLISHED",
    "FIN-WAIT-1",
    "FIN-WAIT-2",
    "CLOSE-WAIT",
    "CLOSING",
    "LAST-ACK",
    "TIME-WAIT",
]
SYNCHRONIZED = " ".join(STATES[4:])


@dataclass(frozen=True)
class Meaning:
    """A row with that event and guard (in one of `states`, if given) means: each of `calls` does `outcome`.

    `outcome` is the outputs before any delete-TCB, or one of the words above.
    """

    event: str
    guard: str
    outcome: str
    calls: tuple[str, ...]
    where: str = ""
    states: str = ""

    def fits(self, row: Row) -> bool:
        here = not self.states or row["from"] in self.states.split()
        return here and (row["event"], row["guard"]) == (self.event, self.guard)


def means(event: str, guard: str, outcome: str, *calls: str, where: str = "", states: str = "") -> Meaning:
    return Meaning(event, guard, outcome, calls, where, states)


def expected(row: Row, outcome: str) -> set[str]:
    """What a call may do so that the row holds."""
    if outcome == ERROR:
        return {f"refused: {text}" for text in errors(row)}
    if outcome in (IGNORED, KEPT, IMPOSSIBLE):
        assert row["from"] == row["to"], row
        return {outcome}
    return {did(row["from"], row["to"], outcome)}


def did(source: str, target: str, outputs: str) -> str:
    """A step in the words of `driving`: whatever moves to CLOSED deletes the TCB in the end."""
    ends = ["delete-TCB"] if target == "CLOSED" and source != "CLOSED" else []
    said = ", ".join([outputs] * bool(outputs) + ends)
    return f"{target} / {said}" if said else target


def errors(row: Row) -> list[str]:
    """The texts of `error: TEXT` in the action of a row, without notes after a semicolon or in parentheses."""
    found = re.findall(r"error: ([^|;(]+)", row["action"])
    assert found, row
    return [text.strip() for text in found]


_OPENS = ("passive-OPEN", "active-OPEN")
_WITH_ACK = ("rcv-ACK", "rcv-old-ACK", "rcv-bad-ACK", "rcv-ACK-of-SYN", "rcv-ACK-of-FIN", "rcv-SYN-ACK")
_VALID = "RFC 5961: SEG.SEQ = RCV.NXT; otherwise any SEG.SEQ in window"
_OUTSIDE = "RFC 5961 s5: SEG.ACK outside (SND.UNA-MAX.SND.WND .. SND.NXT)"
_LEGACY_SYN = "NOT RFC 5961; SYN in window (SYN-RECEIVED only if active_open)"
_BOTH_ACKS = "rcv-SYN", "rcv-SYN-ACK"


def _with_fault(fault: str, *calls: str) -> tuple[str, ...]:
    return tuple(f"{call}(fault={fault})" for call in calls)


def _resets(guard: str, outcome: str, where: str = "", states: str = "") -> list[Meaning]:
    """A RST that counts: at RCV.NXT, or without RFC 5961 anywhere in the window."""
    exact, anywhere = "rcv-RST(fit=exact)", "rcv-RST(fit=in-window)"
    return [
        means("rcv RST", guard, outcome, exact, where=f"rfc5961=true {where}", states=states),
        means("rcv RST", guard, outcome, exact, anywhere, where=f"rfc5961=false {where}", states=states),
    ]


_CALLS = [
    means("OPEN passive", "security/Diffserv allowed, room for TCB", "create-TCB", "passive-OPEN"),
    means("OPEN passive", "passive OPEN while listening", IGNORED, "passive-OPEN"),
    means("OPEN active", "remote socket specified", "create-TCB, snd(SYN)", "active-OPEN"),
    means("OPEN active", "active and remote socket specified", "snd(SYN)", "active-OPEN"),
    means("OPEN active", "remote socket unspecified", ERROR, *_with_fault("no-remote", "active-OPEN")),
    means("OPEN active", "no room to queue", ERROR, *_with_fault("no-room", "active-OPEN")),
    means("OPEN", "Diffserv or security not allowed for user", ERROR, *_with_fault("bad-Diffserv", *_OPENS)),
    means("OPEN", "Diffserv or security not allowed for user", ERROR, *_with_fault("bad-security", *_OPENS)),
    means("OPEN", "caller has no access to local socket", ERROR, *_with_fault("no-access", *_OPENS)),
    means("OPEN", "no room for a connection", ERROR, *_with_fault("no-room", *_OPENS)),
    means("OPEN", "", ERROR, *_OPENS),
    means("SEND", "remote socket specified", "snd(SYN), queue", "SEND"),
    means("SEND", "remote socket unspecified", ERROR, "SEND(fault=no-remote)"),
    means("SEND", "no room to queue", ERROR, "SEND(fault=no-room)"),
    means("SEND", "no space", ERROR, "SEND(fault=no-room)"),
    means("SEND", "room", "queue", "SEND", states="SYN-SENT SYN-RECEIVED"),
    means("SEND", "room", "segmentize", "SEND", states="ESTABLISHED CLOSE-WAIT"),
    means("SEND", "", ERROR, "SEND"),
    means("RECEIVE", "room", "queue", "RECEIVE"),
    means("RECEIVE", "no room", ERROR, "RECEIVE(fault=no-room)"),
    means("RECEIVE", "no queue space", ERROR, "RECEIVE(fault=no-room)"),
    means("RECEIVE", "", "deliver", "RECEIVE", states="ESTABLISHED FIN-WAIT-1 FIN-WAIT-2"),
    means("RECEIVE", "", ERROR, "RECEIVE", states="CLOSING LAST-ACK TIME-WAIT"),
    means("RECEIVE", "undelivered data on hand", "deliver", "RECEIVE"),
    means("RECEIVE", "no data on hand", ERROR, "RECEIVE(fault=no-data)"),
    means("CLOSE", "", "answer-calls(closing)", "CLOSE", states="LISTEN SYN-SENT"),
    means("CLOSE", "no SEND issued and nothing pending", "snd(FIN)", "CLOSE", where="data-pending=false"),
    means("CLOSE", "data pending", KEPT, "CLOSE", where="data-pending=true"),
    means("CLOSE", "", "snd(FIN)", "CLOSE", "CLOSE(unread=true)", states="ESTABLISHED CLOSE-WAIT"),
    means("CLOSE", "", "snd(FIN)", "CLOSE", where="half-duplex=true", states="ESTABLISHED CLOSE-WAIT"),
    means("CLOSE", "", ERROR, "CLOSE", states="FIN-WAIT-1 FIN-WAIT-2 CLOSING LAST-ACK TIME-WAIT"),
    means(
        "CLOSE",
        "half-duplex close (MAY-1) and received data not yet read",
        "snd(RST), flush-queues",
        "CLOSE(unread=true)",
        where="half-duplex=true",
    ),
    means("ABORT", "", "answer-calls(connection reset)", "ABORT", states="LISTEN SYN-SENT"),
    means(
        "ABORT",
        "",
        "snd(RST), answer-calls(connection reset), flush-queues",
        "ABORT",
        states="SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 CLOSE-WAIT",
    ),
    means("ABORT", "", "confirm", "ABORT", states="CLOSING LAST-ACK TIME-WAIT"),
    means("STATUS", "", "report", "STATUS"),
    *(means(call, "user has access", ERROR, call) for call in ("SEND", "RECEIVE", "CLOSE", "ABORT", "STATUS")),
    *(
        means(call, "no access", ERROR, f"{call}(fault=no-access)")
        for call in ("SEND", "RECEIVE", "CLOSE", "ABORT", "STATUS")
    ),
]

_BEFORE_SYNCHRONIZED = [
    means("rcv RST", "", IGNORED, "rcv-RST(fit=exact)", "rcv-RST(fit=in-window)", "rcv-RST(fit=outside)"),
    means("rcv segment", "ACK off, no RST", "snd(RST, ACK)", "rcv-SYN", "rcv-no-ACK"),
    means("rcv segment", "ACK on, no RST", "snd(RST)", *_WITH_ACK),
    means("rcv ACK", "any segment with ACK, no RST", "snd(RST)", *_WITH_ACK),
    means("rcv SYN", "security mismatch", "snd(RST, ACK)", "rcv-mismatch"),
    means("rcv SYN", "no RST, no ACK, security ok", "snd(SYN, ACK)", "rcv-SYN"),
    means("rcv segment", "no RST, no ACK, no SYN", IGNORED, "rcv-no-ACK", "rcv-text", "rcv-URG", "rcv-FIN"),
    means(
        "rcv ACK",
        "ACK unacceptable, RST off",
        "snd(RST)",
        "rcv-old-ACK",
        "rcv-old-ACK(too-old=true)",
        "rcv-bad-ACK",
    ),
    means("rcv RST,ACK", "ACK unacceptable", IGNORED, "rcv-RST(fit=outside)"),
    means(
        "rcv RST,ACK",
        "ACK acceptable; RFC 5961 stacks SHOULD also require SEG.SEQ = RCV.NXT",
        "fail(connection reset)",
        "rcv-RST(fit=exact)",
    ),
    means("rcv RST", "no ACK", IGNORED, "rcv-RST(fit=outside)"),
    means("rcv segment", "security mismatch", "snd(RST)", "rcv-mismatch(with-ACK=true)", states="SYN-SENT"),
    means("rcv segment", "security mismatch", "snd(RST, ACK)", "rcv-mismatch(with-ACK=false)", states="SYN-SENT"),
    means(
        "rcv SYN,ACK",
        "ACK acceptable (SND.UNA < SEG.ACK =< SND.NXT), security ok",
        "snd(ACK), established",
        "rcv-SYN-ACK",
    ),
    means(
        "rcv SYN,ACK,FIN",
        "ACK acceptable; FIN in same segment",
        "snd(ACK), established, peer-closed",
        "rcv-SYN-ACK(fin=true)",
    ),
    means("rcv SYN", "no ACK, security ok (simultaneous open)", "snd(SYN, ACK)", "rcv-SYN"),
    means(
        "rcv segment",
        "neither SYN nor RST (even if the ACK is acceptable)",
        IGNORED,
        "rcv-ACK-of-SYN",
        "rcv-no-ACK",
        "rcv-text",
        "rcv-URG",
        "rcv-FIN",
    ),
]

_CHECKS_IN_ORDER = [
    means("rcv segment", "sequence not acceptable, RST off", "snd(ACK)", "rcv-unacceptable"),
    means("rcv RST", "sequence out of window", IGNORED, "rcv-RST(fit=outside)"),
    means("rcv RST", "sequence out of window", IGNORED, "rcv-RST(fit=outside)", where="rfc5961=false"),
    means("rcv RST", "RFC 5961: in window but SEG.SEQ != RCV.NXT", "snd(ACK)", "rcv-RST(fit=in-window)"),
    *_resets(f"{_VALID}; passive_open", "flush-queues", "opened=passive"),
    *_resets(f"{_VALID}; active_open", "fail(connection refused)", "opened=active"),
    *_resets(_VALID, "fail(connection reset)", states="ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 CLOSE-WAIT"),
    *_resets(_VALID, "", states="CLOSING LAST-ACK TIME-WAIT"),
    means("rcv segment", "security mismatch", "snd(RST)", "rcv-mismatch", states="SYN-RECEIVED"),
    means("rcv segment", "security mismatch", "snd(RST), fail(connection reset)", "rcv-mismatch", states=SYNCHRONIZED),
    means("rcv SYN", "in window; passive_open", "flush-queues", *_BOTH_ACKS, where="opened=passive"),
    means("rcv SYN", "in window; passive_open", "flush-queues", *_BOTH_ACKS, where="opened=passive rfc5961=false"),
    means("rcv SYN", "active_open; RFC 5961", "snd(ACK)", *_BOTH_ACKS, where="opened=active"),
    means("rcv SYN", "RFC 5961, any sequence number", "snd(ACK)", *_BOTH_ACKS),
    means("rcv SYN", _LEGACY_SYN, "snd(RST), fail(connection reset)", *_BOTH_ACKS, where="opened=active rfc5961=false"),
    means(
        "rcv SYN",
        "ISS larger than last sequence of old incarnation; (SHLD-4) timestamps per RFC 6191; a listener exists",
        "create-TCB, snd(SYN, ACK)",
        "rcv-new-SYN",
    ),
    means("rcv segment", "no ACK, no RST, no SYN", IGNORED, "rcv-no-ACK"),
]

_ACKNOWLEDGMENTS = [
    means("rcv ACK", _OUTSIDE, "snd(ACK)", "rcv-old-ACK(too-old=true)", "rcv-bad-ACK"),
    means("rcv ACK of SYN", "SND.UNA < SEG.ACK =< SND.NXT", "established", "rcv-ACK-of-SYN"),
    means("rcv ACK", "ACK unacceptable", "snd(RST)", "rcv-old-ACK"),
    means(
        "rcv ACK",
        "ACK unacceptable",
        "snd(RST)",
        "rcv-old-ACK",
        "rcv-old-ACK(too-old=true)",
        "rcv-bad-ACK",
        where="rfc5961=false",
    ),
    means(
        "rcv ACK",
        "SND.UNA < SEG.ACK =< SND.NXT, not our FIN",
        "prune-queue",
        "rcv-ACK",
        states="ESTABLISHED FIN-WAIT-1 CLOSE-WAIT CLOSING",
    ),
    means(
        "rcv ACK",
        "SND.UNA < SEG.ACK =< SND.NXT, not our FIN",
        "empty-queue",
        "rcv-ACK(all-acked=true)",
        states="ESTABLISHED CLOSE-WAIT",
    ),
    means("rcv ACK", "SEG.ACK =< SND.UNA", IGNORED, "rcv-old-ACK"),
    means("rcv ACK", "SEG.ACK =< SND.UNA", IGNORED, "rcv-old-ACK", "rcv-old-ACK(too-old=true)", where="rfc5961=false"),
    means("rcv ACK", "SEG.ACK > SND.NXT", "snd(ACK)", "rcv-bad-ACK"),
    means("rcv ACK", "SEG.ACK > SND.NXT", "snd(ACK)", "rcv-bad-ACK", where="rfc5961=false"),
    means("rcv ACK of FIN", "our FIN acked, no FIN in segment", "empty-queue, confirm", "rcv-ACK-of-FIN"),
    means("rcv ACK of FIN", "our FIN acked", "", "rcv-ACK-of-FIN"),
    means("rcv ACK", "our FIN not acked", "prune-queue", "rcv-ACK"),
    means(
        "rcv ACK",
        "acceptable segment without FIN",
        IGNORED,
        "rcv-ACK",
        "rcv-old-ACK",
        "rcv-ACK-of-SYN",
        "rcv-ACK-of-FIN",
    ),
]

_CONTENT = [
    means("rcv URG", "", "signal(urgent data)", "rcv-URG", states="ESTABLISHED FIN-WAIT-1 FIN-WAIT-2"),
    means("rcv URG", "", IGNORED, "rcv-URG", states="CLOSE-WAIT CLOSING LAST-ACK TIME-WAIT"),
    means("rcv text", "in window", "deliver, snd(ACK)", "rcv-text"),
    means("rcv text", "", IGNORED, "rcv-text"),
    means(
        "rcv text",
        "half-duplex close (MAY-1): application can no longer read",
        "snd(RST), flush-queues",
        "rcv-text",
        where="half-duplex=true",
    ),
    means("rcv FIN", "not already handled above", IGNORED, "rcv-FIN"),
    means(
        "rcv FIN",
        "ACK in the same segment acks our SYN (else step 5 would have ended it)",
        "established, snd(ACK), peer-closed",
        "rcv-FIN(syn-acked=true)",
    ),
    means("rcv FIN", "", "snd(ACK), peer-closed", "rcv-FIN"),
    means("rcv FIN", "our FIN not acked", "snd(ACK), peer-closed", "rcv-FIN(fin-acked=false)"),
    means("rcv FIN + ACK of FIN", "our FIN acked in this segment", "snd(ACK), peer-closed", "rcv-FIN(fin-acked=true)"),
    means("rcv FIN", "duplicate FIN", "snd(ACK)", "rcv-FIN"),
    means("rcv FIN", "retransmitted FIN", "snd(ACK)", "rcv-FIN"),
]

_TIME_AND_NETWORK = [
    means("USER TIMEOUT", "", "fail(connection aborted due to user timeout)", "timeout user"),
    means("RETRANSMISSION TIMEOUT", "retransmission queue not empty", "resend", "timeout rtx", where="retries=0"),
    means("RETRANSMISSION TIMEOUT", "retransmission queue not empty", "resend", "timeout rtx", where="retries=2"),
    means(
        "RETRANSMISSION TIMEOUT",
        "retransmission queue not empty",
        "resend, report-trouble",
        "timeout rtx",
        where="retries=3",
    ),
    means(
        "R2 TIMEOUT",
        "R2 retransmissions of the SYN (>= 3 minutes)",
        "fail(retransmission limit reached)",
        "timeout rtx",
        where="retries=7",
    ),
    means(
        "R2 TIMEOUT",
        "R2 retransmissions (>= 100 s)",
        "fail(retransmission limit reached)",
        "timeout rtx",
        where="retries=6",
    ),
    means("TIME-WAIT TIMEOUT", "2 MSL elapsed", "", "timeout time-wait"),
    means(
        "ICMP soft error",
        "IPv4 unreachable 0,1,5; time exceeded; parameter problem",
        "signal(ICMP soft error)",
        "ICMP-soft-error",
    ),
    means("ICMP hard error", "IPv4 unreachable 2-4 (code 4 without PMTUD)", "fail(ICMP hard error)", "ICMP-hard-error"),
    means("ICMP source quench", "", IGNORED, "ICMP-source-quench"),
]

_RFC_793 = [
    means("rcv ACK", "SND.UNA =< SEG.ACK =< SND.NXT acceptable", IGNORED, "rcv-ACK-of-SYN"),
    means("rcv segment", "security or precedence mismatch", "snd(RST), fail(connection reset)", "rcv-mismatch"),
    means(
        "rcv RST",
        "any SEG.SEQ in window",
        "fail(connection reset)",
        "rcv-RST(fit=in-window)",
        where="rfc5961=false",
        states="ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 CLOSE-WAIT",
    ),
    means(
        "rcv RST",
        "any SEG.SEQ in window",
        "",
        "rcv-RST(fit=in-window)",
        where="rfc5961=false",
        states="CLOSING LAST-ACK TIME-WAIT",
    ),
]

MEANINGS: tuple[Meaning, ...] = (
    *_CALLS,
    *_BEFORE_SYNCHRONIZED,
    *_CHECKS_IN_ORDER,
    *_ACKNOWLEDGMENTS,
    *_CONTENT,
    *_TIME_AND_NETWORK,
    *_RFC_793,
)

EXCEPTIONS: dict[str, str] = {
    **dict.fromkeys(
        ("T085", "T086", "T087", "T088", "T089", "T090", "T091", "T092"),
        "note 3 of Figure 5: whoever sends a RST goes to TIME-WAIT; 3.10.5 and all stacks go to CLOSED",
    ),
    "T201": "in FIN-WAIT-2 our FIN is acknowledged and with it everything: no ACK of new data can come",
    "T215": "the queue is empty at once in FIN-WAIT-2, so the CLOSE is answered on the way in (T214)",
    "T256": "entering TIME-WAIT turns the user timer off (3.10.7.4), so it cannot expire there",
    "T299": "RFC 793 only: an erratum of its text, LAST-ACK in its figure and in RFC 9293",
    "T300": "RFC 793 only: RFC 9293 goes back to LISTEN after a passive OPEN and challenges after an active one",
    "T301": "RFC 793 only: it took an ACK that acknowledges nothing new; RFC 9293 answers it with RST",
    "T303": "RFC 793 only: RFC 9293 answers a wrong security with RST,ACK, since the SYN carries no ACK",
}

# What no row speaks of: states, calls, where, outcome as `driving` says it.
BEYOND_THE_ROWS: tuple[tuple[str, str, str, str], ...] = (
    ("CLOSED LISTEN SYN-SENT", "rcv-text rcv-URG rcv-FIN", "", IGNORED),
    ("CLOSED LISTEN SYN-SENT", "rcv-unacceptable", "", IMPOSSIBLE),
    ("CLOSED LISTEN", "ICMP-soft-error ICMP-hard-error ICMP-source-quench", "", IGNORED),
    ("CLOSED", "rcv-mismatch", "", IMPOSSIBLE),
    ("SYN-SENT", "rcv-RST(fit=in-window)", "", IMPOSSIBLE),
    ("SYN-SENT SYN-RECEIVED", "rcv-ACK rcv-ACK(all-acked=true) rcv-ACK-of-FIN", "", IMPOSSIBLE),
    ("ESTABLISHED CLOSE-WAIT", "rcv-ACK-of-FIN", "", IMPOSSIBLE),
    (" ".join(STATES[:-1]), "rcv-new-SYN", "", IMPOSSIBLE),
    ("SYN-RECEIVED", "rcv-text rcv-URG rcv-FIN(syn-acked=false)", "", "SYN-RECEIVED / hold"),
    ("SYN-RECEIVED", "rcv-RST(fit=exact)", "opened=reopened", "TIME-WAIT / flush-queues"),
    ("SYN-RECEIVED", "rcv-SYN rcv-SYN-ACK", "opened=reopened", "SYN-RECEIVED / snd(ACK)"),
    (
        "SYN-RECEIVED",
        "rcv-SYN rcv-SYN-ACK",
        "opened=reopened rfc5961=false",
        "CLOSED / snd(RST), fail(connection reset), delete-TCB",
    ),
    ("FIN-WAIT-1", "rcv-ACK-of-SYN", "", "FIN-WAIT-1 / prune-queue"),
    ("FIN-WAIT-2 TIME-WAIT", "rcv-ACK rcv-ACK-of-FIN", "", IGNORED),
    ("ESTABLISHED FIN-WAIT-2 CLOSE-WAIT CLOSING LAST-ACK TIME-WAIT", "rcv-ACK-of-SYN", "", IGNORED),
    ("CLOSE-WAIT", "CLOSE(unread=true)", "half-duplex=true", "CLOSED / snd(RST), flush-queues, delete-TCB"),
    ("LAST-ACK TIME-WAIT", "rcv-old-ACK", "", IGNORED),
    ("LAST-ACK TIME-WAIT", "rcv-bad-ACK rcv-old-ACK(too-old=true)", "rfc5961=false", IGNORED),
)


def meanings_of(row: Row) -> list[Meaning]:
    """All meanings of a row, which all have to hold; none for an exception."""
    return [meaning for meaning in MEANINGS if meaning.fits(row) and row["id"] not in EXCEPTIONS]


def calls_of(row: Row) -> list[tuple[str, str]]:
    """The calls that a row means, each with its place."""
    return [(call, meaning.where) for meaning in meanings_of(row) for call in meaning.calls]
