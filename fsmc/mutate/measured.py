"""The text of a mutant's module in, its names out; where a product gets out of hand in it, it raises OverflowError.

The cases of a suite come to no number beyond all measure in the machine itself.  In a mutant they may: a number that is
multiplied with itself at each of a thousand raised events would keep its test at work until memory ends.
"""

from __future__ import annotations

import ast
from typing import Any

BITS_AT_MOST = 40_000
"""Far more than any product in a case has."""

_NAME = "_measured_product"


def execute(text: str, file: str, names: dict[str, Any]) -> None:
    """Run the text with these names."""
    source: Any = text
    if " * " in text:
        source = ast.fix_missing_locations(_Measured().visit(ast.parse(text, file)))
        names[_NAME] = _product
    exec(compile(source, file, "exec", dont_inherit=True), names)


def _product(one: Any, other: Any) -> Any:
    found = one * other
    if isinstance(found, int) and found.bit_length() > BITS_AT_MOST:
        raise OverflowError("a product that is beyond all measure")
    return found


class _Measured(ast.NodeTransformer):
    """Puts a call in place of each product."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Mult):
            return node
        return ast.copy_location(ast.Call(ast.Name(_NAME, ast.Load()), [node.left, node.right], []), node)
