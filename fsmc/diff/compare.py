"""Two machines in, their comparison out: the stages of `fsmc diff` on one page.

terms of both --proof--> who goes together, and suspects --search--> runs that show a difference
              --cells, declarations--> what is written otherwise
"""

from __future__ import annotations

from fsmc.diff.cells import cell_changes
from fsmc.diff.declarations import declaration_changes
from fsmc.diff.judge import STEPS_AT_MOST, judged, renamed_states, verdict
from fsmc.diff.module_names import names_verdict
from fsmc.diff.stored import stored_verdict
from fsmc.diff.verdict import Axis, Comparison, Renaming
from fsmc.model import Machine


def compare(old: Machine, new: Machine, steps: int = STEPS_AT_MOST) -> Comparison:
    """What changed from the old machine to the new one; both must be free of errors.

    The same machines give the same comparison.  A question that stays open after so many `steps` played is a verdict
    `unknown`, never a milder one.
    """
    found = judged(old, new)
    states = renamed_states(found)
    renamed = [Renaming("state", *pair) for pair in states]
    renamed += [Renaming(*each) for each in found.pairing.renamed()]
    actions = verdict(found, Axis.ACTIONS, steps)
    behaviour = verdict(found, Axis.BEHAVIOUR, steps)
    verdicts = (behaviour, names_verdict(old, new), stored_verdict(old, new, found), actions)
    return Comparison(
        old.name,
        new.name,
        tuple(renamed),
        cell_changes(found),
        declaration_changes(old, new, found.pairing, states),
        verdicts,
    )
