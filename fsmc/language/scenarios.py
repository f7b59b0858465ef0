"""Scenarios and views as written in, those of the model out."""

from __future__ import annotations

from fsmc import model, names
from fsmc.language import misuses, syntax
from fsmc.language.declared import Symbols
from fsmc.language.expressions import BROKEN, Scope
from fsmc.language.lines import Lines, StateSets, payload_scope
from fsmc.language.syntax import Word
from fsmc.model import Expr


class Scenarios:
    """Lowers scenarios."""

    def __init__(self, symbols: Symbols, lines: Lines) -> None:
        self.symbols = symbols
        self.faults = symbols.faults
        self.lines = lines

    def scenario(self, written: syntax.ScenarioText) -> model.Scenario | None:
        """The scenario, or None and a report if its form is wrong."""
        start = self.symbols.states.find(written.start)
        name, label = written.heading.name, written.heading.label
        if name is None and not label:
            self.faults.add(misuses.nameless_scenario(written.span))
            return None
        given = self._given(written.given) if written.given else None
        steps = [self._step(step) for step in written.steps]
        if start is None:
            return None
        return model.Scenario(
            name.text if name else label,
            label,
            start,
            given,
            tuple(step for step in steps if step is not None),
            model.Stroke(written.heading.stroke),
            **self.symbols.notes(written),  # type: ignore[arg-type]
        )

    def _given(self, written: syntax.GuardText) -> Expr | None:
        """What holds before the first step: options and variables, each set to one value."""
        if written.expression is None:
            self._refuse_given(written)
            return None
        given = self.symbols.lowering(Scope()).condition(written.expression)
        parts = given.operands if isinstance(given, model.Logic) and given.op == "and" else (given,)
        if not all(map(_sets_one_value, parts)):
            self._refuse_given(written)
        return given

    def _refuse_given(self, written: syntax.GuardText) -> None:
        self.faults.add(misuses.bad_start(written.span))

    def _step(self, written: syntax.StepText) -> model.Step | None:
        target = self.symbols.states.find(written.target)
        if written.trigger.name is None:
            self.faults.add(misuses.other_as_step(written.trigger.span))
            return None
        event = self.lines.event(written.trigger)
        if event is None or target is None:
            return None
        assuming = self._assuming(written.guard, event)
        base = event
        if event.base is not None:
            base, assuming = event.base, self._classified(event, assuming, written)
        args = self._args(written, base)
        return model.Step(base, args, assuming, target, written.span)

    def _assuming(self, guard: syntax.GuardText | None, event: model.Event) -> model.Guard:
        if guard is None:
            return None
        if guard.expression is None:
            return model.ELSE
        return self.symbols.lowering(payload_scope([event])).condition(guard.expression)

    def _args(self, written: syntax.StepText, event: model.Event) -> tuple[Expr, ...] | None:
        """The arguments that are written; parameters left out at the end take their defaults."""
        if written.args is None:
            return None
        lowering = self.symbols.lowering(Scope(constant="an argument of a step"))
        params, given = event.params, written.args
        place = written.trigger.span.to(given[-1].span) if given else written.trigger.span
        rest = [param.default for param in params[len(given) :]]
        if len(given) < len(params) and all(default is not None for default in rest):
            params = params[: len(given)]
            defaults = tuple(default for default in rest if default is not None)
            return (*lowering.arguments(event.name, params, given, place, event.span), *defaults)
        return lowering.arguments(event.name, params, given, place, event.span)

    def _classified(self, event: model.Event, assuming: model.Guard, written: syntax.StepText) -> model.Guard:
        """A step on a derived event is one on its base, with what makes it that event assumed."""
        if assuming is model.ELSE:
            self.faults.add(misuses.else_of_derived_step(written.guard.span if written.guard else written.span))
            return None
        classified = _classifier(event, self.symbols.events.entities)
        return classified if assuming is None else model.Logic("and", (classified, assuming))


def _classifier(event: model.Event, events: tuple[model.Event, ...]) -> Expr:
    """The condition under which a derived event fires."""
    if event.when is not None and event.when is not model.ELSE:
        return event.when
    others = [other.when for other in events if other.base is event.base and other is not event]
    conditions = tuple(model.Not(when) for when in others if when is not None and when is not model.ELSE)
    if not conditions:
        return model.Literal(True, model.Basic.BOOL)
    return conditions[0] if len(conditions) == 1 else model.Logic("and", conditions)


def _sets_one_value(part: Expr) -> bool:
    if BROKEN in model.walk(part):  # reported already
        return True
    match part:
        case model.Read() | model.Not(model.Read()):
            return True
        case model.Comparison(operands=(model.Read(), value), operators=("==",)):
            return isinstance(value, (model.Literal, model.Member, model.Negative, model.Read))
        case _:
            return False


def view(
    written: syntax.ViewText, symbols: Symbols, sets: StateSets, scenarios: dict[str, model.Scenario]
) -> model.View:
    """A view; a part that is not there is reported and left out."""
    parts = [_part(part, symbols, sets, scenarios) for part in written.parts]
    known = tuple(part for part in parts if part is not None)
    to = _party(written.to, symbols) if written.to else ""
    return model.View(written.name.text, written.label, known, to, **symbols.notes(written))  # type: ignore[arg-type]


def _party(word: Word, symbols: Symbols) -> str:
    """Who gets the actions that a view shows: somebody who gets any."""
    parties = {action.to for action in symbols.actions.entities if action.to}
    if word.text not in parties:
        hint = f"actions go to {', '.join(map(names.quoted, sorted(parties)))}" if parties else _NO_PARTY
        symbols.faults.undeclared("a party", word, sorted(parties), hint)
    return word.text


_NO_PARTY = "say in actions whom they go to: `action NAME to PARTY`"


def _part(
    part: syntax.PartText, symbols: Symbols, sets: StateSets, scenarios: dict[str, model.Scenario]
) -> model.Tag | model.Group | model.State | model.Scenario | None:
    if part.kind == "tag":
        return symbols.tag(part.name)
    if part.kind == "scenario":
        return _scenario(part.name, symbols, scenarios)
    group = sets.groups.group(part.name.text)
    if group is None:
        return symbols.states.find(part.name, _other_part(part.name, symbols, scenarios))
    sets.named.add(group)
    return group


def _other_part(word: Word, symbols: Symbols, scenarios: dict[str, model.Scenario]) -> str:
    """A way out for a name that is another part of views than a state."""
    if word.text in scenarios:
        return f"it is a scenario: write `scenario {names.quoted(word.text)}`"
    return f"it is a tag: write `{{{names.quoted(word.text)}}}`" if word.text in symbols.tags.by_name else ""


def _scenario(word: Word, symbols: Symbols, scenarios: dict[str, model.Scenario]) -> model.Scenario | None:
    if word.text not in scenarios:
        symbols.faults.undeclared("a scenario", word, scenarios)
    return scenarios.get(word.text)
