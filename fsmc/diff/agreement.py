"""Two machines in one vocabulary in, the pairs of states that go together and all in which they may not agree out.

The theory is that of bisimulation.  Two machines behave alike if there is a relation between their configurations that
holds at the start and that no input breaks: related machines answer every input in the same way, do the same, and are
related after it.  The relation tried here is the strongest there is: the states form one of the pairs that are found on
the way, beginning with the two initial states, and paired variables, timers and deferred events are equal.  So names of
states need not be guessed: who goes together shows itself.

For each pair of states and each input, every case of the old machine is held against every case of the new one that
may be the case at the same time (fsmc/logic; the same payload, options and answers of the host on both sides).  If
they agree by meaning, their targets go together, too.  If there is nothing left in which they may differ, the machines
are bisimilar: that is a proof.  What is left is a `Suspect`, no more: the case may be one that never comes about, and
what differs may never come to light.  fsmc/diff/search.py looks for a run that shows it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from fsmc.diff.doings import Case
from fsmc.diff.look import Look
from fsmc.diff.sameness import Difference, Sameness
from fsmc.diff.suspects import START, Agreement, Aspect, Pair, Suspect
from fsmc.diff.terms import Terms
from fsmc.diff.verdict import Grade


def agreement(terms: Terms) -> Agreement:
    """Try the proof.

    A pair is looked at again when more timers turn out to run there: what is known of a pair only becomes less.
    """
    found = Agreement(terms)
    start = (terms.old.machine.initial, terms.new.machine.initial)
    suspects: dict[Pair, list[Suspect]] = {}
    waiting = deque([start])
    found.pairs[start] = {}
    found.running[start] = frozenset()
    while waiting:
        pair = waiting.popleft()
        look = Look(found, pair)
        targets = look.targets()
        suspects[pair] = look.suspects
        lost = found.is_elsewhere(pair) and any(each.aspect is Aspect.ANSWER for each in look.suspects)
        found.lost |= {pair} if lost else set()
        found.pairs[pair] = {} if lost else targets
        for target in found.pairs[pair]:
            known = found.running.get(target)
            running = (known or frozenset()) | look.running_after(target)
            if known is None or running != known:
                found.running[target] = running
                found.pairs.setdefault(target, {})
                if target not in waiting:
                    waiting.append(target)
    begun = list(_beginnings(found, start))
    found.suspects = [*begun, *(each for pair in found.pairs for each in suspects[pair])]
    return found


def _beginnings(found: Agreement, start: Pair) -> Iterator[Suspect]:
    """The variables that may not begin with the same value."""
    terms = found.terms
    for new, old in terms.pairing.pairs["var"].items():
        told = Difference(Aspect.HIDDEN, f"{old.name} begins with another value", subject=old)
        values = ((terms.old.express(old.default),), (terms.new.express(new.default),))
        for each in Sameness(found, (), ()).compared(told, *values) if old in found.live else ():
            here, there = (Case(state, None, quiet=True) for state in start)
            yield Suspect(start, START, each.aspect, here, there, Grade.BREAKING, each.what, each.case, each.subject)
