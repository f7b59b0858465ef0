"""A marker asks for a kind of block that there is not, or does not say of which spec.

The first word of a marker is what is wanted, the second where the spec is; options follow, each with its `=`.

Example:
    # A gate

    <!-- fsmc:tabel specs/turnstile.fsm -->             <- FSM203: tabel
    <!-- /fsmc -->

Instead:
    # A gate

    <!-- fsmc:table specs/turnstile.fsm -->
    <!-- /fsmc -->
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM203", "unknown-block", None, __doc__)
