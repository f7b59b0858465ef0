"""What a rule is: a code, a readable name, a check, and the documentation that its file opens with.

The documentation of a rule has four parts: a sentence that says what is found, a paragraph on why it matters, a spec
under `Example:` in which it is found, and the same spec under `Instead:` in which nothing is.  In the example the
lines with a finding end in a comment with the rule's code.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fsmc.analysis import Analysis
from fsmc.diagnostics import Diagnostic, Note, Severity
from fsmc.source import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: what is wrong, where, a way out, and other places that belong to it."""

    message: str
    span: Span
    help: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; `documentation` is the docstring of its file."""

    code: str
    name: str
    check: Callable[[Analysis], Iterator[Finding]]
    documentation: str
    severity: Severity = Severity.ERROR

    def diagnose(self, analysis: Analysis) -> Iterator[Diagnostic]:
        """The findings of the rule in one machine."""
        for found in self.check(analysis):
            yield Diagnostic(self.code, found.message, found.span, found.help, found.notes, self.severity)

    @property
    def summary(self) -> str:
        """What is found, in a sentence."""
        return inspect.cleandoc(self.documentation).split("\n\n")[0]

    @property
    def example(self) -> str:
        """A spec with the fault."""
        return self._part("Example:", "Instead:")

    @property
    def instead(self) -> str:
        """The spec without the fault."""
        return self._part("Instead:", "")

    def _part(self, heading: str, end: str) -> str:
        text = inspect.cleandoc(self.documentation).split(f"\n{heading}\n")[1]
        return inspect.cleandoc(text.split(f"\n{end}\n")[0] if end else text).strip() + "\n"


def and_more(count: int, noun: str) -> str:
    """` (and 4 more cells)`, or nothing."""
    return f" (and {count} more {noun}{'' if count == 1 else 's'})" if count else ""
