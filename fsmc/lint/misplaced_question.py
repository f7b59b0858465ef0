"""The host or a timer is asked where nothing can be asked.

Guards of the host and `running(t)` are asked before anything changes, all on the same snapshot, so they stand in
guards and after `if`. In an assignment, an argument or a duration the answer would come in the middle of a step.

Example:
    machine Turnstile
    guard valid
    var paid: bool
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked / paid = valid         # FSM026: valid
    Unlocked on push [paid] -> Locked
    Unlocked ignore push [else]
    Locked   ignore push
    Unlocked ignore coin

Instead:
    machine Turnstile
    guard valid
    var paid: bool
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked / paid = false, paid = true if valid
    Unlocked on push [paid] -> Locked
    Unlocked ignore push [else]
    Locked   ignore push
    Unlocked ignore coin
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM026", "misplaced-question", None, __doc__)
