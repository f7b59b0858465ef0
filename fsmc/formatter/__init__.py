"""The text of a spec in, the same spec in the one style of the language out (`docs/style.md`)."""

from __future__ import annotations

from fsmc.formatter.formatter import Formatted, LayoutError, formatted

__all__ = ["Formatted", "LayoutError", "formatted"]
