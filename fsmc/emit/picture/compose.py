"""What a picture of a machine shows and where, decided from the `Machine` before anything is written.

Every move that is shown has exactly one place in a picture:

- a line of up to `FEW` sources that moves the machine is drawn on the edge of each (source, target) pair; the lines of
  one pair share one edge and their labels are stacked;
- a line of up to `FEW` sources that stays (`-> stay`, or the same state named) is written inside the box of its state;
- a line of more sources (`any`, a group, a long list) is written once, in the shared box of its target, from which
  one edge goes to that target; all such lines that stay are in the shared box that has no edge.

Sources count as far as the picture is about them: around a single state, its own moves are its own edges.

What is done whenever a state is entered or left is written inside its box, above the lines that stay; not in the
picture of a view, which is about moves.  There, too, an action is told and an assignment or a timer is not, and
`[else]` only where the view shows what else there is; other pictures tell it wherever there is something else to show.

Refusals, ignored and deferred events are left to the reference: in a picture of moves they would be noise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fsmc.emit.picture.parts import Box, Edge, Entry, Frame, Picture, Row, Shared
from fsmc.emit.picture.selection import Move, Selection, all_moves, around, everything, picked
from fsmc.emit.picture.strokes import strokes
from fsmc.emit.picture.wording import Told, ways_out, worded
from fsmc.model import Group, Machine, Scenario, State, Stroke, Transition, View

FEW = 2
"""Up to so many sources a line is drawn at each of them; beyond, once in a shared box."""


def compose(machine: Machine) -> Picture:
    """The picture of a whole machine."""
    return _picture(machine, everything(machine), machine.title, Told(), complete=True, hooked=machine.states)


def view_picture(machine: Machine, view: View) -> Picture:
    """The picture of what a view picks."""
    return _picture(machine, picked(machine, view), view.title, Told(actions_only=True, to=view.to))


def neighbourhood(machine: Machine, state: State) -> Picture:
    """The picture of a state, with what leads to it and what leads from it."""
    selection = around(machine, state)
    return _picture(machine, selection, f"{state.name} and its neighbours", Told(), hooked=(state,), focus=state)


def _picture(
    machine: Machine,
    selection: Selection,
    title: str,
    told: Told,
    *,
    complete: bool = False,
    hooked: tuple[State, ...] = (),
    focus: State | None = None,
) -> Picture:
    sources = _sources(selection)
    drawn = strokes(machine)
    ways = ways_out(selection.moves if told.actions_only else all_moves(machine))
    rows = {move: worded(move, ways, told, _stroke(drawn, move)) for move in selection.moves}
    few = {move: row for move, row in rows.items() if len(sources[move[0]]) <= FEW}
    shared = _shared(machine, {line: rows[line, found[0]] for line, found in sources.items() if len(found) > FEW})
    edges = _edges(selection, few)
    states = selection.states if focus is None else _joined(selection, edges, focus)
    frames = () if focus else _frames(machine, states)
    return Picture(
        machine=machine,
        title=title,
        boxes=tuple(_box(machine, state, few, state in hooked, state is focus) for state in states),
        edges=edges,
        shared=shared,
        frames=frames,
        loose=_loose(states, frames),
        legend=() if focus else _legend(edges, drawn),
        start=machine.initial in states if focus is None else focus.initial,
        titled=focus is None,
        complete=complete,
    )


def _sources(selection: Selection) -> dict[Transition, list[State]]:
    """The sources of each line, as far as the picture is about them."""
    found: dict[Transition, list[State]] = {}
    for line, source in selection.moves:
        found.setdefault(line, []).append(source)
    return found


def _stroke(drawn: Mapping[Move, Scenario], move: Move) -> Stroke:
    scenario = drawn.get(move)
    return scenario.stroke if scenario else Stroke.PLAIN


def _box(machine: Machine, state: State, rows: Mapping[Move, Row], hooked: bool, focus: bool) -> Box:
    inside = tuple(row for (line, source), row in rows.items() if source is state is line.target_from(state))
    enters, leaves = (
        tuple(hook for hook in hooks if hooked and state in hook.states) for hooks in (machine.enters, machine.leaves)
    )
    return Box(state, inside, enters, leaves, focus)


def _edges(selection: Selection, rows: Mapping[Move, Row]) -> tuple[Edge, ...]:
    """One edge a pair of states, in order of the states."""
    pairs: dict[tuple[State, State], list[Row]] = {}
    for (line, source), row in rows.items():
        pairs.setdefault((source, line.target_from(source)), []).append(row)
    order = {state: place for place, state in enumerate(selection.states)}
    moving = (pair for pair in pairs if pair[0] is not pair[1])
    ordered = sorted(moving, key=lambda pair: (order[pair[0]], order[pair[1]]))
    return tuple(Edge(source, target, tuple(pairs[source, target])) for source, target in ordered)


def _shared(machine: Machine, rows: Mapping[Transition, Row]) -> tuple[Shared, ...]:
    """One shared box a target, in order of the states; what stays comes last."""
    held: dict[State | None, list[Row]] = {}
    for line, row in rows.items():
        held.setdefault(line.target, []).append(row)
    return tuple(Shared(target, tuple(held[target])) for target in (*machine.states, None) if target in held)


def _joined(selection: Selection, edges: Iterable[Edge], focus: State) -> tuple[State, ...]:
    """The states that an edge joins to the state in focus; others are named in a shared box only."""
    joined = {focus} | {state for edge in edges for state in (edge.source, edge.target)}
    return tuple(state for state in selection.states if state in joined)


def _legend(edges: Iterable[Edge], drawn: Mapping[Move, Scenario]) -> tuple[Entry, ...]:
    """What the strokes of the edges stand for: the scenarios that some edge shows, in order of the spec."""
    shown = {(row.line, edge.source) for edge in edges for row in edge.rows}
    scenarios = dict.fromkeys(scenario for move, scenario in drawn.items() if move in shown)
    return tuple(Entry(scenario.stroke, scenario.title) for scenario in scenarios)


# ------------------------------------------------------------------------------------------------------------ frames


def _frames(machine: Machine, states: tuple[State, ...]) -> tuple[Frame, ...]:
    """The groups with a `box`, as far as they hold states of the picture; those that have them in common nest.

    A single state of a larger group gets no frame.

    Boxes that cross are an error of the spec (FSM058); of two such the one declared first is drawn.
    """
    taken: dict[Group, frozenset[State]] = {}
    for group in machine.groups:
        held = frozenset(group.states).intersection(states)
        worth = len(held) > 1 or len(held) == len(group.states)
        if group.box and worth and all(nests(held, other) for other in taken.values()):
            taken[group] = held
    return _nested(sorted(taken, key=lambda group: -len(taken[group])), taken)


def nests(held: frozenset[State], other: frozenset[State]) -> bool:
    """Whether two sets of states have none in common, or one lies inside the other."""
    return held.isdisjoint(other) or held <= other or other <= held


def _nested(groups: list[Group], held: Mapping[Group, frozenset[State]]) -> tuple[Frame, ...]:
    """The outermost of nesting groups, given large before small, with the rest inside them."""
    frames: list[Frame] = []
    covered: set[State] = set()
    for place, group in enumerate(groups):
        if covered.isdisjoint(held[group]):
            covered |= held[group]
            inner = _nested([other for other in groups[place + 1 :] if held[other] <= held[group]], held)
            inside = {state for frame in inner for state in held[frame.group]}
            own = tuple(state for state in group.states if state in held[group] - inside)
            frames.append(Frame(group, inner, own))
    return tuple(frames)


def _loose(states: tuple[State, ...], frames: Iterable[Frame]) -> tuple[State, ...]:
    """The states in no frame."""
    framed = {state for frame in frames for state in frame.group.states}
    return tuple(state for state in states if state not in framed)
