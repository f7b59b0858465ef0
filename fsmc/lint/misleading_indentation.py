"""Documentation is indented under a statement, and documents the next one.

A `##` on a line of its own speaks of the statement below it; blanks before it change nothing.  Under a statement it
looks like a remark on that one, and every output tells it of the other.  Write it beside the statement that it is
about, or above that with no blanks before it.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
        ## One coin, one person. # FSM106
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked  ## One coin, one person.
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
"""

from __future__ import annotations

from fsmc.diagnostics import Severity
from fsmc.lint.rule import Rule

RULE = Rule("FSM106", "misleading-indentation", None, __doc__, Severity.WARNING)
