"""`fsmc explain`: codes or names of findings in, what they mean and what to do out."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from fsmc.cli import offers
from fsmc.cli.terminal import FINE, UNUSABLE, say
from fsmc.diagnostics import printable

if TYPE_CHECKING:
    from fsmc.lint import Rule

_WIDEST = 100
_BOLD, _DIM = ("title", "heading"), ("code",)


@click.command()
@click.argument("names", metavar="[RULE]...", nargs=-1, shell_complete=offers.rules)
@click.option("--all", "all_", is_flag=True, help="Explain every rule.")
@click.option("--list", "list_", is_flag=True, help="Print a line for each rule: code, name, what it finds.")
@click.option("--format", "format_", type=click.Choice(("text", "markdown", "json")), default="text", show_default=True)
def explain(names: tuple[str, ...], all_: bool, list_: bool, format_: str) -> int:
    """Explain findings: what a rule finds, why it matters, an example, and what to write instead.

    RULE is a code, a name or the beginning of codes (FSM08); `fsmc check` prints the code of each finding.

    \b
    Examples:
      fsmc explain FSM012                      the page of a rule
      fsmc explain unreachable-state FSM047    the pages of two
      fsmc explain --list                      all rules, a line each
      fsmc explain --list --format json        the same for programs
      fsmc explain --all --format markdown     the whole documentation

    Exit status: 0 explained, 2 usage, or a rule that there is not.
    """
    from fsmc.report import pages

    if bool(names) + (all_ or list_) != 1:
        raise click.UsageError("name rules to explain, or say --list or --all.")
    meant = {name: _meant(name, pages.RULES) for name in names} or {"": pages.RULES}
    unknown = [name for name, rules in meant.items() if not rules]
    for name in unknown:
        _complain(name, pages.RULES)
    if unknown:
        return UNUSABLE
    known = list(dict.fromkeys(rule for rules in meant.values() for rule in rules))
    if format_ == "json":
        say(json.dumps(pages.data(known), indent=2, ensure_ascii=False))
    elif list_:
        _print_list(known, as_table=format_ == "markdown")
    elif format_ == "markdown":
        click.echo(pages.book() if all_ else "\n".join(map(pages.section, known)), nl=False)
    else:
        _print_pages(known)
    return FINE


def _spelled(name: str) -> str:
    """A code as it is written: `12` is FSM012, `fsm012` too; names may have underscores."""
    number = re.fullmatch(r"0*(\d{1,3})", name.strip())
    return f"FSM{int(number[1]):03}" if number else name.strip().replace("_", "-")


def _meant(name: str, rules: Sequence[Rule]) -> Sequence[Rule]:
    """What a code, a name or the beginning of codes means, as `--select` takes it; nothing if no rule is called so."""
    wanted = _spelled(name).casefold()
    is_code = re.fullmatch(r"fsm\d{1,3}", wanted) is not None
    return [each for each in rules if wanted == each.name or (is_code and each.code.casefold().startswith(wanted))]


def _complain(name: str, rules: Sequence[Rule]) -> None:
    """Say that there is no such rule, and which one is nearest."""
    known = {each.name: each for each in rules} | {each.code.casefold(): each for each in rules}
    wanted = _spelled(name).casefold()
    near = get_close_matches(wanted, known, n=1, cutoff=0.7) or [each for each in known if wanted and wanted in each]
    help = f"did you mean {known[near[0]].name} ({known[near[0]].code})? " if near else ""
    say(f"fsmc: error: no rule is called '{printable(name)}'", err=True, fg="red")
    say(f"  help: {help}`fsmc explain --list` prints them all", err=True)


def _print_pages(rules: Sequence[Rule]) -> None:
    from fsmc.report import pages

    width = min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else _WIDEST
    for number, rule in enumerate(rules):
        if number:
            say("\n")
        for line in pages.page(rule, width):
            say(line.text, bold=line.kind in _BOLD, dim=line.kind in _DIM)


def _print_list(rules: Sequence[Rule], *, as_table: bool) -> None:
    """A line for each rule; `fix` marks those that `--fix` can mend, `asked` those that a project asks for."""
    from fsmc.report import pages

    if as_table:
        click.echo(pages.table(rules), nl=False)
        return
    width = max(len(rule.name) for rule in rules)
    for rule in rules:
        marks = f"{'fix' if rule.fixable else '':3} {'asked' if pages.is_asked(rule) else '':5}"
        summary = " ".join(rule.summary.split())
        say(f"{rule.code} {rule.name:{width}} {rule.severity.value:7} {marks} {summary}")
