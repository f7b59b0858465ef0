"""A graph in; what can be reached in it, and which of its nodes reach each other, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

Node = TypeVar("Node")
Graph = Mapping[Node, tuple[Node, ...]]
"""For each node those to which it leads; every one of them is a node of the graph."""


def closure(graph: Graph[Node], start: Iterable[Node]) -> frozenset[Node]:
    """All nodes that a path from one of `start` reaches, `start` among them."""
    waiting = list(start)
    reached = set(waiting)
    while waiting:
        new = [target for target in graph[waiting.pop()] if target not in reached]
        reached.update(new)
        waiting += new
    return frozenset(reached)


def turned(graph: Graph[Node]) -> Graph[Node]:
    """The same nodes, each with those that lead to it."""
    back: dict[Node, list[Node]] = {node: [] for node in graph}
    for source, targets in graph.items():
        for target in targets:
            back[target].append(source)
    return {node: tuple(sources) for node, sources in back.items()}


def components(graph: Graph[Node]) -> tuple[tuple[Node, ...], ...]:
    """The largest sets of nodes that all reach each other; sets and nodes in order of the graph.

    By the way of Kosaraju and Sharir: nodes in the order in which a walk is done with them, last ones first; what
    leads to the first, leads to each other.
    """
    back = turned(graph)
    root: dict[Node, Node] = {}
    for first in reversed(list(_as_done(graph))):
        waiting = [first] if first not in root else []
        while waiting:
            node = waiting.pop()
            if node not in root:
                root[node] = first
                waiting += [source for source in back[node] if source not in root]
    found: dict[Node, list[Node]] = {}
    for node in graph:
        found.setdefault(root[node], []).append(node)
    return tuple(map(tuple, found.values()))


def _as_done(graph: Graph[Node]) -> Iterator[Node]:
    """The nodes in the order in which a walk in depth has looked at all that follows them."""
    seen: set[Node] = set()
    for start in graph:
        path = [(start, iter(graph[start]))] if start not in seen else []
        seen.add(start)
        while path:
            following = next((target for target in path[-1][1] if target not in seen), None)
            if following is None:
                yield path.pop()[0]
            else:
                seen.add(following)
                path.append((following, iter(graph[following])))
