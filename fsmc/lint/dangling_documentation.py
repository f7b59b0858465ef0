"""A `##` comment stands where no statement follows that it could document.

Documentation belongs to a statement: the one that it stands beside, or the next one. At the end of a file there is
none, so no output would show it. `--fix` makes a plain comment of it.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
    ## Coins beyond the first are kept. # FSM007

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin                  ## Coins beyond the first are kept.
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM007", "dangling-documentation", None, __doc__, fixable=True)
