"""`fsmc inject`: documents in, the same with their blocks filled from specs out, or compared with what is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc import output
from fsmc.cli import offers
from fsmc.cli.build import show_drift
from fsmc.cli.specs import report, tell
from fsmc.cli.terminal import FINDINGS, FINE, UNUSABLE, complain, count, named_path, say
from fsmc.files import FileError, content, decoded
from fsmc.output import Drift, File

if TYPE_CHECKING:
    from fsmc.cli.surroundings import Specs, Surroundings
    from fsmc.embed import Filled

_MARK = b"\xef\xbb\xbf"


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=named_path, shell_complete=offers.files)
@click.option(
    "-o",
    "--output",
    "generated",
    metavar="FOLDER",
    type=named_path,
    shell_complete=offers.files,
    help="Where `fsmc build` put the pictures.  [default: the output of the configuration, else the nearest "
    "generated/ at or above each spec]",
)
@click.option("--check", "compare", is_flag=True, help="Write nothing; exit 1 with a diff if a block is not current.")
@click.option("-q", "--quiet", is_flag=True, help="Print faults only.")
def inject(paths: tuple[Path, ...], generated: Path | None, compare: bool, quiet: bool) -> int:
    """Fill the marked blocks of your documents from specs: pictures, tables, states, scenarios, lines.

    A FILE is Markdown or, if its name ends in .rst, reStructuredText.  A block stands between two markers, and all
    else of the file stays as it is:

    \b
      <!-- fsmc:diagram specs/tcp.fsm view=overview -->      .. fsmc:diagram specs/tcp.fsm view=overview
      <!-- /fsmc -->                                         .. /fsmc

    \b
    Blocks, and what may follow the name of the spec:
      diagram   view=NAME or state=NAME; format=mermaid; to=docs/tcp.svg to write the picture there
      table     the transitions; links=generated/tcp/tcp.md
      matrix    every state with every event; links=...
      state     state=NAME; links=...
      scenario  scenario=NAME; format=mermaid or format=table; to=...
      source    lines of the spec: all, or those about state=NAME, event=NAME or scenario=NAME

    Specs are looked for from the document's folder, then from the working directory.  Markers in blocks of code are
    examples, and left alone.

    \b
    Examples:
      fsmc inject README.md docs/*.md      fill every block
      fsmc inject README.md --check        in CI: are the blocks current?

    Exit status: 0 fine, 1 faulty markers or specs, or a block that is not current, 2 usage or a file that cannot be
    used.
    """
    from fsmc.cli.surroundings import Specs

    specs = Specs(_configured())
    documents, unreadable = _documents(paths, specs, generated)
    for compilation in specs.faulty:
        report(compilation, err=True)
    faulty = [one for one in documents if one.filled.faults]
    for one in faulty:
        one.complain()
    if faulty:
        say(f"{count(len(faulty), 'document')} with faults: left as they are", err=True, fg="red")
    made = [one for one in documents if not one.filled.faults]
    status = max(UNUSABLE if unreadable else FINE, FINDINGS if faulty else FINE)
    return max(status, (_compared if compare else _written)(made, quiet)) if made else status


def _configured() -> Path | None:
    """The folder of outputs that the settings of the project name.  Raises FileError."""
    from fsmc.project import find_settings

    settings = find_settings(Path.cwd())
    return settings.place(settings.output) if settings.file else None


@dataclass(frozen=True, slots=True)
class _Document:
    """A document as it is and as it should be, with the pictures that it wants."""

    path: Path
    present: bytes
    text: str
    filled: Filled
    surroundings: Surroundings

    @property
    def content(self) -> bytes:
        return (_MARK if self.present.startswith(_MARK) else b"") + self.filled.text.encode()

    def complain(self) -> None:
        """Print what is wrong with its markers."""
        from fsmc.source import SourceFile

        source = SourceFile(str(self.path), self.text)
        tell(self.filled.faults, source)


def _documents(paths: Iterable[Path], specs: Specs, generated: Path | None) -> tuple[list[_Document], bool]:
    """The documents, each once, and whether one could not be used."""
    documents: list[_Document] = []
    unreadable = False
    for path in {path.resolve(): path for path in paths}.values():
        try:
            documents.append(_filled(path, specs, generated))
        except FileError as error:
            complain(error)
            unreadable = True
    return documents, unreadable


def _filled(path: Path, specs: Specs, generated: Path | None) -> _Document:
    from fsmc.cli.surroundings import Surroundings
    from fsmc.embed import Document, Markup, fill
    from fsmc.source import SourceFile

    present = _read(path)
    text = decoded(path, present, "document")
    surroundings = Surroundings(path, specs, generated)
    filled = fill(Document(SourceFile(str(path), text), Markup.of(path.name)), surroundings)
    return _Document(path, present, text, filled, surroundings)


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise FileError(f"{path}: a folder, not a file", "name the documents in it")
    return content(path, "document")


# ------------------------------------------------------------------------------------------------- writing, comparing


def _written(documents: list[_Document], quiet: bool) -> int:
    """Write pictures and documents; where a picture must not be written, nothing is."""
    pictures = _pictures(documents)
    errors = output.obstacles(pictures)
    for error in errors:
        complain(error)
    if errors:
        return UNUSABLE
    changes = {file.path: output.write(file) for file in pictures}
    changes |= {one.path: output.rewrite(one.path, one.content, one.present) for one in documents}
    if not quiet:
        for path, changed in changes.items():
            say(f"{'wrote    ' if changed else 'unchanged'} {path}", dim=not changed)
        written = sum(changes.values())
        say(f"{_blocks(documents)}: {count(written, 'file')} written, {len(changes) - written} unchanged")
    return FINE


def _compared(documents: list[_Document], quiet: bool) -> int:
    """Print every difference between blocks or pictures and what they should be."""
    drifts = [drift for file in _pictures(documents) if (drift := output.compare(file))]
    drifts += [_drift(one) for one in documents if one.content != one.present]
    for drift in drifts:
        show_drift(drift)
    if drifts:
        say(f"{_blocks(documents)}: {count(len(drifts), 'file')} not current; `fsmc inject` brings them up to date")
    elif not quiet:
        say(f"{_blocks(documents)}: current")
    return FINDINGS if drifts else FINE


def _pictures(documents: list[_Document]) -> list[File]:
    """What the blocks of all documents want to be drawn, each file once."""
    return list(
        {path.resolve(): file for one in documents for path, file in one.surroundings.pictures.items()}.values()
    )


def _drift(document: _Document) -> Drift:
    file = File(document.path, document.content, ", ".join(document.surroundings.origins), document.path.parent)
    return Drift(document.path, "stale or edited blocks", tuple(output.difference(document.present, file)))


def _blocks(documents: list[_Document]) -> str:
    return f"{count(len(documents), 'document')}, {count(sum(one.filled.blocks for one in documents), 'block')}"
