"""An expression nests more than 100 levels deep, or a statement has more than 100 operators.

Nobody can read such a condition, and no picture can show it. A part of it that has a meaning of its own deserves a
name.

Example:
    machine Counter
    const LIMIT = (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((5)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))  # FSM006: (
    var count: int
    state Counting initial
    state Full
    event tick
    Counting on tick [count < LIMIT] -> stay / count += 1
    Counting on tick [else] -> Full
    Full     on tick -> Counting / count = 0

Instead:
    machine Counter
    const LIMIT = 5
    var count: int
    state Counting initial
    state Full
    event tick
    Counting on tick [count < LIMIT] -> stay / count += 1
    Counting on tick [else] -> Full
    Full     on tick -> Counting / count = 0
"""  # noqa: E501

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM006", "endless-expression", None, __doc__)
