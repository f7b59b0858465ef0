"""The actions of a step in, the statements that return them out: a constant wherever nothing depends on the step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from fsmc.emit.python.context import Context
from fsmc.emit.python.expressions import Reader
from fsmc.emit.python.inspection import is_constant
from fsmc.emit.python.layout import Block, Call, Choice, Code, Line, Statement
from fsmc.model import Do, Expr


class Results:
    """The actions of one step, each with the code that makes it; conditional ones are gathered in the local `name`."""

    def __init__(self, context: Context, made: Sequence[tuple[Do, Code]], reader: Reader, name: str) -> None:
        self.context = context
        self.dos = [do for do, _ in made]
        self.made = {id(do): code for do, code in made}
        self.reader = reader
        self.name = name

    def statements(self) -> list[Statement]:
        """The statements; the last is the `return`."""
        conditions = list(dict.fromkeys(do.condition for do in self.dos if do.condition is not None))
        if not conditions:
            return [Line("return ", self._tuple(self.dos))]
        if len(conditions) == 1 and all(self._is_fixed(do) for do in self.dos):
            return [self._one_choice(conditions[0])]
        return self._gathered()

    def _one_choice(self, condition: Expr) -> Line:
        """`return A if condition else B`."""
        without = self.context.constant([do for do in self.dos if do.condition is None])
        choice = Choice(self.context.constant(self.dos), self.reader.code(condition), without)
        return Line("return ", choice)

    def _gathered(self) -> list[Statement]:
        """The actions gathered one group after the other."""
        name = self.name
        out: list[Statement] = []
        for condition, group in groupby(self.dos, key=lambda do: do.condition):
            code = self._tuple(list(group))
            if not out:
                first: Code = "()" if condition is not None else code
                out.append(Line(f"{name} = ", first))
                if condition is None:
                    continue
            add = Line(f"{name} += ", code)
            out.append(add if condition is None else Block(Line("if ", self.reader.code(condition), ":"), (add,)))
        return [*out, Line("return ", name)]

    def _tuple(self, dos: Sequence[Do]) -> Code:
        """The tuple of some actions, constant parts of it as constants."""
        if all(self._is_fixed(do) for do in dos):
            return self.context.constant(dos)
        items: list[Code] = []
        for fixed, group in groupby(dos, key=self._is_fixed):
            if fixed:
                items.append(f"*{self.context.constant(list(group))}")
            else:
                items += [self.made[id(do)] for do in group]
        return Call("", tuple(items))

    def _is_fixed(self, do: Do) -> bool:
        return all(is_constant(arg) for arg in do.args)
