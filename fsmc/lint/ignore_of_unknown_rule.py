"""A comment ignores a rule that does not exist.

A misspelt ignore leaves the warning where it is, and one for a rule that is gone says nothing.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Locked   ignore push             # fsmc: ignore[unreachable-door] # FSM142
    Unlocked on push -> Locked
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

RULE = Rule("FSM142", "ignore-of-unknown-rule", None, __doc__, Severity.WARNING)
