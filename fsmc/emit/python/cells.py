"""The cells of one event in, the method that takes it out: one `if` for all states that treat it alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from fsmc import names as spelling
from fsmc.emit.python.context import Context
from fsmc.emit.python.facts import TRUE, Facts
from fsmc.emit.python.inspection import questions
from fsmc.emit.python.layout import Block, Call, Chain, Code, Line, Remark, Statement, lines_of
from fsmc.emit.python.methods import Arm, Method, Treatment, asks_for, gathers
from fsmc.emit.python.naming import Locals, Registry, phrase
from fsmc.emit.python.operations import operations, values_of
from fsmc.emit.python.steps import Local, step
from fsmc.emit.rendering import literal
from fsmc.model import ELSE, Ask, Branch, Cell, Disposition, Event, Expr, Hook, Kind, Rank, State, Transition

CHAIN_AT_MOST = 12
"""How many tests of the state a method makes one after the other; above, a table finds the state's own method."""

SET_FROM = 4
"""From how many states on a group of the spec is asked for as a set."""


class EventWriter:
    """The method of one event in the making."""

    def __init__(self, context: Context, event: Event) -> None:
        self.context = context
        self.event = event
        self.base = event.base or event
        self.params = [context.bind.called(part.name) for part in self.base.params]
        self.reader = context.reader
        self.locals = Locals.beside(self.params)
        self.state = self.locals.state
        self.taken = {*self.params, "self", self.locals.state, self.locals.before, self.locals.actions}
        self.extra: list[str] = []
        """Parameters beside the payload: answers that the base's method hands on."""
        self.handed: list[str] = []
        """Local variables with answers that the classification of this event hands on."""
        self._share()

    def _share(self) -> None:
        """The answers that the classification of the base hands on."""
        names = Registry(self.taken)
        for ask in self.context.know.shared_questions(self.base):
            name = names.fresh(phrase(str(ask)))
            self.taken.add(name)
            if self.event.base:
                self.extra.append(name)
                self.reader = self.reader.knowing(ask, name)

    # --------------------------------------------------------------------------------------------------- methods

    def methods(self) -> list[Method]:
        """The method of the event; with many states, one of each treatment too, found by a table."""
        classified = self._classification()
        treatments = self._treatments()
        if len(treatments) - 1 > CHAIN_AT_MOST:
            return self._tabled(classified, treatments)
        return [self._method(self._name, self._chain(treatments), self._doc, classified)]

    @property
    def _name(self) -> str:
        return self.context.bind.method(self.event)

    @property
    def _doc(self) -> str:
        event = self.event
        if event.base:
            told = f"{event.title}, in place of {event.base}" + (
                f" if {event.when}." if event.when is not ELSE else "."
            )
            return f"{told}\n\n{event.doc}" if event.doc else told
        if event.timer:
            return f"Timer {event.timer.name} has expired."
        return f"{event.title}: {event.doc}" if event.doc else f"{event.title}."

    def _method(
        self,
        name: str,
        statements: Iterable[Statement],
        doc: str,
        classified: Sequence[Statement] = (),
        answers: Sequence[str] = (),
    ) -> Method:
        body = list(statements)
        if any(asks_for(self.state, statement) for statement in body):
            body.insert(0, Line(f"{self.state} = self.state"))
        if any(gathers(self.locals.actions, statement) for statement in body):
            body.insert(0, Line(f"{self.locals.actions}: Actions"))
        sent = name == self._name and self.event.base is None  # by the host, which may leave out what has a default
        payload = self.context.parameters(self.base.params, defaults=sent)
        params = ["self", *payload, *(f"{name}: bool" for name in [*self.extra, *answers])]
        head = lines_of("", Call(f"def {name}", tuple(params)), " -> Actions:", 4).lstrip()
        return Method(name, head, doc, (*classified, *body))

    def _tabled(self, classified: Sequence[Statement], treatments: Sequence[Treatment]) -> list[Method]:
        """A method that looks the state up, and one for each treatment."""
        context = self.context
        methods = []
        entries: list[str] = []
        plain = self._name.removeprefix("_on").lstrip("_")
        for treatment in treatments:
            name = f"_on_{plain}_in_{spelling.snake(treatment.states[0].name).lstrip('_')}"
            states = ", ".join(str(state) for state in treatment.states)
            doc = f"{self.event.title} in {states}."
            body = [*treatment.remarks(), *treatment.statements()]
            methods.append(self._method(name, body, doc, answers=self.handed))
            entries += [f"State.{context.bind.state(state)}: {name}" for state in treatment.states]
        table = f"_ON_{plain.upper()}"
        kind = "ClassVar[dict[State, Callable[..., Actions]]]"
        text = lines_of(f"{table}: {kind} = ", Call("", tuple(entries), "{}"), indent=4).lstrip()
        methods[-1] = replace(methods[-1], table=text)
        args = ", ".join(["self", *self.params, *self.extra, *self.handed])
        look = Line(f"return self.{table}[self.state]({args})")
        return [self._method(self._name, [look], self._doc, classified), *methods]

    # ---------------------------------------------------------------------------------------------- classification

    def _classification(self) -> list[Statement]:
        """The derived event that fires in place of this one."""
        derived = self.context.machine.derived(self.event)
        names = Registry(self.taken)
        asked = [ask for event in derived if event.when is not ELSE for ask in questions(event.when)]
        shared = self.context.know.shared_questions(self.event) if derived else ()
        out: list[Statement] = []
        for ask in dict.fromkeys(ask for ask in asked if ask in shared or asked.count(ask) > 1):
            name = names.fresh(phrase(str(ask)))
            out.append(Line(f"{name} = ", self.reader.code(ask)))
            self.reader = self.reader.knowing(ask, name)
            self.taken.add(name)
            self.handed += [name] if ask in shared else []
        facts = Facts()
        ordered = sorted(derived, key=lambda event: event.when is ELSE)
        total = not self.context.machine.cells_on(self.event)
        for event in ordered:
            call = Line("return ", Call(f"self.{self.context.bind.method(event)}", (*self.params, *self.handed)))
            when = event.when if event.when is ELSE or event.when is None else facts.simplified(event.when)
            out.append(Remark(f"{spelling.quoted(event.name)} = {self.event} [{event.when}]"))
            if when is ELSE or when is None or (total and event is ordered[-1]):
                return [*out, call]
            out.append(Block(Line("if ", self.reader.code(when), ":"), (call,)))
            facts = facts.after(when, False)
        return out

    # ----------------------------------------------------------------------------------------------------- states

    def _treatments(self) -> list[Treatment]:
        """The states by what they do, that of the rest last."""
        alike: dict[object, list[tuple[State, tuple[Arm, ...], bool]]] = {}
        for cell in self.context.machine.cells_on(self.event):
            arms = tuple(self._arms(cell))
            unlisted = all(branch.line.rank is Rank.UNLISTED for branch in cell.branches)
            alike.setdefault(tuple(arm.code for arm in arms), []).append((cell.state, arms, unlisted))
        found = [
            Treatment(tuple(state for state, _, _ in same), tuple(arms for _, arms, _ in same), same[-1][2])
            for same in alike.values()
        ]
        if found:
            rest = max(found, key=lambda treatment: (treatment.unlisted, len(treatment.states), found.index(treatment)))
            found.remove(rest)
            found.append(rest)
        return found

    def _chain(self, treatments: Sequence[Treatment]) -> list[Statement]:
        """One `if` a treatment; the last needs none."""
        out: list[Statement] = []
        for treatment in treatments[:-1]:
            test = Line("if ", self._test(treatment.states), ":")
            out += [*treatment.remarks(), Block(test, tuple(treatment.statements()))]
        for treatment in treatments[-1:]:
            out += [*treatment.remarks(), *treatment.statements()]
        return out

    def _test(self, states: tuple[State, ...]) -> Code:
        """Whether the machine is in one of the states."""
        group = self.context.group(states) if len(states) >= SET_FROM else None
        if group:
            return f"{self.state} in {group}"
        tests = tuple(Chain("is", (self.state, self.context.state(state))) for state in states)
        return Chain("or", tests) if len(tests) > 1 else tests[0]

    # ------------------------------------------------------------------------------------------------------- cells

    def _arms(self, cell: Cell) -> list[Arm]:
        reader, taken = self.reader, set(self.taken)
        arms = []
        facts = Facts()
        for place, branch in enumerate(cell.branches):
            setup: list[Statement] = []
            for ask in self._recurring(cell, place):
                if ask not in reader.known:
                    name = Registry(taken).fresh(phrase(str(ask)))
                    taken.add(name)
                    setup.append(Line(f"{name} = ", reader.code(ask)))
                    reader = reader.knowing(ask, name)
            guard = TRUE if branch.guard is None else facts.simplified(branch.guard)
            body = self._outcome(cell, branch, Local(reader, self.locals, Registry(taken), facts.after(guard, True)))
            test = None if guard == TRUE else reader.code(guard)
            facts = facts.after(guard, False)
            arms.append(Arm(tuple(self._remarks(cell, branch)), tuple(setup), test, tuple(body)))
        return arms

    def _recurring(self, cell: Cell, place: int) -> list[Ask]:
        """The questions of a guard that come again, in a later guard or in what a later branch does."""
        asked = list(questions(cell.branches[place].guard))
        later = [ask for branch in cell.branches[place + 1 :] for ask in questions(branch.guard)]
        for branch in cell.branches[place:]:
            later += [ask for expr in self._expressions(cell, branch) for ask in questions(expr)]
        return [ask for ask in dict.fromkeys(asked) if ask in later or asked.count(ask) > 1]

    def _expressions(self, cell: Cell, branch: Branch) -> list[Expr | None]:
        if not isinstance(branch.line, Transition):
            return []
        effects = self.context.machine.effects(branch.line, cell.state)
        return [expr for operation in operations(effects) for expr in (operation.condition, *values_of(operation))]

    def _outcome(self, cell: Cell, branch: Branch, local: Local) -> list[Statement]:
        line = branch.line
        if isinstance(line, Transition):
            return step(self.context, cell, line, local)
        match line.kind:
            case Kind.IGNORE:
                return [Line("return ()")]
            case Kind.DEFER:
                entry = Call("", (self.context.event(self.base), Call("", tuple(self.params))))
                return [Line("", Call("self._deferred.append", (entry,))), Line("return ()")]
            case Kind.REJECT:
                return [Line("raise ", self._error("Rejected", line))]
            case Kind.NEVER:
                return [Line("raise ", self._error("Impossible", line))]

    def _error(self, kind: str, line: Disposition) -> Call:
        items = [self.state, self.context.event(self.event)]
        section = self.context.section(line)
        if line.reason:
            items.append(literal(line.reason))
        if section:
            items.append(literal(section) if line.reason else f"section={literal(section)}")
        return Call(kind, tuple(items))

    def _remarks(self, cell: Cell, branch: Branch) -> Iterable[str]:
        """The label of the line with its citations, its doc, and the hooks that add to it."""
        line = branch.line
        yield line.label + self.context.cited(line)
        if line.doc:
            yield line.doc
        if isinstance(line, Transition) and line.target is not None:
            yield from self._hooks("leave", self.context.machine.leaves, cell.state)
            yield from self._hooks("enter", self.context.machine.enters, line.target)

    def _hooks(self, word: str, hooks: Iterable[Hook], state: State) -> Iterable[str]:
        for hook in hooks:
            if state in hook.states:
                effects = ", ".join(map(str, hook.effects))
                yield f"{word} {hook.written_states} / {effects}{self.context.cited(hook)}"
