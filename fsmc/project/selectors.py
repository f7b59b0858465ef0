"""The code, the name or the beginning of a code in; the rules that it means out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from fsmc.diagnostics import Severity
from fsmc.lint.catalog import RULES
from fsmc.lint.rule import Rule

_PREFIX = re.compile(r"FSM\d{0,3}")


def rules(selector: str) -> tuple[Rule, ...]:
    """What `FSM080`, `unreachable-state` or `FSM08` mean; nothing for what no rule is called."""
    if _PREFIX.fullmatch(selector):
        return tuple(rule for rule in RULES if rule.code.startswith(selector))
    return tuple(rule for rule in RULES if rule.name == selector)


def warnings(selector: str) -> tuple[Rule, ...]:
    """Those of the rules that can be left out: errors cannot."""
    return tuple(rule for rule in rules(selector) if rule.severity is Severity.WARNING)


def codes(selectors: Iterable[str]) -> frozenset[str]:
    """The codes of all warnings that the selectors mean."""
    return frozenset(rule.code for selector in selectors for rule in warnings(selector))


def fault(selector: str, *, leaves_out: bool) -> tuple[str, str]:
    """What is wrong with a selector, and the way out; two empty texts if nothing is.

    `leaves_out` is for those that ignore: an error must be mended.
    """
    meant = rules(selector)
    if not meant:
        return f"no rule {selector!r}", _proposed(selector)
    if leaves_out and not warnings(selector):
        what = f"{meant[0].code} ({meant[0].name})" if len(meant) == 1 else f"all of {selector}"
        return f"{what} cannot be ignored: {'it is an error' if len(meant) == 1 else 'they are errors'}", _ERRORS
    return "", ""


_ERRORS = "mend what it finds; only warnings can be ignored"


def _proposed(selector: str) -> str:
    known = [name for rule in RULES for name in (rule.code, rule.name)]
    near = get_close_matches(selector.upper(), known, n=1) or get_close_matches(selector.lower(), known, n=1)
    return f"did you mean {near[0]}?" if near else "`fsmc explain --list` prints all codes and names"
