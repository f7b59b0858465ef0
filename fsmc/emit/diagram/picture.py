"""What a picture of a machine shows and where, decided from the `Machine` before any DOT is written.

Every transition line of the spec has exactly one place in a picture:

- a line of up to `FEW` sources that moves the machine is drawn on the edge of each (source, target) pair; the lines of
  one pair share one edge and their labels are stacked;
- a line of up to `FEW` sources that stays (`-> stay`, or the same state named) is written inside the box of its state;
- a line of more sources (`any`, a group, a long list) is written once, in the shared box of its target, from which
  one edge goes to that target; all such lines that stay are in the shared box that has no edge.

What is done whenever a state is entered or left is written inside its box, above the lines that stay.

Refusals, ignored and deferred events are left to the reference: in a picture of moves they would be noise.

Groups are frames around their states as far as they nest; `_clusters` says which are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fsmc.model import Group, Hook, Machine, State, Transition

FEW = 2
"""Up to so many sources a line is drawn at each of them; beyond, once in a shared box."""


@dataclass(frozen=True, slots=True)
class Box:
    """A state, the lines that stay in it, and what is done whenever it is entered or left."""

    state: State
    inside: tuple[Transition, ...]
    enters: tuple[Hook, ...] = ()
    leaves: tuple[Hook, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """The lines that lead from one state to another."""

    source: State
    target: State
    lines: tuple[Transition, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Lines of many sources: those that lead to `target`, or those that stay where they are (None)."""

    target: State | None
    lines: tuple[Transition, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group drawn as a frame: the groups inside it, and the states that are in none of those."""

    group: Group
    inner: tuple[Cluster, ...]
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn."""

    machine: Machine
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    shared: tuple[Shared, ...]
    clusters: tuple[Cluster, ...]
    loose: tuple[State, ...] = field(default=())


def compose(machine: Machine) -> Picture:
    """The picture of a whole machine."""
    few = tuple(line for line in machine.transitions if len(line.sources) <= FEW)
    many = tuple(line for line in machine.transitions if len(line.sources) > FEW)
    clusters = _clusters(machine)
    framed = {state for cluster in clusters for state in cluster.group.states}
    return Picture(
        machine=machine,
        boxes=tuple(_box(machine, state, few) for state in machine.states),
        edges=_edges(machine, few),
        shared=_shared(machine, many),
        clusters=clusters,
        loose=tuple(state for state in machine.states if state not in framed),
    )


def _box(machine: Machine, state: State, lines: tuple[Transition, ...]) -> Box:
    enters, leaves = (
        tuple(hook for hook in hooks if state in hook.states) for hooks in (machine.enters, machine.leaves)
    )
    return Box(state, _inside(state, lines), enters, leaves)


def _inside(state: State, lines: tuple[Transition, ...]) -> tuple[Transition, ...]:
    """The lines that start and end in `state`."""
    return tuple(line for line in lines if state in line.sources and line.target_from(state) is state)


def _edges(machine: Machine, lines: tuple[Transition, ...]) -> tuple[Edge, ...]:
    """One edge a pair of states, in order of the states."""
    pairs: dict[tuple[State, State], list[Transition]] = {}
    for line in lines:
        for source in line.sources:
            pairs.setdefault((source, line.target_from(source)), []).append(line)
    return tuple(
        Edge(source, target, tuple(pairs[source, target]))
        for source in machine.states
        for target in machine.states
        if source is not target and (source, target) in pairs
    )


def _shared(machine: Machine, lines: tuple[Transition, ...]) -> tuple[Shared, ...]:
    """One shared box a target, in order of the states; what stays comes last."""
    targets: tuple[State | None, ...] = (*machine.states, None)
    boxes = (Shared(target, tuple(line for line in lines if line.target is target)) for target in targets)
    return tuple(box for box in boxes if box.lines)


def _clusters(machine: Machine) -> tuple[Cluster, ...]:
    """The groups that nest, outermost first.

    Groups that a view names are meant for pictures and are taken first, then the others, both in order of declaration.
    A group is left out if it overlaps one taken before without nesting, if it has the states of one taken before, or if
    it frames nothing worth a frame: a single state, or all of them.
    """
    shown = {part for view in machine.views for part in view.parts}
    taken: list[Group] = []
    for group in sorted(machine.groups, key=lambda group: group not in shown):
        if 1 < len(group.states) < len(machine.states) and all(_nests(group, other) for other in taken):
            taken.append(group)
    return _frames(tuple(sorted(taken, key=lambda group: -len(group.states))))


def _nests(group: Group, other: Group) -> bool:
    """Whether two groups share no state, or one lies wholly and properly inside the other."""
    first, second = set(group.states), set(other.states)
    return first.isdisjoint(second) or first < second or second < first


def _frames(groups: tuple[Group, ...]) -> tuple[Cluster, ...]:
    """The outermost of nesting groups, given large before small, with the rest inside them."""
    clusters: list[Cluster] = []
    covered: set[State] = set()
    for group in groups:
        if covered.isdisjoint(group.states):
            covered.update(group.states)
            inner = _frames(tuple(other for other in groups if set(other.states) < set(group.states)))
            held = {state for cluster in inner for state in cluster.group.states}
            clusters.append(Cluster(group, inner, tuple(state for state in group.states if state not in held)))
    return tuple(clusters)
