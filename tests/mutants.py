"""How good are the generated tests?  Change a generated module in one place at a time and see whether they notice.

    python tests/mutants.py specs/tcp.fsm specs/turnstile.fsm

For each spec the module and its tests are made in a temporary folder.  Every mutant of the module runs against the
tests in this process: the tests are loaded once, and only the changed function or statement is compiled anew.  A mutant
that no test notices survives; it is printed with its line.  Survivors that can make no difference are listed in
EQUIVALENT with the reason why; any other makes the exit status 1.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import re
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from fsmc.emit.catalog import BACKENDS
from fsmc.language import load
from fsmc.mutate.suite import Suite, Test
from fsmc.source import SourceFile


@dataclass(frozen=True)
class Equivalent:
    """Mutants that change nothing a host can rely on, and the proof."""

    why: str
    owner: str = ""
    """A pattern for the function or class that is changed."""
    line: str = ""
    """A pattern for the changed line."""
    change: str = ""
    """A pattern for the change."""
    after: str = ""
    """A pattern for the line after the changed one."""


MACHINERY = {
    *("_NotTaken", "Runner", "advance", "handle", "_capture", "_revert", "_settle", "_follow", "_take", "_raise"),
    *("_checked", "_value", "_seconds_left", "_packed", "_plain", "_delivery", "_RAISED_AT_MOST", "__repr__"),
}
"""What is the same, or made in one way, in every module: tests/emit/ tries it with machines made for that.

