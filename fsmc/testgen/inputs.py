"""A configuration in, the steps that are worth a look there out: each event in the cases that matter, and time.

Values and answers are chosen as the generated tests choose them: such that each condition of a cell comes out either
way, and each bound is met from both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from fsmc import outcomes
from fsmc.emit.suite.selection import worth_a_row
from fsmc.emit.suite.values import others
from fsmc.interpreter import Configuration, Value, defaults, zero
from fsmc.model import Ask, Event, Expr, Machine, Many, Payload, State, Type, children
from fsmc.outcomes import World
from fsmc.testgen.steps import ECHOED, Input, Leg, Player

WORLDS_AT_MOST = 64
"""How many combinations of payload and answers are tried for an event; of more, those next to each new way."""

LONG = 3600.0
"""So long one waits where no timer runs, if the spec has no longer duration."""


class Chooser:
    """Finds the steps from a configuration."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.machine = player.machine
        self.events = tuple(event for event in self.machine.events if event.base is None)
        self._candidates: dict[tuple[State, Event], tuple[outcomes.Candidates, dict[str, Value]]] = {}
        self.long = _long(self.machine)

    def legs(self, here: Configuration) -> Iterator[Leg]:
        """Every event in each case that matters, then time: until a timer is due, or long if none runs."""
        for event in self.events:
            if (here.state, event) not in self.player.left_out.endless:
                yield from self._cases(here, event)
        if self.machine.timers:
            waiting = self._waiting(here, self.due(here))
            yield from self._worth(here, None, [leg for leg in outcomes.explore(waiting) if leg])

    def due(self, here: Configuration) -> float:
        """How many seconds to wait: until the next timer is due, or long if none runs."""
        return max(0.0, min(here.timers.values(), default=self.long))

    def _cases(self, here: Configuration, event: Event) -> Iterator[Leg]:
        def run(world: World) -> Leg | None:
            if (here.state, event) in self.player.left_out.endless:
                return None
            return self.player.play(here, Input(event, self._payload(world, here, event)), world)

        found = list(outcomes.explore(run, WORLDS_AT_MOST))
        if len(found) == WORLDS_AT_MOST:
            found = [leg for leg, _ in outcomes.explore_around(lambda world: _with_way(run(world)))]
        kept = self._worth(here, event, [leg for leg in found if leg])
        yield from kept
        for leg in {leg.ways: leg for leg in reversed(kept)}.values():
            yield from self._echoed(here, event, leg)

    def _echoed(self, here: Configuration, event: Event, leg: Leg) -> Iterator[Leg]:
        """The leg with other values of what the machine only hands on, if actions say them and no more comes of it."""
        payload = self._unread_otherwise(here.state, event, leg.input.payload)
        if payload != leg.input.payload:
            answers = World(answers=list(leg.input.answers))
            again = self.player.play(here, Input(event, payload), answers)
            if again and again.reply != leg.reply and (again.ways, again.after) == (leg.ways, leg.after):
                yield replace(again, ways=tuple((*way, ECHOED) for way in again.ways))

    def _unread_otherwise(self, state: State, event: Event, payload: Mapping[str, Value]) -> dict[str, Value]:
        """The payload, with another value for each part that no condition of the cell reads, unless to ask the host."""
        read = set(_compared(outcomes.conditions(self.machine, state, event)))
        free = {part.name: part.type for part in event.params if part.name not in read}
        return {**payload, **{name: _another(kind, payload[name]) for name, kind in free.items()}}

    def _waiting(self, here: Configuration, seconds: float) -> Callable[[World], Leg | None]:
        return lambda world: self.player.play(here, Input(None, seconds=seconds), world)

    def _payload(self, world: World, here: Configuration, event: Event) -> dict[str, Value]:
        """A payload; what no condition of the cell reads is as usual."""
        among, given = self._among(here.state, event)
        return outcomes.choose_payload(world, event, among, given)

    def _among(self, state: State, event: Event) -> tuple[outcomes.Candidates, dict[str, Value]]:
        """What is worth a look where `event` is sent in `state`, and the parts of the payload that are as usual."""
        if (state, event) not in self._candidates:
            among = outcomes.candidates(outcomes.conditions(self.machine, state, event))
            given = {name: value for name, value in defaults(event).items() if not among.concern(name)}
            self._candidates[state, event] = among, given
        return self._candidates[state, event]

    def _worth(self, here: Configuration, event: Event | None, found: list[Leg]) -> list[Leg]:
        """Of all cases those that show a way, or a condition that decides on its own."""
        if len(found) < 2:
            return found
        conditions = outcomes.conditions(self.machine, here.state, event) if event else ()
        told = [(_circumstances(leg.input), leg.ways, leg) for leg in found]
        names = dict.fromkeys(name for told_of, _, _ in told for name in told_of)
        whole = [({name: each.get(name) for name in names}, way, leg) for each, way, leg in told]
        return worth_a_row(whole, outcomes.words(conditions), lambda leg: (leg.reply, leg.after.state))


def _compared(exprs: Iterable[Expr]) -> Iterator[str]:
    """The parts of a payload that expressions read, but for those that they hand to the host with a question."""
    for expr in exprs:
        if isinstance(expr, Payload):
            yield expr.name
        elif not isinstance(expr, Ask):
            yield from _compared(children(expr))


def _another(kind: Type, value: Value) -> Value:
    """Another value of a type; of a type of the host there is none that everybody can make."""
    if isinstance(kind, Many):
        return () if value else (next(others(kind.item, zero(kind.item))),)
    return next(others(kind, value))


def _with_way(leg: Leg | None) -> tuple[Leg | None, tuple[object, ...]]:
    return leg, leg.ways if leg else ()


def _circumstances(given: Input) -> dict[str, Value]:
    """What is chosen about an input, by name."""
    return {**given.payload, **{f"{guard.name}{args}": holds for guard, args, holds in given.answers}}


def _long(machine: Machine) -> float:
    """Longer than any duration that the spec knows."""
    known = (outcomes.known_duration(timer.duration) for timer in machine.timers)
    return max(LONG, *(2.0 * float(seconds) for seconds in known if seconds), 0.0)
