"""What a rule is: a code, a readable name, a check, and the documentation that its file opens with.

A rule without a check documents what is found elsewhere, while a spec is read: names, types, form.

The documentation of a rule has four parts: a sentence that says what is found, a paragraph on why it matters, a spec
under `Example:` in which it is found, and the same spec under `Instead:` in which nothing is.  In the example the
lines with a finding end in a comment with the rule's code.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fsmc.analysis import NO_DEMANDS, Analysis, Demands
from fsmc.diagnostics import Diagnostic, Fix, Note, Severity
from fsmc.source import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: what is wrong, where, a way out, other places that belong to it, and a fix that is safe."""

    message: str
    span: Span
    help: str
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; `documentation` is the docstring of its file.

    `check` is None for what the front end finds; `undecided` says that its findings are open questions, not proofs.
    A rule that looks only where a project asks for it says in `asked` what its examples need.
    """

    code: str
    name: str
    check: Callable[[Analysis], Iterator[Finding]] | None
    documentation: str
    severity: Severity = Severity.ERROR
    undecided: bool = False
    asked: Demands = NO_DEMANDS

    def diagnose(self, analysis: Analysis) -> Iterator[Diagnostic]:
        """The findings of the rule in one machine."""
        for found in self.check(analysis) if self.check else ():
            yield Diagnostic(
                self.code,
                found.message,
                found.span,
                found.help,
                found.notes,
                self.severity,
                found.fix,
                self.undecided,
            )

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
