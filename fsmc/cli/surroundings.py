"""The place of a document in, the specs and pictures that its markers name out: where they are, or what is wrong."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from fsmc.embed import problems
from fsmc.embed.problems import BlockError
from fsmc.files import FileError, read
from fsmc.output import File

if TYPE_CHECKING:
    from fsmc.compiler import Compilation
    from fsmc.embed.requests import Request
    from fsmc.embed.subjects import Drawing
    from fsmc.model import Machine
    from fsmc.source import SourceFile

GENERATED = "generated"


class Specs:
    """What all documents of a command have in common: specs, each compiled once, and who writes which picture.

    `output` is the folder that the settings of the project name for outputs, None where none do.
    """

    def __init__(self, output: Path | None = None) -> None:
        self.output = output
        self._known: dict[Path, Compilation] = {}
        self._pictures: dict[Path, File] = {}

    def compiled(self, path: Path) -> Compilation:
        """What is in the spec.  Raises FileError."""
        from fsmc import compiler

        key = path.resolve()
        if key not in self._known:
            self._known[key] = compiler.check(read(path))
        return self._known[key]

    def claims(self, file: File) -> bool:
        """Whether no other block wants a different picture in that file."""
        return self._pictures.setdefault(file.path.resolve(), file).content == file.content

    @property
    def faulty(self) -> list[Compilation]:
        """The specs with errors, in the order in which they were met."""
        return [one for one in self._known.values() if one.errors]


@dataclass
class Surroundings:
    """What the markers of the document at `document` refer to.

    `generated` is where the outputs of the specs are, or None for the folder that the project names, else the nearest
    one called `generated` at or above each spec.  `pictures` are the files that blocks with `to=` want, and `origins`
    the specs that were used.
    """

    document: Path
    specs: Specs
    generated: Path | None = None
    pictures: dict[Path, File] = field(default_factory=dict)
    origins: dict[str, None] = field(default_factory=dict)

    def spec(self, request: Request) -> tuple[SourceFile, Machine]:
        """The spec that a block is made from: beside the document, else as seen from the working directory."""
        try:
            compilation = self.specs.compiled(self._spec(request))
        except FileError as error:
            help = error.help or "a path is looked for from the document's folder, then from the working directory"
            raise BlockError(problems.unusable_spec(str(error), request.spec.span, help)) from error
        if compilation.machine is None or compilation.errors:
            name, number = compilation.source.name, len(compilation.errors)
            raise BlockError(problems.faulty_spec(name, number, request.spec.span))
        self.origins[compilation.source.name] = None
        return compilation.source, compilation.machine

    def address(self, request: Request, machine: Machine, drawing: Drawing) -> str:
        """The picture among the outputs of the spec, or the file that the block wants to have."""
        wanted = request.options.get("to")
        path = self._generated(request, machine, drawing) if wanted is None else self._own(request, drawing)
        folder = self.document.parent.resolve()
        return quote(Path(os.path.relpath(path.resolve(), folder)).as_posix())

    def _spec(self, request: Request) -> Path:
        beside = self.document.parent / request.spec.text
        here = Path(request.spec.text)
        return here if not beside.exists() and here.exists() else beside

    def _generated(self, request: Request, machine: Machine, drawing: Drawing) -> Path:
        """The picture in the given folder of outputs, in that of the project, or in the nearest one."""
        name = f"{machine.slug}/{drawing.file}"
        for folder in self._folders(request):
            if (folder / name).is_file():
                return folder / name
        raise BlockError(problems.no_picture(name, request.spec.span, self._named_folder()))

    def _folders(self, request: Request) -> list[Path]:
        if self.generated:
            return [self.generated]
        nearest = [folder / GENERATED for folder in self._spec(request).resolve().parents]
        return [self.specs.output, *nearest] if self.specs.output else nearest

    def _named_folder(self) -> str:
        """The folder that somebody named for outputs, as a message tells it; empty where nobody did."""
        folder = self.generated or self.specs.output
        return folder.as_posix() if folder else ""

    def _own(self, request: Request, drawing: Drawing) -> Path:
        """The file of the block's own picture, which inject writes."""
        wanted = request.options["to"]
        path = self.document.parent / wanted.text
        root = _root(self.document)
        if why := _unfit(wanted.text, path, root):
            raise BlockError(problems.no_place_for_a_picture(wanted.text, wanted.span, why))
        file = File(path, self._drawn(request, drawing).encode(), str(self.document), root, "name another one in to=")
        if not self.specs.claims(file):
            raise BlockError(problems.two_pictures(wanted.text, wanted.span))
        self.pictures[path] = file
        return path

    def _drawn(self, request: Request, drawing: Drawing) -> str:
        from fsmc.emit.diagram import DrawingError

        try:
            return drawing.svg(request.text("links") or "")
        except DrawingError as error:
            raise FileError(f"{self._spec(request)}: no picture: {error}") from error


def _root(document: Path) -> Path:
    """What the pictures of a document must not leave: the working directory, or its own folder elsewhere."""
    here = Path.cwd()
    return here if document.resolve().is_relative_to(here.resolve()) else document.parent


def _unfit(name: str, path: Path, root: Path) -> str:
    """Why no picture can have this path, or nothing."""
    if not name.endswith(".svg"):
        return "its name must end in .svg"
    if Path(name).is_absolute() or not Path(os.path.normpath(path.absolute())).is_relative_to(root.absolute()):
        return "it must stay in this folder"
    return ""