What a machine's own tests leave of them is counted, and is no fault of these tests.
"""

EQUIVALENT = (
    Equivalent("messages are worded for people", line=r"raise (ValueError|TypeError|EndlessRaise)\(", change="another"),
    Equivalent("the order of states is of no account where only membership is asked", owner="^_W", change="^swap"),
    Equivalent(
        "the condition is kept although nothing waits, and nobody asks for it",
        line=r"before = self._capture\(\) if self._deferred else None",
        change="test is true",
    ),
    # turnstile
    Equivalent("a coin leaves the gate unlocked whether it is counted or not", owner="^coin$", change="test is true"),
    # ppp_lcp
    Equivalent("Stopped goes where the states below go: to Stopped, with tlf", owner="^rxj_minus$", change="operand 2"),
    # tcp
    Equivalent(
        "every timer that runs where this one starts anew does so too, after it: the order is the same",
        line=r'self._timers.pop\("(rtx|user|time-wait)", None\)',
        change="drop a statement|another text",
        after=r'self._timers\["(rtx|user|time-wait)"\] = ',
    ),
    Equivalent(
        "a timer that is started anew in the next lines need not have been left alone",
        line="if not self.data_pending:",
        change="test is true",
        after=r'self._timers.pop\("(rtx|user)", None\)',
    ),
    Equivalent(
        "rtx cannot run in CLOSED, LISTEN and TIME-WAIT",
        owner="^(active_open|send|rcv_new_syn)$",
        line='if "rtx" not in self._timers:',
        change="test is true|another text",
    ),
    Equivalent("no other timer runs in these states", owner="^_on_timeout_user$", line="_LISTEN or state is _FIN_WAIT"),
    Equivalent(
        "nothing waits in the other states, and no timer runs in CLOSED",
        owner="^(_on_timeout_user|icmp_hard_error)$",
        line="if state is _SYN_RECEIVED:",
        change="test is true",
        after=r"before = self._capture\(\)",
    ),
    Equivalent("a RST in the window is valid or doubtful", owner="^rcv_rst$", line="IN_WINDOW", change="and 2"),
    Equivalent("a stray RST is ignored everywhere", owner="^rcv_rst$", line="_on_stray_rst", change="return nothing"),
)

SECONDS_AT_MOST = 1.0
"""A test that takes longer has noticed a mutant: the host would hang."""


# ------------------------------------------------------------------------------------------------------ mutants


@dataclass(frozen=True)
class Mutant:
    """One change: what it does, where, and the changed top-level statement or function of a class."""

    change: str
    line: int
    owner: tuple[int, int | None]
    """The place of the top-level statement, and of the function in it if it is a class."""
    tree: ast.stmt


Put = Callable[[ast.AST], None]


def mutants(tree: ast.Module) -> Iterator[Mutant]:
    """All mutants of a module, in order."""
    names = Names(tree)
    for place, statement in enumerate(tree.body):
        if isinstance(statement, ast.ClassDef):
            for inner, member in enumerate(statement.body):
                if isinstance(member, ast.FunctionDef):
                    yield from _mutants_of(member, (place, inner), names)
                elif not _is_declaration(member):
                    yield from _mutants_inside(statement, member, inner, place, names)
        elif not _is_declaration(statement):
            yield from _mutants_of(statement, (place, None), names)


def _mutants_inside(owner: ast.ClassDef, member: ast.stmt, inner: int, place: int, names: Names) -> Iterator[Mutant]:
    """Mutants of a table in a class: the whole class is made anew."""
    for mutant in _mutants_of(member, (place, None), names):
        changed = copy.copy(owner)
        changed.body = [*owner.body[:inner], mutant.tree, *owner.body[inner + 1 :]]
        yield Mutant(mutant.change, mutant.line, mutant.owner, changed)


def _is_declaration(statement: ast.stmt) -> bool:
    """Whether a statement only declares: imports, docs, types, what is exported."""
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(ast.Constant()):
            return True
        case ast.AnnAssign(annotation=ast.Name("TypeAlias")) | ast.AnnAssign(value=None):
            return True
        case ast.Assign(targets=[ast.Name("__all__" | "__slots__" | "__hash__")]):
            return True
    return False


class Names:
    """What a name may be swapped for: a member for another of its class, a private constant of a state for another."""

    def __init__(self, tree: ast.Module) -> None:
        self.members: dict[str, list[str]] = {}
        self.states: list[str] = []
        for statement in tree.body:
            match statement:
                case ast.ClassDef(bases=[ast.Name("Enum")]):
                    self.members[statement.name] = [
                        target.id
                        for member in statement.body
                        if isinstance(member, ast.Assign) and isinstance(target := member.targets[0], ast.Name)
                        if not target.id.startswith("__")
                    ]
                case ast.AnnAssign(target=ast.Name(name), value=ast.Attribute(value=ast.Name("State"))):
                    self.states.append(name)

    def other_member(self, kind: str, member: str) -> str | None:
        return _next(self.members.get(kind, []), member)

    def other_state(self, name: str) -> str | None:
        return _next(self.states, name)


def _next(names: list[str], name: str) -> str | None:
    if name not in names or len(names) < 2:
        return None
    return names[(names.index(name) + 1) % len(names)]


def _mutants_of(statement: ast.stmt, owner: tuple[int, int | None], names: Names) -> Iterator[Mutant]:
    """The mutants of one statement: each node changed in each way; it is as it was when the next one is asked for."""
    for node, put in list(_code(statement)):
        line = getattr(node, "lineno", statement.lineno)
        edits = [(change, edit, line) for change, edit in _edits(node, names)]
        for change, edit, line in (*edits, *_edits_of_blocks(node)):
            twin = copy.copy(node)
            for name, value in ast.iter_fields(node):
                if isinstance(value, list):
                    setattr(twin, name, list(value))
            edit(twin)
            put(twin)
            yield Mutant(change, line, owner, twin if node is statement else statement)  # type: ignore[arg-type]
            put(node)


def _code(
    node: ast.AST, put: Callable[[ast.AST], None] = lambda node: None
) -> Iterator[tuple[ast.AST, Callable[[ast.AST], None]]]:
    """The nodes that run (no annotations, no docs), each with what puts another one in its place."""
    yield node, put
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        if isinstance(value, ast.AST):
            yield from _code(value, partial(setattr, node, name))
        for place, child in enumerate(value if isinstance(value, list) else ()):
            if isinstance(child, ast.AST) and not _is_doc(child):
                yield from _code(child, partial(value.__setitem__, place))


def _is_doc(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


Edit = Callable[[Any], None]
_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add}


def _edits(node: ast.AST, names: Names) -> Iterator[tuple[str, Edit]]:
    """The ways to change one node in place."""
    match node:
        case ast.If() | ast.While() | ast.IfExp():
            yield "negate the test", _set("test", lambda old: ast.UnaryOp(ast.Not(), old.test))
            yield "test is true", _set("test", lambda old: ast.Constant(True))
            yield "test is false", _set("test", lambda old: ast.Constant(False))
        case ast.BoolOp():
            other = ast.Or if isinstance(node.op, ast.And) else ast.And
            yield "and/or", _set("op", lambda old: other())
            for place in range(len(node.values)):
                yield f"drop operand {place + 1}", _drop("values", place, ast.Constant(isinstance(node.op, ast.And)))
        case ast.UnaryOp(op=ast.Not()):
            yield "drop not", _set("op", lambda old: _Truth())
        case ast.Compare():
            for place, op in enumerate(node.ops):
                for compared in _COMPARED[type(op)]:
                    yield f"{type(op).__name__} is {compared.__name__}", _put("ops", place, compared())
        case ast.BinOp() if type(node.op) in _CALCULATED:
            yield "calculate otherwise", _set("op", lambda old: _CALCULATED[type(old.op)]())
        case ast.AugAssign() if type(node.op) in _CALCULATED:
            yield "calculate otherwise", _set("op", lambda old: _CALCULATED[type(old.op)]())
        case ast.Constant():
            yield from _other_constants(node)
        case ast.Attribute(value=ast.Name(kind)) if other_name := names.other_member(kind, node.attr):
            yield f"{node.attr} is {other_name}", _set("attr", lambda old, name=other_name: name)
        case ast.Name(ctx=ast.Load()) if other_name := names.other_state(node.id):
            yield f"{node.id} is {other_name}", _set("id", lambda old, name=other_name: name)
        case ast.Tuple() | ast.List() if isinstance(node.ctx, ast.Load):
            for place in range(len(node.elts)):
                yield f"drop element {place + 1}", _drop("elts", place)
            for place in range(len(node.elts) - 1):
                yield f"swap elements {place + 1} and {place + 2}", _swap("elts", place)
        case ast.Dict():
            for place in range(len(node.keys)):
                yield f"drop entry {place + 1}", _drop_entry(place)


def _edits_of_blocks(node: ast.AST) -> Iterator[tuple[str, Edit, int]]:
    """Statements dropped, refusals ignored, results forgotten."""
    nothing = ast.Return(ast.Tuple([], ast.Load()))
    for block in ("body", "orelse", "finalbody"):
        statements = getattr(node, block, None)
        if not isinstance(statements, list) or isinstance(node, ast.ClassDef):
            continue
        for place, statement in enumerate(statements):
            match statement:
                case ast.Expr(ast.Constant()) | ast.FunctionDef() | ast.Pass():
                    continue
                case ast.Raise():
                    yield "ignore instead of raise", _put(block, place, nothing), statement.lineno
                case ast.Return(value=None | ast.Tuple(elts=[])):
                    continue
                case ast.Return():
                    yield "return nothing", _put(block, place, nothing), statement.lineno
                case ast.If() | ast.For() | ast.While() | ast.Try() | ast.With():
                    continue
                case _:
                    yield "drop a statement", _put(block, place, ast.Pass()), statement.lineno


def _other_constants(node: ast.Constant) -> Iterator[tuple[str, Edit]]:
    match node.value:
        case bool():
            yield f"{node.value} is {not node.value}", _set("value", lambda old: not old.value)
        case int() | float():
            yield "one more", _set("value", lambda old: old.value + 1)
            yield "one less", _set("value", lambda old: old.value - 1)
        case str():
            yield "another text", _set("value", lambda old: old.value + "?")


class _Truth(ast.Not):
    """Marks a `not` to take away."""


def _set(name: str, value: Callable[[Any], Any]) -> Edit:
    return lambda node: setattr(node, name, value(node))


def _put(name: str, place: int, value: ast.AST) -> Edit:
    return lambda node: getattr(node, name).__setitem__(place, copy.deepcopy(value))


def _drop(name: str, place: int, instead: ast.AST | None = None) -> Edit:
    def edit(node: Any) -> None:
        if instead is None:
            del getattr(node, name)[place]
        else:
            getattr(node, name)[place] = copy.deepcopy(instead)

    return edit


def _swap(name: str, place: int) -> Edit:
    def edit(node: Any) -> None:
        items = getattr(node, name)
        items[place], items[place + 1] = items[place + 1], items[place]

    return edit


def _drop_entry(place: int) -> Edit:
    def edit(node: Any) -> None:
        del node.keys[place], node.values[place]

    return edit


class _TakeAway(ast.NodeTransformer):
    """Takes away each `not` that is marked."""

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        return node.operand if isinstance(node.op, _Truth) else node


# ------------------------------------------------------------------------------------------------------ subject


class Subject:
    """A generated module that can be changed in one place and changed back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = path.read_text(encoding="utf-8").splitlines()
        self.tree = ast.parse("\n".join(self.lines))
        self.read_at_import = set(_read_at_import(self.tree))
        self.globals_of = {
            node.name: {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef)
        }
        self.codes = [self._compiled(statement) for statement in self.tree.body]
        self.module = self._run(self.codes)

    def changed(self, mutant: Mutant) -> ModuleType:
        """A module with one change; the same module as before where only a method changes: call `mend` then."""
        place, inner = mutant.owner
        holder = self.tree.body[place]
        if inner is not None:
            assert isinstance(holder, ast.ClassDef)
            owner = getattr(self.module, holder.name)
            ((name, function),) = self._defined(mutant.tree).items()
            self._mend = partial(_replace, owner, name, owner.__dict__[name])
            _replace(owner, name, function)
        elif (name := _assigned(holder)) and name not in self.read_at_import:
            self._mend = partial(setattr, self.module, name, getattr(self.module, name))
            setattr(self.module, name, self._defined(mutant.tree)[name])
        else:
            return self._run([*self.codes[:place], self._compiled(mutant.tree), *self.codes[place + 1 :]])
        return self.module

    def _defined(self, statement: ast.stmt) -> dict[str, Any]:
        """What a statement defines when it is run alone, among the names of the module."""
        found: dict[str, Any] = {}
        exec(self._compiled(statement), self.module.__dict__, found)
        found.pop("__annotations__", None)
        return found

    def _mend(self) -> None:
        """Undo the last change."""

    def mend(self) -> None:
        """Undo the last change."""
        self._mend()
        self._mend = lambda: None  # type: ignore[method-assign]

    def methods_of(self, mutant: Mutant) -> set[str]:
        """The methods, or names of timeouts, that a mutant is likely to be about."""
        holder = self.tree.body[mutant.owner[0]]
        named = getattr(mutant.tree, "name", "") if mutant.owner[1] is not None else _assigned(holder)
        found = {named} | {name for name, names in self.globals_of.items() if named in names}
        return found | {name.replace("_on_timeout_", "timeout ").replace("_", "-") for name in found}

    def owner_of(self, mutant: Mutant) -> str:
        """The name of the function, class or constant that a mutant is in."""
        return getattr(mutant.tree, "name", "") or _assigned(self.tree.body[mutant.owner[0]])

    def is_machinery(self, mutant: Mutant) -> bool:
        """Whether a mutant is in what is the same in every module."""
        holder = self.tree.body[mutant.owner[0]]
        named = {getattr(mutant.tree, "name", ""), getattr(holder, "name", ""), _assigned(holder)}
        return not named.isdisjoint(MACHINERY)

    def _compiled(self, statement: ast.stmt) -> CodeType:
        whole = ast.Module([_TakeAway().visit(statement)], [])
        return compile(ast.fix_missing_locations(whole), str(self.path), "exec", dont_inherit=True, flags=_ANNOTATIONS)

    def _run(self, codes: list[CodeType]) -> ModuleType:
        module = ModuleType("subject")
        sys.modules["subject"] = module
        for code in codes:
            exec(code, module.__dict__)
        return module


