"""What a run looked at and the answers that it had in, those that a module may ask for besides out.

A module asks its host before the first change of a step, so it asks some questions that turn out not to matter, which
the interpreter never asks.  The host of a test answers these too, with no.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from fsmc import outcomes
from fsmc.interpreter import Looked, Value, evaluate
from fsmc.model import Ask, Event, Machine, Predicate, State
from fsmc.outcomes import Answer


def with_vain(machine: Machine, looked: Iterable[Looked], answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The answers, and after them those to whatever else the conditions ask at each look."""
    found = list(answers)
    if not machine.predicates:
        return ()

    def ask(predicate: Predicate, args: tuple[Value, ...]) -> bool:
        for asked, with_args, holds in found:
            if asked is predicate and with_args == args:
                return holds
        found.append((predicate, args, False))
        return False

    for look in looked:
        scope = replace(look.before, ask=ask)
        for question in _questions(machine, look.state, look.delivery.event):
            evaluate(question, scope)
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def _questions(machine: Machine, state: State, event: Event) -> tuple[Ask, ...]:
    """All that may be asked where an event comes."""
    return outcomes.questions(outcomes.conditions(machine, state, event))
