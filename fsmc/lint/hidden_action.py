"""An action, or a raised event, is to ride along with an action.

What follows the `/` of an `action` line is done each time that action is done. Assignments and timers may be; another
action would happen in lines that do not show it, and in an order that no line tells.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    action beep
    action open / beep                  # FSM031: beep
    Locked   on coin -> Unlocked / open
    Unlocked on push -> Locked / beep
    Locked   ignore push
    Unlocked ignore coin

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    action beep
    action open
    Locked   on coin -> Unlocked / open, beep
    Unlocked on push -> Locked / beep
    Locked   ignore push
    Unlocked ignore coin
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM031", "hidden-action", None, __doc__)
