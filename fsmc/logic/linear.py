"""Linear inequalities over integers and rationals in, a solution or the proof that there is none out.

Fourier-Motzkin elimination: a variable goes by adding every upper bound to every lower bound of it.  Rational
variables go first, where elimination is exact; of the integer ones it leaves ranges that any solution must lie in,
and these are searched.  A bound over integers alone is tightened to the next integer, which settles most systems
before the search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from fsmc.model import Basic, Expr


class UndecidedError(Exception):
    """The system is too large, or its ranges are, for an answer within the limit."""


_MOST_TRIALS = 400


@dataclass
class Budget:
    """How much work a question may still cost; a unit is a step of a few microseconds.

    `effort` is what it has cost, more exactly: whoever asks a thousand questions adds that up.
    """

    left: int
    effort: int = 0

    def spend(self, units: int = 1, effort: int = 0) -> None:
        """Do that much work, or raise UndecidedError if it is too much."""
        self.left -= units
        self.effort += units + effort
        if self.left < 0:
            raise UndecidedError


@dataclass(frozen=True)
class Bound:
    """The sum of `terms` is at most `limit`, or less than it if `strict`."""

    terms: tuple[tuple[Expr, Fraction], ...]
    limit: Fraction
    strict: bool = False

    @property
    def whole(self) -> bool:
        """Whether every variable is an integer."""
        return all(is_integer(term) for term, _ in self.terms)

    def denied(self) -> Bound:
        """The bound that holds exactly where this one does not."""
        terms = tuple((term, -factor) for term, factor in self.terms)
        return tightened(Bound(terms, -self.limit, not self.strict))

    def factor(self, variable: Expr) -> Fraction:
        """What the variable is multiplied by."""
        return next((factor for term, factor in self.terms if term == variable), Fraction(0))


def is_integer(term: Expr) -> bool:
    """Whether the term stands for an integer rather than a number of seconds."""
    return term.type is not Basic.DURATION


def bound(factors: Mapping[Expr, Fraction], limit: Fraction, strict: bool) -> Bound:
    """The bound on a sum given as a mapping, in one canonical form."""
    terms = sorted(((term, factor) for term, factor in factors.items() if factor), key=lambda pair: str(pair[0]))
    return tightened(Bound(tuple(terms), limit, strict))


def tightened(given: Bound) -> Bound:
    """The same bound with coprime integer factors and an integer limit where all is whole, else with factor 1 first."""
    if not given.terms:
        return given
    factors = [factor for _, factor in given.terms]
    if not given.whole:
        return _scaled(given, 1 / abs(factors[0]))
    divisor = gcd(*(int(factor * lcm(*(f.denominator for f in factors))) for factor in factors))
    scaled = _scaled(given, Fraction(lcm(*(f.denominator for f in factors)), divisor))
    limit = ceil(scaled.limit) - 1 if given.strict else floor(scaled.limit)
    return Bound(scaled.terms, Fraction(limit))


def _scaled(given: Bound, by: Fraction) -> Bound:
    return Bound(tuple((term, factor * by) for term, factor in given.terms), given.limit * by, given.strict)


def solve(bounds: list[Bound], budget: Budget) -> dict[Expr, Fraction] | None:
    """Values that keep every bound, or None if there are none; UndecidedError beyond the limit."""
    remaining = tightest(bounds)
    variables = list(dict.fromkeys(term for each in remaining for term, _ in each.terms))
    eliminated: list[tuple[Expr, list[Bound]]] = []
    while variables:
        budget.spend(len(variables) + len(remaining))
        variable = min(variables, key=lambda v: _cost(v, remaining))
        variables.remove(variable)
        eliminated.append((variable, [each for each in remaining if each.factor(variable)]))
        remaining = _without(variable, remaining, budget)
    if not all(_holds(each) for each in remaining):
        return None
    return _search(eliminated[::-1], {}, iter(range(_MOST_TRIALS)))


def tightest(bounds: list[Bound]) -> list[Bound]:
    """Of the bounds on each sum the one that says most."""
    found: dict[tuple[tuple[Expr, Fraction], ...], Bound] = {}
    for each in bounds:
        other = found.setdefault(each.terms, each)
        if (each.limit, not each.strict) < (other.limit, not other.strict):
            found[each.terms] = each
    return list(found.values())


def _cost(variable: Expr, bounds: list[Bound]) -> tuple[bool, int]:
    """Rational variables before integers, then those that leave the fewest bounds behind."""
    above = sum(each.factor(variable) > 0 for each in bounds)
    below = sum(each.factor(variable) < 0 for each in bounds)
    return is_integer(variable), above * below - above - below


def _without(variable: Expr, bounds: list[Bound], budget: Budget) -> list[Bound]:
    """What the bounds say of the other variables."""
    above = [each for each in bounds if each.factor(variable) > 0]
    below = [each for each in bounds if each.factor(variable) < 0]
    budget.spend(len(above) * len(below), 60 * len(above) * len(below))
    sums = [_added(upper, lower, variable) for upper in above for lower in below]
    return tightest([each for each in bounds if not each.factor(variable)] + sums)


def _added(upper: Bound, lower: Bound, variable: Expr) -> Bound:
    """The sum of two bounds, scaled so that the variable cancels out."""
    times_upper, times_lower = -lower.factor(variable), upper.factor(variable)
    factors: dict[Expr, Fraction] = {}
    for each, times in ((upper, times_upper), (lower, times_lower)):
        for term, factor in each.terms:
            factors[term] = factors.get(term, Fraction(0)) + factor * times
    limit = upper.limit * times_upper + lower.limit * times_lower
    return bound(factors, limit, upper.strict or lower.strict)


def _holds(given: Bound) -> bool:
    """Whether a bound without variables is true."""
    return given.limit > 0 if given.strict else given.limit >= 0


def _search(
    order: list[tuple[Expr, list[Bound]]], values: dict[Expr, Fraction], trials: Iterator[int]
) -> dict[Expr, Fraction] | None:
    """Values for the variables in `order`, each chosen in the range that the earlier ones leave."""
    if not order:
        return values
    (variable, bounds), *rest = order
    for candidate in _candidates(variable, _range(variable, bounds, values)):
        if next(trials, None) is None:
            raise UndecidedError
        found = _search(rest, {**values, variable: candidate}, trials)
        if found is not None:
            return found
    return None


@dataclass
class _Range:
    low: Fraction | None = None
    high: Fraction | None = None
    above_low: bool = False
    below_high: bool = False

    def __contains__(self, value: Fraction) -> bool:
        low_ok = self.low is None or value > self.low or (value == self.low and not self.above_low)
        return low_ok and (self.high is None or value < self.high or (value == self.high and not self.below_high))


def _range(variable: Expr, bounds: list[Bound], values: Mapping[Expr, Fraction]) -> _Range:
    """Where the variable may lie, given the values of all others in its bounds."""
    found = _Range()
    for each in bounds:
        rest = sum((factor * values[term] for term, factor in each.terms if term != variable), Fraction(0))
        factor = each.factor(variable)
        limit = (each.limit - rest) / factor
        if factor > 0 and (found.high is None or (limit, not each.strict) < (found.high, not found.below_high)):
            found.high, found.below_high = limit, each.strict
        if factor < 0 and (found.low is None or (limit, each.strict) > (found.low, found.above_low)):
            found.low, found.above_low = limit, each.strict
    return found


def _candidates(variable: Expr, allowed: _Range) -> Iterator[Fraction]:
    """Every integer of the range, those near zero first; of a rational range one simple number, as any will do."""
    start = 0 if allowed.low is None else max(0, floor(allowed.low))
    if allowed.high is not None:
        start = min(start, ceil(allowed.high))
    if is_integer(variable):
        yield from _integers(start, allowed)
        return
    choices = [Fraction(start + step) for step in (0, 1, -1)]
    choices += [choice for choice in (allowed.low, allowed.high) if choice is not None]
    if allowed.low is not None and allowed.high is not None:
        choices.append((allowed.low + allowed.high) / 2)
    yield from [choice for choice in choices if choice in allowed][:1]


def _integers(start: int, allowed: _Range) -> Iterator[Fraction]:
    """The integers of the range, alternating away from `start`."""
    step = 0
    while True:
        ends = {Fraction(start + step), Fraction(start - step)}
        yield from sorted((end for end in ends if end in allowed), reverse=True)
        step += 1
        too_high = allowed.high is not None and start + step > allowed.high
        too_low = allowed.low is not None and start - step < allowed.low
        if too_high and too_low:
            return
