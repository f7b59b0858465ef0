"""What a proof is about, as values: pairs of states, inputs of both machines, and where these may not agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from fsmc import logic
from fsmc.diff.doings import Case
from fsmc.diff.invariants import invariants
from fsmc.diff.live import live_variables, visible_conditions
from fsmc.diff.terms import Terms
from fsmc.diff.verdict import Grade
from fsmc.model import (
    Event,
    Expr,
    Read,
    State,
    Timer,
    Variable,
    walk,
)


class Aspect(Enum):
    """In what two cases differ: how the input is taken, the actions, what shows only later, or words alone."""

    ANSWER = "answer"
    ACTIONS = "actions"
    HIDDEN = "hidden"
    WORDS = "words"


Pair = tuple[State, State]


@dataclass(frozen=True, eq=False)
class Input:
    """What both machines are given: an event by its place in each; None where a machine has no such event."""

    old: Event | None
    new: Event | None

    def __str__(self) -> str:
        return str(self.old or self.new)


START = Input(None, None)
"""No input at all: what is so from the start."""


@dataclass(frozen=True, eq=False)
class Suspect:
    """Two cases that may hold at once and differ.  `witness` is such a case; None where the logic cannot tell.

    `grade` is what the difference would mean if it came about; `what` tells it, for a person.
    """

    pair: Pair
    input: Input
    aspect: Aspect
    old: Case
    new: Case
    grade: Grade
    what: str
    witness: Mapping[Expr, logic.Value] | None = None
    subject: Variable | Timer | None = None
    """The variable or the timer that is hidden, in the common vocabulary."""
    in_time: bool = False
    """Whether the timer runs on both sides, and not for the same time."""

    @property
    def where(self) -> str:
        """The state, with the name of the new one if that is another."""
        old, new = self.pair
        return old.name if old.name == new.name else f"{old.name} (now {new.name})"


MOST_NAMES = 4
"""So many names are listed; what is beyond them is counted."""


def told(suspects: Iterable[Suspect]) -> tuple[str, ...]:
    """The suspects in sentences, in order of the first of each: what is the same of states, inputs or both is one."""
    states: dict[tuple[str, Input], dict[str, None]] = {}
    for each in suspects:
        states.setdefault((each.what, each.input), {})[each.where] = None
    inputs: dict[tuple[str, str], list[Input]] = {}
    for (what, given), names in states.items():
        inputs.setdefault((what, _listed(names)), []).append(given)
    whats: dict[str, list[str]] = {}
    for (what, where), some in inputs.items():
        place = "at the start" if some == [START] else f"{where} on {_listed(map(str, some))}"
        whats.setdefault(place, []).append(what)
    return tuple(f"{place}: {'; '.join(said)}" for place, said in whats.items())


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    more = len(listed) - MOST_NAMES
    return ", ".join(listed) if more <= 1 else f"{', '.join(listed[:MOST_NAMES])} and {more} more"


@dataclass(eq=False)
class Agreement:
    """What the proof comes to."""

    terms: Terms
    pairs: dict[Pair, dict[Pair, set[Input]]] = field(default_factory=dict)
    """The pairs of states, with those that each leads to, and on which inputs."""
    suspects: list[Suspect] = field(default_factory=list)

    busy: dict[Pair, set[Input]] = field(default_factory=dict)
    """For each pair the inputs of which anything comes."""
    moving: dict[Pair, set[Input]] = field(default_factory=dict)
    """Of these the ones that come to more than actions, or in which the machines may differ."""
    running: dict[Pair, frozenset[Timer]] = field(default_factory=dict)
    """The timers, in the common vocabulary, that may be running in a pair of states."""
    lost: set[Pair] = field(default_factory=set)
    """Pairs of states that do not belong together, and show it: what comes after them says nothing."""

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """Every input of either machine, those of the old one first."""
        return tuple(inputs(self.terms))

    @cached_property
    def live(self) -> frozenset[Variable]:
        """The variables, in the common vocabulary, that anything visible may depend on."""
        return live_variables(self.terms.old) | live_variables(self.terms.new)

    @cached_property
    def read_visibly(self) -> frozenset[object]:
        """What the conditions read of which an action or an answer depends, in the common vocabulary."""
        return frozenset(
            side.entity(part.of)
            for side in (self.terms.old, self.terms.new)
            for expr in visible_conditions(side.machine)
            for part in walk(expr)
            if isinstance(part, Read)
        )

    @cached_property
    def always(self) -> tuple[tuple[Variable, Expr], ...]:
        """What always holds of variables, on either side; of a paired one it holds on both."""
        return (*invariants(self.terms.old).items(), *invariants(self.terms.new).items())

    def known(self, exprs: Iterable[Expr]) -> tuple[Expr, ...]:
        """What always holds of the variables that some conditions read."""
        read = {part.of for expr in exprs for part in walk(expr) if isinstance(part, Read)}
        return tuple(dict.fromkeys(holds for variable, holds in self.always if variable in read))

    def is_elsewhere(self, pair: Pair) -> bool:
        """Whether the states of a pair are known on both sides under their names, and are not the same."""
        old, new = pair
        if old.name == new.name:
            return False
        known = {s.name for s in self.terms.old.machine.states} & {s.name for s in self.terms.new.machine.states}
        return old.name in known or new.name in known


def inputs(terms: Terms) -> Iterator[Input]:
    """Paired inputs, those that only the old machine has, those that only the new one has."""
    old, new, pairing = terms.old.machine, terms.new.machine, terms.pairing
    events = {was: now for now, was in pairing.pairs["event"].items()}
    events |= {old.timeout(was): new.timeout(now) for now, was in pairing.pairs["timer"].items()}
    for event in old.inputs:
        yield Input(event, events.get(event))
    paired = set(events.values())
    yield from (Input(None, event) for event in new.inputs if event not in paired)
