"""A derived event is raised, or an event is derived from one or from `other`.

A derived event fires in place of its base whenever its condition holds, so it cannot be sent or raised by itself:
whoever raised it without its condition would contradict its definition. All events of one base are derived from the
base, so that they can be compared with each other.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin (value: int)
    event push
    event kick
    event penny = coin [value < 5]
    Locked   on coin -> Unlocked
    Locked   on kick -> stay / raise penny      # FSM028: penny
    Locked   ignore penny
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin, penny, kick

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin (value: int)
    event push
    event kick
    event penny = coin [value < 5]
    Locked   on coin -> Unlocked
    Locked   on kick -> stay / raise coin(1)
    Locked   ignore penny
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin, penny, kick
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM028", "misused-derived-event", None, __doc__)
