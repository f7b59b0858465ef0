"""A comment is meant as a marker, and cannot be read as one.

A marker stands on one line, has it for itself, and is written in small letters. What looks like one and is not read
would leave its block as it is, and nobody would notice.

Example:
    # A gate

    <!-- fsmc table specs/turnstile.fsm -->             <- FSM201
    <!-- /fsmc -->

Instead:
    # A gate

    <!-- fsmc:table specs/turnstile.fsm -->
    <!-- /fsmc -->
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM201", "malformed-marker", None, __doc__)
