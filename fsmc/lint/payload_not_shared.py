"""A line about several events reads a part of the payload that not all of them carry alike.

Such a line stands for one line for each of its events, and each of these must make sense: the part must be there, with
the same type.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin (value: int)
    event card
    event push
    Locked   on coin, card [value > 0] -> Unlocked      # FSM034: value
    Locked   ignore coin [else]
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin, card

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin (value: int)
    event card
    event push
    Locked   on coin [value > 0] -> Unlocked
    Locked   on card -> Unlocked
    Locked   ignore coin [else]
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin, card
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM034", "payload-not-shared", None, __doc__)
