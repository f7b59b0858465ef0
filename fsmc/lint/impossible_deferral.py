"""An expiry is deferred, or all that no line names.

An expiry says that the time is now. Kept for later it would say so at another time, when its timer may run again or
may not run at all. And `unlisted defer` would keep whatever nobody thought of, for ever.

Example:
    machine Lamp
    timer off-delay = 30s within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press -> Off
    On  defer timeout off-delay         # FSM030: timeout off-delay

Instead:
    machine Lamp
    timer off-delay = 30s within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press -> Off
    On  on timeout off-delay -> Off
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM030", "impossible-deferral", None, __doc__)
