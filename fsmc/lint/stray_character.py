"""A character begins no word of the language.

Typographic arrows, quotes and blanks come in with text that is copied from a document, others from the habits of other
languages. Where a character has one reading only, `--fix` writes it as it is written here.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin → Unlocked         # FSM005: →
    Unlocked on push -> Locked
    Locked   ignore push
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

RULE = Rule("FSM005", "stray-character", None, __doc__, fixable=True)
