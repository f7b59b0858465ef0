"""`syntax.Spec` in, `model.Machine` out: names are bound, types checked, lines turned into cells."""

from __future__ import annotations

from fsmc import model
from fsmc.diagnostics import Diagnostic
from fsmc.language import limits, misuses, problems, syntax
from fsmc.language.cells import covered_bases, make_cells, possible_states
from fsmc.language.declarations import (
    declare_events,
    declare_references,
    declare_states,
    declare_timers,
    declare_types,
)
from fsmc.language.declared import Symbols, of_kind
from fsmc.language.effects import declare_actions
from fsmc.language.lines import Draft, Lines, StateSets, settle_other
from fsmc.language.scenarios import Scenarios, view
from fsmc.language.symbols import Faults
from fsmc.language.values import declare_values
from fsmc.model import Kind, Rank
from fsmc.source import NOWHERE, Span

_TOP = Span(1, 1, 1, 2)


def resolve(spec: syntax.Spec) -> tuple[model.Machine | None, list[Diagnostic]]:
    """The machine, and what is wrong with its names, types and sets; no machine if anything is."""
    faults = Faults(spec.lost, spec.nameless)
    symbols = Symbols(faults)
    header = _header(spec, faults)
    sets = _declare(spec, symbols)
    lines = Lines(symbols, sets)
    drafts = _drafts(spec, lines)
    hooks = {
        moment: tuple(lines.hook(hook) for hook in of_kind(spec.statements, syntax.HookText) if hook.moment == moment)
        for moment in ("enter", "leave")
    }
    scenarios = _scenarios(spec, symbols, lines)
    views = [view(line, symbols, sets, scenarios) for line in of_kind(spec.statements, syntax.ViewText)]
    unlisted = _unlisted(spec, symbols)
    for statement in spec.statements:
        if isinstance(statement, (syntax.ReferenceText, syntax.TagText)):
            symbols.notes(statement)  # which the model does not keep, but which must not speak of what is not there
    if not faults.all() and header is not None:
        _refuse_beyond_measure(header, drafts, symbols)
    if not faults.all():
        _refuse_covered(drafts, symbols)
    if faults.all() or header is None:
        return None, faults.all()
    return _machine(header, symbols, sets, drafts, hooks, scenarios, views, unlisted), []


def _header(spec: syntax.Spec, faults: Faults) -> syntax.MachineText | None:
    """The `machine` line; exactly one is wanted."""
    found = of_kind(spec.statements, syntax.MachineText)
    for second in found[1:]:
        faults.add(problems.second_machine(second.name.text, second.name.span, found[0].name.span))
    if not found and not spec.lost_machine:
        faults.add(problems.no_machine(spec.statements[0].span if spec.statements else _TOP))
    return found[0] if found else None


def _declare(spec: syntax.Spec, symbols: Symbols) -> StateSets:
    """Fills the tables, each after those that it depends on, so that the order of lines in a file is free."""
    declare_references(spec, symbols)
    declare_types(spec, symbols)
    declare_states(spec, symbols)
    groups: dict[str, syntax.GroupText] = {}
    for line in of_kind(spec.statements, syntax.GroupText):
        taken = symbols.states.by_name.get(line.name.text) or groups.get(line.name.text)
        if taken is not None:
            noun = "a state" if isinstance(taken, model.State) else ""
            first = symbols.states.places[taken.name] if isinstance(taken, model.State) else taken.name.span
            symbols.faults.add(problems.declared_twice("group", line.name.text, line.name.span, first, noun))
        else:
            groups[line.name.text] = line
    sets = StateSets(symbols, groups)
    for name in groups:
        sets.groups.group(name)
    symbols.groups.by_name = {name: symbols.groups.by_name[name] for name in groups if name in symbols.groups.by_name}
    declare_values(spec, symbols)
    declare_timers(spec, symbols, sets.resolve)
    declare_events(spec, symbols)
    declare_actions(spec, symbols)
    return sets


def _drafts(spec: syntax.Spec, lines: Lines) -> list[Draft]:
    """The lines that decide cells, in order."""
    drafts: list[Draft] = []
    for statement in spec.statements:
        if isinstance(statement, syntax.TransitionText):
            drafts += lines.transition(statement)
        elif isinstance(statement, syntax.DispositionText):
            drafts += lines.disposition(statement)
    return drafts


