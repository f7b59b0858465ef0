"""A range of states runs against the order of the `state` lines, or has a group at one end.

`A..C` is A, C and every state that is declared between them. Against the order it holds nothing, and a group has no
place in that order. `--fix` swaps the ends of a range that runs backwards.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    event kick
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
    Unlocked..Locked ignore kick        # FSM014: Unlocked..Locked

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    event kick
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
    Locked..Unlocked ignore kick
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM014", "impossible-range", None, __doc__, fixable=True)
