"""A `Machine` in, the sections that it cites out, each with its address, which a page has once, at its end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from fsmc.emit.reference.markdown import text, web_address
from fsmc.model import Citation, Machine, Notes, Reference
from fsmc.names import natural


def citation_label(machine: Machine, cite: Citation) -> str:
    """`§3.10.7.4` of the first document, `RFC5961 §4` of any other."""
    first = machine.references[0] if machine.references else None
    name = f"{cite.reference.name} " if cite.reference and cite.reference is not first else ""
    return text(f"{name}§{cite.section}")


@lru_cache(maxsize=4)
def definitions(machine: Machine) -> dict[str, tuple[str, str]]:
    """The labels with their addresses, each by the label as Markdown compares it: whatever its case.

    Of two labels that differ in case alone the first is defined.
    """
    found: dict[str, tuple[str, str]] = {}
    for cites in cited(machine).values():
        for cite in cites:
            label = citation_label(machine, cite)
            if web_address(cite.url):
                found.setdefault(label.casefold(), (label, cite.url))
    return found


def definition_lines(machine: Machine) -> str:
    """`[§3.10.7.4]: https://...`, a line each."""
    return "\n".join(f"[{label}]: {web_address(url)}" for label, url in definitions(machine).values())


@lru_cache(maxsize=4)
def cited(machine: Machine) -> dict[Reference | None, list[Citation]]:
    """The citations by document, in order of the documents, each section once and in natural order."""
    found: dict[Reference | None, dict[str, Citation]] = {document: {} for document in (*machine.references, None)}
    for notes in _all_notes(machine):
        for cite in notes.cites:
            found.setdefault(cite.reference, {}).setdefault(cite.section, cite)
    return {document: [by[name] for name in sorted(by, key=natural)] for document, by in found.items()}


def _all_notes(machine: Machine) -> Iterator[Notes]:
    """Everything that may cite."""
    yield machine
    yield from (*machine.lines, machine.unlisted, *machine.enters, *machine.leaves)
    yield from (*machine.states, *machine.groups, *machine.all_events, *machine.actions, *machine.predicates)
    yield from (*machine.timers, *machine.variables, *machine.options, *machine.constants)
    yield from (*machine.enumerations, *machine.host_types, *machine.scenarios, *machine.views)
