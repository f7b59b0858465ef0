"""A seed in; a small machine as a table, its spec, and the implementations that differ from it in one fault, out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random

from fsmc.compiler import check
from fsmc.model import Machine
from fsmc.source import SourceFile

Row = tuple[int, str]
"""Where an event leads, and what the host sees: an action, nothing, or that it is refused."""
OUTPUTS = ("", "a0", "a1")
REFUSED = "refused"


@dataclass(frozen=True)
class Table:
    """A machine of states 0, 1, ... that begins in 0."""

    rows: Mapping[tuple[int, str], Row]

    @property
    def states(self) -> int:
        return 1 + max(state for state, _ in self.rows)

    @property
    def events(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(event for _, event in self.rows))

    def but(self, state: int, event: str, row: Row) -> Table:
        """The same with another row."""
        return replace(self, rows={**self.rows, (state, event): row})

    def differs(self, other: Table, start: tuple[int, int] = (0, 0)) -> bool:
        """Whether some run shows a difference, found by looking at every pair of states that a run can come to."""
        seen, queue = {start}, deque([start])
        while queue:
            ours, theirs = queue.popleft()
            for event in self.events:
                (target, said), (other_target, other_said) = self.rows[ours, event], other.rows[theirs, event]
                if said != other_said:
                    return True
                if (target, other_target) not in seen:
                    seen.add((target, other_target))
                    queue.append((target, other_target))
        return False

    @property
    def is_minimal(self) -> bool:
        """Whether every state can be reached, and every two be told apart."""
        return self._reached() == self.states and all(
            self.differs(self, pair) for pair in combinations(range(self.states), 2)
        )

    def _reached(self) -> int:
        found = [0]
        for state in found:
            found += dict.fromkeys(t for e in self.events if (t := self.rows[state, e][0]) not in found)
        return len(found)

    def machine(self) -> Machine:
        """The machine that fsmc makes of the same as a spec."""
        head = ["machine Small", *(f"state S{n}{' initial' * (n == 0)}" for n in range(self.states))]
        head += [f"event {event}" for event in self.events] + [f"action {name}" for name in OUTPUTS if name]
        lines = [self._line(state, event) for state, event in self.rows]
        found = check(SourceFile("small.fsm", "\n".join([*head, *lines, ""]))).machine
        assert found
        return found

    def _line(self, state: int, event: str) -> str:
        target, said = self.rows[state, event]
        if said == REFUSED:
            return f"S{state} reject {event}"
        return f"S{state} on {event} -> S{target}" + (f" / {said}" if said else "")


def table(random: Random) -> Table:
    """A machine of 2 to 6 states and 2 or 3 events, every state of which is needed."""
    while True:
        states, events = random.randint(2, 6), ("x", "y", "z")[: random.randint(2, 3)]
        found = Table({(state, event): _row(random, state, states) for state in range(states) for event in events})
        if found.is_minimal:
            return found


def _row(random: Random, state: int, states: int) -> Row:
    if random.random() < 0.2:
        return state, REFUSED
    return random.randrange(states), random.choice(OUTPUTS)


# ---------------------------------------------------------------------------------------------------------- faults


def faults(right: Table) -> Iterator[tuple[str, Table]]:
    """Every implementation with one wrong row, by kind of fault."""
    for (state, event), (target, said) in right.rows.items():
        for other in range(right.states):
            if other != target:
                yield "target", right.but(state, event, (other, "" if said == REFUSED else said))
        for other_said in (*OUTPUTS, REFUSED):
            if other_said != said:
                yield "output", right.but(state, event, (target, other_said))


def one_state_more(right: Table) -> Iterator[tuple[str, Table]]:
    """Every implementation with a second copy of a state that one row leads to, and with one other row there."""
    new = right.states
    for (state, event), (target, said) in right.rows.items():
        copied = {(new, other): right.rows[target, other] for other in right.events}
        double = Table({**right.rows, **copied}).but(state, event, (new, said))
        for other in right.events:
            leads_to, does = double.rows[new, other]
            yield from (("extra", double.but(new, other, (to, does))) for to in range(new + 1) if to != leads_to)
            yield from (("extra", double.but(new, other, (leads_to, out))) for out in OUTPUTS if out != does)
