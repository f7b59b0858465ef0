"""The Python back end: a machine in, one typed module that imports nothing but the standard library out."""

from fsmc.emit.python.excerpt import Excerpt, excerpt
from fsmc.emit.python.module import emit

__all__ = ["Excerpt", "emit", "excerpt"]
