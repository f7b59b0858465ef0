"""How two machines take one step in, how grave the difference is out."""

from __future__ import annotations

from typing import NamedTuple

from fsmc.diff.verdict import Answer, Grade


class Taking(NamedTuple):
    """How a machine takes a step, and whether it leaves a trace: an action, another state, value or timer."""

    answer: Answer
    effect: bool = False

    @property
    def silent(self) -> bool:
        """Whether nothing comes of it, and nobody is told that anything is wrong."""
        return self.answer in (Answer.IGNORED, Answer.QUIET) or (self.answer is Answer.TAKEN and not self.effect)

    @property
    def welcome(self) -> bool:
        """Whether whoever sent the event hears of no fault."""
        return self.answer in _WELCOME


_WELCOME = (Answer.TAKEN, Answer.IGNORED, Answer.DEFERRED, Answer.QUIET)
_PROMISE = (Answer.REFUSED, Answer.UNDEFINED, Answer.IMPOSSIBLE, Answer.ENDLESS, Answer.NO_EVENT)
"""The ways to refuse, from the one that promises most: a refusal that the spec decides on is one to rely on."""


def graded(old: Taking, new: Taking) -> Grade:
    """What it means that the old machine takes a step in one way and the new one in another.

    See `Axis.BEHAVIOUR` for what the grades mean.  Where both take the step, or neither leaves a trace, they agree so
    far: where it leads is another question.
    """
    if old.silent and new.silent:
        return Grade.IDENTICAL if old.answer is new.answer else Grade.COMPATIBLE
    if old.welcome and new.welcome:
        return Grade.IDENTICAL if old.answer is new.answer else Grade.BREAKING
    if old.welcome:
        return Grade.NARROWS if old.silent else Grade.BREAKING
    if new.welcome:
        return Grade.EXTENDS
    if old.answer is new.answer:
        return Grade.IDENTICAL
    return Grade.NARROWS if _PROMISE.index(new.answer) > _PROMISE.index(old.answer) else Grade.COMPATIBLE
