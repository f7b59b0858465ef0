"""A marker names a state, an event, a view or a scenario that the machine does not have.

A name that was changed in the spec is found in the documents that speak of it.

Example:
    # A gate

    <!-- fsmc:state specs/turnstile.fsm state=Lokced -->        <- FSM205: Lokced
    <!-- /fsmc -->

Instead:
    # A gate

    <!-- fsmc:state specs/turnstile.fsm state=Locked -->
    <!-- /fsmc -->
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM205", "unknown-subject", None, __doc__)
