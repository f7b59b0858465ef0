"""A Git repository of its own for tests: no settings of whoever runs them, no network, fixed names and times."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


class Repository:
    """A repository with the branch `main`."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        if not shutil.which("git"):
            pytest.skip("no git on the PATH")
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            monkeypatch.delenv(name)
        settings = {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CEILING_DIRECTORIES": str(folder.parent),
        }
        for role in ("AUTHOR", "COMMITTER"):
            settings |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.org", f"GIT_{role}_DATE": "@0 +0000"}
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet")
        self.git("symbolic-ref", "HEAD", "refs/heads/main")

    def git(self, *command: str) -> str:
        """What Git prints; it must succeed."""
        done = subprocess.run(["git", *command], cwd=self.folder, capture_output=True, text=True, check=True)
        return done.stdout

    def write(self, path: str, text: str) -> Path:
        """A file of the working tree."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return file

    def commit(self, path: str, text: str, message: str = "change") -> None:
        """A commit in which the file has that text."""
        self.write(path, text)
        self.git("add", "--", path)
        self.git("commit", "--quiet", "-m", message)
