"""What can be wrong with the markers of a document, in the order of the codes: one file each, with its documentation.

The faults themselves are worded in `embed/problems.py`.  Examples are documents in Markdown; a line with a fault ends
in `<- FSM203: tabel`, which is no part of the document.
"""

from __future__ import annotations

from fsmc.embed.rules import (
    bad_option,
    contested_picture,
    malformed_marker,
    missing_picture,
    no_marker,
    unknown_block,
    unknown_subject,
    unpaired_marker,
    unusable_spec,
)
from fsmc.lint.rule import Rule

RULES: tuple[Rule, ...] = (
    no_marker.RULE,
    malformed_marker.RULE,
    unpaired_marker.RULE,
    unknown_block.RULE,
    bad_option.RULE,
    unknown_subject.RULE,
    unusable_spec.RULE,
    missing_picture.RULE,
    contested_picture.RULE,
)
