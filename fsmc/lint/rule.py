"""What a rule is: a code, a readable name, a check, and the documentation that its file opens with.

A rule without a check documents what is found elsewhere, while a spec is read: names, types, form.

The documentation of a rule has four parts: a sentence that says what is found, a paragraph on why it matters, a spec
under `Example:` in which it is found, and the same spec under `Instead:` in which nothing is.  In the example the
lines with a finding end in a comment with the rule's code: `# FSM047`, or `# FSM003: Lokced` where only those words of
the line are what the finding points to.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from fsmc.analysis import NO_DEMANDS, Analysis, Demands
from fsmc.diagnostics import Diagnostic, Fix, Note, Severity
from fsmc.source import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: what is wrong, where, a way out, other places that belong to it, and a fix that is safe.

    `undecided` says that this one is an open question, where others of the rule are proofs.
    """

    message: str
    span: Span
    help: str
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; `documentation` is the docstring of its file.

    `check` is None for what the front end finds; `undecided` says that its findings are open questions, not proofs.
    A rule that looks only where a project asks for it says in `asked` what its examples need; of a `fixable` one some
    findings have a fix.
    """

    code: str
    name: str
    check: Callable[[Analysis], Iterator[Finding]] | None
    documentation: str
    severity: Severity = Severity.ERROR
    undecided: bool = False
    asked: Demands = NO_DEMANDS
    fixable: bool = False

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
                self.undecided or found.undecided,
            )

    @property
    def summary(self) -> str:
        """What is found, in a sentence."""
        return inspect.cleandoc(self.documentation).split("\n\n")[0]

    @property
    def why(self) -> str:
        """Why it matters, in paragraphs."""
        return inspect.cleandoc(self.documentation).split("\nExample:\n")[0].partition("\n\n")[2].strip()

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


def listed(items: Iterable[object], most: int = 4) -> str:
    """`A, B and C`; of many only the first, and how many more there are."""
    texts = [str(item) for item in items]
    if len(texts) > most + 1:
        texts = [*texts[:most], f"{len(texts) - most} more"]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def and_more(count: int, noun: str) -> str:
    """` (and 4 more cells)`, or nothing."""
    return f" (and {count} more {noun}{'' if count == 1 else 's'})" if count else ""
