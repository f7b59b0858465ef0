"""Something stands twice in a list.

The second one says nothing, and often stands where another name was meant. Lists are those of states, groups, events,
members of an enumeration, tags, citations, and the words behind a state.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin, coin          # FSM008: coin

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

RULE = Rule("FSM008", "repeated-item", None, __doc__, fixable=True)
