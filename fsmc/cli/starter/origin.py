"""An installed fsmc in, the repository and the revision that others get the same one from out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution

from fsmc import __version__

GAP = "OWNER/fsmc"
"""What people fill where the address of fsmc is not known."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a service gets fsmc from; `is_exact` if the revision is that of the running one."""

    repository: str
    revision: str
    is_exact: bool = True

    @property
    def slug(self) -> str:
        """`OWNER/NAME` as GitHub's `uses:` writes it; the gap for one elsewhere."""
        found = re.fullmatch(
            r"(?:https://|ssh://git@|git@)github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?", self.repository
        )
        return found[1] if found else GAP


def origin() -> Origin:
    """Where pip got the running fsmc from, if that was a repository."""
    try:
        recorded = distribution("fsmc").read_text("direct_url.json")
    except PackageNotFoundError:
        recorded = None
    return recorded_origin(recorded or "{}")


def recorded_origin(text: str) -> Origin:
    """What `direct_url.json` records (https://packaging.python.org/en/latest/specifications/direct-url/)."""
    record = json.loads(text)
    version_control = record.get("vcs_info", {})
    if version_control.get("vcs") == "git":
        return Origin(record["url"], version_control["commit_id"])
    return Origin(f"https://github.com/{GAP}", f"v{__version__}", is_exact=False)
