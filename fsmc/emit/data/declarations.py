"""A `Machine` in, what it declares out, as entries of JSON."""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.emit.anchors import anchor, event_anchor, state_anchor
from fsmc.emit.data.terms import Entry, Terms, lean, names_of, notes, web
from fsmc.model import Action, Constant, Event, Machine, Notes, Option, Predicate, Tag, Timer, Variable


def head(machine: Machine) -> Entry:
    """The machine itself."""
    return {"name": machine.name, "slug": machine.slug, **lean(label=machine.label), **notes(machine)}


def references(machine: Machine) -> list[Entry]:
    return [
        _named("reference", reference.name) | lean(url=web(reference.url), doc=reference.doc)
        for reference in machine.references
    ]


def tags(machine: Machine) -> list[Entry]:
    """The declared tags, then requirement levels that are used without a declaration, each once."""
    return [
        _named("tag", tag.name) | lean(label=tag.label, mark=tag.mark, level=tag.level, doc=tag.doc)
        for tag in _all_tags(machine).values()
    ]


def _all_tags(machine: Machine) -> dict[str, Tag]:
    found = {tag.name: tag for tag in machine.declared_tags}
    for carrier in _carriers(machine):
        for tag in carrier.tags:
            found.setdefault(tag.name, tag)
    for view in machine.views:
        for part in view.parts:
            if isinstance(part, Tag):
                found.setdefault(part.name, part)
    return found


def _carriers(machine: Machine) -> Iterator[Notes]:
    """All that may carry tags, in the order of the document."""
    yield machine
    yield from (*machine.enumerations, *machine.host_types, *machine.constants, *machine.options, *machine.variables)
    yield from (*machine.timers, *machine.all_events, *machine.actions, *machine.predicates, *machine.states)
    yield from (*machine.groups, *machine.lines, machine.unlisted, *machine.enters, *machine.leaves)
    yield from (*machine.scenarios, *machine.views)


def types(machine: Machine) -> list[Entry]:
    """Enumerations, those written in place among them, and types of the host."""
    terms, names = Terms(machine), names_of(machine)
    enumerations = [
        _named("type", names.enumeration(kind)) | lean(members=list(kind.members), inPlace=kind.in_place) | notes(kind)
        for kind in machine.enumerations
    ]
    host_types = [
        _named("type", kind.name) | {"fields": terms.parameters(kind.fields)} | notes(kind)
        for kind in machine.host_types
    ]
    return enumerations + host_types


def constants(machine: Machine) -> list[Entry]:
    terms = Terms(machine)

    def entry(constant: Constant) -> Entry:
        kind, value = terms.type(constant.value.type), terms.expression(constant.value)
        return _named("constant", constant.name) | {"type": kind, "value": value} | notes(constant)

    return [entry(constant) for constant in machine.constants]


def slots(machine: Machine, items: tuple[Option, ...] | tuple[Variable, ...]) -> list[Entry]:
    """Options or variables."""
    terms = Terms(machine)

    def entry(slot: Option | Variable) -> Entry:
        word = "option" if isinstance(slot, Option) else "variable"
        kind, default = terms.type(slot.type), terms.expression(slot.default)
        return _named(word, slot.name) | {"type": kind, "default": default} | notes(slot)

    return [entry(slot) for slot in items]


def timers(machine: Machine) -> list[Entry]:
    """The timers; `within` is left out where it is every state."""
    terms = Terms(machine)

    def entry(timer: Timer) -> Entry:
        within = [state.name for state in timer.within] if len(timer.within) < len(machine.states) else []
        duration = {"duration": terms.expression(timer.duration)}
        return _named("timer", timer.name) | duration | lean(within=within) | notes(timer)

    return [entry(timer) for timer in machine.timers]


def events(machine: Machine) -> list[Entry]:
    """Declared events, derived ones among them, then the expiries of timers."""
    terms, names = Terms(machine), names_of(machine)

    def entry(event: Event) -> Entry:
        said = lean(
            label=event.label,
            source=event.source,
            timer=event.timer.name if event.timer else "",
            base=names.event(event.base) if event.base else "",
            when=terms.expression(event.when),
            params=terms.parameters(event.params),
        )
        return {"name": names.event(event), "id": event_anchor(event)} | said | notes(event)

    return [entry(event) for event in machine.all_events]


def actions(machine: Machine) -> list[Entry]:
    terms = Terms(machine)

    def entry(action: Action) -> Entry:
        parts, effects = terms.parameters(action.params), terms.effects(action.effects)
        said = lean(label=action.label, to=action.to, params=parts, effects=effects)
        return _named("action", action.name) | said | notes(action)

    return [entry(action) for action in machine.actions]


def guards(machine: Machine) -> list[Entry]:
    terms = Terms(machine)

    def entry(guard: Predicate) -> Entry:
        said = lean(label=guard.label, params=terms.parameters(guard.params))
        return _named("guard", guard.name) | said | notes(guard)

    return [entry(guard) for guard in machine.predicates]


def states(machine: Machine) -> list[Entry]:
    return [
        {"name": state.name, "id": state_anchor(state)}
        | lean(label=state.label, initial=state.initial, final=state.final)
        | notes(state)
        for state in machine.states
    ]


def groups(machine: Machine) -> list[Entry]:
    return [
        _named("group", group.name)
        | lean(label=group.label, box=group.box, states=[state.name for state in group.states])
        | notes(group)
        for group in machine.groups
    ]


def _named(kind: str, name: str) -> Entry:
    """What every entry begins with: its name, and the id that the other outputs have for it."""
    return {"name": name, "id": anchor(kind, name)}
