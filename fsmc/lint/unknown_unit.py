"""Letters stand right behind a number, and are no unit of time.

A duration is a number with one of the units `ms`, `s`, `min` and `h` right behind it. A name that begins with a digit
is taken for one only where a hyphen follows, as in `2-Way`; any other stands in single quotes. Other words for the
four units are known, and `--fix` writes the unit.

Example:
    machine Lamp
    timer off-delay = 30sec within On   # FSM018: 30sec
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

RULE = Rule("FSM018", "unknown-unit", None, __doc__, fixable=True)
