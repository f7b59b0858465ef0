"""The disk as fsmc writes to it: a place and bytes in, whole files out, and nothing beside them."""

from __future__ import annotations

from fsmc.disk.folders import Folder, Present, TakenError, descend, look
from fsmc.disk.locks import turn
from fsmc.disk.writing import put, sweep

__all__ = ["Folder", "Present", "TakenError", "descend", "look", "put", "sweep", "turn"]
