"""An action, an event or a guard is given more or fewer arguments than it takes.

The declaration says which parts a payload has. Parts with a default may be left out at the end where an event is
raised or sent, and a last part with `*` takes any number.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    action show (text: str)
    Locked   on coin -> Unlocked / show         # FSM021: show
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    action show (text: str)
    Locked   on coin -> Unlocked / show("go")
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM021", "wrong-number-of-arguments", None, __doc__)
