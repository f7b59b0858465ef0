"""All rules, in the order of their codes: errors from FSM040, warnings from FSM080."""

from __future__ import annotations

from fsmc.lint import (
    cell_decided_twice,
    condition_never_holds,
    crossing_boxes,
    derived_else_twice,
    derived_overlap,
    else_of_nothing,
    else_twice,
    endless_raises,
    failing_scenario,
    identifier_collision,
    overlapping_guards,
    raise_refused,
    reserved_identifier,
    shadowed_line,
    start_where_timer_cannot_run,
    timeout_where_timer_cannot_run,
    timer_never_handled,
    timer_never_started,
    undecided_overlap,
)
from fsmc.lint.rule import Rule

RULES: tuple[Rule, ...] = (
    cell_decided_twice.RULE,
    overlapping_guards.RULE,
    undecided_overlap.RULE,
    else_twice.RULE,
    else_of_nothing.RULE,
    derived_overlap.RULE,
    derived_else_twice.RULE,
    shadowed_line.RULE,
    condition_never_holds.RULE,
    timer_never_handled.RULE,
    timer_never_started.RULE,
    timeout_where_timer_cannot_run.RULE,
    start_where_timer_cannot_run.RULE,
    failing_scenario.RULE,
    endless_raises.RULE,
    raise_refused.RULE,
    identifier_collision.RULE,
    reserved_identifier.RULE,
    crossing_boxes.RULE,
)
