"""A machine, a host and events in; states, actions and timers out: the reference semantics of the language.

It runs a `model.Machine` directly, line by line, and shares no code with any back end.  Generated tests take their
expectations from it, scenarios are checked with it, and `fsmc simulate` shows it.

    door = Interpreter(machine, answers=lambda guard, args: guard.name == "key-fits")
    door.send("open", {"hand": "left"})     # (Output("creak", ()),)  or raises Rejected, Impossible, EndlessRaise
    door.state.name                         # "Open"
    door.variables                          # {"count": 1}
    door.timers                             # {"close": 12.5}, deadlines in order of their start
    door.advance()                          # delivers the timers that are due by the clock

The meaning of every construct is docs/language.md; where that leaves a choice, what this package does is the meaning:

- an expiry, or a deferred or raised event, is classified when it is delivered, not before;
- guards, `if` conditions and `running(t)` see the machine as it was before the step; right-hand sides, arguments and
  durations see the variables as assigned so far;
- a number beyond all measure ends a step without a word on what comes of it (`BeyondMeasure`): a module goes on;
- the own effects of an action see the values that were handed to the host as its arguments, in their conditions as
  they were before the step.
"""

from fsmc.interpreter.configuration import (
    Configuration,
    Delivery,
    EndlessRaise,
    Impossible,
    Looked,
    Outcome,
    Output,
    Refused,
    Rejected,
    Taken,
)
from fsmc.interpreter.decision import AnyLine, all_lines_for, classify, decide, lines_for
from fsmc.interpreter.interpreter import Interpreter, defaults, whole_payload
from fsmc.interpreter.values import Answers, BeyondMeasure, Scope, Value, evaluate, no_answers, zero

__all__ = [
    "Answers",
    "AnyLine",
    "BeyondMeasure",
    "Configuration",
    "Delivery",
    "EndlessRaise",
    "Impossible",
    "Interpreter",
    "Looked",
    "Outcome",
    "Output",
    "Refused",
    "Rejected",
    "Scope",
    "Taken",
    "Value",
    "all_lines_for",
    "classify",
    "decide",
    "defaults",
    "evaluate",
    "lines_for",
    "no_answers",
    "whole_payload",
    "zero",
]