def _assigned(statement: ast.stmt) -> str:
    """The name of the constant that a top-level statement defines, or nothing."""
    return (
        statement.target.id if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) else ""
    )


def _read_at_import(node: ast.AST) -> Iterator[str]:
    """The names that are read while the module is imported: those outside of functions."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id
    if isinstance(node, ast.FunctionDef):
        for default in (*node.args.defaults, *node.args.kw_defaults):
            yield from _read_at_import(default) if default else ()
        return
    for child in ast.iter_child_nodes(node):
        yield from _read_at_import(child)


_ANNOTATIONS = __import__("__future__").annotations.compiler_flag


def _replace(owner: type, name: str, function: Any) -> None:
    """Put a function in place of another: in the class, and in its tables of functions."""
    old = owner.__dict__[name]
    setattr(owner, name, function)
    for table in vars(owner).values():
        if isinstance(table, dict):
            for key, value in table.items():
                if value is old:
                    table[key] = function


# -------------------------------------------------------------------------------------------------------- tests


@dataclass(frozen=True, eq=False)
class Timed(Test):
    """A test that is run for so long and no longer."""

    def fails(self) -> bool:
        """Whether the test fails now, or takes too long."""
        try:
            with _limited():
                return super().fails()
        except TimeoutError:
            return True


class Tests:
    """A generated test file, whose tests run here one by one."""

    def __init__(self, path: Path) -> None:
        self.suite = Suite(path.read_text(encoding="utf-8"), path)
        self.tests = [Timed(test.name, test.function, test.arguments) for test in self.suite.tests]
        self.killers: list[Test] = []

    def notice(self, module: ModuleType, methods: set[str]) -> bool:
        """Whether some test fails with this module; those about the methods go first."""
        first = (test for test in self.tests if _about(test) in methods)
        recent = self.killers[-20:][::-1]
        killer = self.suite.first_to_fail(module, (*first, *recent, *self.tests))
        if killer is not None and killer not in recent:
            self.killers.append(killer)
        return killer is not None


def _about(test: Test) -> str:
    """The method that a test is about, or the name of a timeout."""
    methods = getattr(test.function, "__globals__", {})["METHODS"]
    event = next((getattr(value, "event", "") for value in test.arguments.values()), "")
    return str(methods.get(event, event))


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    """Raises TimeoutError in code that takes too long."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS_AT_MOST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# ------------------------------------------------------------------------------------------------------- survey


