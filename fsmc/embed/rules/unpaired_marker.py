"""A block is not ended, or an end has no block.

All that stands between a marker and its end is replaced, so both must be there: without an end, the rest of the
document would be in the block. Blocks do not hold blocks.

Example:
    # A gate

    <!-- fsmc:table specs/turnstile.fsm -->             <- FSM202

    It opens when it is paid for.

Instead:
    # A gate

    <!-- fsmc:table specs/turnstile.fsm -->
    <!-- /fsmc -->

    It opens when it is paid for.
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM202", "unpaired-marker", None, __doc__)
