"""A spec as written: one value a statement, with the place of every word.  It may be wrong; `model.Machine` cannot.

Every class has a docstring: where one is missing, `dataclass` makes one, which takes longer than all else of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from fsmc.source import Span


@dataclass(frozen=True, slots=True)
class Word:
    """A name as written, without its quotes.  `quoted` ones are never keywords."""

    text: str
    span: Span
    quoted: bool = False


# -------------------------------------------------------------------------------------------------- expressions


@dataclass(frozen=True, slots=True)
class Value:
    """A literal; `kind` is one of bool, int, str and duration (seconds)."""

    value: bool | int | float | str
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Named:
    """A name in an expression, or a call of a guard if `args` is not None."""

    name: Word
    args: tuple[Expression, ...] | None
    span: Span


@dataclass(frozen=True, slots=True)
class Dotted:
    """`operand.name`."""

    operand: Expression
    name: Word
    span: Span


@dataclass(frozen=True, slots=True)
class RunningTimer:
    """`running(timer)`."""

    timer: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Operation:
    """`operator` applied to its operands: `and`, `or`, `not`, `negative`, `+`, `-`, `*`."""

    operator: str
    operands: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Chain:
    """`a < b <= c`: one operator fewer than operands."""

    operands: tuple[Expression, ...]
    operators: tuple[str, ...]
    span: Span


Expression = Union[Value, Named, Dotted, RunningTimer, Operation, Chain]


@dataclass(frozen=True, slots=True)
class GuardText:
    """`[expression]`, or `[else]` where `expression` is None."""

    expression: Expression | None
    span: Span


# -------------------------------------------------------------------------------------------------------- parts


@dataclass(frozen=True, slots=True)
class Cited:
    """`@3.10.1` (no document named) or `@RFC5961:4`."""

    document: str
    section: str
    span: Span


@dataclass(frozen=True, slots=True)
class NotesText:
    """Citations and tags at the end of a statement."""

    cites: tuple[Cited, ...]
    tags: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class TypeText:
    """`Flag`, `Flag*` (`many`), or members written in place."""

    name: Word | None
    many: bool
    members: tuple[Word, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ParameterText:
    """`fin-acked: bool`, or with a default `fin-acked: bool = false`."""

    name: Word
    type: TypeText
    default: Expression | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A state, a group, or a range `first..last`."""

    first: Word
    last: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class StateSet:
    """States as a list of items, or `any`; less those after `except`."""

    items: tuple[Item, ...]
    any: bool
    excepted: tuple[Item, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event by name, `timeout NAME`, or `other` (no name)."""

    name: Word | None
    timeout: bool
    span: Span


@dataclass(frozen=True, slots=True)
class DoText:
    """`send(a, b)`: an action."""

    name: Word
    args: tuple[Expression, ...]
    span: Span
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class AssignText:
    """`n = 1`, `n += 1`, `n -= 1`."""

    name: Word
    op: str
    value: Expression
    span: Span
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class StartText:
    """`start timer`, or for its own length `start timer = 3s`."""

    timer: Word
    duration: Expression | None
    span: Span
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class StopText:
    """`stop timer`."""

    timer: Word
    span: Span
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class RaiseText:
    """`raise event(a)`."""

    name: Word
    args: tuple[Expression, ...]
    span: Span
    condition: Expression | None = None


EffectText = Union[DoText, AssignText, StartText, StopText, RaiseText]


@dataclass(frozen=True, slots=True)
class StepText:
    """`event(1) [guard] -> STATE`, in a scenario; `args` is None where the step gives none."""

    trigger: Trigger
    args: tuple[Expression, ...] | None
    guard: GuardText | None
    target: Word
    span: Span


# --------------------------------------------------------------------------------------------------- statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What every statement has: its place, its documentation, its citations and tags."""

    span: Span
    doc: str
    notes: NotesText


@dataclass(frozen=True, slots=True)
class MachineText(Statement):
    """`machine NAME "label"`."""

    name: Word
    label: str


@dataclass(frozen=True, slots=True)
class ReferenceText(Statement):
    """`reference NAME "url"`."""

    name: Word
    url: str


@dataclass(frozen=True, slots=True)
class ConstantText(Statement):
    """`const NAME = VALUE`."""

    name: Word
    value: Expression


@dataclass(frozen=True, slots=True)
class TypeDefinition(Statement):
    """`members` of an enumeration, or `fields` of a host type; neither for an opaque host type."""

    name: Word
    members: tuple[Word, ...]
    fields: tuple[ParameterText, ...]


@dataclass(frozen=True, slots=True)
class OptionText(Statement):
    """`option NAME: TYPE = VALUE`."""

    name: Word
    type: TypeText
    default: Expression | None


@dataclass(frozen=True, slots=True)
class VariableText(Statement):
    """`var NAME: TYPE = VALUE`."""

    name: Word
    type: TypeText
    default: Expression | None


@dataclass(frozen=True, slots=True)
class TimerText(Statement):
    """`timer NAME = DURATION within STATES`."""

    name: Word
    duration: Expression
    within: StateSet | None


@dataclass(frozen=True, slots=True)
class EventText(Statement):
    """A declared event, or a derived one if it has a `base`."""

    name: Word
    label: str
    params: tuple[ParameterText, ...] = ()
    source: Word | None = None
    base: Trigger | None = None
    guard: GuardText | None = None


@dataclass(frozen=True, slots=True)
class ActionText(Statement):
    """`action NAME (PART: TYPE) to PARTY / EFFECTS`."""

    name: Word
    label: str
    params: tuple[ParameterText, ...]
    to: Word | None
    effects: tuple[EffectText, ...]


@dataclass(frozen=True, slots=True)
class PredicateText(Statement):
    """`guard NAME (PART: TYPE)`."""

    name: Word
    label: str
    params: tuple[ParameterText, ...]


@dataclass(frozen=True, slots=True)
class StateText(Statement):
    """`state NAME initial final`."""

    name: Word
    label: str
    flags: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class GroupText(Statement):
    """`group NAME box = STATES`."""

    name: Word
    label: str
    box: bool
    states: StateSet


@dataclass(frozen=True, slots=True)
class TagText(Statement):
    """`tag NAME "label" mark`."""

    name: Word
    label: str
    mark: bool


@dataclass(frozen=True, slots=True)
class UnlistedText(Statement):
    """`unlisted reject "reason"`: what is done where no line decides."""

    kind: Word
    reason: str


@dataclass(frozen=True, slots=True)
class TransitionText(Statement):
    """`target` is None for `stay`."""

    sources: StateSet
    triggers: tuple[Trigger, ...]
    guard: GuardText | None
    target: Word | None
    effects: tuple[EffectText, ...]


@dataclass(frozen=True, slots=True)
class DispositionText(Statement):
    """`STATES reject EVENTS [GUARD] "reason"`, or another of what can be done with an event that moves nothing."""

    sources: StateSet
    kind: Word
    triggers: tuple[Trigger, ...]
    guard: GuardText | None
    reason: str


@dataclass(frozen=True, slots=True)
class HookText(Statement):
    """`moment` is `enter` or `leave`."""

    moment: str
    states: StateSet
    effects: tuple[EffectText, ...]


@dataclass(frozen=True, slots=True)
class HeadingText:
    """How a scenario is called and drawn; `stroke` is `bold`, `dashed` or empty."""

    name: Word | None = None
    label: str = ""
    stroke: str = ""


@dataclass(frozen=True, slots=True)
class ScenarioText(Statement):
    """`scenario NAME "label" bold: STATE [GIVEN], EVENT -> STATE`."""

    heading: HeadingText
    start: Word
    given: GuardText | None
    steps: tuple[StepText, ...]


@dataclass(frozen=True, slots=True)
class PartText:
    """`kind` is `tag`, `scenario` or `set` (a group or a state)."""

    kind: str
    name: Word


@dataclass(frozen=True, slots=True)
class ViewText(Statement):
    """`view NAME to PARTY = {TAG}, STATE, scenario NAME`."""

    name: Word
    label: str
    to: Word | None
    parts: tuple[PartText, ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """All statements of a file in order, and what faulty statements would have declared.

    `lost` holds names that a faulty statement may have declared: nobody is blamed for using them.  `nameless` are the
    words of faulty declarations without a name, which may have declared any.
    """

    statements: tuple[Statement, ...]
    lost: frozenset[str]
    lost_machine: bool = False
    nameless: frozenset[str] = frozenset()
