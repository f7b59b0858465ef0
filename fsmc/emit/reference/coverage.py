"""A `Machine` in, what the text behind it is covered by out: requirements, footnotes, cited sections, documents."""

from __future__ import annotations

import re

from fsmc.emit.anchors import anchor
from fsmc.emit.reference import words
from fsmc.emit.reference.markdown import inline, lean_table, place, text, web_link
from fsmc.emit.reference.places import sites
from fsmc.model import Citation, Machine, Reference, Tag

_LEVELS = ("MUST", "SHOULD", "MAY")


def requirements(machine: Machine) -> str:
    """A row a requirement: its level and the lines that carry it."""
    used = {tag: places for tag, places in _tagged(machine).items() if tag.level}
    ordered = sorted(used, key=lambda tag: (_LEVELS.index(tag.level), _natural(tag.name)))
    rows = ((_tag_place(tag), tag.level, _meaning(tag), "<br>".join(used[tag])) for tag in ordered)
    return lean_table(("Requirement", "Level", "Meaning", "Carried by"), rows)


def footnotes(machine: Machine) -> str:
    """A row a tag that is no requirement: what it means and the lines that carry it."""
    used = _tagged(machine)
    rows = ((_tag_place(tag), _meaning(tag), "<br>".join(places)) for tag, places in used.items() if not tag.level)
    return lean_table(("Mark", "Meaning", "Carried by"), rows)


def _tagged(machine: Machine) -> dict[Tag, list[str]]:
    """The tags, declared or used, with the links to what carries them; tags of one name are one tag."""
    by_name = {tag.name: tag for tag in machine.declared_tags}
    found: dict[Tag, list[str]] = {tag: [] for tag in machine.declared_tags}
    for site in sites(machine):
        for tag in site.notes.tags:
            found.setdefault(by_name.setdefault(tag.name, tag), []).append(site.link)
    return found


def _tag_place(tag: Tag) -> str:
    return place(anchor("tag", tag.name)) + text(tag.name)


def _meaning(tag: Tag) -> str:
    return ": ".join(part for part in (text(tag.label), inline(tag.doc)) if part)


def _natural(name: str) -> list[tuple[int, str]]:
    """An order of names in which 9 comes before 11."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|\D+", name)]


def references(machine: Machine) -> str:
    """A row a document: its address and the sections of it that the spec cites, as links."""
    cited = _cited(machine)
    rows = (
        (
            place(anchor("reference", reference.name)) + web_link(text(reference.name), _whole(reference)),
            inline(reference.doc),
            ", ".join(words.citation(machine, cite) for cite in cited.get(reference, [])),
        )
        for reference in machine.references
    )
    return lean_table(("Document", "Notes", "Sections cited"), rows)


def _cited(machine: Machine) -> dict[Reference | None, list[Citation]]:
    """The citations by document, each section once, in natural order."""
    found: dict[Reference | None, dict[str, Citation]] = {}
    for notes in (machine, *(site.notes for site in sites(machine))):
        for cite in notes.cites:
            found.setdefault(cite.reference, {}).setdefault(cite.section, cite)
    return {document: [by[name] for name in sorted(by, key=_natural)] for document, by in found.items()}


def _whole(reference: Reference) -> str:
    """The address of a document without a section."""
    before = reference.url.partition("{}")[0]
    return before.partition("#")[0] if "{}" in reference.url else reference.url