def _scenarios(spec: syntax.Spec, symbols: Symbols, lines: Lines) -> dict[str, model.Scenario]:
    lowering = Scenarios(symbols, lines)
    scenarios: dict[str, model.Scenario] = {}
    places: dict[str, Span] = {}
    for line in of_kind(spec.statements, syntax.ScenarioText):
        scenario = lowering.scenario(line)
        if scenario is None and line.heading.name is not None:
            symbols.faults.lose(line.heading.name)
        if scenario is None:
            continue
        place = line.heading.name.span if line.heading.name else line.span
        if scenario.name in scenarios:
            symbols.faults.add(problems.declared_twice("scenario", scenario.name, place, places[scenario.name]))
        scenarios.setdefault(scenario.name, scenario)
        places.setdefault(scenario.name, place)
    return scenarios


def _unlisted(spec: syntax.Spec, symbols: Symbols) -> model.Disposition:
    """The policy for what no line decides; `reject` where the spec does not say."""
    found = of_kind(spec.statements, syntax.UnlistedText)
    for second in found[1:]:
        symbols.faults.add(problems.second_unlisted(second.span, found[0].span, same=_says_the_same(second, found[0])))
    written = found[0] if found else None
    if written is not None and written.kind.text == Kind.DEFER.value:
        symbols.faults.add(misuses.all_deferred(written.kind.span))
    notes = symbols.notes(written) if written else {"span": NOWHERE}
    return model.Disposition(
        rank=Rank.UNLISTED,
        sources=symbols.states.entities,
        events=(),
        written_sources="any",
        written_events="other",
        kind=Kind(written.kind.text) if written else Kind.REJECT,
        reason=written.reason if written else "",
        **notes,
    )


def _says_the_same(second: syntax.UnlistedText, first: syntax.UnlistedText) -> bool:
    """Whether nothing is lost with a second `unlisted`."""
    notes = second.notes.cites or second.notes.tags or second.doc
    return second.kind.text == first.kind.text and second.reason in ("", first.reason) and not notes


def _refuse_beyond_measure(header: syntax.MachineText, drafts: list[Draft], symbols: Symbols) -> None:
    """Reports a machine with more to decide than can be looked at."""
    states, events = symbols.states.entities, _all_events(symbols)
    said = ((each.line.rank, each.line.sources, events if each.other else each.line.events) for each in drafts)
    for fault in limits.many_cells(said, len(states) * len(events), header.span):
        symbols.faults.add(fault)


def _refuse_covered(drafts: list[Draft], symbols: Symbols) -> None:
    """Reports lines that name an event whose derived events always fire in its place."""
    covered = covered_bases(_all_events(symbols))
    for draft in drafts:
        for event in draft.line.events:
            if event in covered and not draft.other:
                parts = [part for part in symbols.events.entities if part.base is event]
                told, places = [str(part) for part in parts], [part.span for part in parts]
                symbols.faults.add(misuses.base_never_fires(str(event), told, draft.place(event), places))


def _all_events(symbols: Symbols) -> tuple[model.Event, ...]:
    return symbols.events.entities + tuple(symbols.timeouts.values())


def _machine(
    header: syntax.MachineText,
    symbols: Symbols,
    sets: StateSets,
    drafts: list[Draft],
    hooks: dict[str, tuple[model.Hook, ...]],
    scenarios: dict[str, model.Scenario],
    views: list[model.View],
    unlisted: model.Disposition,
) -> model.Machine:
    states, events = symbols.states.entities, _all_events(symbols)
    lines = settle_other(drafts, possible_states(states, events))
    named = symbols.values.named.entities
    types = symbols.types.entities
    in_place = [kind for kind in symbols.values.enumerations if kind.in_place]
    declared = [kind for kind in types if isinstance(kind, model.Enumeration)]
    return model.Machine(
        name=header.name.text,
        label=header.label,
        references=symbols.references.entities,
        constants=tuple(value for value in named if isinstance(value, model.Constant)),
        enumerations=(*declared, *in_place),
        host_types=tuple(kind for kind in types if isinstance(kind, model.HostType)),
        options=tuple(value for value in named if isinstance(value, model.Option)),
        variables=tuple(value for value in named if isinstance(value, model.Variable)),
        timers=symbols.timers.entities,
        events=symbols.events.entities,
        timeouts=tuple(symbols.timeouts.values()),
        actions=symbols.actions.entities,
        predicates=tuple(value for value in named if isinstance(value, model.Predicate)),
        states=states,
        groups=symbols.groups.entities,
        named_groups=frozenset(sets.named),
        declared_tags=symbols.tags.entities,
        lines=lines,
        unlisted=unlisted,
        enters=hooks["enter"],
        leaves=hooks["leave"],
        scenarios=tuple(scenarios.values()),
        views=tuple(views),
        cells=make_cells(states, events, lines, unlisted),
        **symbols.notes(header),  # type: ignore[arg-type]
    )
