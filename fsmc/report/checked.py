"""A spec with what counts of its findings: what all formats tell, and what more than one of them asks about it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from fsmc.diagnostics import Diagnostic
from fsmc.lint import Rule, catalog
from fsmc.source import SourceFile, Span


@dataclass(frozen=True, slots=True)
class Checked:
    """A spec and its findings, in order."""

    source: SourceFile
    found: tuple[Diagnostic, ...]

    @property
    def path(self) -> str:
        """The path of the spec from the working directory, with `/`; the whole path where it is not below.

        Bytes of a file name that are no text are shown as such: a report is text.
        """
        path = Path(self.source.name)
        if path.is_absolute() and path.is_relative_to(Path.cwd()):
            path = path.relative_to(Path.cwd())
        return encodable(PurePath(path).as_posix())


def encodable(text: str) -> str:
    """The text with a replacement character for each byte that a file name has and that is not UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def path_from(root: str | None, one: Checked) -> str:
    """The path from the root of a checkout, which is not where fsmc runs if a project lies below it.

    Without a root, or outside of it, that from the working directory.
    """
    path = Path(one.source.name).resolve()
    base = Path(root or Path.cwd()).resolve()
    return encodable(path.relative_to(base).as_posix()) if path.is_relative_to(base) else one.path


def rule_name(code: str) -> str:
    """`unreachable-state`, for what is found in specs, documents and tables; the code itself where no rule has it."""
    found = catalog.rule(code) or _beyond_specs(code)
    return found.name if found else code


def _beyond_specs(code: str) -> Rule | None:
    from fsmc.report import pages

    return pages.rule(code)


def each(checked: Sequence[Checked]) -> Iterator[tuple[Checked, Diagnostic]]:
    """Every finding with its spec."""
    return ((one, found) for one in checked for found in one.found)


def written(span: Span) -> Span:
    """The span with every number at least 1: some formats know no place outside of the text."""
    line, column = max(span.line, 1), max(span.column, 1)
    end_line = max(span.end_line, line)
    return Span(line, column, end_line, max(span.end_column, column if end_line == line else 1))


def fingerprints(one: Checked) -> list[str]:
    """A hash for each finding that stays the same when lines move, so that a CI system knows it again.

    It is made of path, code, message and the words of the line; findings alike in all of that are numbered.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    hashes = []
    for found in one.found:
        key = (one.path, found.code, found.message, " ".join(one.source.line(found.span.line).split()))
        seen[key] += 1
        hashes.append(hashlib.sha256("\0".join((*key, str(seen[key]))).encode()).hexdigest()[:40])
    return hashes
