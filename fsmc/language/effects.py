"""Effects as written in, effects of the model out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fsmc import model
from fsmc.language import misuses, syntax
from fsmc.language.declared import Symbols, of_kind
from fsmc.language.expressions import UNKNOWN, Scope
from fsmc.model import Basic, Effect
from fsmc.source import Span


class Effects:
    """Lowers the actions of one line.

    Arguments and new values see the payload; conditions may ask the host too, since they are all answered before
    anything changes.
    """

    def __init__(self, symbols: Symbols, scope: Scope) -> None:
        self.symbols = symbols
        self.faults = symbols.faults
        self.scope = scope
        self.value = symbols.lowering(replace(scope, questions=False))
        self.conditions = symbols.lowering(replace(scope, questions=True))

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
        args = self.value.arguments(action.name, action.params, written.args, _call_span(written), action.span)
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
            fault = misuses.not_counted(written.op, str(entity.type), written.name.span, entity.span)
            self.faults.add(fault)
            return None
        return model.Assign(entity, self.value.typed(written.value, entity.type), written.op, condition, written.span)

    def _not_assignable(self, written: syntax.AssignText, entity: object) -> None:
        name = written.name
        if name.text in self.scope.payload:
            self.faults.add(misuses.payload_assigned(name.text, name.span))
        elif entity is None:
            known = self.symbols.values.named.entities
            variables = [variable.name for variable in known if isinstance(variable, model.Variable)]
            self.faults.undeclared("a variable", name, variables)
        else:
            self.faults.add(misuses.not_assignable(name.text, name.span, self.symbols.values.named.places[name.text]))

    def _raise(self, written: syntax.RaiseText, condition: model.Expr | None) -> Effect | None:
        event = self.symbols.events.find(written.name)
        if event is None:
            return None
        if event.base is not None:
            self.faults.add(misuses.derived_raised(str(event.base), written.name.span, event.span))
            return None
        needed = len([param for param in event.params if param.default is None])
        given, place = written.args, _call_span(written)
        if needed <= len(given) < len(event.params):
            args = self.value.arguments(event.name, event.params[: len(given)], given, place, event.span)
            defaults = [param.default for param in event.params[len(given) :] if param.default is not None]
            return model.Raise(event, (*args, *defaults), condition, written.span)
        args = self.value.arguments(event.name, event.params, given, place, event.span)
        return model.Raise(event, args, condition, written.span)


def _call_span(written: syntax.DoText | syntax.RaiseText) -> Span:
    """The name and its arguments, without `raise` and without a condition."""
    return written.name.span.to(written.args[-1].span) if written.args else written.name.span


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
    symbols.faults.add(misuses.rides_along(what, effect.span))
    return False
