"""`fsmc watch`: specs in; their findings and outputs anew, whenever one of them is saved, out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc.cli import offers
from fsmc.cli.asking import CONFIG, options, settings_for
from fsmc.cli.saves import saves
from fsmc.cli.terminal import FINE, count, named_path, say
from fsmc.diagnostics import printable
from fsmc.files import unusable

if TYPE_CHECKING:
    from fsmc.cli.watching import Watched


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=named_path, shell_complete=offers.specs)
@click.option("--check-only", is_flag=True, help="Build nothing; say what is wrong.")
@options(*CONFIG)
def watch(paths: tuple[Path, ...], check_only: bool, config: Path | None, isolated: bool) -> int:
    """Check and build specs now, and again whenever one of them is saved, until ctrl-C.

    Without a PATH the specs of the project are watched, as its configuration names them, else those in specs/; specs
    and folders may come and go.  A change of the configuration counts for all.  Needs the package watchfiles.

    \b
    Examples:
      fsmc watch                 keep outputs and findings up to date while you write
      fsmc watch specs/tcp.fsm   one spec
      fsmc watch --check-only    findings only

    Exit status: 0 ended by ctrl-C, 2 usage, no watchfiles, or a PATH that is not there.
    """
    from fsmc.cli.watching import Watched

    for path in paths:
        if not path.exists():
            raise unusable(path, FileNotFoundError())
    watched = Watched(paths, lambda: settings_for(config, isolated), builds=not check_only)
    signs = saves(watched.folders)
    try:
        _follow(watched, signs)
    except KeyboardInterrupt:
        say("", err=True)
    return FINE


def _follow(watched: Watched, signs: Iterator[None]) -> None:
    """Look now, and at each sign."""
    watched.look()
    places = ", ".join(printable(str(path)) for path in watched.places)
    say(f"watching {places} ({count(len(watched.specs), 'spec')}); ctrl-C ends it", dim=True)
    for _ in signs:
        watched.look()
