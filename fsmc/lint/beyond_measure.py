"""A line, a statement, a number or the whole machine is larger than anything that people write.

A line may have 10,000 characters, a statement 10,000 words and signs, and a number 100 digits, written or worked out.
Groups and constants may be made of one another over 100 steps, and a constant of 1,000 parts in all. A machine may have
200,000 pairs of state and event, of each of which 100 lines of one rank may speak.  The limits are there so that a text
that was made to keep a compiler busy ends in a finding; where a spec of yours meets one, it has become a table that a
program should read, or two machines.

Example:
    machine Counter
    const LIMIT = 100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000  # FSM035: 100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
    var count: int
    state Counting initial
    state Full
    event tick
    Counting on tick [count < LIMIT] -> stay / count += 1
    Counting on tick [else] -> Full
    Full     on tick -> Counting / count = 0

Instead:
    machine Counter
    const LIMIT = 1000
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

RULE = Rule("FSM035", "beyond-measure", None, __doc__)
