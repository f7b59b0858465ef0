"""What Linux does otherwise than the RFC, seen on sockets: the rows of docs/conformance.md."""

from __future__ import annotations

from tests.linux.shadow import Departure

LISTENER_STAYS = Departure(
    "listener-stays", "LISTEN", "rcv-SYN", "SYN-RECEIVED", "LISTEN",
    "A listener serves many peers and never leaves LISTEN; a child of its own appears in SYN-RECEIVED.",
)  # fmt: skip
CHILD_FORGOTTEN = Departure(
    "child-forgotten", "SYN-RECEIVED", "rcv-RST(exact)", "LISTEN", "CLOSED",
    "The child is forgotten. Its listener is in LISTEN, where it was all the time.",
)  # fmt: skip
CHILD_DROPPED = Departure(
    "child-dropped", "SYN-RECEIVED", "CLOSE", "FIN-WAIT-1", "CLOSED",
    "Children whose handshake is not done are forgotten a moment after their listener is closed.",
)  # fmt: skip
DEFERRED_ACCEPT = Departure(
    "deferred-accept", "SYN-RECEIVED", "rcv-ACK-of-SYN", "ESTABLISHED", "SYN-RECEIVED",
    "With `TCP_DEFER_ACCEPT` a child does not take a bare ACK: it waits for the first data.",
)  # fmt: skip
SHUTDOWN_DEFERRED = Departure(
    "shutdown-deferred", "SYN-RECEIVED", "CLOSE", "FIN-WAIT-1", "SYN-RECEIVED",
    "`shutdown` is remembered, and its FIN goes out from ESTABLISHED. (`close` does what the RFC says.)",
)  # fmt: skip
REOPENED_FORGOTTEN = Departure(
    "reopened-forgotten", "SYN-RECEIVED", "rcv-RST(exact)", "TIME-WAIT", "CLOSED",
    "The SYN that ended TIME-WAIT was an old one after all; Linux has forgotten the old connection.",
)  # fmt: skip
ORPHAN_TIMES_OUT = Departure(
    "orphan-times-out", "FIN-WAIT-2", "tcp_fin_timeout", "FIN-WAIT-2", "CLOSED",
    "A connection that no process has any more waits 60 s for the peer's FIN, or as `TCP_LINGER2` says.",
)  # fmt: skip
ABORT_KEEPS_WAITING = Departure(
    "abort-keeps-waiting", "TIME-WAIT", "ABORT", "CLOSED", "TIME-WAIT",
    "The wait belongs to the kernel: no call can end it.",
)  # fmt: skip
UNSENT_ABORT = Departure(
    "unsent-abort", "CLOSING, LAST-ACK", "ABORT", "CLOSED", "CLOSED / RST",
    "While data has not been sent yet, the peer is told by a RST that it is lost; otherwise there is none.",
)  # fmt: skip
LISTENER_CONNECTS = Departure(
    "listener-connects", "LISTEN", "active-OPEN", "done", "refused", "`connect` on a listener is EISCONN."
)
LISTENER_SENDS = Departure("listener-sends", "LISTEN", "SEND", "done", "refused", "`send` on a listener is EPIPE.")
LISTENER_RECEIVES = Departure(
    "listener-receives", "LISTEN", "RECEIVE", "done", "refused", "`recv` on a listener is ENOTCONN."
)
LISTENER_SHUT = Departure(
    "listener-shut", "LISTEN", "CLOSE", "CLOSED", "LISTEN",
    "`shutdown(SHUT_WR)` does nothing to a listener, and says so to nobody. (`close` does what the RFC says.)",
)  # fmt: skip
CLOSED_TWICE = Departure(
    "closed-twice", "FIN-WAIT-1, FIN-WAIT-2, CLOSING, LAST-ACK", "CLOSE", "refused", "done",
    "A second `shutdown` is no error, and sends nothing. The RFC allows this answer, too (section 3.10.4).",
)  # fmt: skip

DEPARTURES = (
    LISTENER_STAYS,
    CHILD_FORGOTTEN,
    CHILD_DROPPED,
    DEFERRED_ACCEPT,
    SHUTDOWN_DEFERRED,
    REOPENED_FORGOTTEN,
    ORPHAN_TIMES_OUT,
    ABORT_KEEPS_WAITING,
    UNSENT_ABORT,
    LISTENER_CONNECTS,
    LISTENER_SENDS,
    LISTENER_RECEIVES,
    LISTENER_SHUT,
    CLOSED_TWICE,
)
