"""Two machines in, the declarations that differ out, as a spec writes them, without notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from fsmc import names
from fsmc.diff.renames import Pairing
from fsmc.diff.verdict import DeclarationChange
from fsmc.model import Enumeration, Machine, Many, Type, signature


def declaration_changes(
    old: Machine, new: Machine, pairing: Pairing, states: tuple[tuple[str, str], ...]
) -> tuple[DeclarationChange, ...]:
    """What differs, kind by kind; `states` are those that are only called otherwise."""
    return tuple(_changes(old, new, pairing, dict(states)))


def _changes(old: Machine, new: Machine, pairing: Pairing, states: dict[str, str]) -> Iterator[DeclarationChange]:
    said = [(machine.unlisted.label, machine.unlisted.span) for machine in (old, new)]
    if said[0][0] != said[1][0]:
        yield DeclarationChange("unlisted", "unlisted", said[0][0], said[1][0], said[0][1], said[1][1])
    for kind, of, written in _KINDS:
        called = states if kind == "state" else {was: now for k, was, now in pairing.renamed() if k == kind}
        yield from _compared(kind, of(old), of(new), written, called)
    yield from _timers(old, new, pairing, states)
    for kind in ("enter", "leave"):
        yield from _hooks(kind, old, new)


def _compared(
    kind: str, ours: Sequence[Any], theirs: Sequence[Any], written: Callable[[Any], str], called: dict[str, str]
) -> Iterator[DeclarationChange]:
    left = {each.name: each for each in theirs}
    for one in ours:
        other = left.pop(called.get(one.name, one.name), None)
        texts = written(one), written(other) if other else ""
        if texts[0] != texts[1]:
            yield DeclarationChange(kind, one.name, *texts, one.span, other.span if other else None)
    for other in left.values():
        yield DeclarationChange(kind, other.name, "", written(other), None, other.span)


def _timers(old: Machine, new: Machine, pairing: Pairing, states: dict[str, str]) -> Iterator[DeclarationChange]:
    """Timers; that a state has another name changes none."""
    called = {was: now for kind, was, now in pairing.renamed() if kind == "timer"}
    ours = [_Timer(old, timer, states) for timer in old.timers]
    theirs = {timer.name: _Timer(new, timer, {}) for timer in new.timers}
    alike = {one.name for one in ours if (twin := theirs.get(one.name)) and one.renamed == twin.text}
    yield from _compared(
        "timer",
        [one for one in ours if one.name not in alike],
        [other for name, other in theirs.items() if name not in alike],
        lambda each: str(each.text),
        called,
    )


def _hooks(kind: str, old: Machine, new: Machine) -> Iterator[DeclarationChange]:
    """What is done on entering or leaving, state by state: how the lines are cut does not matter."""
    for state in old.states:
        twin = next((other for other in new.states if other.name == state.name), None)
        if twin is None:
            continue
        effects = [_done(kind, machine, each) for machine, each in ((old, state), (new, twin))]
        texts = [f"{kind} {state} / {', '.join(map(str, some))}" if some else "" for some in effects]
        if texts[0] != texts[1]:
            spans = [some[0].span if some else None for some in effects]
            yield DeclarationChange(kind, state.name, texts[0], texts[1], spans[0], spans[1])


def _done(kind: str, machine: Machine, state: Any) -> tuple[Any, ...]:
    return machine.entering(state) if kind == "enter" else machine.leaving(state)


# ---------------------------------------------------------------------------------------------------- as written


def _state(each: Any) -> str:
    return f"state {names.quoted(each.name)}{' initial' if each.initial else ''}{' final' if each.final else ''}"


def _event(each: Any) -> str:
    if each.base is None:
        return f"event {each}{_signed(each)}"
    return f"event {each} = {each.base} [{each.when}]"


def _signed(each: Any) -> str:
    return f" {signature(each.params)}" if each.params else ""


def _action(each: Any) -> str:
    riding = f" / {', '.join(map(str, each.effects))}" if each.effects else ""
    return f"action {names.quoted(each.name)}{_signed(each)}{riding}"


def _guard(each: Any) -> str:
    return f"guard {names.quoted(each.name)}{_signed(each)}"


def _type(each: Any) -> str:
    if isinstance(each, Enumeration):
        return f"type {names.quoted(each.name)} = {' | '.join(map(names.quoted, each.members))}"
    return f"type {names.quoted(each.name)}" + (f" {signature(each.fields)}" if each.fields else "")


def _typed(word: str) -> Callable[[Any], str]:
    return lambda each: f"{word} {names.quoted(each.name)}: {_kind(each.type)} = {each.default}"


def _kind(kind: Type) -> str:
    return f"{kind.item}*" if isinstance(kind, Many) else str(kind)


def _timer(states: Sequence[Any], each: Any, called: Mapping[str, str]) -> str:
    spans = []
    for run in _runs(states, each.within):
        words = [names.quoted(called.get(state.name, state.name)) for state in run]
        spans.append(f"{words[0]}..{words[-1]}" if len(words) > 2 else ", ".join(words))
    within = "" if len(each.within) == len(states) else f" within {', '.join(spans)}"
    return f"timer {names.quoted(each.name)} = {each.duration}{within}"


def _runs(states: Sequence[Any], among: Sequence[Any]) -> list[list[Any]]:
    """The states of a set that stand side by side."""
    runs: list[list[Any]] = [[]]
    for state in states:
        if state in among:
            runs[-1].append(state)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


class _Timer:
    """A timer with the states of its machine, so that `within` is written only where it says something."""

    def __init__(self, machine: Machine, timer: Any, called: Mapping[str, str]) -> None:
        self.name, self.span = timer.name, timer.span
        self.text = _timer(machine.states, timer, {})
        self.renamed = _timer(machine.states, timer, called)


_KINDS: tuple[tuple[str, Callable[[Machine], Sequence[Any]], Callable[[Any], str]], ...] = (
    ("const", lambda machine: machine.constants, lambda each: f"const {names.quoted(each.name)} = {each.value}"),
    ("type", lambda machine: [e for e in machine.enumerations if not e.in_place], _type),
    ("type", lambda machine: machine.host_types, _type),
    ("option", lambda machine: machine.options, _typed("option")),
    ("var", lambda machine: machine.variables, _typed("var")),
    ("event", lambda machine: machine.events, _event),
    ("action", lambda machine: machine.actions, _action),
    ("guard", lambda machine: machine.predicates, _guard),
    ("state", lambda machine: machine.states, _state),
)
