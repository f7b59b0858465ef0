"""The beginning of a file in, whether it is an earlier report of `fsmc check`: a report replaces no other file."""

from __future__ import annotations

import re

ENOUGH = 4096
"""How many characters from the beginning of a file tell."""

_BEGINNINGS = (
    r"\s*\Z",  # no findings, for people and for GitHub; or a file that was made to be filled
    r"[^\n]*:\d+:\d+: (error|warning)\[FSM\d+\]: ",
    r"::(error|warning) file=",
    r'\{\s*"version": \d+,\s*"specs": \[',
    r'\{\s*"\$schema": "[^"]*sarif[^"]*",\s*"version": "[^"]*",\s*"runs": \[\s*\{\s*'
    r'"tool": \{\s*"driver": \{\s*"name": "fsmc"',
    r"\[\]\s*\Z",
    r'\[\s*\{\s*"description": "(?:[^"\\]|\\.)*",\s*"check_name": "FSM',
    r'<\?xml[^>]*>\s*<testsuites name="fsmc check"',
)
"""How the reports begin: full and concise, github, json, sarif, gitlab without and with findings, junit."""


def is_report(beginning: str) -> bool:
    """Whether a file that begins so is a report of fsmc, in whatever format, or holds nothing."""
    return any(re.match(pattern, beginning) for pattern in _BEGINNINGS)
