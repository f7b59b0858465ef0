"""An automaton and what tells its states apart in; the words of the Wp-method, and how many they are, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fsmc.testgen.automaton import Automaton, Word
from fsmc.testgen.separation import Separation


@dataclass(frozen=True, eq=False)
class Words:
    """Words, each from a state; of `extra` more states in an implementation each costs one more input."""

    automaton: Automaton
    apart: Separation
    extra: int

    def __iter__(self) -> Iterator[tuple[int, Word]]:
        """Those that more states do not make longer come first.  Some begin others, some come twice."""
        for more in range(self.extra + 1):
            for state in range(self.automaton.size):
                yield from self._from(state, more, (self.apart.words,) * self.automaton.size)
            for state in range(self.automaton.size):
                yield from self._from(state, more + 1, self.apart.own)

    def _from(self, state: int, steps: int, then: Sequence[tuple[Word, ...]]) -> Iterator[tuple[int, Word]]:
        """All words of so many steps, each with the words that tell where it leads."""
        for word, target in self.automaton.walks(state, steps):
            for own in (then[target] if target is not None else ()) or ((),):
                yield state, (*word, *self._defined(target, own))

    def _defined(self, start: int | None, word: Word) -> Word:
        """A word as far as it is defined."""
        return word[: len(self.automaton.answer(start, word))] if start is not None else ()

    @property
    def count(self) -> int:
        """How many words there are, those among them that begin others or come twice."""
        every = [len(self.apart.words) or 1] * self.automaton.size
        own = [len(words) or 1 for words in self.apart.own]
        total = 0
        for _ in range(self.extra + 1):
            total += sum(every)
            every, own = self._one_step_before(every), self._one_step_before(own)
            total += sum(own)
        return total

    def _one_step_before(self, numbers: Sequence[int]) -> list[int]:
        """Of each state the words of one more step; where a step leads to what is not known, it is the only one."""
        return [
            sum(1 if target is None else numbers[target] for leg, target in self.automaton.steps(state) if leg)
            for state in range(self.automaton.size)
        ]


def longest(words: Iterable[Word]) -> list[Word]:
    """The words that begin no other, each once, in their order."""
    each_once = dict.fromkeys(words)
    in_order = sorted(each_once)
    begun = {one for one, other in pairwise(in_order) if other[: len(one)] == one}
    return [word for word in each_once if word not in begun]
