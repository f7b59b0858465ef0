"""An option of a marker is unknown, missing, given twice, or has a value that makes no sense.

An option that were ignored would give another picture than the one that was asked for.

Example:
    # A gate

    <!-- fsmc:scenario specs/turnstile.fsm scenario=ride format=png -->   <- FSM204: png
    <!-- /fsmc -->

Instead:
    # A gate

    <!-- fsmc:scenario specs/turnstile.fsm scenario=ride format=table -->
    <!-- /fsmc -->
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM204", "bad-option", None, __doc__)
