"""The spec that a marker names cannot be read, or has errors.

A path is looked for from the folder of the document, then from the working directory. Of a spec with errors there is
nothing that could be shown: `fsmc check` says what they are.

Example:
    # A gate

    <!-- fsmc:table specs/turnstyle.fsm -->             <- FSM206: specs/turnstyle.fsm
    <!-- /fsmc -->

Instead:
    # A gate

    <!-- fsmc:table specs/turnstile.fsm -->
    <!-- /fsmc -->
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM206", "unusable-spec", None, __doc__)
