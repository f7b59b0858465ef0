"""A name is used that nothing declares.

Every state, event, action, timer, variable, guard, tag and document is declared, so a typo cannot make a new one
without anybody noticing. A name that is used several times is reported once, where it stands first. Only what can mean
nothing else is mended by `--fix`: `True` becomes `true`, and `count-1` becomes `count - 1`; a near name is a guess,
and is left to you.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Lokced   on coin -> Unlocked        # FSM003: Lokced
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

RULE = Rule("FSM003", "undeclared-name", None, __doc__, fixable=True)
