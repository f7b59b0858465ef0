"""`fsmc new`: the name of a machine in; a spec to begin with, a configuration and what guards both out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc import names, output
from fsmc.cli import offers, starter
from fsmc.cli.starter.origin import origin
from fsmc.cli.terminal import FINE, named_path, say
from fsmc.diagnostics import printable
from fsmc.files import SUFFIX, FileError
from fsmc.output import File

if TYPE_CHECKING:
    from fsmc.project import Settings


@click.command()
@click.argument("name", required=False)
@click.option(
    "--folder",
    metavar="DIR",
    type=named_path,
    shell_complete=offers.files,
    help="Where the spec goes.  [default: the first of the configured paths]",
)
@click.option(
    "--ci",
    "guards",
    type=click.Choice(tuple(starter.GUARDS)),
    multiple=True,
    help="Also write what runs fsmc at each change; may be given more than once.",
)
def new(name: str | None, folder: Path | None, guards: tuple[str, ...]) -> int:
    """Begin a project: write a small spec to change, and a configuration with comments.

    NAME is the name of the machine; the spec is called after it.  With --ci alone nothing but what guards a project
    is written, at the root of its repository.  No file that exists is touched.

    \b
    Examples:
      fsmc new Door                      specs/door.fsm and fsmc.toml
      fsmc new Door --folder protocols   protocols/door.fsm
      fsmc new Door --ci github          and a workflow for GitHub
      fsmc new --ci pre-commit           hooks for a project that has specs

    Exit status: 0 written, or kept as it was, 2 usage, or a spec of that name is there already.
    """
    if name is None and not guards:
        raise click.UsageError("give a NAME for the machine, such as Door.")
    if name is None and folder is not None:
        raise click.UsageError("--folder says where a spec goes: give a NAME for its machine too.")
    from fsmc.project import find_settings

    settings = find_settings(Path.cwd())
    if name is not None:
        _begin(_usable(name.strip()), folder, settings)
    if guards:
        # asked for again: the configuration may be new
        _guard([starter.GUARDS[guard] for guard in guards], find_settings(Path.cwd()))
    return FINE


def _begin(name: str, folder: Path | None, settings: Settings) -> None:
    """Write the first spec, and a configuration where there is none."""
    place = folder or _first(settings)
    path = place / f"{names.snake(name)}{SUFFIX}"
    _write(path, starter.spec(name))
    if settings.file is None:
        _write(Path("fsmc.toml"), starter.config(place.as_posix()))
    else:
        say(f"kept      {_shown(settings)}", dim=True)
    _explain(name)
    lost = bool(settings.file) and not _is_searched(path, settings)
    if lost:
        say(
            f"          commands without a PATH do not look there: add it to `paths` in {_shown(settings)}", fg="yellow"
        )
    _tell_next(path, names.module(name), lost)


def _first(settings: Settings) -> Path:
    """The folder where commands look for specs first."""
    place = settings.place(settings.paths[0])
    return place.parent if place.suffix == SUFFIX else place


def _is_searched(spec: Path, settings: Settings) -> bool:
    return any(spec.resolve().is_relative_to(settings.place(path).resolve()) for path in settings.paths)


def _shown(settings: Settings) -> Path:
    return settings.place(str(settings.file))


def _write(path: Path, text: str) -> None:
    """Write a file that is not there yet.  Raises FileError."""
    if os.path.lexists(path):
        raise FileError(f"{path}: already there, so it is left alone", "choose another name, or move the file")
    output.write(File(path, text.encode(), "fsmc new", path.parent, "choose another --folder"), anew=True)
    say(f"wrote     {path}")


# ------------------------------------------------------------------------------------------------------------- names


def _usable(name: str) -> str:
    """The name, if the machine of the starter may bear it."""
    if name.endswith(SUFFIX) or "/" in name or "\\" in name:
        raise click.BadParameter(
            f"{printable(name)!r} looks like a path; NAME is that of the machine, such as Door, and --folder says "
            "where its spec goes."
        )
    if not names.words(name):
        raise click.BadParameter("a NAME needs a letter or a digit: the generated module is called after it.")
    if not name.isprintable():
        raise click.BadParameter(f"{printable(name)!r} holds characters that do not show.")
    if why := _fault(name):
        raise click.BadParameter(f"no machine can be called {name!r}: {why}.")
    return name


def _fault(name: str) -> str:
    """What the compiler has against the name, or nothing."""
    from fsmc import compiler
    from fsmc.source import SourceFile

    errors = compiler.check(SourceFile(name, starter.spec(name))).errors
    return errors[0].message if errors else ""


def _explain(name: str) -> None:
    """Say how an unusual name is written where it is not written so."""
    if names.quoted(name) != name or names.words(name) != [name] or names.module(name) != names.snake(name):
        spelled = f"module {names.module(name)}, class {names.pascal(name)}"
        say(f"          the machine is written {names.quoted(name)}; in Python: {spelled}")


# --------------------------------------------------------------------------------------------------------- what next


def _tell_next(path: Path, slug: str, lost: bool) -> None:
    """Say what may be done with the spec; one that is `lost` to commands without a PATH must be named to them."""
    named = f" {path}" if lost else ""
    steps = {
        f"fsmc check {path}": "what is wrong with it: nothing yet",
        f"fsmc build{named}": f"module, diagrams, reference, page and tests, in {slug}/ of the outputs",
        f"fsmc watch{named}": "both, whenever a spec is saved",
        f"fsmc simulate {path}": "play the machine by hand",
        "fsmc new --ci pre-commit": "have commits guarded; also: --ci github, --ci gitlab",
    }
    width = max(map(len, steps))
    say("\nNext:")
    for command, meaning in steps.items():
        say(f"  {command:<{width}}  {meaning}")


def _guard(guards: list[starter.Guard], settings: Settings) -> None:
    """Write what runs fsmc at each change, or print it for a file that has other things to say too.

    Services look for it at the root of a repository, where the project need not lie.
    """
    here, root = origin(), _repository(settings.root)
    place = _place(settings, root)
    texts = {guard: starter.guarding(guard, here, place) for guard in dict.fromkeys(guards)}
    for guard, text in texts.items():
        path = Path(os.path.relpath(root / guard.path))
        if os.path.lexists(path):
            say(f"kept      {path}: {guard.merge}\n", fg="yellow")
            say(text)
        else:
            _write(path, text)
            say(f"          {guard.next}")
    if any(starter.GAP in text for text in texts.values()):
        unknown = "" if here.is_exact else ", and one of its revisions"
        say(f"          put the address of fsmc in place of {starter.GAP}{unknown}", fg="yellow")


def _repository(folder: Path) -> Path:
    """The root of the repository that the folder is in; the folder itself outside of any."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)


def _place(settings: Settings, root: Path) -> starter.Place:
    """Where the project lies.  Raises FileError where what runs at the root would not find its settings."""
    if settings.root == root:
        return starter.Place()
    if settings.file is None:
        raise FileError(
            f"this folder is part of the repository {root}, and has no configuration by which it is found there",
            "write an fsmc.toml, which may be empty: `fsmc new NAME` does",
        )
    folder = settings.root.relative_to(root)
    return starter.Place(folder.as_posix(), (folder / settings.file.name).as_posix())
