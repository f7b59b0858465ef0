"""A directive in a comment in, what is wrong with it out: it ignores nothing, or nothing that could be ignored."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from fsmc.analysis import NO_DEMANDS, Demands
from fsmc.diagnostics import Diagnostic, Edit, Fix, Severity
from fsmc.lint import (
    ignore_of_error,
    ignore_of_unknown_rule,
    ignore_without_rule,
    unreadable_directive,
    unused_ignore,
)
from fsmc.lint.catalog import rule
from fsmc.lint.rule import Rule, listed
from fsmc.project.ignores import Directive, Named
from fsmc.project.selectors import fault
from fsmc.source import Span

_FORM = "write `# fsmc: ignore[RULE] reason`"
_PLACE = f"{_FORM} on a line of its own above the statement"


def misuses(directive: Directive) -> Iterator[Diagnostic]:
    """What is wrong with a directive whatever is found in the spec."""
    if not directive.heard:
        message = "an ignore in documentation is not heard: what stands behind `##` goes to every output"
        yield _found(unreadable_directive.RULE, message, directive.span, _PLACE)
    elif directive.what != "ignore":
        yield _unreadable(directive)
    elif not directive.closed:
        yield _found(unreadable_directive.RULE, "the list of this ignore has no end", directive.span, _FORM)
    elif not directive.names:
        way_out = f"name the rules that are meant: {_FORM}"
        yield _found(ignore_without_rule.RULE, "this ignore names no rule", directive.span, way_out)
    else:
        yield from (each for named in directive.names for each in _of_name(named))


def _unreadable(directive: Directive) -> Diagnostic:
    said = f" {directive.what!r}" if directive.what else " nothing"
    near = bool(get_close_matches(directive.what, ["ignore"]))
    way_out = f"did you mean `ignore`? {_FORM}" if near else f"{_FORM}, or another word than `fsmc:`"
    return _found(
        unreadable_directive.RULE, f"a comment tells fsmc{said}, which means nothing", directive.span, way_out
    )


def _of_name(named: Named) -> Iterator[Diagnostic]:
    meant = rule(named.text)
    what, way_out = fault(meant.code if meant else named.text, leaves_out=True)
    if meant is None:
        several = not what.startswith("no rule")
        way_out = "name each of them: a rule that is yet to come should not be ignored" if several else way_out
        what = f"{named.text!r} is no rule, but the beginning of several codes" if several else what
        yield _found(ignore_of_unknown_rule.RULE, what, named.span, way_out)
    elif what:
        yield _found(ignore_of_error.RULE, what, named.span, way_out)


def unused(directive: Directive, used: frozenset[str], demands: Demands) -> Iterator[Diagnostic]:
    """What a directive names in vain: warnings that could have been found in its statement and were not."""
    idle = tuple(named for named in directive.readable if _could_be_idle(named.text, demands, used))
    if idle:
        names = listed(named.text for named in idle)
        message = (
            f"nothing to ignore here: no {names}" if directive.last else f"no statement follows to ignore {names} in"
        )
        span = directive.span if len(idle) == len(directive.readable) else idle[0].span
        way_out = "take the comment away" if span == directive.span else f"take {names} out of the list"
        yield _found(unused_ignore.RULE, message, span, way_out, Fix(way_out, (_without(directive, idle),)))


def _could_be_idle(name: str, demands: Demands, used: frozenset[str]) -> bool:
    """Whether the name is of a warning that is looked for and not among the codes that were found."""
    meant = rule(name)
    if meant is None or meant.severity is Severity.ERROR:
        return False
    return meant.code not in used and _is_asked(meant.asked, demands)


def _is_asked(needed: Demands, demands: Demands) -> bool:
    """Whether a project asks for what a rule needs to find anything."""
    asked = bool(needed.docs and demands.docs) or bool(needed.citations and demands.citations)
    return needed == NO_DEMANDS or asked or (needed.max_unlisted is not None and demands.max_unlisted is not None)


def _without(directive: Directive, idle: tuple[Named, ...]) -> Edit:
    """The directive without the names that ignore nothing; gone, if no other is left."""
    names = directive.readable
    kept = [named for named in names if named not in idle]
    if not kept:
        return Edit(directive.removal, "")
    return Edit(names[0].span.to(names[-1].span), ", ".join(named.text for named in kept))


def _found(found: Rule, message: str, span: Span, way_out: str, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(found.code, message, span, way_out, (), found.severity, fix)
