"""What Linux does otherwise than the RFC, seen by segments made by hand: the rows of docs/conformance.md.

An outcome is a state with the segments sent; `ack-4` is a number that is 4 less than the RFC has it. The rows that
sockets see, too, are of states only; the scripts say the segments.
"""

from __future__ import annotations

from tests.linux import sockets_departures as sockets
from tests.linux.shadow import Departure

# What comes with a SYN.
SYN_TEXT = Departure(
    "syn-text", "SYN-RECEIVED", "rcv-ACK-of-SYN, rcv-text", "ESTABLISHED / ACK", "ESTABLISHED",
    "Text that came with the SYN is dropped, not held; the peer has to send it again (section 3.10.7.2).",
)  # fmt: skip
SYN_WITH_FIN = Departure(
    "syn-with-fin", "LISTEN", "rcv-SYN, rcv-FIN(not syn-acked)", "SYN-RECEIVED / SYN,ACK", "LISTEN",
    "A SYN that carries a FIN is dropped (section 3.10.7.2 would hold the FIN).",
)  # fmt: skip
SYN_FIN = Departure(
    "syn-fin", "SYN-RECEIVED", "rcv-ACK-of-SYN, rcv-FIN", "CLOSE-WAIT / ACK", "ESTABLISHED",
    "A FIN that came with the SYN of a simultaneous open is dropped, not held (section 3.10.7.3).",
)  # fmt: skip
SYN_ACK_TEXT = Departure(
    "syn-ack-text", "SYN-SENT", "rcv-SYN-ACK, rcv-text", "ESTABLISHED / ACK", "ESTABLISHED / ACK ack-4",
    "Text with the SYN,ACK is dropped: what is acknowledged is the SYN alone (section 3.10.7.3).",
)  # fmt: skip
SYN_ACK_FIN = Departure(
    "syn-ack-fin", "SYN-SENT", "rcv-SYN-ACK, rcv-FIN", "CLOSE-WAIT / ACK", "ESTABLISHED / ACK ack-1",
    "SYN,ACK,FIN stops at ESTABLISHED: the FIN has to be sent again (section 3.10.7.3).",
)  # fmt: skip

# Before the connection is open.
BAD_ACK_HURRIES = Departure(
    "bad-ack-hurries", "SYN-SENT", "rcv-bad-ACK", "SYN-SENT / RST", "SYN-SENT / RST; SYN",
    "The first wrong ACK is answered as section 3.10.7.3 says, and our SYN goes out once more without waiting.",
)  # fmt: skip
BAD_RST_HURRIES = Departure(
    "bad-rst-hurries", "SYN-SENT", "rcv-RST(outside)", "SYN-SENT", "SYN-SENT / SYN",
    "The first RST with a wrong ACK does not count (section 3.10.7.3), but our SYN goes out once more without waiting.",
)  # fmt: skip
HANDSHAKE_RESETS = Departure(
    "handshake-resets", "SYN-RECEIVED", "rcv-bad-ACK", "SYN-RECEIVED / ACK", "SYN-RECEIVED / RST",
    "An ACK of what was never sent gets the RST of RFC 793, not the challenge that RFC 5961, section 5, has first.",
)  # fmt: skip
HANDSHAKE_LAX = Departure(
    "handshake-lax", "SYN-RECEIVED", "rcv-old-ACK", "SYN-RECEIVED / RST", "ESTABLISHED",
    "In a simultaneous open an ACK of what came before our SYN is taken for the ACK of it (section 3.10.7.4).",
)  # fmt: skip
SYN_AGAIN = Departure(
    "syn-again", "SYN-RECEIVED", "rcv-unacceptable", "SYN-RECEIVED / ACK", "SYN-RECEIVED / SYN,ACK",
    "The same SYN once more means that our SYN,ACK was lost: it is sent again, not a bare ACK (section 3.10.7.4).",
)  # fmt: skip
SYN_INSIDE = Departure(
    "syn-inside", "SYN-RECEIVED", "rcv-SYN", "LISTEN", "CLOSED / RST,ACK",
    "Another SYN ends a server's child, as section 3.10.7.4 says, but the peer gets a RST. The listener listens on.",
)  # fmt: skip
SYN_ACK_INSIDE = Departure(
    "syn-ack-inside", "SYN-RECEIVED", "rcv-SYN-ACK", "LISTEN", "CLOSED / RST", "As with a bare SYN."
)
SIMULTANEOUS_ACK = Departure(
    "simultaneous-ack", "SYN-RECEIVED", "rcv-ACK-of-SYN", "ESTABLISHED", "ESTABLISHED / ACK",
    "The peer's SYN,ACK in a simultaneous open is acknowledged, which figure 7 of section 3.5 leaves out.",
)  # fmt: skip

