"""A text or a quoted name has no closing quote on its line.

Texts and names end with their line, so that an open quote never swallows the lines below it. A quote within a text is
written `\\"`, a line break `\\n`.

Example:
    machine Turnstile "a gate at the station    # FSM009
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin

Instead:
    machine Turnstile "a gate at the station"
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

RULE = Rule("FSM009", "open-quote", None, __doc__)
