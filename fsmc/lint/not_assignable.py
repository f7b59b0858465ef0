"""Something is assigned that is no variable.

Only a `var` changes while a machine runs: constants and options are fixed, guards are answered by the host, and a
payload is what its sender said.

Example:
    machine Counter
    const count = 0
    state Counting initial
    state Full
    event tick
    Counting on tick [count < 3] -> stay / count += 1   # FSM027: count
    Counting on tick [else] -> Full
    Full     on tick -> Counting / count = 0            # FSM027: count

Instead:
    machine Counter
    var count: int = 0
    state Counting initial
    state Full
    event tick
    Counting on tick [count < 3] -> stay / count += 1
    Counting on tick [else] -> Full
    Full     on tick -> Counting / count = 0
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM027", "not-assignable", None, __doc__)
