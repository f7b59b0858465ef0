"""A comment is addressed to fsmc and says nothing that fsmc knows, or stands in documentation.

The one thing that a comment can say is `# fsmc: ignore[RULE, ...] reason`; a slip in it would go unnoticed.  What
stands behind `##` is no comment: where a statement has documentation beside it, the ignore stands on a line above.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Locked   ignore push             # fsmc: ingore[FSM080] # FSM144
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

RULE = Rule("FSM144", "unreadable-directive", None, __doc__, Severity.WARNING)
