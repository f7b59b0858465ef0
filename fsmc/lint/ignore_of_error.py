"""A comment ignores an error, which must be mended.

Of a spec with an error no outputs can be made, since the machine that it describes is not decided.  Warnings are
matters of judgement, and only they can be ignored.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Locked   ignore push             # fsmc: ignore[cell-decided-twice] # FSM143
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

RULE = Rule("FSM143", "ignore-of-error", None, __doc__, Severity.WARNING)
