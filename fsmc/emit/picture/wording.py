"""A move in, the words in which a picture tells of it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from fsmc.emit.picture.parts import Row
from fsmc.model import ELSE, Do, Effect, Event, Raise, State, Stroke, Transition

Move = tuple[Transition, State]


@dataclass(frozen=True, slots=True)
class Told:
    """Which effects are told: all, or actions and raised events only, or only the actions for the party `to`."""

    actions_only: bool = False
    to: str = ""

    def tells(self, effect: Effect) -> bool:
        """Whether an effect is written beside its move."""
        if self.to:
            return isinstance(effect, Do) and effect.action.to == self.to
        return not self.actions_only or isinstance(effect, (Do, Raise))


def ways_out(moves: Iterable[Move]) -> Counter[tuple[State, Event]]:
    """How many of the moves are ways out of each cell."""
    return Counter((source, event) for line, source in moves for event in line.events)


def worded(move: Move, ways: Counter[tuple[State, Event]], told: Told, stroke: Stroke) -> Row:
    """The row of a move.  `[else]` is told where `ways` out of the same cell has another: one that pictures show."""
    line, source = move
    alone = all(ways[source, event] == 1 for event in line.events)
    return Row(
        line=line,
        events=line.written_events,
        guard="" if line.guard is ELSE and alone else line.condition.strip(),
        actions=tuple(str(effect) for effect in line.effects if told.tells(effect)),
        marks=tuple(tag.title for tag in line.tags if tag.mark),
        stroke=stroke,
    )
