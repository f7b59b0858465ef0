"""Sizes in, the text of a spec of that size out: guards, `[else]`, derived events, timers, `any` and `other` lines."""

from __future__ import annotations

from collections.abc import Iterator

GUARDS = ("strict", "ready", "tries < 5", "tries > 2 and not strict")
HEAD = """machine Large
option strict: bool
var tries: int
guard ready
timer rtx = 3s within S0..S9
action send
group Core = S0..S9
event slow = e0 [n > 3]
Core on timeout rtx -> S0
any on e1 [strict] -> S2
any except S1 reject e2 "not now"
Core ignore other
"""


def spec(states: int, lines: int, events: int) -> str:
    """A spec with that many states and transitions, a fifth of them with a guard, and that many declared events."""
    declared = [f"event e{number} (n: int)" for number in range(events)]
    declared += [f"state S{number}{'' if number else ' initial'}" for number in range(states)]
    return "\n".join((HEAD, *declared, *_transitions(states, lines, events))) + "\n"


def _transitions(states: int, lines: int, events: int) -> Iterator[str]:
    """Each state has its share; targets are spread, and S1 follows S0, S2 follows S1 and so on."""
    share = lines // states
    for number in range(lines - lines % states):
        state, turn = divmod(number, share)
        target = (state * (1 + turn * 7) + 1) % states
        event = 3 + (state + turn // 2 * 5 if state % 5 == 0 else state + turn * 5) % (events - 3)
        if state % 5 or (turn == share - 1 and share % 2):
            yield f"S{state} on e{event} -> S{target} / send, tries += 1"
        else:
            guard = "else" if turn % 2 else GUARDS[state // 5 % len(GUARDS)]
            yield f"S{state} on e{event} [{guard}] -> S{target} / {'start rtx' if target < 10 else 'tries = 0'}"
