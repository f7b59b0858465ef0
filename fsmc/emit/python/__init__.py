"""The Python back end: a machine in, one typed module that imports nothing but the standard library out."""

from fsmc.emit.backend import Backend
from fsmc.emit.python.module import emit

BACKEND = Backend("python", "a typed Python module, standard library only", emit)

__all__ = ["BACKEND", "emit"]
