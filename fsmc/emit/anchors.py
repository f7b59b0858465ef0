"""Names in, ids out: the places of a machine that links lead to, the same in the picture and in the reference.

An id is a kind and one or two names, joined by dots: `state.TIME-WAIT`, `event.rcv-FIN`, `cell.CLOSED.rcv-FIN`.
What a name holds besides letters and digits of any script, `-` and `_` is written as its code point between tildes
(`RCR+` gives `RCR~2b~`), so no two ids are equal that mean different things.  Dots and tildes need no escape in the
address of a link, and no heading's automatic id on GitHub holds them: ids of this kind collide with no heading either.
"""

from __future__ import annotations

import re

from fsmc.model import Cell, Event, State

_UNSAFE = re.compile(r"[^\w-]")


def anchor(kind: str, *names: str) -> str:
    """`anchor("timer", "time-wait")` gives `timer.time-wait`."""
    return ".".join((kind, *(_UNSAFE.sub(lambda char: f"~{ord(char[0]):x}~", name) for name in names)))


def state_anchor(state: State) -> str:
    """`state.TIME-WAIT`."""
    return anchor("state", state.name)


def event_anchor(event: Event) -> str:
    """`event.rcv-FIN`, or `timeout.rtx` for the expiry of a timer."""
    return anchor("timeout", event.timer.name) if event.timer else anchor("event", event.name)


def cell_anchor(cell: Cell) -> str:
    """`cell.CLOSED.rcv-FIN`, or `cell.SYN-SENT.timeout.rtx`."""
    if cell.event.timer:
        return anchor("cell", cell.state.name, "timeout", cell.event.timer.name)
    return anchor("cell", cell.state.name, cell.event.name)
