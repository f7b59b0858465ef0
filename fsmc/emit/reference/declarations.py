"""A `Machine` in, the tables of what it declares beside states and events out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fsmc.emit.anchors import anchor
from fsmc.emit.reference import words
from fsmc.emit.reference.markdown import code, inline, lean_table, listed, place, text
from fsmc.emit.reference.places import Site, sites
from fsmc.model import Assign, Effect, Machine, Start, Stop, Timer, Variable, signature


@dataclass(frozen=True, slots=True)
class TimerSection:
    """A timer as Markdown."""

    anchor: str
    heading: str
    doc: str
    facts: tuple[str, ...]


def timer_sections(machine: Machine) -> list[TimerSection]:
    """One section a timer, in order of declaration."""
    return [
        TimerSection(
            anchor=anchor("timer", timer.name),
            heading=text(timer.name),
            doc=inline(timer.doc),
            facts=tuple(_timer_facts(machine, timer)),
        )
        for timer in machine.timers
    ]


def _timer_facts(machine: Machine, timer: Timer) -> list[str]:
    everywhere = len(timer.within) == len(machine.states)
    facts = {
        "Runs for": code(str(timer.duration)),
        "May run in": "every state" if everywhere else words.states(timer.within),
        "Cancelled by": "" if everywhere else "a move to any other state",
        "Started by": _users(machine, timer, Start),
        "Stopped by": _users(machine, timer, Stop),
        "Expires as": words.event_link(machine.timeout(timer)),
        "Notes": words.marks(machine, timer),
    }
    return [f"{name}: {value}" for name, value in facts.items() if value]


def _users(machine: Machine, timer: Timer, kind: type[Start] | type[Stop]) -> str:
    """The lines with an effect of that kind on the timer."""

    def uses(effects: Iterable[Effect]) -> bool:
        return any(isinstance(effect, kind) and effect.timer is timer for effect in effects)

    return "<br>".join(site.link for site in sites(machine) if uses(site.effects))


def groups(machine: Machine) -> str:
    rows = (
        (_named("group", group.name), text(group.label), words.states(group.states), words.remarks(machine, group))
        for group in machine.groups
    )
    return lean_table(("Group", "Label", "States", "Notes"), rows)


def variables(machine: Machine) -> str:
    rows = (
        (
            _named("variable", v.name),
            code(str(v.type)),
            code(str(v.default)),
            _changes(machine, v),
            words.remarks(machine, v),
        )
        for v in machine.variables
    )
    return lean_table(("Variable", "Type", "At first", "Changed by", "Notes"), rows)


def _changes(machine: Machine, variable: Variable) -> str:
    """The lines that assign to a variable."""

    def assigns(site: Site) -> bool:
        return any(isinstance(effect, Assign) and effect.variable is variable for effect in site.effects)

    return "<br>".join(site.link for site in sites(machine) if assigns(site))


def options(machine: Machine) -> str:
    rows = (
        (_named("option", o.name), code(str(o.type)), code(str(o.default)), words.remarks(machine, o))
        for o in machine.options
    )
    return lean_table(("Option", "Type", "Default", "Notes"), rows)


def constants(machine: Machine) -> str:
    rows = ((_named("constant", c.name), code(str(c.value)), words.remarks(machine, c)) for c in machine.constants)
    return lean_table(("Constant", "Value", "Notes"), rows)


def types(machine: Machine) -> str:
    rows = [
        (_named("type", t.name), listed(map(code, t.members)), words.remarks(machine, t))
        for t in machine.enumerations
        if not t.in_place
    ]
    rows += [
        (_named("type", t.name), f"a type of the host {code(signature(t.fields))}".rstrip(), words.remarks(machine, t))
        for t in machine.host_types
    ]
    return lean_table(("Type", "Values", "Notes"), rows)


def actions(machine: Machine) -> str:
    rows = (
        (
            place(anchor("action", a.name)) + code(a.name + signature(a.params)),
            text(a.label),
            words.effects(a.effects),
            words.remarks(machine, a),
        )
        for a in machine.actions
    )
    return lean_table(("Action", "Label", "With it", "Notes"), rows)


def guards(machine: Machine) -> str:
    rows = (
        (place(anchor("guard", p.name)) + code(p.name + signature(p.params)), text(p.label), words.remarks(machine, p))
        for p in machine.predicates
    )
    return lean_table(("Guard", "Label", "Notes"), rows)


def derived(machine: Machine) -> str:
    rows = (
        (
            words.event_link(event),
            words.event_link(event.base),
            "otherwise" if str(event.when) == "else" else code(str(event.when)) if event.when is not None else "",
            inline(event.doc),
        )
        for event in machine.events
        if event.base
    )
    return lean_table(("Event", "In place of", "When", "Notes"), rows)


def _named(kind: str, name: str) -> str:
    return place(anchor(kind, name)) + code(name)
