"""A scenario has neither name nor label, or a part that cannot be played.

A scenario is a test: its start gives options and variables one value each, and each step is one event that the host
can send, or an expiry. A step on `other` would name none, and a start such as `[count > 3]` leaves open where to
begin.

Example:
    machine Turnstile
    var coins: int
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin [coins < 9] -> Unlocked / coins += 1
    Locked   reject coin [else] "the box is full"
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
    scenario pay: Locked [coins > 0], coin -> Unlocked  # FSM032: [coins > 0]

Instead:
    machine Turnstile
    var coins: int
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin [coins < 9] -> Unlocked / coins += 1
    Locked   reject coin [else] "the box is full"
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
    scenario pay: Locked [coins == 1], coin -> Unlocked
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM032", "bad-scenario", None, __doc__)
