"""A word does not fit where it stands, or a statement ends too early.

Every statement has one order of parts, and each of them stands on its line or goes on after a comma. The finding says
what could stand at the marked place, and how the whole statement is written. What other languages write for an arrow,
for equality or for a comment is known, and `--fix` writes it as it is written here.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin => Unlocked        # FSM001: =>
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

RULE = Rule("FSM001", "unexpected-word", None, __doc__, fixable=True)
