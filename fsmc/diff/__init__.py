"""Two machines in, what changed from the old one to the new one out: cells, and a verdict on four axes with traces."""

from fsmc.diff.compare import compare
from fsmc.diff.verdict import Axis, Comparison, Grade

__all__ = ["Axis", "Comparison", "Grade", "compare"]
