"""A comment ignores a warning that is not there.

Whoever reads it believes that something is left undone, and the day the warning comes back nobody hears of it.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Locked   ignore push
    Unlocked on push -> Locked       # fsmc: ignore[unreachable-state] # FSM140
    Unlocked ignore coin

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Locked   ignore push
    Unlocked on push -> Locked
    Unlocked ignore coin
"""

from __future__ import annotations

from fsmc.diagnostics import Severity
from fsmc.lint.rule import Rule

RULE = Rule("FSM140", "unused-ignore", None, __doc__, Severity.WARNING, fixable=True)
