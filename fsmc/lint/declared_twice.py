"""A name is declared that is already taken.

States and groups share one set of names; so do constants, options, variables, guards and the members of enumerations;
events, actions, timers, types, tags, documents and scenarios have one each. Two declarations of one name would leave
open which of them a line means.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    state Locked                        # FSM004: Locked
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

RULE = Rule("FSM004", "declared-twice", None, __doc__, fixable=True)
