"""What a project asks of its specs, as its own files and the comments in its specs say."""

from __future__ import annotations

from fsmc.project.selection import judge
from fsmc.project.settings import Settings, find_settings, read_settings

__all__ = ["Settings", "find_settings", "judge", "read_settings"]
