"""A machine in, the machines that differ from it in one fault out, and whether any run can show the difference."""

from fsmc.mutate.equivalence import judged
from fsmc.mutate.faults import mutants
from fsmc.mutate.mutant import Finding, Judgement, Mutant

__all__ = ["Finding", "Judgement", "Mutant", "judged", "mutants"]
