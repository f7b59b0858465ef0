"""What either side does in, the same plain words for both out, so that they can be compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fsmc.interpreter import Outcome, Refused
from tests.random.hosts import plain, typed


class DifferenceError(AssertionError):
    """The two do not do the same; `steps` were taken before they differed."""

    steps = 0


def told(outcome: Outcome) -> tuple[Any, ...]:
    """An outcome of the interpreter, as `Module.outcome` tells one of the module."""
    if isinstance(outcome, Refused):
        return "refused", outcome.event, outcome.reason
    return (outcome.action, *map(typed, outcome.args))


def same(what: str, expected: Any, found: Any) -> None:
    """Both are equal, or it is a difference."""
    if expected != found:
        raise DifferenceError(f"{what}:\n  expected {expected}\n  found    {found}")


def attempt(act: Callable[[], Any]) -> tuple[Any, ...]:
    """What an act does, or the exception in which it ends."""
    try:
        return "does", act()
    except (DifferenceError, KeyboardInterrupt):
        raise
    except BaseException as error:
        return _exception(error)


def _exception(error: BaseException) -> tuple[Any, ...]:
    """An exception with what it says of the event; what EndlessRaise says is for people."""
    kind = type(error).__name__
    if kind in ("Rejected", "Impossible"):
        told: Any = error
        return (kind, *map(plain, (told.state, told.event, told.reason, told.section)))
    return (kind,) if kind in ("GuardError", "Stopped", "HandlerError", "EndlessRaise") else (kind, str(error))
