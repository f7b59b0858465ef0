"""What can be wrong with a state table, in the order of the codes: one file each, with its documentation.

Other faults of a table are those that its rows have as lines of the language.  In the examples a line with a fault ends
in `<- FSM212: words`, which is no part of the table.
"""

from __future__ import annotations

from fsmc.diff.tables.rules import no_state_table, odd_row, unreadable_field
from fsmc.lint.rule import Rule

RULES: tuple[Rule, ...] = (no_state_table.RULE, odd_row.RULE, unreadable_field.RULE)
"""Documentation of what can be wrong with a table that `fsmc diff` reads."""
