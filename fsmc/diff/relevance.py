"""A suspect and an axis in, whether it may lead to a difference on that axis out."""

from __future__ import annotations

from fsmc.diff.live import visible_conditions
from fsmc.diff.suspects import Agreement, Aspect, Suspect
from fsmc.diff.verdict import Axis
from fsmc.model import Disposition, Kind, Machine, Running, Timer, Transition, Variable, walk


def matters(look: Agreement, each: Suspect, axis: Axis) -> bool:
    """Whether a suspect may lead to a difference on an axis."""
    if each.aspect is Aspect.WORDS:
        return False
    if axis is Axis.BEHAVIOUR:
        return each.aspect is not Aspect.ACTIONS
    after = (each.old.target, each.new.target)
    if each.aspect is Aspect.ANSWER or each.pair in look.lost or (each.aspect is Aspect.HIDDEN and after in look.lost):
        return False
    return each.aspect is Aspect.ACTIONS or _may_change_actions(look, each)


def _may_change_actions(look: Agreement, each: Suspect) -> bool:
    """Whether what is hidden can come to light in an action rather than in the way a step is taken.

    Where a timer runs for two times, the first expiry ends the comparison, if it leaves a trace.  Where it runs on one
    side only, that shows earlier if somebody asks whether it runs.
    """
    sides = (look.terms.old, look.terms.new)
    if isinstance(each.subject, Timer):
        timer = each.subject
        pairs = [(side, own) for side in sides for own in side.machine.timers if side.entity(own) is timer]
        asked = not each.in_time and any(_is_asked(side.machine, own) for side, own in pairs)
        return asked or any(_expires_silently(side.machine, own) for side, own in pairs)
    if isinstance(each.subject, Variable):
        return each.subject in look.read_visibly
    return True


def _is_asked(machine: Machine, timer: Timer) -> bool:
    return any(
        isinstance(part, Running) and part.timer is timer for expr in visible_conditions(machine) for part in walk(expr)
    )


def _expires_silently(machine: Machine, timer: Timer) -> bool:
    for (state, event), cell in machine.cells.items():
        if event.expires is timer:
            for branch in cell.branches:
                if isinstance(branch.line, Disposition) and branch.line.kind is Kind.IGNORE:
                    return True
                stays = isinstance(branch.line, Transition) and branch.line.target_from(state) is state
                if stays and isinstance(branch.line, Transition) and not machine.effects(branch.line, state):
                    return True
    return False
