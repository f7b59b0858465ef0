"""A constant or a group is made of itself, at once or by way of others.

It has no value that could be worked out. A circle is reported once, with all places that it runs through.

Example:
    machine Lamp
    const SHORT = LONG - 1s             # FSM017: SHORT
    const LONG = SHORT + 1s
    timer off-delay = LONG within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press -> stay / start off-delay = SHORT
    On  on timeout off-delay -> Off

Instead:
    machine Lamp
    const SHORT = 2s
    const LONG = SHORT + 1s
    timer off-delay = LONG within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press -> stay / start off-delay = SHORT
    On  on timeout off-delay -> Off
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM017", "defined-by-itself", None, __doc__)
