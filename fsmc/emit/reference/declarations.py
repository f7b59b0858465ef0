"""A machine's `Words` in, the tables of what it declares beside states and events out."""

from __future__ import annotations

from collections.abc import Iterable

from fsmc.emit.anchors import anchor
from fsmc.emit.reference.markdown import block, blocks, bullets, code, heading, lean_table, listed, text
from fsmc.emit.reference.places import Site, links, sites
from fsmc.emit.reference.states import Section
from fsmc.emit.reference.words import Words, effects
from fsmc.model import Assign, Effect, Start, Stop, Timer, Variable, signature


def timer_sections(words: Words) -> list[Section]:
    """One section a timer, in order of declaration."""
    return [
        Section(
            anchor("timer", timer.name),
            heading(timer.name),
            blocks(block(timer.doc), bullets(_timer_facts(words, timer))),
        )
        for timer in words.machine.timers
    ]


def _timer_facts(words: Words, timer: Timer) -> list[str]:
    everywhere = len(timer.within) == len(words.machine.states)
    facts = {
        "Runs for": code(str(timer.duration)),
        "May run in": "every state" if everywhere else words.states(timer.within),
        "Cancelled by": "" if everywhere else "a move to any other state",
        "Started by": _users(words, timer, Start),
        "Stopped by": _users(words, timer, Stop),
        "Expires as": words.event(words.machine.timeout(timer)),
        "Notes": words.marks(timer),
    }
    return [f"{name}: {value}" for name, value in facts.items() if value]


def _users(words: Words, timer: Timer, kind: type[Start] | type[Stop]) -> str:
    """The lines with an effect of that kind on the timer."""

    def uses(items: Iterable[Effect]) -> bool:
        return any(isinstance(effect, kind) and effect.timer is timer for effect in items)

    return links(site for site in sites(words) if uses(site.effects))


def groups(words: Words) -> str:
    rows = (
        (
            _named(words, "group", group.name),
            text(group.label),
            words.states(group.states),
            listed(["drawn as a frame" * group.box, words.remarks(group)]),
        )
        for group in words.machine.groups
    )
    return lean_table(("Group", "Label", "States", "Notes"), rows)


def variables(words: Words) -> str:
    rows = (
        (
            _named(words, "variable", v.name),
            code(str(v.type)),
            code(str(v.default)),
            _changes(words, v),
            words.remarks(v),
        )
        for v in words.machine.variables
    )
    return lean_table(("Variable", "Type", "At first", "Changed by", "Notes"), rows)


def _changes(words: Words, variable: Variable) -> str:
    """The lines that assign to a variable."""

    def assigns(site: Site) -> bool:
        return any(isinstance(effect, Assign) and effect.variable is variable for effect in site.effects)

    return links(site for site in sites(words) if assigns(site))


def options(words: Words) -> str:
    rows = (
        (_named(words, "option", o.name), code(str(o.type)), code(str(o.default)), words.remarks(o))
        for o in words.machine.options
    )
    return lean_table(("Option", "Type", "Default", "Notes"), rows)


def constants(words: Words) -> str:
    rows = ((_named(words, "constant", c.name), code(str(c.value)), words.remarks(c)) for c in words.machine.constants)
    return lean_table(("Constant", "Value", "Notes"), rows)


def types(words: Words) -> str:
    rows = [
        (_named(words, "type", t.name), listed(map(code, t.members)), words.remarks(t))
        for t in words.machine.enumerations
        if not t.in_place
    ]
    rows += [
        (_named(words, "type", t.name), f"a type of the host {code(signature(t.fields))}".rstrip(), words.remarks(t))
        for t in words.machine.host_types
    ]
    return lean_table(("Type", "Values", "Notes"), rows)


def actions(words: Words) -> str:
    rows = (
        (
            words.placed(anchor("action", a.name), code(a.name + signature(a.params))),
            text(a.label),
            text(a.to),
            effects(a.effects),
            words.remarks(a),
        )
        for a in words.machine.actions
    )
    return lean_table(("Action", "Label", "To", "With it", "Notes"), rows)


def guards(words: Words) -> str:
    rows = (
        (words.placed(anchor("guard", p.name), code(p.name + signature(p.params))), text(p.label), words.remarks(p))
        for p in words.machine.predicates
    )
    return lean_table(("Guard", "Label", "Notes"), rows)


def _named(words: Words, kind: str, name: str) -> str:
    return words.placed(anchor(kind, name), code(name))
