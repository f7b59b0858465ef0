"""A comment says `fsmc: ignore` and names no rule, so it ignores nothing.

An ignore for everything would also hide what is found there next year.  Name the rules that are meant, by their codes
or their names, and say why.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Locked   ignore push             # fsmc: ignore # FSM141
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

RULE = Rule("FSM141", "ignore-without-rule", None, __doc__, Severity.WARNING)
