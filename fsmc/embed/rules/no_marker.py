"""A document that blocks are to be filled in has none.

Nothing is filled in where nothing is marked, so the document is not the one that was meant, or its markers are not
seen: they stand on lines of their own, and those within code blocks are examples.

Example:
    # A gate                                            <- FSM200

    It opens when it is paid for.

Instead:
    # A gate

    It opens when it is paid for.

    <!-- fsmc:table specs/turnstile.fsm -->
    <!-- /fsmc -->
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM200", "no-marker", None, __doc__)
