"""Declarations as written in, entities of the model out: everything but values and the lines that decide cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from fsmc import model
from fsmc.language import limits, misuses, problems, syntax
from fsmc.language.declared import BASIC, Symbols, of_kind
from fsmc.language.expressions import Scope
from fsmc.model import Basic, Type

# -------------------------------------------------------------------------------------------- documents, types


def declare_references(spec: syntax.Spec, symbols: Symbols) -> None:
    """`reference` and `tag` lines."""
    for line in of_kind(spec.statements, syntax.ReferenceText):
        symbols.references.declare(line.name, model.Reference(line.name.text, line.url, line.doc, line.span))
    for tag in of_kind(spec.statements, syntax.TagText):
        symbols.tags.declare(tag.name, model.Tag(tag.name.text, tag.label, tag.doc, tag.span, tag.mark))


def declare_types(spec: syntax.Spec, symbols: Symbols) -> None:
    """`type` lines.  A host type may have fields of types declared above it or of enumerations anywhere."""
    lines = of_kind(spec.statements, syntax.TypeDefinition)
    for line in lines:
        if line.name.text in BASIC:
            symbols.faults.add(problems.built_in_type(line.name.text, line.name.span))
        elif line.members:
            members = symbols.members(line.members)
            enumeration = model.Enumeration(line.name.text, members, **symbols.notes(line))  # type: ignore[arg-type]
            symbols.types.declare(line.name, enumeration)
            symbols.values.enumerations.append(enumeration)
    for line in lines:
        if not line.members and line.name.text not in BASIC:
            fields = symbols.parameters(line.fields, line.name.text)
            host_type = model.HostType(line.name.text, fields, **symbols.notes(line))  # type: ignore[arg-type]
            symbols.types.declare(line.name, host_type)


# --------------------------------------------------------------------------------------------- states, groups


def declare_states(spec: syntax.Spec, symbols: Symbols) -> None:
    """`state` lines; exactly one state is initial."""
    first: syntax.StateText | None = None
    for line in of_kind(spec.statements, syntax.StateText):
        flags = [flag.text for flag in line.flags]
        symbols.faults.repeats([(f"'{flag.text}'", flag.span) for flag in line.flags])
        if "initial" in flags and first is not None:
            symbols.faults.add(problems.second_initial(line.name.text, line.name.span, first.name.span))
        elif "initial" in flags:
            first = line
        state = model.State(
            line.name.text,
            line.label,
            "initial" in flags,
            "final" in flags,
            **symbols.notes(line),  # type: ignore[arg-type]
        )
        symbols.states.declare(line.name, state)
    _check_initial(spec, symbols, first)


def _check_initial(spec: syntax.Spec, symbols: Symbols, first: syntax.StateText | None) -> None:
    """Reports a machine with no state, or none that is initial, unless a faulty line may have said so."""
    if first is not None or spec.lost:
        return
    states = symbols.states.entities
    if states:
        symbols.faults.add(problems.no_initial(states[0].span, states[0].name))
    elif spec.statements:
        symbols.faults.add(problems.no_states(spec.statements[0].span))


@dataclass
class GroupResolver:
    """Resolves groups on demand, since one may be made of others that are declared below it."""

    symbols: Symbols
    lines: dict[str, syntax.GroupText]
    resolve: Callable[[syntax.StateSet], tuple[model.State, ...]]
    open: list[str] = field(default_factory=list)

    def group(self, name: str) -> model.Group | None:
        """The group of that name, or None if there is none or it is made of itself."""
        done = self.symbols.groups.by_name.get(name)
        line = self.lines.get(name)
        if done is not None or line is None:
            return done
        if name in self.open:
            circle = [(other, self.lines[other].name.span) for other in self.open[self.open.index(name) :]]
            self.symbols.faults.add(problems.cyclic("group", circle))
            return None
        if len(self.open) == limits.DEEPEST:
            self.symbols.faults.add(limits.nested_group(name, line.name.span))
            return None
        self.open.append(name)
        states = self.resolve(line.states)
        self.open.pop()
        group = model.Group(name, line.label, states, line.box, **self.symbols.notes(line))  # type: ignore[arg-type]
        self.symbols.groups.by_name.setdefault(name, group)
        return self.symbols.groups.by_name[name]


# ------------------------------------------------------------------------------------- timers, actions, events


def declare_timers(
    spec: syntax.Spec, symbols: Symbols, resolve: Callable[[syntax.StateSet], tuple[model.State, ...]]
) -> None:
    """`timer` lines; each makes the event of its expiry."""
    for line in of_kind(spec.statements, syntax.TimerText):
        duration = symbols.lowering().typed(line.duration, Basic.DURATION)
        within = resolve(line.within) if line.within else symbols.states.entities
        timer = model.Timer(line.name.text, duration, within, **symbols.notes(line))  # type: ignore[arg-type]
        symbols.timers.declare(line.name, timer)
        symbols.values.timers.setdefault(timer.name, timer)
        event = model.Event(f"timeout {timer.name}", timer=timer, doc=timer.doc, cites=timer.cites, span=timer.span)
        symbols.timeouts[timer] = event


def declare_events(spec: syntax.Spec, symbols: Symbols) -> None:
    """`event` lines: first those declared, then the derived ones, which keep their place in the order."""
    lines = of_kind(spec.statements, syntax.EventText)
    for line in lines:
        if line.base is None:
            params = symbols.parameters(line.params, line.name.text, of_event=True, many=True)
            source = line.source.text if line.source else ""
            event = model.Event(line.name.text, line.label, params, source, **symbols.notes(line))  # type: ignore[arg-type]
            symbols.events.declare(line.name, event)
            for part in params:
                symbols.values.carried.setdefault(part.name, event.name)
    plain = dict(symbols.events.by_name)
    for line in lines:
        if line.base is not None:
            event = _derived_event(line, line.base, symbols, plain)
            symbols.events.declare(line.name, event)
    order = [line.name.text for line in lines]
    symbols.events.by_name = {name: symbols.events.by_name[name] for name in dict.fromkeys(order)}


def _derived_event(
    line: syntax.EventText, base: syntax.Trigger, symbols: Symbols, plain: dict[str, model.Event]
) -> model.Event:
    found = _base(base, symbols, plain)
    assert line.guard is not None
    params = found.params if found else ()
    payload: dict[str, Type | None] = {param.name: param.type for param in params}
    when: model.Guard = model.ELSE
    if found is not None and line.guard.expression is not None:
        when = symbols.lowering(Scope(payload, questions=True)).condition(line.guard.expression)
    source = line.source.text if line.source else found.source if found else ""
    return model.Event(
        line.name.text,
        line.label,
        params,
        source,
        base=found or model.Event("?"),
        when=when,
        **symbols.notes(line),  # type: ignore[arg-type]
    )


def _base(base: syntax.Trigger, symbols: Symbols, plain: dict[str, model.Event]) -> model.Event | None:
    """The event that a derived one fires in place of."""
    if base.name is None:
        symbols.faults.add(misuses.other_as_base(base.span))
        return None
    if base.timeout:
        timer = symbols.timers.find(base.name)
        return symbols.timeouts[timer] if timer else None
    if base.name.text in plain:
        return plain[base.name.text]
    if base.name.text in symbols.events.by_name:
        declared = symbols.events.places[base.name.text]
        symbols.faults.add(misuses.derived_as_base(base.span, declared))
        return None
    return symbols.events.find(base.name)
