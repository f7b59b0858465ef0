"""Who decides each cell in; which states can be reached, and which cannot be left, out."""

from __future__ import annotations

from fsmc.analysis.cells import Decisions
from fsmc.model import State, Transition

Moves = dict[State, tuple[State, ...]]


def moves(decisions: Decisions) -> Moves:
    """For each state the states that lines lead to, itself among them if a line stays."""
    found: dict[State, dict[State, None]] = {state: {} for state in decisions.machine.states}
    for (state, _), lines in decisions.deciding.items():
        for line in lines:
            if isinstance(line, Transition):
                found[state][line.target_from(state)] = None
    return {state: tuple(targets) for state, targets in found.items()}


def closure(graph: Moves, start: tuple[State, ...]) -> frozenset[State]:
    """All states that a path from one of `start` reaches."""
    reached, waiting = set(start), list(start)
    while waiting:
        new = [target for target in graph[waiting.pop()] if target not in reached]
        reached.update(new)
        waiting += new
    return frozenset(reached)


def reachable(decisions: Decisions) -> frozenset[State]:
    """The states that some path from the initial one reaches."""
    return closure(moves(decisions), (decisions.machine.initial,))


def dead_ends(decisions: Decisions) -> tuple[State, ...]:
    """The reachable states that no line leaves and that are not final."""
    graph, reached = moves(decisions), reachable(decisions)
    return tuple(s for s in decisions.machine.states if s in reached and not s.final and not set(graph[s]) - {s})


def hopeless(decisions: Decisions) -> tuple[State, ...]:
    """The reachable states, dead ends aside, from which no final state can be reached; none if no state is final."""
    machine, graph = decisions.machine, moves(decisions)
    back: dict[State, list[State]] = {state: [] for state in machine.states}
    for source, targets in graph.items():
        for target in targets:
            back[target].append(source)
    final = tuple(state for state in machine.states if state.final)
    saved = closure({state: tuple(sources) for state, sources in back.items()}, final)
    lost = reachable(decisions) - saved - set(dead_ends(decisions))
    return tuple(state for state in machine.states if state in lost) if final else ()
