"""How fast an event of a generated module is, beside the fastest class that one could write by hand with callbacks.

The two machines are the core of TCP (opening, passive close) and go round the same six events.  They are timed by
turns, many times, and the fastest round of each counts: whatever else the computer does only ever adds time.
Run `python tests/bench.py`; it exits with 1 when a limit is broken.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter_ns
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.emit.build import module_of

LIMITS = {"event": 0.90, "event with its actions performed": 1.60}
ROUNDS = 400
LAPS = 400

CORE = """
machine TCP
unlisted reject
type Flag = SYN | ACK | FIN
action snd (flags: Flag*)
action create-TCB
action delete-TCB
event passive-OPEN
event active-OPEN
event CLOSE
event rcv-SYN
event rcv-SYN-ACK
event rcv-ACK-of-SYN
event rcv-ACK-of-FIN
event rcv-FIN
state CLOSED initial final
state LISTEN
state SYN-SENT
state SYN-RECEIVED
state ESTABLISHED
state CLOSE-WAIT
state LAST-ACK
CLOSED       on passive-OPEN   -> LISTEN       / create-TCB
CLOSED       on active-OPEN    -> SYN-SENT     / create-TCB, snd(SYN)
LISTEN       on rcv-SYN        -> SYN-RECEIVED / snd(SYN, ACK)
SYN-SENT     on rcv-SYN        -> SYN-RECEIVED / snd(SYN, ACK)
SYN-SENT     on rcv-SYN-ACK    -> ESTABLISHED  / snd(ACK)
SYN-RECEIVED on rcv-ACK-of-SYN -> ESTABLISHED
ESTABLISHED  on rcv-FIN        -> CLOSE-WAIT   / snd(ACK)
SYN-RECEIVED on rcv-FIN        -> CLOSE-WAIT   / snd(ACK)
CLOSE-WAIT   on CLOSE          -> LAST-ACK     / snd(FIN)
LISTEN       on CLOSE          -> CLOSED       / delete-TCB
SYN-SENT     on CLOSE          -> CLOSED       / delete-TCB
LAST-ACK     on rcv-ACK-of-FIN -> CLOSED       / delete-TCB
"""

CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED = "CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED"
ESTABLISHED, CLOSE_WAIT, LAST_ACK = "ESTABLISHED", "CLOSE-WAIT", "LAST-ACK"
SYN_ACK, SYN, ACK, FIN = ("SYN", "ACK"), ("SYN",), ("ACK",), ("FIN",)


class ByHand:
    """The same machine as an expert writes it for speed: slots, `is` on constants, callbacks handed in and kept."""

    __slots__ = ("create_tcb", "delete_tcb", "snd", "state")

    def __init__(self, handler: Any) -> None:
        self.state = CLOSED
        self.snd = handler.snd
        self.create_tcb = handler.create_tcb
        self.delete_tcb = handler.delete_tcb

    def passive_open(self) -> None:
        if self.state is CLOSED:
            self.state = LISTEN
            self.create_tcb()
        else:
            raise ValueError(self.state)

    def active_open(self) -> None:
        if self.state is CLOSED:
            self.state = SYN_SENT
            self.create_tcb()
            self.snd(SYN)
        else:
            raise ValueError(self.state)

    def rcv_syn(self) -> None:
        state = self.state
        if state is LISTEN or state is SYN_SENT:
            self.state = SYN_RECEIVED
            self.snd(SYN_ACK)
        else:
            raise ValueError(state)

    def rcv_syn_ack(self) -> None:
        if self.state is SYN_SENT:
            self.state = ESTABLISHED
            self.snd(ACK)
        else:
            raise ValueError(self.state)

    def rcv_ack_of_syn(self) -> None:
        if self.state is SYN_RECEIVED:
            self.state = ESTABLISHED
        else:
            raise ValueError(self.state)

    def rcv_fin(self) -> None:
        state = self.state
        if state is ESTABLISHED or state is SYN_RECEIVED:
            self.state = CLOSE_WAIT
            self.snd(ACK)
        else:
            raise ValueError(state)

    def close(self) -> None:
        state = self.state
        if state is CLOSE_WAIT:
            self.state = LAST_ACK
            self.snd(FIN)
        elif state is LISTEN or state is SYN_SENT:
            self.state = CLOSED
            self.delete_tcb()
        else:
            raise ValueError(state)

    def rcv_ack_of_fin(self) -> None:
        if self.state is LAST_ACK:
            self.state = CLOSED
            self.delete_tcb()
        else:
            raise ValueError(self.state)


class Handler:
    """A host that does nothing."""

    def snd(self, flags: Any) -> None:
        """Send a segment."""

    def create_tcb(self) -> None:
        """Create the TCB."""

    def delete_tcb(self) -> None:
        """Delete the TCB."""


EVENTS = ("passive_open", "rcv_syn", "rcv_ack_of_syn", "rcv_fin", "close", "rcv_ack_of_fin")
TAKEN = "machine.{}()"
PERFORMED = "for action in machine.{}(): action.perform(handler)"


def driver(machine: Any, statement: str) -> Callable[[], None]:
    """A function that goes round the events.  Each has code of its own: what the interpreter learns is not shared."""
    body = "\n".join(f"        {statement.format(event)}" for event in EVENTS)
    names: dict[str, Any] = {"machine": machine, "handler": Handler()}
    exec(f"def drive(machine=machine, handler=handler):\n    for _ in range({LAPS}):\n{body}", names)
    drive: Callable[[], None] = names["drive"]
    return drive


def fastest(contestants: dict[str, Callable[[], None]]) -> dict[str, float]:
    """Nanoseconds an event, of the fastest of many interleaved rounds."""
    best = dict.fromkeys(contestants, float("inf"))
    for _ in range(ROUNDS):
        for name, go_round in contestants.items():
            begin = perf_counter_ns()
            go_round()
            best[name] = min(best[name], (perf_counter_ns() - begin) / (LAPS * len(EVENTS)))
    return best


def main() -> int:
    """Print the times and ratios; 1 if a limit is broken."""
    module = module_of(CORE)
    times = fastest(
        {
            "by hand": driver(ByHand(Handler()), TAKEN),
            "event": driver(module.TCP(), TAKEN),
            "event with its actions performed": driver(module.TCP(), PERFORMED),
        }
    )
    hand = times.pop("by hand")
    print(f"{'by hand, with callbacks':<34}{hand:6.1f} ns")
    broken = False
    for name, time in times.items():
        ratio = time / hand
        broken |= ratio > LIMITS[name]
        print(f"{name:<34}{time:6.1f} ns   {ratio:.2f} of it, at most {LIMITS[name]:.2f}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