@dataclass(frozen=True)
class Survey:
    """What became of the mutants of one module."""

    name: str
    killed: int
    equivalent: int
    machinery: int
    """Survivors in what is the same in every module."""
    survivors: tuple[str, ...]


def survey(spec: Path, folder: Path, *, every: int = 1) -> Survey:
    """Make the outputs of a spec in `folder` and try every mutant of its module, or each `every`th."""
    name = build(spec, folder)
    subject, tests = Subject(folder / f"{name}.py"), Tests(folder / f"test_{name}.py")
    assert not tests.notice(subject.module, set()), "the tests fail before anything is changed"
    counts: Counter[str] = Counter()
    survivors = []
    for number, mutant in enumerate(mutants(subject.tree)):
        if number % every:
            continue
        try:
            noticed = tests.notice(subject.changed(mutant), subject.methods_of(mutant))
        except Exception:
            noticed = True  # it cannot even be imported
        finally:
            subject.mend()
        source = subject.lines[mutant.line - 1].strip()
        proved = not noticed and is_equivalent(mutant, subject)
        common = subject.is_machinery(mutant)
        counts["killed" if noticed else "equivalent" if proved else "machinery" if common else "survivors"] += 1
        if not noticed and not proved and not common:
            survivors.append(f"{name}.py:{mutant.line}: {mutant.change}: {source}")
    return Survey(name, counts["killed"], counts["equivalent"], counts["machinery"], tuple(survivors))


