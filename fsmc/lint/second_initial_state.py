"""More than one state is `initial`.

A machine begins in one state. Where it may begin in several, that is a decision: an event that leads there from a
first state says when it is taken, and an `option` lets whoever makes the machine take it.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked initial              # FSM012: Unlocked
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

RULE = Rule("FSM012", "second-initial-state", None, __doc__)
