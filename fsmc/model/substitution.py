"""An expression or an effect and what stands for some of its terms in, the same with these put in out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from fsmc.model.effects import Assign, Do, Effect, Raise, Start
from fsmc.model.expressions import Arithmetic, Ask, Comparison, Expr, Field, Logic, Negative, Not, Pack, Payload


def with_children(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The expression with what `change` makes of each of its direct parts (`children`)."""
    match expr:
        case Field() | Not() | Negative():
            return replace(expr, operand=change(expr.operand))
        case Ask():
            return replace(expr, args=tuple(map(change, expr.args)))
        case Pack():
            return replace(expr, items=tuple(map(change, expr.items)))
        case Arithmetic():
            return replace(expr, left=change(expr.left), right=change(expr.right))
        case Comparison() | Logic():
            return replace(expr, operands=tuple(map(change, expr.operands)))
        case _:
            return expr


def put_in(expr: Expr, given: Mapping[Expr, Expr]) -> Expr:
    """The expression with each term that is `given` replaced."""
    return given[expr] if expr in given else with_children(expr, lambda part: put_in(part, given))


def arguments_of(effect: Do | Raise) -> dict[Expr, Expr]:
    """The arguments of an action, or of an event that is raised, by the parameters for which they stand."""
    params = effect.action.params if isinstance(effect, Do) else effect.event.params
    return {Payload(part.name, part.type): argument for part, argument in zip(params, effect.args, strict=True)}


def riding(done: Do) -> Iterator[Effect]:
    """What rides along with an action, with its arguments in place of its parameters."""
    given = arguments_of(done)
    for own in done.action.effects:
        condition = None if own.condition is None else put_in(own.condition, given)
        if isinstance(own, Assign):
            yield replace(own, condition=condition, value=put_in(own.value, given))
        elif isinstance(own, Start) and own.duration is not None:
            yield replace(own, condition=condition, duration=put_in(own.duration, given))
        else:
            yield replace(own, condition=condition)


def flat(effects: Iterable[Effect]) -> Iterator[Effect]:
    """The effects and, after each action, what rides along with it."""
    for effect in effects:
        yield effect
        if isinstance(effect, Do):
            yield from riding(effect)


def worked_out(effect: Effect) -> tuple[Expr, ...]:
    """What an effect works out when it is done; its condition sees the values from before the step."""
    match effect:
        case Do() | Raise():
            return effect.args
        case Assign():
            return (effect.result,)
        case Start():
            return (effect.length,)
        case _:
            return ()
