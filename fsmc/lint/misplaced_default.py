"""A parameter has a default where none is possible, or lacks one behind a parameter that has one.

Only whoever sends an event may leave parts of its payload out, and only from the end: which part is missing must be
clear from their number.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin (value: int = 1, fake: bool)     # FSM025: fake
    event push
    Locked   on coin [value > 0 and not fake] -> Unlocked
    Locked   ignore coin [else]
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin (fake: bool, value: int = 1)
    event push
    Locked   on coin [value > 0 and not fake] -> Unlocked
    Locked   ignore coin [else]
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM025", "misplaced-default", None, __doc__)
