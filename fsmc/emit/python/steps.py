"""One transition in one state in, the statements that take it out.

The order makes a step all or nothing: first everything that may fail (questions to the host, fields of its values,
its clock), then state, timers and variables, last the actions.  Where a value that may fail depends on an assignment
of the same step, the step goes back by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from fsmc.emit.python.context import Context
from fsmc.emit.python.expressions import Reader
from fsmc.emit.python.facts import Facts
from fsmc.emit.python.inspection import is_constant, may_fail, questions, reads_host, timers_read, variables_read
from fsmc.emit.python.layout import Block, Call, Chain, Code, Line, Statement
from fsmc.emit.python.naming import Locals, Registry, phrase
from fsmc.emit.python.operations import Keep, Operation, assigned, operations, touched, values_of
from fsmc.emit.python.results import Results
from fsmc.emit.rendering import literal
from fsmc.model import (
    Arithmetic,
    Assign,
    Cell,
    Do,
    Expr,
    Logic,
    Not,
    Raise,
    Running,
    Start,
    Stop,
    Timer,
    Transition,
    Variable,
    walk,
)


@dataclass(frozen=True)
class Local:
    """What is known where the step stands: local variables, their names, what earlier tests have told."""

    reader: Reader
    locals: Locals
    names: Registry
    facts: Facts


def step(context: Context, cell: Cell, line: Transition, local: Local) -> Steps:
    """The statements of a step, up to its `return`."""
    return Step(context, cell, line, local).statements()


Steps = list[Statement]


class Step:
    """A step in the making."""

    def __init__(self, context: Context, cell: Cell, line: Transition, local: Local) -> None:
        self.context = context
        self.event = cell.event
        self.source = cell.state
        self.target = line.target_from(cell.state)
        self.reader = local.reader
        self.locals = local.locals
        self.names = local.names
        self.now = "now"
        self.early: dict[int, str] = {}
        self.operations = operations(context.machine.effects(line, cell.state), local.facts)
        self.operations = tuple(each for place, each in enumerate(self.operations) if not self._is_idle(place))
        self.kept: dict[Expr, Keep] = {each.marker: each for each in self.operations if isinstance(each, Keep)}
        self.guarded = any(self._is_late(place) for place in range(len(self.operations)))

    def statements(self) -> Steps:
        """First what may fail, then the changes, then the actions."""
        first = [*self._hoisted(), *self._clock(), *self._captured()]
        body = [*self._moved(), *self._changes()]
        result = Results(self.context, self._actions(), self.reader, self.locals.actions).statements()
        body += self._settled(result)
        if self.guarded:
            undo = Block(Line("except BaseException:"), (Line(f"self._revert({self.locals.before})"), Line("raise")))
            body = [Block(Line("try:"), tuple(body)), undo]
        return first + body

    def _is_idle(self, place: int) -> bool:
        """Whether the operation stops a timer that cannot be running."""
        operation = self.operations[place]
        return isinstance(operation, Stop) and not self._may_run(place, operation.timer)

    # ------------------------------------------------------------------------------------------ before any change

    def _is_late(self, place: int) -> bool:
        """Whether a value may fail and cannot be had before the first change."""
        operation = self.operations[place]
        changed = assigned(self.operations[:place])
        hidden = operation.condition is not None
        return any(
            (hidden and reads_host(value)) or (may_fail(value) and bool(self._variables(value) & changed))
            for value in values_of(operation)
        )

    def _variables(self, value: Expr) -> set[Variable]:
        """The variables that a value reads, those of the arguments that were kept for it among them."""
        kept = (self.kept[part].value for part in walk(value) if part in self.kept)
        return set().union(variables_read(value), *map(variables_read, kept))

    def _hoisted(self) -> Steps:
        """Local variables for what has to be evaluated before the first change."""
        out: Steps = []
        for ask in self._questions():
            self._know(ask, out)
        moved = set(self.context.know.cancelled(self.source, self.target, self.event)) if self._moves else set()
        for place, operation in enumerate(self.operations):
            before = self.operations if isinstance(operation, Do) else self.operations[:place]
            changing = moved | touched(before)
            if operation.condition is not None and self._must_hoist(operation.condition, assigned(before), changing):
                self._know(operation.condition, out)
            for value in values_of(operation):
                if may_fail(value) and not self.guarded:
                    self._know(value, out)
        return out

    def _questions(self) -> list[Expr]:
        """The questions of this step, each once."""
        return list(dict.fromkeys(ask for each in self.operations for ask in questions(each.condition)))

    def _must_hoist(self, condition: Expr, changed: set[Variable], changing: set[Timer]) -> bool:
        return bool(may_fail(condition) or variables_read(condition) & changed or timers_read(condition) & changing)

    def _know(self, expr: Expr, out: Steps) -> None:
        """Keep the value of an expression in a local variable."""
        if expr in self.reader.known:
            return
        for part in walk(expr):
            if part in self.kept:
                self._know(self.kept[part].value, out)
                self.reader = self.reader.knowing(part, self.reader.known[self.kept[part].value])
        name = self.names.fresh(phrase(str(expr)))
        out.append(Line(f"{name} = ", self.reader.code(expr)))
        self.reader = self.reader.knowing(expr, name)

    def _clock(self) -> Steps:
        """The time, read once, if the step starts a timer."""
        if not any(isinstance(operation, Start) for operation in self.operations):
            return []
        self.now = self.names.fresh("now")
        return [Line(f"{self.now} = self._clock()")]

    # ------------------------------------------------------------------------------------------------- the changes

    @property
    def _moves(self) -> bool:
        return self.target is not self.source

    def _moved(self) -> Steps:
        """The new state, and the timers that it cancels."""
        if not self._moves:
            return []
        context, know = self.context, self.context.know
        cancelled = know.cancelled(self.source, self.target, self.event)
        move: Steps = [Line("self.state = ", context.state(self.target))]
        if cancelled and len(context.machine.timers) > 1 and know.stops_all(self.target):
            return [*move, Line("self._timers.clear()")]
        return move + [_stopped(timer) for timer in cancelled]

    def _changes(self) -> Steps:
        """Assignments, timers and raised events in order; neighbours that ask one question share an `if`."""
        out: Steps = []
        changes = [(each, self._change(place, each)) for place, each in enumerate(self.operations)]
        # An action made early is made whatever its condition: only its place among the assignments counts.
        worth = [(None if isinstance(each, (Do, Keep)) else each.condition, body) for each, body in changes if body]
        for question, group in groupby(worth, key=lambda pair: _question(pair[0])):
            parts = list(group)
            if question is None:
                out += [statement for _, body in parts for statement in body]
            else:
                out += self._choice(question, parts)
        return out

    def _choice(self, question: Expr, parts: Sequence[tuple[Expr | None, Steps]]) -> Steps:
        """What is done if the answer is yes, and what if it is no."""
        yes = tuple(statement for condition, body in parts if condition == question for statement in body)
        no = tuple(statement for condition, body in parts if condition != question for statement in body)
        if not yes:
            return [Block(Line("if ", self.reader.code(Not(question)), ":"), no)]
        chosen = Block(Line("if ", self.reader.code(question), ":"), yes)
        return [chosen, Block(Line("else:"), no)] if no else [chosen]

    def _change(self, place: int, operation: Operation) -> Steps:
        match operation:
            case Assign():
                return [self._assigned(place, operation)]
            case Start():
                return self._started(place, operation)
            case Stop():
                return [_stopped(operation.timer)]
            case Raise():
                args = Call("", tuple(map(self._current(place).code, operation.args)))
                return [Line("", Call("self._raised.append", (Call("", (self.context.event(operation.event), args)),)))]
            case Keep():
                return self._kept(place, operation)
            case Do():
                return self._made_early(place, operation)

    def _current(self, place: int) -> Reader:
        """The reader of values at `place`: what was known of a variable before the step may hold no longer."""
        changed = assigned(self.operations[:place])
        known = {expr: name for expr, name in self.reader.known.items() if not variables_read(expr) & changed}
        return replace(self.reader, known=known)

    def _actions(self) -> list[tuple[Do, Code]]:
        """The actions with their making."""
        dos = [(place, each) for place, each in enumerate(self.operations) if isinstance(each, Do)]
        return [(do, self.early.get(place) or self.context.made(do, self._current(place))) for place, do in dos]

    def _assigned(self, place: int, assign: Assign) -> Line:
        reader = self._current(place)
        attribute = f"self.{self.context.bind.attribute(assign.variable)}"
        if assign.op == "=" or assign.result in reader.known:
            return Line(f"{attribute} = ", reader.code(assign.result))
        return Line(f"{attribute} {assign.op} ", reader.code(assign.value))

    def _started(self, place: int, start: Start) -> Steps:
        """The deadline; a timer that may run is taken out first, so that it goes to the end of the order."""
        context = self.context
        if start.duration is None and is_constant(start.timer.duration):
            seconds = context.seconds(start.timer)
        else:
            seconds = self._current(place).text(start.length)
            if isinstance(start.length, Arithmetic) and start.length.op != "*" and not seconds.isidentifier():
                seconds = f"({seconds})"  # sums of floats depend on their order, and the duration is worked out first
        out: Steps = [_stopped(start.timer)] if self._is_restart(place, start) else []
        return [*out, Line(f"self._timers[{literal(start.timer.name)}] = ", Chain("+", (self.now, seconds)))]

    def _is_restart(self, place: int, start: Start) -> bool:
        idle = start.condition is not None and Not(Running(start.timer)) in _conjuncts(start.condition)
        started = any(isinstance(each, Start) and each.timer is start.timer for each in self.operations[:place])
        several = len(self.context.machine.timers) > 1
        return several and self._may_run(place, start.timer) and (started or not idle)

    def _may_run(self, place: int, timer: Timer) -> bool:
        """Whether a timer may be running just before the operation at `place`."""
        running = self.context.know.may_run(timer, self.source, self.event)
        if self._moves and self.target not in timer.within:
            running = False
        for operation in self.operations[:place]:
            if isinstance(operation, Start) and operation.timer is timer:
                running = True
            elif isinstance(operation, Stop) and operation.timer is timer and operation.condition is None:
                running = False
        return running

    def _kept(self, place: int, keep: Keep) -> Steps:
        reader = self._current(place)
        if keep.marker in reader.known:
            return []
        if keep.value in reader.known:
            self.reader = self.reader.knowing(keep.marker, reader.known[keep.value])
            return []
        name = self.names.fresh(phrase(keep.hint))
        line = Line(f"{name} = ", reader.code(keep.value))
        self.reader = self.reader.knowing(keep.marker, name)
        return [line]

    def _made_early(self, place: int, do: Do) -> Steps:
        """The action, if a later assignment changes what its arguments are."""
        changed = assigned(self.operations[place + 1 :])
        reader = self._current(place)
        if not any(variables_read(arg) & changed and arg not in reader.known for arg in do.args):
            return []
        name = self.names.fresh(phrase(do.action.name))
        self.early[place] = name
        return [Line(f"{name} = ", self.context.made(do, reader))]

    # -------------------------------------------------------------------------------------------------- the end

    def _captured(self) -> Steps:
        """What a failing run goes back to; where only deferred events may follow, only if there are some."""
        if self._raises or self._welcomes:
            self.context.needs.update(("capture", "settle"))
        if self.guarded or self._raises:
            self.context.needs.add("capture")
            return [Line(f"{self.locals.before} = self._capture()")]
        if self._welcomes:
            return [Line(f"{self.locals.before} = self._capture() if self._deferred else None")]
        return []

    @property
    def _raises(self) -> bool:
        return any(isinstance(operation, Raise) for operation in self.operations)

    @property
    def _welcomes(self) -> bool:
        """Whether events may wait that the new state may take."""
        return self._moves and self.source in self.context.know.deferring

    def _settled(self, result: Sequence[Statement]) -> Steps:
        """The result, through `_settle` where raised or deferred events may follow."""
        *before, last = result
        if not (self._raises or self._welcomes):
            return list(result)
        assert isinstance(last, Line)
        settled: Code = Call("self._settle", (last.code, self.locals.before))
        return [*before, Line("return ", settled)]


def _question(condition: Expr | None) -> Expr | None:
    """What a condition asks, be it for a yes or for a no."""
    return condition.operand if isinstance(condition, Not) else condition


def _conjuncts(condition: Expr) -> tuple[Expr, ...]:
    """The parts that all hold where the condition holds."""
    return condition.operands if isinstance(condition, Logic) and condition.op == "and" else (condition,)


def _stopped(timer: Timer) -> Line:
    return Line(f"self._timers.pop({literal(timer.name)}, None)")
