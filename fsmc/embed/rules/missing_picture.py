"""The picture that a block is to show has not been built.

A block of a picture links to the one that `fsmc build` wrote: into the `output` of the configuration, or the nearest
folder `generated`. Build it, let the block have a picture of its own (`to=FILE.svg`), or ask for Mermaid, which needs
no file.

Example:
    # A gate

    <!-- fsmc:diagram specs/turnstile.fsm -->           <- FSM207: specs/turnstile.fsm
    <!-- /fsmc -->

Instead:
    # A gate

    <!-- fsmc:diagram specs/turnstile.fsm to=gate.svg -->
    <!-- /fsmc -->
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM207", "missing-picture", None, __doc__)
