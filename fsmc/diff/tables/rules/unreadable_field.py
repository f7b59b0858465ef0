"""A guard or an action in a state table looks like one of the language, and cannot be read.

What is written with signs (`count > 0`, `snd(ACK)`) must be right, or a slip would be taken for a name of its own.
Plain words are names, which are declared if the other side does not have them.

Example:
    from,event,guard,actions,to
    Locked,push,tries >,alarm,Locked    <- FSM212: tries >
    Locked,coin,,,Unlocked

Instead:
    from,event,guard,actions,to
    Locked,push,somebody tries in vain,alarm,Locked
    Locked,coin,,,Unlocked
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM212", "unreadable-field", None, __doc__)
