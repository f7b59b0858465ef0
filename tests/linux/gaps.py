"""State changes that were compared in, the transitions of the spec that were not, each with a reason, out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from generated.tcp.tcp import TRANSITIONS, Event, State, Transition
from tests.linux.shadow import Change

GAPS = {
    "rcv-SYN [else]": "Only without `rfc5961`, and Linux always challenges.",
    "rcv-SYN-ACK [else]": "The same.",
    "rcv-SYN [opened == passive]": "Departs: syn-inside.",
    "rcv-SYN-ACK [opened == passive]": "Departs: syn-ack-inside.",
    "rcv-SYN-ACK [fin]": "The example reports rcv-SYN-ACK and rcv-FIN. Departs: syn-ack-fin.",
    "rcv-FIN [syn-acked]": "The example reports rcv-ACK-of-SYN first, and so there is no SYN-RECEIVED any more.",
    "valid-RST [opened == passive]": "Departs: child-forgotten.",
    "valid-RST [opened == reopened]": "Departs: reopened-forgotten.",
    "active-OPEN [else]": "Departs: listener-connects.",
    "SEND [else]": "Departs: listener-sends.",
    "ABORT": "Departs: abort-keeps-waiting.",
    "ICMP-hard-error": "Departs: hard-error-survived, which was tried in ESTABLISHED.",
    "rcv-mismatch": "Linux does not compare the security of section 3.10.7.",
    "timeout user": "Linux has no such timeout in LISTEN, and in FIN-WAIT-2 nothing is left to wait for.",
    "timeout rtx [retries >= R2]": "No socket can be told how often to try, and 15 times take a quarter of an hour.",
    "timeout time-wait": "It takes a minute. That it will is seen by the kernel's timer, which is compared.",
}
"""Why transitions of such an event were not compared."""


def missed(changes: Iterable[Change]) -> list[Transition]:
    """The transitions to another state that no change of a single event has shown."""
    seen = {(change.before, _event(change.events), change.after) for change in changes}
    moves = (move for move in TRANSITIONS if move.source is not move.target)
    return [move for move in moves if (move.source.value, move.event.value, move.target.value) not in seen]


def _event(told: str) -> str:
    """`rcv-RST(exact)` is the derived event valid-RST, `rcv-text [half-duplex]` plain rcv-text."""
    name = re.sub(r"\(.*\)| \[.*\]", "", told)
    return Event.VALID_RST.value if name == Event.RCV_RST.value else name


def said(move: Transition) -> str:
    """An event with its guard, as the gaps are called."""
    return f"{move.event.value} [{move.guard}]" if move.guard else move.event.value


def table(changes: Collection[Change]) -> str:
    """How much was compared, and what was not."""
    moves, left = sum(move.source is not move.target for move in TRANSITIONS), missed(changes)
    rows = [f"| {event} | {_states(event, left)} | {why} |" for event, why in GAPS.items()]
    head = f"{moves - len(left)} of the spec's {moves} transitions to another state are Linux's, too. The others:"
    return "\n".join([head, "", "| on | from | why |", "|---|---|---|", *rows, ""])


def _states(event: str, left: Iterable[Transition]) -> str:
    found = {move.source for move in left if said(move) == event}
    return ", ".join(state.value for state in State if state in found)
