"""What must be constant reads a variable, an option or a payload.

Constants and defaults are worked out before any machine exists, so there is no variable yet that they could read. The
duration of a timer is worked out when the timer starts, and may read options and variables.

Example:
    machine Counter
    option limit: int = 3
    const LAST = limit - 1              # FSM024: limit
    var count: int
    state Counting initial
    state Full
    event tick
    Counting on tick [count < LAST] -> stay / count += 1
    Counting on tick [else] -> Full
    Full     on tick -> Counting / count = 0

Instead:
    machine Counter
    option limit: int = 3
    var count: int
    state Counting initial
    state Full
    event tick
    Counting on tick [count < limit - 1] -> stay / count += 1
    Counting on tick [else] -> Full
    Full     on tick -> Counting / count = 0
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM024", "not-constant", None, __doc__)
