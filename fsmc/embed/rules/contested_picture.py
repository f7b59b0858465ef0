"""Two blocks write different pictures to one file.

The second would take the place of the first, which then shows what it was not asked for. The same picture may be asked
for as often as you like.

Example:
    # A gate

    <!-- fsmc:diagram specs/turnstile.fsm to=gate.svg -->
    <!-- /fsmc -->
    <!-- fsmc:diagram specs/turnstile.fsm state=Locked to=gate.svg -->  <- FSM208: gate.svg
    <!-- /fsmc -->

Instead:
    # A gate

    <!-- fsmc:diagram specs/turnstile.fsm to=gate.svg -->
    <!-- /fsmc -->
    <!-- fsmc:diagram specs/turnstile.fsm state=Locked to=locked.svg -->
    <!-- /fsmc -->
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM208", "contested-picture", None, __doc__)
