"""A table that `fsmc diff` is to compare has no columns of a state table, or no rows.

Columns are known by their names, in any order and under several names: `from` (`state`, `current state`), `event`
(`input`, `trigger`) and `to` (`next state`, `target`) must be there. Without them nothing says what a row means, and a
table without rows would agree with nothing.

Example:
    state,next state,output    <- FSM210
    Locked,Unlocked,
    Unlocked,Locked,

Instead:
    state,input,next state,output
    Locked,coin,Unlocked,
    Unlocked,push,Locked,
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM210", "no-state-table", None, __doc__)
