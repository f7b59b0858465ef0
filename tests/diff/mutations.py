"""The text of a spec and random choices in, the text of one that differs in one thing out, and what was done to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tests.random.dice import Dice

_LINE = re.compile(r" (on|ignore|reject|never|defer) ")
_STATE = re.compile(r"^state ('[^']*'|\S+)")
_NUMBER = re.compile(r"(?<![\w\"'])\d+(?:\.\d+)?(?=ms\b|s\b|min\b|h\b|\b(?!\.))")
_KINDS = ("ignore", "reject", "never", "defer")


def mutated(text: str, dice: Dice) -> tuple[str, str]:
    """What was done, and the text after it; the text as it was where the chosen change does not fit it."""
    change = dice.one(CHANGES)
    lines = text.split("\n")
    return change.__name__.strip("_"), "\n".join(change(lines, dice))


def _places(lines: list[str], fits: Callable[[str], bool]) -> list[int]:
    return [place for place, line in enumerate(lines) if fits(line)]


def _decides(line: str) -> bool:
    declares = line.split(" ")[0] in ("type", "state", "event", "action", "timer", "guard", "option", "var", "group")
    return bool(_LINE.search(line)) and not declares


def _edited(lines: list[str], dice: Dice, fits: Callable[[str], bool], edit: Callable[[str], str]) -> list[str]:
    """The lines, one of those that fit edited."""
    places = _places(lines, fits)
    if not places:
        return lines
    place = dice.one(places)
    return [*lines[:place], edit(lines[place]), *lines[place + 1 :]]


def states_of(lines: list[str]) -> list[str]:
    """The names of the states, as written."""
    return [found[1] for line in lines if (found := _STATE.match(line))]


def drop_line(lines: list[str], dice: Dice) -> list[str]:
    """A line less."""
    places = _places(lines, _decides)
    place = dice.one(places) if places else len(lines)
    return [*lines[:place], *lines[place + 1 :]]


def add_line(lines: list[str], dice: Dice) -> list[str]:
    """A line more, about one state and one event, in front of `unlisted`."""
    events = [line.split(" ")[1] for line in lines if line.startswith("event ") and " = " not in line.split("(")[0]]
    state, target = dice.one(states_of(lines)), dice.one(states_of(lines))
    if not events:
        return lines
    return [*lines, f"{state} on {dice.one(events)} -> {target}"]


def retarget(lines: list[str], dice: Dice) -> list[str]:
    """Another target."""
    target = dice.one([*states_of(lines), "stay"])
    aimed = re.compile(r"-> ('[^']*'|[^\s/]+)")
    return _edited(lines, dice, lambda line: " -> " in line, lambda line: aimed.sub(lambda _: f"-> {target}", line))


def change_number(lines: list[str], dice: Dice) -> list[str]:
    """A number, or a duration, that is larger by one."""

    def fits(line: str) -> bool:
        return bool(_NUMBER.search(line)) and "reference" not in line

    return _edited(lines, dice, fits, lambda line: _larger(line, dice))


def _larger(line: str, dice: Dice) -> str:
    found = dice.one(list(_NUMBER.finditer(line)))
    return f"{line[: found.start()]}{int(float(found[0])) + 1}{line[found.end() :]}"


def deny_guard(lines: list[str], dice: Dice) -> list[str]:
    """A guard that holds where it failed."""
    return _edited(lines, dice, _is_guarded, lambda line: _guard(line, "not ({})"))


def same_guard(lines: list[str], dice: Dice) -> list[str]:
    """A guard that means the same, written in another way."""
    way = dice.one(("not (not ({}))", "({}) and true", "({0}) or ({0})", "not (not ({}) or false)"))
    return _edited(lines, dice, _is_guarded, lambda line: _guard(line, way))


def weaker_guard(lines: list[str], dice: Dice) -> list[str]:
    """A comparison that includes its boundary, or no longer does."""
    swap = {"<=": "<", ">=": ">", "==": "!=", "!=": "==", "<": "<=", ">": ">="}
    return _edited(
        lines,
        dice,
        lambda line: bool(re.search(r" (<=|>=|==|!=|<|>) ", line)),
        lambda line: re.sub(r" (<=|>=|==|!=|<|>) ", lambda op: f" {swap[op[1]]} ", line, count=1),
    )


def _is_guarded(line: str) -> bool:
    found = re.search(r"\[(.*?)\]", line)
    return bool(found) and _decides(line) and found[1] != "else"  # type: ignore[index]


def _guard(line: str, way: str) -> str:
    return re.sub(r"\[(.*?)\]", lambda found: f"[{way.format(found[1])}]", line, count=1)


def drop_effect(lines: list[str], dice: Dice) -> list[str]:
    """One effect less, or none."""
    return _edited(lines, dice, _has_effects, lambda line: _effects(line, dice, lambda some: some[:-1]))


def swap_effects(lines: list[str], dice: Dice) -> list[str]:
    """Effects in the reverse order."""
    return _edited(lines, dice, _has_effects, lambda line: _effects(line, dice, lambda some: some[::-1]))


def repeat_effect(lines: list[str], dice: Dice) -> list[str]:
    """An effect twice."""
    return _edited(lines, dice, _has_effects, lambda line: _effects(line, dice, lambda some: [*some, some[0]]))


def _has_effects(line: str) -> bool:
    return " / " in line and (" on " in line or line.startswith(("enter ", "leave ")))


def _effects(line: str, dice: Dice, change: Callable[[list[str]], list[str]]) -> str:
    head, _, tail = line.partition(" / ")
    parts = re.findall(r"(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\"(?:[^\"\\]|\\.)*\"|[^,(\"])+", tail)
    after = change([part.strip() for part in parts if part.strip()])
    return f"{head} / {', '.join(after)}" if after else head


def other_kind(lines: list[str], dice: Dice) -> list[str]:
    """Ignored instead of refused, and so on."""
    kind = dice.one(_KINDS)
    return _edited(
        lines,
        dice,
        lambda line: _decides(line) and bool(re.search(r" (ignore|reject|never|defer) ", line)),
        lambda line: re.sub(r" (ignore|reject|never|defer) ", f" {kind} ", re.sub(r' "[^"]*"', "", line), count=1),
    )


def other_initial(lines: list[str], dice: Dice) -> list[str]:
    """Another initial state."""
    chosen = dice.one(states_of(lines))
    bare = [re.sub(r" initial\b", "", line) if _STATE.match(line) else line for line in lines]
    return [f"{line} initial" if line.split(" final")[0] == f"state {chosen}" and " final" not in line else
            line.replace(" final", " initial final") if line.split(" final")[0] == f"state {chosen}" else line
            for line in bare]  # fmt: skip


def rename_state(lines: list[str], dice: Dice) -> list[str]:
    """A state goes by another name."""
    return _renamed(lines, dice.one(states_of(lines)), "Elsewhere")


def rename_event(lines: list[str], dice: Dice) -> list[str]:
    """An event, an action or a guard goes by another name."""
    names = [line.split(" ")[1] for line in lines if line.startswith(("event ", "action ", "guard "))]
    names = [name for name in names if re.fullmatch(r"[A-Za-z][\w-]*", name)]
    return _renamed(lines, dice.one(names), "otherwise") if names else lines


def _renamed(lines: list[str], name: str, to: str) -> list[str]:
    return [re.sub(rf"(?<![\w'-]){re.escape(name)}(?![\w'+?-])", to, line) for line in lines]


def reorder(lines: list[str], dice: Dice) -> list[str]:
    """Two lines have changed places; order carries no meaning."""
    places = _places(lines, _decides)
    if len(places) < 2:
        return lines
    one, other = dice.one(places), dice.one(places)
    swapped = list(lines)
    swapped[one], swapped[other] = lines[other], lines[one]
    return swapped


def other_default(lines: list[str], dice: Dice) -> list[str]:
    """Another default of an option or a variable."""
    return _edited(
        lines,
        dice,
        lambda line: line.startswith(("option ", "var ")) and line.endswith(("= true", "= false")),
        lambda line: line[:-6] + "= false" if line.endswith("= true") else line[:-7] + "= true",
    )


CHANGES: tuple[Callable[[list[str], Dice], list[str]], ...] = (
    drop_line,
    drop_line,
    add_line,
    retarget,
    retarget,
    change_number,
    deny_guard,
    same_guard,
    weaker_guard,
    drop_effect,
    swap_effects,
    repeat_effect,
    other_kind,
    other_kind,
    other_initial,
    rename_state,
    rename_event,
    reorder,
    other_default,
)


def mutants(text: str, seed: str, count: int) -> Iterator[tuple[str, str]]:
    """So many changes of a spec that change its text, whether or not fsmc takes what comes of them."""
    for number in range(count):
        what, after = mutated(text, Dice(f"{seed}.{number}"))
        if after != text:
            yield what, after
