"""The lines that decide cells, the cells that they decide, `enter` and `leave` lines, scenarios and views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TypeVar

from fsmc import names
from fsmc.model.effects import Effect, Event
from fsmc.model.expressions import Expr, Guard, arguments
from fsmc.model.notes import Notes, Tag
from fsmc.model.states import Group, State
from fsmc.source import NOWHERE, Span


class Rank(IntEnum):
    """How strong a line is; the smaller decides first (docs/language.md, "Which line decides a cell")."""

    NAMED = 1
    NAMED_OTHER = 2
    ANY = 3
    ANY_OTHER = 4
    UNLISTED = 5


class Kind(Enum):
    """What a disposition does with an event."""

    IGNORE = "ignore"
    REJECT = "reject"
    NEVER = "never"
    DEFER = "defer"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Line(Notes):
    """A line that decides cells: those of `sources` with `events`.

    `written_sources` and `written_events` are the words of the spec (`any except CLOSED`, `LISTEN..LAST-ACK`,
    `other`); `sources` and `events` are what they stand for.  For `other`, `events` is every event that some cell of
    the line takes from it.  `guard_span` is where `[guard]` stands.
    """

    rank: Rank
    sources: tuple[State, ...]
    events: tuple[Event, ...]
    written_sources: str
    written_events: str
    guard: Guard = None
    guard_span: Span = NOWHERE

    @property
    def deciding_span(self) -> Span:
        """Where it says when it decides: its guard, or the whole line."""
        return self.span if self.guard is None else self.guard_span

    @property
    def condition(self) -> str:
        """` [guard]`, or nothing."""
        return "" if self.guard is None else f" [{self.guard}]"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Transition(Line):
    """A move to `target`, or an internal step if `target` is None (`-> stay`)."""

    target: State | None
    effects: tuple[Effect, ...] = ()

    @property
    def label(self) -> str:
        """`FIN-WAIT-1 on rcv-FIN [fin-acked] -> TIME-WAIT / snd(ACK)`."""
        cause = f"{self.written_sources} on {self.written_events}{self.condition}"
        return f"{cause} -> {self.written_target}{self.written_effects}"

    @property
    def written_target(self) -> str:
        """The target state, or `stay`."""
        return "stay" if self.target is None else str(self.target)

    @property
    def written_effects(self) -> str:
        """` / snd(ACK), start rtx`, or nothing."""
        return f" / {', '.join(map(str, self.effects))}" if self.effects else ""

    def target_from(self, source: State) -> State:
        """The state in which the machine is after this line was taken in `source`."""
        return source if self.target is None else self.target


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Disposition(Line):
    """`ignore`, `reject "reason"`, `never` or `defer`; also the `unlisted` policy (rank UNLISTED)."""

    kind: Kind
    reason: str = ""

    @property
    def label(self) -> str:
        """`SYN-SENT reject active-OPEN "connection already exists"`."""
        reason = f" {names.double_quoted(self.reason)}" if self.reason else ""
        if self.rank is Rank.UNLISTED:
            return f"unlisted {self.kind}{reason}"
        return f"{self.written_sources} {self.kind} {self.written_events}{self.condition}{reason}"


L = TypeVar("L", bound=Line)


def by_rank(lines: Iterable[L]) -> tuple[tuple[L, ...], ...]:
    """Of the lines that speak of a cell those of one rank together, the strongest rank first, each in their order.

    `other` lines speak for an event only where no stronger line names it, whether its guards hold or not.
    """
    ranks: dict[Rank, list[L]] = {}
    for line in lines:
        ranks.setdefault(line.rank, []).append(line)
    if Rank.NAMED in ranks:
        ranks.pop(Rank.NAMED_OTHER, None)
    if Rank.NAMED in ranks or Rank.ANY in ranks:
        ranks.pop(Rank.ANY_OTHER, None)
    return tuple(tuple(ranks[rank]) for rank in sorted(ranks))


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """One way out of a cell: `line` decides when `guard` holds and no earlier branch did.

    `guard` is None where nothing is left to ask: the line has no guard, is an `[else]`, or is what the branches
    before it leave.  `proved` says that the line's guard was dropped because it must hold here.
    """

    guard: Expr | None
    line: Transition | Disposition
    proved: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """What a state does with an event: branches tried in order, of which the last always holds."""

    state: State
    event: Event
    branches: tuple[Branch, ...]

    @property
    def name(self) -> str:
        """`ESTABLISHED-CLOSE`, as test ids and anchors have it."""
        return f"{self.state.name}-{self.event.name}"

    def told_guard(self, branch: Branch) -> Guard:
        """What readers are told of when `branch` decides: its guard as written; None where nothing stands beside it."""
        return branch.line.guard if len(self.branches) > 1 else None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Hook(Notes):
    """`enter S, ... / effects` or `leave S, ... / effects`."""

    states: tuple[State, ...]
    written_states: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scenario: an event with its arguments, what is assumed, and the state after it.

    The event is never a derived one: what makes it that is assumed of its base.  `args` is None where the step gives
    no arguments.  `assuming` is a condition on guards, payload and variables, or `[else]`: the branch of the cell that
    is written so.
    """

    event: Event
    args: tuple[Expr, ...] | None
    assuming: Guard
    target: State
    span: Span = NOWHERE

    def __str__(self) -> str:
        given = "" if self.args is None else arguments(self.args)
        assumed = "" if self.assuming is None else f" [{self.assuming}]"
        return f"{self.event}{given}{assumed} -> {self.target}"


class Stroke(Enum):
    """How pictures draw the path of a scenario, from its word in the spec."""

    PLAIN = ""
    BOLD = "bold"
    DASHED = "dashed"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, eq=False)
class Scenario(Notes):
    """A path that must hold.  `given` sets options and variables before the first step."""

    name: str
    label: str
    start: State
    given: Expr | None
    steps: tuple[Step, ...]
    stroke: Stroke = Stroke.PLAIN

    @property
    def title(self) -> str:
        """What a person reads: the label, or the name."""
        return self.label or self.name


@dataclass(frozen=True, slots=True, eq=False)
class View(Notes):
    """A named part of the machine to draw: what any of its `parts` picks.

    Of all actions only those for the party `to` are shown, if it names one.
    """

    name: str
    label: str = ""
    parts: tuple[Tag | Group | State | Scenario, ...] = ()
    to: str = ""

    @property
    def title(self) -> str:
        """What a person reads: the label, or the name."""
        return self.label or self.name
