"""A comma at the end of a line joins it to the next one, which does not go on with its list.

A statement that ends in a comma goes on in the next line. Where the next line is a statement of its own, it is read as
one all the same, so a comma that was left behind is one fault and swallows nothing.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push,               # FSM019: ,
    Unlocked ignore coin

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM019", "stray-comma", None, __doc__)
