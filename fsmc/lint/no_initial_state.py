"""No state is `initial`, or there are no states at all.

A machine begins somewhere. Which state that is decides what can happen at all, so it is never taken from the order of
lines.

Example:
    machine Turnstile
    state Locked                        # FSM011
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM011", "no-initial-state", None, __doc__)