# While it is open, and when it ends.
ACK_BEFORE_SYN = Departure(
    "ack-before-syn", "ESTABLISHED", "rcv-old-ACK", "ESTABLISHED", "ESTABLISHED / ACK",
    "An old ACK counts as too old (RFC 5961, section 5) by what was ever acknowledged, not by the widest window alone.",
)  # fmt: skip
ABORT_ACKS = Departure(
    "abort-acks", "SYN-RECEIVED, ESTABLISHED, FIN-WAIT-1, FIN-WAIT-2, CLOSE-WAIT", "ABORT",
    "CLOSED / RST", "CLOSED / RST,ACK",
    "The RST of an abort acknowledges what was received; its sequence number is that of section 3.10.5.",
)  # fmt: skip
UNREAD_ACKS = Departure(
    "unread-acks", "ESTABLISHED, CLOSE-WAIT", "CLOSE(unread) [half-duplex]", "CLOSED / RST", "CLOSED / RST,ACK",
    "The RST that says that text was lost acknowledges what was received, too (section 3.6.1, SHLD-3).",
)  # fmt: skip
RESET_OF_FIN = Departure(
    "reset-of-fin", "CLOSE-WAIT", "rcv-RST(outside)", "CLOSE-WAIT", "CLOSED",
    "After the peer's FIN a RST with the number of that FIN counts; some stacks send it so. Section 3.10.7.4 drops it.",
)  # fmt: skip
RESET_OF_FIN_LAST_ACK = Departure(
    "reset-of-fin-last-ack", "LAST-ACK", "rcv-RST(outside)", "LAST-ACK", "CLOSED", "As in CLOSE-WAIT."
)
RESET_OF_FIN_CLOSING = Departure(
    "reset-of-fin-closing", "CLOSING", "rcv-RST(outside)", "CLOSING", "CLOSED", "As in CLOSE-WAIT."
)
TEXT_AFTER_FIN = Departure(
    "text-after-fin", "CLOSE-WAIT", "rcv-old-ACK, rcv-text", "CLOSE-WAIT", "CLOSED / RST",
    "Text that begins before the peer's FIN and goes on behind it ends the connection (section 3.10.7.4 ignores it).",
)  # fmt: skip
ORPHAN_RESET = Departure(
    "orphan-reset", "FIN-WAIT-2", "rcv-RST(in-window)", "FIN-WAIT-2 / ACK", "CLOSED",
    "A connection that no process has any more gives in to any RST in the window: no challenge (RFC 5961, section 3).",
)  # fmt: skip
ORPHAN_SYN = Departure(
    "orphan-syn", "FIN-WAIT-2", "rcv-SYN", "FIN-WAIT-2 / ACK", "CLOSED / RST,ACK",
    "Nor does it challenge a SYN (RFC 5961, section 4): it resets.",
)  # fmt: skip

# The long wait.
WAITING_BAD_ACK = Departure(
    "waiting-bad-ack", "TIME-WAIT", "rcv-bad-ACK", "TIME-WAIT / ACK", "TIME-WAIT",
    "What is left of a connection in TIME-WAIT does not look at ACKs: no challenge (RFC 5961, section 5).",
)  # fmt: skip
WAITING_RESET = Departure(
    "waiting-reset", "TIME-WAIT", "rcv-RST(in-window)", "TIME-WAIT / ACK", "TIME-WAIT",
    "Nor does it challenge a RST (RFC 5961, section 3): what is not exact is dropped.",
)  # fmt: skip
WAITING_ANSWERS = Departure(
    "waiting-answers", "TIME-WAIT", "rcv-old-ACK, rcv-text", "TIME-WAIT", "TIME-WAIT / ACK",
    "Whatever is no bare ACK is acknowledged, even text that cannot be (section 3.10.7.4 ignores it).",
)  # fmt: skip
NO_ROOM_TO_WAIT = Departure(
    "no-room-to-wait", "FIN-WAIT-2", "rcv-old-ACK, rcv-FIN", "TIME-WAIT / ACK", "CLOSED / ACK",
    "Where `tcp_max_tw_buckets` connections wait already there is no TIME-WAIT (MUST-13), just the last ACK.",
)  # fmt: skip
ASSASSINATION_AVERTED = Departure(
    "assassination-averted", "TIME-WAIT", "rcv-RST(exact)", "CLOSED", "TIME-WAIT",
    "With the setting `tcp_rfc1337` no RST ends TIME-WAIT, as RFC 1337 advises. Without it, one does.",
)  # fmt: skip

# What the network says.
SOFT_ERROR_ENDS_OPENING = Departure(
    "soft-error-ends-opening", "SYN-SENT", "ICMP-soft-error", "SYN-SENT", "CLOSED",
    "`connect` fails with EHOSTUNREACH at once, although MUST-56 (section 3.9.2.2) would have it go on.",
)  # fmt: skip
SOFT_ERROR_ENDS_CHILD = Departure(
    "soft-error-ends-child", "SYN-RECEIVED", "ICMP-soft-error", "SYN-RECEIVED", "CLOSED",
    "As in SYN-SENT, in a simultaneous open and at a server alike.",
)  # fmt: skip
HARD_ERROR_SURVIVED = Departure(
    "hard-error-survived", "ESTABLISHED", "ICMP-hard-error", "CLOSED", "ESTABLISHED",
    "No message of ICMP ends an open connection, for anybody could forge it (RFC 5927; SHLD-26 says otherwise).",
)  # fmt: skip
HARD_ERROR_SURVIVED_BY_CHILD = Departure(
    "hard-error-survived-by-child", "SYN-RECEIVED", "ICMP-hard-error", "CLOSED", "SYN-RECEIVED",
    "A server's child lives on, too. In a simultaneous open it ends, as SHLD-26 says.",
)  # fmt: skip

DEPARTURES = (
    *(row for row in [*globals().values()] if isinstance(row, Departure)),
    sockets.CHILD_FORGOTTEN,
    sockets.SHUTDOWN_DEFERRED,
    sockets.REOPENED_FORGOTTEN,
    sockets.ABORT_KEEPS_WAITING,
)
