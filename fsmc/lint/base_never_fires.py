"""A line is about an event in whose place derived events always fire.

Where the events derived from a base cover every case, the base itself never reaches a cell. A line about it would
decide nothing.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin (value: int)
    event push
    event penny = coin [value < 5]
    event gold  = coin [else]
    Locked   on gold -> Unlocked
    Locked   ignore penny
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin                # FSM029: coin

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin (value: int)
    event push
    event penny = coin [value < 5]
    event gold  = coin [else]
    Locked   on gold -> Unlocked
    Locked   ignore penny
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore penny, gold
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM029", "base-never-fires", None, __doc__)
