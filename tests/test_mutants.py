"""The generated tests notice what is changed in a generated module: a sample here, all of it with tests/mutants.py."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutants import mutants, survey

SPECS = Path(__file__).parent.parent / "specs"

MODULE = '''
from enum import Enum
class State(Enum):
    """Docs."""
    A = "A"
    B = "B"
_A: Final = State.A
_B: Final = State.B
_NOTE: Final = (Note(), Say("x"))
class M:
    def go(self) -> Actions:
        """Docs."""
        if self.state is _A and self.n < 3:
            self.state = _B
            return _NOTE
        raise Rejected(self.state)
'''


@pytest.mark.parametrize(("name", "every"), [("turnstile", 1), ("ppp_lcp", 41), ("tcp", 97)])
def test_no_change_of_a_generated_module_goes_unnoticed(name: str, every: int, tmp_path: Path) -> None:
    found = survey(SPECS / f"{name}.fsm", tmp_path, every=every)
    assert found.killed > 20
    assert found.survivors == ()


def test_a_mutant_is_one_change_and_none_is_left_behind() -> None:
    tree = ast.parse(MODULE)
    before = ast.dump(tree)
    changes = [(mutant.change, ast.unparse(mutant.tree)) for mutant in mutants(tree)]
    assert ast.dump(tree) == before
    assert all(text != ast.unparse(statement) for _, text in changes for statement in tree.body)


@pytest.mark.parametrize(
    "text",
    [
        "if not (self.state is _A and self.n < 3):",
        "if self.state is _B and self.n < 3:",
        "if self.state is _A or self.n < 3:",
        "if self.state is _A and True:",
        "if self.state is _A and self.n <= 3:",
        "if self.state is _A and self.n < 4:",
        "self.state = _A",
        "return ()",
        "_NOTE: Final = (Say('x'),)",
        "_NOTE: Final = (Say('x'), Note())",
        "_NOTE: Final = (Note(), Say('x?'))",
        "_A: Final = State.B",
    ],
)
def test_targets_guards_bounds_and_actions_are_changed(text: str) -> None:
    assert any(text in ast.unparse(mutant.tree) for mutant in mutants(ast.parse(MODULE)))
