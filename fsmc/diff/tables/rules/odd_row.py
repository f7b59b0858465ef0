"""A row of a state table names no state or no event, or has more fields than the table has columns.

Such a row is most often cut by a comma in a text that is not quoted, and what stands behind it would be read as
something else. A state that holds for several rows is written in each of them.

Example:
    from,event,actions,to
    Locked,push,alarm,log,Locked    <- FSM211: Locked
    Locked,coin,,Unlocked

Instead:
    from,event,actions,to
    Locked,push,"alarm, log",Locked
    Locked,coin,,Unlocked
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM211", "odd-row", None, __doc__)