def build(spec: Path, folder: Path) -> str:
    """Write the outputs but the picture; the name of the module."""
    machine, faults = load(SourceFile(str(spec), spec.read_text(encoding="utf-8")))
    assert machine is not None, faults
    for backend in BACKENDS:
        if backend.name != "svg":
            for artifact in backend.emit(machine):
                path = folder / artifact.name
                path.parent.mkdir(exist_ok=True)
                path.write_text(artifact.text, encoding="utf-8")
    return machine.slug


def is_equivalent(mutant: Mutant, subject: Subject) -> bool:
    """Whether a mutant is one of those that can make no difference."""
    source, after, *_ = [*subject.lines[mutant.line - 1 :], ""]
    found = {"owner": subject.owner_of(mutant), "line": source, "change": mutant.change, "after": after}
    return any(all(re.search(getattr(known, part), text) for part, text in found.items()) for known in EQUIVALENT)


def main(specs: list[str]) -> int:
    """Survey specs and print what came of it; 1 if a mutant survives."""
    left = 0
    for spec in specs:
        with tempfile.TemporaryDirectory() as folder:
            found = survey(Path(spec), Path(folder))
        total = found.killed + found.equivalent + found.machinery + len(found.survivors)
        print(f"{found.name}: {total} mutants, {found.killed} killed, {found.equivalent} equivalent,", end=" ")
        print(f"{len(found.survivors)} survive, and {found.machinery} in what is the same in every module")
        print("".join(f"  {survivor}\n" for survivor in found.survivors), end="")
        left += len(found.survivors)
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
