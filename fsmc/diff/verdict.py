"""What a comparison of two machines says, as values: grades, verdicts, traces, and the cells that changed.

Nothing here is computed; `fsmc/diff/__init__.py` says how it comes about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from fsmc.source import Span


class Grade(Enum):
    """How much changed on one axis, from nothing to most; UNKNOWN where neither a proof nor a trace was found.

    Grades are ordered, `Grade.NARROWS < Grade.BREAKING`.  UNKNOWN comes last: it may hide anything.
    """

    IDENTICAL = "identical"
    COMPATIBLE = "compatible"
    EXTENDS = "extends"
    NARROWS = "narrows"
    BREAKING = "breaking"
    UNKNOWN = "unknown"

    def __lt__(self, other: Grade) -> bool:
        return _ORDER.index(self) < _ORDER.index(other)

    def __le__(self, other: Grade) -> bool:
        return _ORDER.index(self) <= _ORDER.index(other)

    def __str__(self) -> str:
        return self.value


_ORDER = tuple(Grade)


class Axis(Enum):
    """What a change is held against.

    BEHAVIOUR: which inputs are taken, how, when, and where that leads, judged by bisimulation from the initial states.

    - identical: the same under the same names;
    - compatible: nothing that a host does comes out otherwise, but words differ: names of states, reasons, how a cell
      that comes to the same is written, or what was undefined or impossible became an explicit refusal;
    - extends: something is taken, ignored or kept for later that was undefined, refused, impossible, or no event at
      all; all else is the same;
    - narrows: less is promised, but no work that was done is lost: what was ignored is refused, what was refused is
      undefined or impossible, an event disappears that was nowhere taken;
    - breaking: what was taken with effect is taken no more, leads elsewhere, or at another time (a timer), or what was
      ignored or kept has an effect now.

    ACTIONS ("emitted actions"): what the host is asked to do, in steps that both machines take: breaking if an action
    was dropped or added, has other arguments or comes in another order; a host performs what it is told, so one more is
    no harmless addition.  Compatible if actions are only called otherwise.

    NAMES: what users of the generated module import, call and implement.  extends: only names that nobody had to know
    were added; breaking: one is gone, has another type, or must now be given or implemented (a guard, an action that
    `Handler` must perform).

    STORED ("stored states"): which snapshots of the old module load into the new one.  breaking: some that the old one
    could have written are refused; narrows: only some that it could not have written at present (states, timers or
    deferred events that no run reaches); extends: the new one loads what the old one never wrote.
    """

    BEHAVIOUR = "behaviour"
    NAMES = "names"
    STORED = "stored states"
    ACTIONS = "emitted actions"

    def __str__(self) -> str:
        return self.value


class Answer(Enum):
    """What a machine does with a step.  UNDEFINED: nobody decided, `unlisted reject` does; QUIET: nothing is due."""

    TAKEN = "taken"
    IGNORED = "ignored"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNDEFINED = "undefined"
    IMPOSSIBLE = "impossible"
    NO_EVENT = "no such event"
    ENDLESS = "endless"
    QUIET = "nothing is due"

    def __str__(self) -> str:
        return self.value


Fails = Callable[[Axis, Grade], bool]
"""Whether a grade on an axis is as grave as is asked for."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one machine did with one step: how it took it, the state after it, and the actions for its host.

    `actions` and `deferred` are as a spec writes calls: `snd(ACK)`.  `timers` says how long each running timer has
    still to run after the step, in order of start: `("rtx", "1s")`.  `reason` is that of a refusal.  `spans` are the
    lines that decided, in order of the run; none where no line did.
    """

    answer: Answer
    state: str
    actions: tuple[str, ...] = ()
    reason: str = ""
    timers: tuple[tuple[str, str], ...] = ()
    deferred: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """One step on both machines, as `fsmc simulate` takes it: `rcv-FIN(true) [ours]`, `timeout rtx`, `advance 3s`.

    `new_text` is the step for the new machine; it is `text` but where names of events, guards or timers differ.
    """

    text: str
    new_text: str
    old: Reply
    new: Reply


@dataclass(frozen=True, slots=True)
class Trace:
    """A way from the initial states to a difference, which its last move shows.

    `options` are set on both machines before it (`--set NAME=VALUE`), as name and value; none where defaults do.
    """

    options: tuple[tuple[str, str], ...]
    moves: tuple[Move, ...]

    @property
    def last(self) -> Move:
        """The move that shows the difference."""
        return self.moves[-1]


class Change(Enum):
    """What changed about a cell.  OTHER_VERDICT: ignored instead of taken, refused instead of ignored, and so on."""

    ADDED = "added"
    REMOVED = "removed"
    RETARGETED = "retargeted"
    OTHER_ACTIONS = "other actions"
    OTHER_GUARD = "other guard"
    OTHER_VERDICT = "other verdict"
    OTHER_REASON = "other reason"
    UNDECIDED = "perhaps changed"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Way:
    """One branch of a cell: `[fin-acked] -> TIME-WAIT / snd(ACK)`, or `ignore`; and the line that says so.

    `guard` is the condition without brackets, empty where there is none; `target` is empty where nothing moves.
    `changed` says that the other side has no branch that comes to the same.
    """

    text: str
    guard: str
    target: str
    actions: tuple[str, ...]
    span: Span
    changed: bool


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs by meaning: under `old` and `new` its state and event, None where a side has no such cell.

    `reachable` says whether some run comes to the state, as far as control goes.
    """

    changes: tuple[Change, ...]
    old: tuple[str, str] | None
    new: tuple[str, str] | None
    old_ways: tuple[Way, ...]
    new_ways: tuple[Way, ...]
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class DeclarationChange:
    """A declaration that differs: `kind` is its keyword (`timer`, `var`, `option`, `const`, `event`, `action` ...).

    `old` and `new` are the declarations as a spec writes them, without notes; empty where there is none.
    """

    kind: str
    name: str
    old: str
    new: str
    old_span: Span | None
    new_span: Span | None


@dataclass(frozen=True, slots=True)
class Renaming:
    """What goes by another name: `kind` is `state`, `event`, `action`, `guard`, `timer`, `var` or `option`."""

    kind: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said on one axis, and why in a sentence.

    `trace` shows the difference; None where there is none, or where names and types show it by themselves.  `details`
    are the single findings, one line each (`state CLOSING is gone`).  `open` names the questions that neither a proof
    nor a trace settled; only then is the grade UNKNOWN.
    """

    axis: Axis
    grade: Grade
    because: str
    trace: Trace | None = None
    details: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two machines, by the names of their specs, and what changed from the old one to the new one.

    `verdicts` has one entry an axis, in order of `Axis`.
    """

    old: str
    new: str
    renamed: tuple[Renaming, ...]
    cells: tuple[CellChange, ...]
    declarations: tuple[DeclarationChange, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def grade(self) -> Grade:
        """The gravest grade of any axis."""
        return max(verdict.grade for verdict in self.verdicts)

    def verdict(self, axis: Axis) -> Verdict:
        """What is said on an axis."""
        return next(verdict for verdict in self.verdicts if verdict.axis is axis)
