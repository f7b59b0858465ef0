"""No state is left in a set: `except` takes all of them away.

Such a line is about nothing, though whoever reads it will think that it decides something.

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
    any except Locked, Unlocked ignore kick     # FSM015: any except Locked, Unlocked

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
    any ignore kick
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM015", "empty-set", None, __doc__)
