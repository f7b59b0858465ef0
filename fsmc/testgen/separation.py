"""An automaton in; words that tell its states apart by their answers out: the sets W and W_i of the Wp-method."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Union

from fsmc.testgen.automaton import Automaton, Reply, Word
from fsmc.testgen.graph import Tell

Pair = tuple[int, int]
First = dict[Pair, tuple[int, Union[Pair, None]]]
"""For pairs that can be told apart the first input of a shortest word that does it, and the pair after it."""
Parted = dict[Word, tuple[frozenset[int], ...]]
"""Words, and for each state the others that answer differently."""


@dataclass(frozen=True, eq=False)
class Separation:
    """`words` tell every two states apart that can be; `own` has for each state those that tell it from all others."""

    words: tuple[Word, ...]
    own: tuple[tuple[Word, ...], ...]
    alike: tuple[Pair, ...]
    """The pairs of states that nothing which may be sent tells apart: only what never comes makes them two."""


def separation(automaton: Automaton, tell: Tell) -> Separation:
    """The characterization set W and the identification sets W_i."""
    first = _first_inputs(automaton, tell)
    pairs = list(combinations(range(automaton.size), 2))
    chosen = _characterizing(automaton, first)
    others: list[set[int]] = [set() for _ in range(automaton.size)]
    for one, other in first:
        others[one].add(other)
        others[other].add(one)
    own = tuple(tuple(_identifying(chosen, others[state], state)) for state in range(automaton.size))
    return Separation(tuple(chosen), own, tuple(pair for pair in pairs if pair not in first))


def _first_inputs(automaton: Automaton, tell: Tell) -> First:
    """What is known of the pairs, the shortest words first."""
    left = set(combinations(range(automaton.size), 2))
    known: First = {}
    found = {pair: (number, None) for pair in left if (number := _parting(automaton, pair)) is not None}
    while found:
        known.update(found)
        left -= found.keys()
        tell(f"{len(known)} pairs of states told apart, {len(left)} to go")
        found = {pair: step for pair in left if (step := _leading(automaton, pair, known))}  # type: ignore[misc]
    return known


def _parting(automaton: Automaton, pair: Pair) -> int | None:
    """An input to which the two answer differently."""
    one, other = automaton.replies[pair[0]], automaton.replies[pair[1]]
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b and None not in (a, b)), None)


def _leading(automaton: Automaton, pair: Pair, known: First) -> tuple[int, Pair] | None:
    """An input after which the two are known to be told apart."""
    rows = zip(automaton.targets[pair[0]], automaton.targets[pair[1]], strict=True)
    for number, (one, other) in enumerate(rows):
        if one is not None and other is not None and (after := (min(one, other), max(one, other))) in known:
            return number, after
    return None


def _word(first: First, pair: Pair | None) -> Word:
    found: list[int] = []
    while pair is not None:
        number, pair = first[pair]
        found.append(number)
    return tuple(found)


def _characterizing(automaton: Automaton, first: First) -> Parted:
    """W, and what each of its words tells apart: long words first, since they tell apart much on their way."""
    words = {pair: _word(first, pair) for pair in first}
    chosen: Parted = {}
    for one, other in sorted(words, key=lambda pair: (-len(words[pair]), pair)):
        if not any(other in parted[one] for parted in chosen.values()):
            word = words[one, other]
            chosen[word] = _parted(automaton, word)
    return {word: chosen[word] for word in chosen if not any(_begins(word, other) for other in chosen)}


def _parted(automaton: Automaton, word: Word) -> tuple[frozenset[int], ...]:
    """For each state those whose answers part from its own while the word is defined in both."""
    answers = [automaton.answer(state, word) for state in range(automaton.size)]
    alike: defaultdict[tuple[Reply, ...], list[int]] = defaultdict(list)
    for state, answer in enumerate(answers):
        alike[answer].append(state)
    apart = {
        one: frozenset(chain.from_iterable(states for other, states in alike.items() if _differ(one, other)))
        for one in alike
    }
    return tuple(apart[answer] for answer in answers)


def _differ(one: tuple[Reply, ...], other: tuple[Reply, ...]) -> bool:
    return any(a != b for a, b in zip(one, other, strict=False))


def _begins(word: Word, other: Word) -> bool:
    return len(word) < len(other) and other[: len(word)] == word


def _identifying(chosen: Parted, others: set[int], state: int) -> Iterator[Word]:
    """W_i: of W as few words as tell this state from all others (greedily, so not always the fewest)."""
    by_word = {word: parted[state] & others for word, parted in chosen.items()}
    while others:
        word = max(by_word, key=lambda word: (len(by_word[word] & others), -len(word)))
        others = others - by_word[word]
        yield word
