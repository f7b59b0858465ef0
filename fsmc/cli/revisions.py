"""`main:specs/tcp.fsm` in, the text of that file at that revision out, as Git keeps it; or why Git has none.

Git is asked in its own words and never told an option by a name: a revision that begins with `-` is refused.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from fsmc.files import LARGEST, SUFFIX, FileError, decoded
from fsmc.source import SourceFile

_NAMED = re.compile(r"((?:\{[^}]*\}|[^:{])*):(.*)", re.DOTALL)
"""A revision and a path: the colon between them stands in no braces, as that of `HEAD^{/fix: typo}` does."""
_POINTER = b"version https://git-lfs.github.com/"


@dataclass(frozen=True, slots=True)
class Revision:
    """A file at a revision; without a revision, in the index.  `folder` is where Git is run."""

    revision: str
    path: str
    folder: Path = Path()

    def __str__(self) -> str:
        return f"{self.revision}:{self.path}" if self.path else self.revision

    @property
    def beside(self) -> Path:
        """The same file in the working tree.  Raises FileError outside of one."""
        if self.path.startswith(("./", "../")):
            return Path(self.path)
        return Path(os.path.relpath(_root(self) / self.path))


def named(text: str) -> tuple[str, str] | None:
    """The revision and the path of `main:specs/tcp.fsm`; None for what has no such form."""
    found = _NAMED.fullmatch(text)
    return (found[1], found[2]) if found else None


def of_file(revision: str, file: Path) -> Revision:
    """A file of the working tree at a revision, by its path from the root of its repository."""
    # a hook of Git may have told where the repository is, seen from the present folder
    folder = Path() if "GIT_DIR" in os.environ else file.parent
    asked = Revision(revision, file.as_posix(), folder)
    if not folder.is_dir():
        raise FileError(f"{folder}: no such folder")
    place = file.parent.resolve() / file.name
    root = _root(asked).resolve()
    if not place.is_relative_to(root):
        raise FileError(f"{file}: outside of the repository {root}")
    return Revision(revision, place.relative_to(root).as_posix(), folder)


def is_revision(text: str, folder: Path) -> bool:
    """Whether Git knows the revision there."""
    try:
        return not text.startswith("-") and _git(Revision(text, "", folder), *_verify(text)).returncode == 0
    except FileError:
        return False


def read_revision(asked: Revision) -> SourceFile:
    """The text of a file at a revision.  Raises FileError."""
    _demand_revision(asked)
    done = _git(asked, "cat-file", "blob", str(asked))
    if done.returncode:
        raise FileError(f"{asked}: no such file {_where(asked)}", _similar(asked) or _first_line(done.stderr))
    if done.stdout.startswith(_POINTER):
        raise FileError(f"{asked}: a pointer to a file that Git LFS keeps", "check it out, and name the file")
    if len(done.stdout) > LARGEST:
        raise FileError(f"{asked}: larger than {LARGEST // 1024 // 1024} MiB", "is it a spec?")
    if not done.stdout.strip():
        raise FileError(f"{asked}: the file is empty {_where(asked)}")
    return SourceFile(str(asked), decoded(Path(str(asked)), done.stdout, "spec"))


# --------------------------------------------------------------------------------------------------- a whole revision


@dataclass(frozen=True, slots=True)
class Base:
    """What a working tree is compared with: a commit, by a name that Git knows, and the files that it holds.

    `paths` are all files there, and `renamed` leads from the paths that specs have now to those that they had; all from
    the root of the repository, `root`.  `common` is whether the commit is where the histories part.
    """

    name: str
    root: Path
    folder: Path
    paths: frozenset[str]
    renamed: Mapping[str, str]
    common: bool

    def at(self, path: str) -> Revision:
        """A file there."""
        return Revision(self.name, path, self.folder)

    def path_of(self, file: Path) -> str:
        """The path of a file of the working tree from the root.  Raises FileError for one that is elsewhere."""
        place = file.resolve() if file.is_dir() else file.parent.resolve() / file.name
        if not place.is_relative_to(self.root):
            raise FileError(f"{file}: outside of the repository {self.root}")
        return place.relative_to(self.root).as_posix()

    def specs(self, path: str) -> list[str]:
        """The specs there at or under a path, as a search of a folder finds them."""
        whole = PurePosixPath(path)
        return [
            each for each in self.paths if each == path or (_is_spec(each) and whole in PurePosixPath(each).parents)
        ]


def base_since(revision: str, folder: Path) -> Base:
    """Where the history of the working tree left that of a revision: its last commit that HEAD has too.

    A clone for CI may lack the history that would tell; then it is the revision itself.  Raises FileError.
    """
    asked = Revision(revision, "", Path() if "GIT_DIR" in os.environ else folder)
    _demand_revision(asked)
    itself = _lines(_git(asked, "rev-parse", f"{revision}^{{commit}}", "--"))[:1]
    common = _lines(_git(asked, "merge-base", revision, "HEAD"))[:1]
    # a name that people know is better than a number, and both are good in `fsmc simulate`
    name = common[0][:12] if common and common != itself else revision
    listed = _lines(_git(asked, "ls-tree", "-r", "-z", "--full-tree", "--name-only", name))
    return Base(name, _root(asked).resolve(), asked.folder, frozenset(listed), _renamed(asked, name), bool(common))


def _is_spec(path: str) -> bool:
    return path.endswith(SUFFIX) and not any(part.startswith(".") for part in path.split("/"))


def _renamed(asked: Revision, commit: str) -> dict[str, str]:
    """The specs that Git finds to have been renamed since: the path now, and the path then."""
    command = ("diff", "--name-status", "-z", "--find-renames", "--no-relative", "--diff-filter=R", commit)
    fields = _lines(_git(asked, *command, "--", f":(top,glob)**/*{SUFFIX}"))
    return dict(zip(fields[2::3], fields[1::3], strict=True))


# --------------------------------------------------------------------------------------------------------- what is said


def _where(asked: Revision) -> str:
    return f"at revision {asked.revision}" if asked.revision else "in the index"


def _demand_revision(asked: Revision) -> None:
    """Raises FileError for a revision that Git does not know, or where there is no repository."""
    if asked.revision.startswith("-"):
        raise FileError(f"{asked}: no revision begins with '-'")
    _demand_repository(asked)
    if asked.revision and _git(asked, *_verify(asked.revision)).returncode:
        raise FileError(f"{asked}: Git knows no revision {asked.revision}", _nearest(asked))


def unknown_revision(text: str) -> FileError:
    """What is wrong with a name that is neither a file nor a revision."""
    asked = Revision(text, "")
    try:
        _demand_repository(asked)
    except FileError:
        return FileError(f"{text}: no such file or folder")
    return FileError(f"{text}: neither a file nor a revision that Git knows", _nearest(asked))


def _nearest(asked: Revision) -> str:
    """`did you mean main?`, or why a revision may be missing."""
    known = _lines(_git(asked, "for-each-ref", "--format=%(refname:short)"))
    close = get_close_matches(asked.revision, known, n=1)
    fetch = "is it fetched? a clone for CI often has no history: `git fetch --unshallow`, or `fetch-depth: 0`"
    return f"did you mean {close[0]}?" if close else fetch


def _demand_repository(asked: Revision) -> None:
    done = _git(asked, "rev-parse", "--git-dir")
    if done.returncode:
        said = _first_line(done.stderr)
        unknown = "not a git repository" in said
        raise FileError(f"{asked}: not in a Git repository" if unknown else f"{asked}: {said}", "name a file instead")


def _verify(revision: str) -> tuple[str, ...]:
    return ("rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}")


def _root(asked: Revision) -> Path:
    """The folder of the working tree."""
    _demand_repository(asked)
    done = _git(asked, "rev-parse", "--show-toplevel")
    if done.returncode:
        raise FileError(f"{asked}: {_first_line(done.stderr)}", "name a file instead")
    return Path(done.stdout.decode("utf-8", "surrogateescape").rstrip("\n"))


def _similar(asked: Revision) -> str:
    """`did you mean main:specs/tcp.fsm?`, if there is a file of a like name."""
    command = ("ls-tree", "-r", "-z", "--full-tree", "--name-only", asked.revision)
    paths = _lines(_git(asked, *command) if asked.revision else _git(asked, "ls-files", "-z", "--full-name", ":/"))
    name = PurePosixPath(asked.path).name
    same = [path for path in paths if PurePosixPath(path).name == name]
    close = same or get_close_matches(asked.path, paths, n=1)
    return f"did you mean {asked.revision}:{close[0]}?" if close else ""


def _lines(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    return [line for line in re.split("[\n\0]", done.stdout.decode("utf-8", "surrogateescape")) if line]


def _git(asked: Revision, *command: str) -> subprocess.CompletedProcess[bytes]:
    """What Git says to a command that changes nothing."""
    try:
        return subprocess.run(
            ["git", *command],
            cwd=asked.folder,
            env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise FileError(f"{asked}: no program git on the PATH", "name a file instead") from None
    except (OSError, ValueError) as error:
        raise FileError(f"{asked}: cannot run git: {error}") from None


def _first_line(stderr: bytes) -> str:
    said = stderr.decode("utf-8", "replace").strip().partition("\n")[0]
    return said.removeprefix("fatal: ")
