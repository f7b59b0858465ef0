"""A value has another type than what is wanted where it stands.

Types are bool, int, str, duration, enumerations and types of the host, and none of them turns into another by itself:
a number of seconds has a unit, and a condition is a comparison, not a number.

Example:
    machine Lamp
    timer off-delay = 30 within On      # FSM020: 30
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press, timeout off-delay -> Off

Instead:
    machine Lamp
    timer off-delay = 30s within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press, timeout off-delay -> Off
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM020", "wrong-type", None, __doc__)
