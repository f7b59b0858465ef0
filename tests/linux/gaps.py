"""What was compared in, the transitions and lines of the spec that were not, each with a reason, out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from generated.tcp.tcp import TRANSITIONS, Event, State, Transition
from tests.linux import lines
from tests.linux.page import ALIKE
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


# ---- lines

UNSEEN = {
    "rcv-mismatch": "Linux does not compare the security of section 3.10.7.",
    "[fault ==": "What is wrong with a call the host finds out before TCP does; the kernel has ways of its own.",
    "else] -> CLOSED / snd(RST), fail": "Only without `rfc5961`, and Linux always challenges.",
    "rcv-bad-ACK [else]": "Only without `rfc5961`, whose challenges Linux sends.",
    "SYN-RECEIVED on rcv-old-ACK [too-old": "A handshake has not yet come far enough for an ACK to be too old.",
    "rcv-SYN-ACK [fin]": "The example reports rcv-SYN-ACK and rcv-FIN.",
    "rcv-FIN [syn-acked]": "The example reports rcv-ACK-of-SYN first, and so there is no SYN-RECEIVED any more.",
    "on rcv-FIN -> stay / snd(ACK)": "A FIN that comes again lies before the window: rcv-unacceptable.",
    "ignore rcv-ACK": "With nothing outstanding an ACK says nothing new: rcv-old-ACK.",
    "CLOSED, LISTEN ignore valid-RST": "The example reports every RST as one that does not fit.",
    "ignore rcv-text": "The example stops at the SYN or ACK before it.",
    "defer CLOSE": "In SYN-RECEIVED Linux takes no data, and so none can be pending.",
    "ICMP-soft-error, ICMP-hard-error": "The network has nothing to complain of where nothing was sent.",
    "ICMP-source-quench": "Obsolete; Linux drops it before TCP.",
    "rcv-URG ->": "Urgent data changes no state.",
    "on STATUS": "What the states are read by, TCP_INFO, is no event.",
}
"""Why lines with such words were not touched by any observation."""


def untouched(marks: Sequence[Mapping[str, str]]) -> str:
    """How many lines were touched, and which were not."""
    every, left = lines.observable(), missing_lines(marks)
    alike = sum(any(one.get(line) == ALIKE for one in marks) for line in every)
    rows = [f"| `{line}` | {' '.join(reasons(line))} |" for line in left]
    seen = len(every) - len(left)
    head = (
        f"{seen} of the spec's {len(every)} lines that decide something are touched by an observation: "
        f"{alike} of them Linux follows, from {seen - alike} it only departs. The other {len(left)}:"
    )
    return "\n".join([head, "", "| line | why |", "|---|---|", *rows, ""])


def missing_lines(marks: Sequence[Mapping[str, str]]) -> list[str]:
    """The lines of which no mode has seen anything."""
    return [line for line in lines.observable() if not any(line in one for one in marks)]


def reasons(line: str) -> list[str]:
    return [why for words, why in UNSEEN.items() if words in line]
