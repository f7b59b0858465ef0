"""`*`, zero or more, stands where it is not possible.

Only the last parameter of an event or of an action may be zero or more values: whatever arguments are left are its
own. A variable keeps one value, and so does a field.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    action show (lines: str*, loud: bool)       # FSM023: str*
    Locked   on coin -> Unlocked / show("go", true)
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    action show (loud: bool, lines: str*)
    Locked   on coin -> Unlocked / show(true, "go")
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM023", "misplaced-star", None, __doc__)
