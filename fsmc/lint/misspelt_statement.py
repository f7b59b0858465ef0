"""A line begins with a word that is nearly one of those that begin statements.

A line begins with a statement's word or with states. A word that is neither is taken for the misspelt word that it
most resembles, and what the line would have declared is not reported as missing elsewhere.

Example:
    machine Turnstile
    state Locked initial
    stat Unlocked                       # FSM002: stat
    event coin
    event push
    Locked   on coin -> Unlocked
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

RULE = Rule("FSM002", "misspelt-statement", None, __doc__, fixable=True)
