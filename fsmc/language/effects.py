"""Effects as written in, effects of the model out."""

from __future__ import annotations

from collections.abc import Sequence

from fsmc import model
from fsmc.language import problems, syntax
from fsmc.language.declarations import Symbols, of_kind
from fsmc.language.expressions import UNKNOWN, Scope
from fsmc.model import Basic, Effect


class Effects:
    """Lowers the actions of one line.

    Arguments and new values see the payload; conditions may ask the host too, since they are all answered before
    anything changes.
    """

    def __init__(self, symbols: Symbols, scope: Scope) -> None:
        self.symbols = symbols
        self.faults = symbols.faults
        self.scope = scope
        values = Scope(scope.payload, scope.missing_from)
        self.value = symbols.lowering(values)
        self.conditions = symbols.lowering(Scope(scope.payload, scope.missing_from, questions=True))

    def lower(self, written: Sequence[syntax.EffectText]) -> tuple[Effect, ...]:
        """The effects in order, less those that name what is not there."""
        lowered = [self._effect(effect) for effect in written]
        return tuple(effect for effect in lowered if effect is not None)

    def _effect(self, written: syntax.EffectText) -> Effect | None:
        condition = None if written.condition is None else self.conditions.condition(written.condition)
        match written:
            case syntax.DoText():
                return self._do(written, condition)
            case syntax.AssignText():
                return self._assign(written, condition)
            case syntax.StartText():
                timer = self.symbols.timers.find(written.timer)
                length = None if written.duration is None else self.value.typed(written.duration, Basic.DURATION)
                return model.Start(timer, length, condition, written.span) if timer else None
            case syntax.StopText():
                timer = self.symbols.timers.find(written.timer)
                return model.Stop(timer, condition, written.span) if timer else None
            case syntax.RaiseText():
                return self._raise(written, condition)

    def _do(self, written: syntax.DoText, condition: model.Expr | None) -> Effect | None:
        action = self.symbols.actions.find(written.name, self._other_meaning(written.name.text))
        if action is None:
            return None
        args = self.value.arguments(action.name, action.params, written.args, written.span)
        return model.Do(action, args, condition, written.span)

    def _other_meaning(self, name: str) -> str:
        """A way out for a name that is something else than an action."""
        if name in self.symbols.timers.by_name:
            return f"'{name}' is a timer: write `start {name}` or `stop {name}`"
        if name in self.symbols.events.by_name:
            return f"'{name}' is an event: write `raise {name}`"
        return ""

    def _assign(self, written: syntax.AssignText, condition: model.Expr | None) -> Effect | None:
        name = written.name.text
        entity = self.symbols.values.named.by_name.get(name)
        if not isinstance(entity, model.Variable):
            self._not_assignable(written, entity)
            return None
        if written.op != "=" and entity.type not in (Basic.INT, Basic.DURATION, UNKNOWN):
            fault = problems.no_arithmetic(written.op, str(entity.type), "anything else", written.span)
            self.faults.add(fault)
            return None
        return model.Assign(entity, self.value.typed(written.value, entity.type), written.op, condition, written.span)

    def _not_assignable(self, written: syntax.AssignText, entity: object) -> None:
        name = written.name
        if name.text in self.scope.payload:
            what = f"'{name.text}' is a part of the payload, which does not change"
            self.faults.add(problems.not_here(what, name.span, "keep it in a 'var'"))
        elif entity is None:
            known = self.symbols.values.named.entities
            variables = [variable.name for variable in known if isinstance(variable, model.Variable)]
            self.faults.undeclared("a variable", name, variables)
        else:
            what = f"'{name.text}' cannot be assigned"
            self.faults.add(problems.not_here(what, name.span, "only a 'var' changes while the machine runs"))

    def _raise(self, written: syntax.RaiseText, condition: model.Expr | None) -> Effect | None:
        event = self.symbols.events.find(written.name)
        if event is None:
            return None
        if event.base is not None:
            help = f"raise '{event.base}', from which it is derived"
            self.faults.add(problems.not_here("a derived event cannot be raised", written.span, help))
            return None
        needed = len([param for param in event.params if param.default is None])
        given = written.args
        if needed <= len(given) < len(event.params):
            args = self.value.arguments(event.name, event.params[: len(given)], given, written.span)
            defaults = [param.default for param in event.params[len(given) :] if param.default is not None]
            return model.Raise(event, (*args, *defaults), condition, written.span)
        args = self.value.arguments(event.name, event.params, given, written.span)
        return model.Raise(event, args, condition, written.span)


def declare_actions(spec: syntax.Spec, symbols: Symbols) -> None:
    """`action` lines, with the effects that ride along."""
    for line in of_kind(spec.statements, syntax.ActionText):
        params = symbols.parameters(line.params, line.name.text, many=True)
        scope = Scope({param.name: param.type for param in params})
        allowed = [effect for effect in line.effects if _may_ride_along(effect, symbols)]
        effects = Effects(symbols, scope).lower(allowed)
        to = line.to.text if line.to else ""
        notes = symbols.notes(line)
        symbols.actions.declare(
            line.name,
            model.Action(line.name.text, line.label, params, effects, to, **notes),  # type: ignore[arg-type]
        )


def _may_ride_along(effect: syntax.EffectText, symbols: Symbols) -> bool:
    """Only assignments and timers ride along with an action; another action or event would hide in it."""
    if isinstance(effect, (syntax.AssignText, syntax.StartText, syntax.StopText)):
        return True
    what = "an action" if isinstance(effect, syntax.DoText) else "'raise'"
    help = "only assignments, start and stop do; write the rest in the lines that use the action"
    symbols.faults.add(problems.not_here(f"{what} cannot ride along with an action", effect.span, help))
    return False
