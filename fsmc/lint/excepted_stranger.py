"""A state that `except` takes away is not in the set that it is taken from.

The exception changes nothing, so either it is left over from an older set, or the set lacks something.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    event kick
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
    Locked except Unlocked ignore kick  # FSM016: Unlocked
    Unlocked ignore kick

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    event kick
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
    Locked   ignore kick
    Unlocked ignore kick
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM016", "excepted-stranger", None, __doc__)
