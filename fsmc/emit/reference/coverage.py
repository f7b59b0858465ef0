"""A machine's `Words` in, what the text behind it is covered by out: requirements, footnotes, documents.

A requirement (`MUST-11`) is carried by the lines and declarations that have it as a tag, and walked by the scenarios
that go over one of these lines; where only declarations have it, by those that go over one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from fsmc.emit.anchors import anchor
from fsmc.emit.reference.citations import cited
from fsmc.emit.reference.markdown import blocks, code, inline, lean_table, listed, text, web_link
from fsmc.emit.reference.pictures import scenario_name
from fsmc.emit.reference.places import Site, cells_of_lines, links, sites
from fsmc.emit.reference.walks import has_tests
from fsmc.emit.reference.words import Words
from fsmc.model import Disposition, Hook, Machine, Reference, Scenario, Tag, Transition
from fsmc.names import natural
from fsmc.walks import walked

HEAD = ("Requirement", "Meaning", "Carried by", "Walked by", "Tests of cells")
LEVELS = ("MUST", "SHOULD", "MAY")
NEVER_WALKED = "✗ **no scenario**"
FEW = 3
"""Ids of tests that a row gives before it only counts them."""


def requirements(words: Words) -> str:
    """How many requirements are walked by a scenario; for each level a table with a row a requirement."""
    used = {tag: carriers for tag, carriers in _tagged(words).items() if tag.level and carriers}
    ordered = sorted(used, key=lambda tag: (LEVELS.index(tag.level), natural(tag.name)))
    if not ordered:
        return ""
    tables = []
    for level in LEVELS:
        rows = [_row(words, tag, used[tag]) for tag in ordered if tag.level == level]
        tables += [f"**{level}**", lean_table(HEAD, rows)] if rows else []
    left = [tag for tag in ordered if not _walks(words.machine, used[tag])]
    return blocks(_summary(words, len(ordered), left), *tables)


def _summary(words: Words, count: int, left: list[Tag]) -> str:
    """`31 of 34 requirements are walked by a scenario; not walked: MUST-54.`  How ids of tests are read."""
    rest = f"; not walked: {listed(map(words.tag, left))}" if left else ""
    module = code(f"test_{words.machine.slug}.py")
    how = f"Tests of cells are the ids in {module} that begin with {code('test_a_cell[')} and the name given here."
    return f"{count - len(left)} of {count} requirements are walked by a scenario{rest}. {how}"


def _row(words: Words, tag: Tag, carriers: list[Site]) -> tuple[str, ...]:
    walks = listed(
        words.link(text(scenario.title), anchor("scenario", scenario_name(scenario)))
        for scenario in _walks(words.machine, carriers)
    )
    return (
        _tag_place(words, tag),
        _meaning(tag),
        links(carriers),
        walks or NEVER_WALKED,
        _tests(words.machine, carriers),
    )


def _walks(machine: Machine, carriers: Iterable[Site]) -> list[Scenario]:
    """The scenarios that go over something that carries the requirement."""
    every = {site.notes for site in carriers}
    lines = {notes for notes in every if isinstance(notes, (Transition, Disposition, Hook))}
    wanted = frozenset(lines or every)
    return [scenario for scenario in machine.scenarios if not wanted.isdisjoint(walked(machine, scenario))]


def _tests(machine: Machine, carriers: Iterable[Site]) -> str:
    """The cells whose tests try the lines that carry a requirement: the first few, and how many more there are."""
    lines = [site.notes for site in carriers if isinstance(site.notes, (Transition, Disposition))]
    cells = dict.fromkeys(cell for line in lines for cell in cells_of_lines(machine).get(line, ()))
    names = [code(cell.name) for cell in cells if has_tests(cell)]
    more = f"and {len(names) - FEW} more" if len(names) > FEW else ""
    return "<br>".join([*names[:FEW], more] if more else names)


def footnotes(words: Words) -> str:
    """A row a tag that is no requirement: what it means and the lines that carry it."""
    rows = (
        (_tag_place(words, tag), _meaning(tag), _drawn(tag), links(carriers))
        for tag, carriers in _tagged(words).items()
        if not tag.level
    )
    return lean_table(("Mark", "Meaning", "In pictures", "Carried by"), rows)


def _drawn(tag: Tag) -> str:
    return f"“{text(tag.title)}” beside these lines" if tag.mark else ""


@lru_cache(maxsize=4)
def _tagged(words: Words) -> dict[Tag, list[Site]]:
    """The tags, declared or used, with what carries them; tags of one name are one tag."""
    by_name = {tag.name: tag for tag in words.machine.declared_tags}
    found: dict[Tag, list[Site]] = {tag: [] for tag in words.machine.declared_tags}
    for site in sites(words):
        for tag in site.notes.tags:
            found.setdefault(by_name.setdefault(tag.name, tag), []).append(site)
    return found


def _tag_place(words: Words, tag: Tag) -> str:
    return words.placed(anchor("tag", tag.name), text(tag.name))


def _meaning(tag: Tag) -> str:
    return ": ".join(part for part in (text(tag.label), inline(tag.doc)) if part)


def references(words: Words) -> str:
    """A row a document: its address and the sections of it that the spec cites, as links."""
    rows = (
        (
            words.placed(anchor("reference", reference.name), web_link(text(reference.name), _whole(reference))),
            inline(reference.doc),
            listed(map(words.citation, cited(words.machine)[reference])),
        )
        for reference in words.machine.references
    )
    return lean_table(("Document", "Notes", "Sections cited"), rows)


def _whole(reference: Reference) -> str:
    """The address of a document without a section."""
    before = reference.url.partition("{}")[0]
    return before.partition("#")[0] if "{}" in reference.url else reference.url
