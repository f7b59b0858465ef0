"""Specs in, their pages opened in a browser out: what the tests of pages do to them and look at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fsmc import compiler
from fsmc.emit.page import emit_page
from fsmc.model import Machine
from fsmc.source import SourceFile

SPECS = Path(__file__).parent.parent.parent / "specs"
EVERYTHING = Path(__file__).parent / "everything.fsm"

BAD = """<img src=x onerror="hacked=1"></script></template><script>hacked=1</script><!-- ]]> &amp; 'it'"""
HOSTILE = f"""\
machine Hostile {json.dumps(BAD)}
reference WEB "https://example.org/{{}}\\"onmouseover=\\"hacked=1"
reference JS "javascript:hacked=1//{{}}"
type Kind = plain | '</script><script>hacked=1</script>'
option greeting: str = {json.dumps(BAD)}
event go {json.dumps(BAD)} (kind: Kind = plain, text: str = {json.dumps(BAD)}) from '"><script>hacked=1</script>'  @JS:1
event '<b onclick="hacked=1">'
action show {json.dumps(BAD)} (text: str)  @1.2  ## {BAD}
guard sure {json.dumps(BAD)}  ## {BAD}
state A {json.dumps(BAD)} initial  @JS:hacked=1  ## {BAD}
state '</title><script>hacked=1</script>' {json.dumps(BAD)}
group G {json.dumps(BAD)} box = A
A on go [sure] -> '</title><script>hacked=1</script>' / show(text)  @JS:1 @1  ## {BAD}
A reject go [else] {json.dumps(BAD)}
any on '<b onclick="hacked=1">' -> stay / show("</script>")
scenario s {json.dumps(BAD)}: A, go [sure] -> '</title><script>hacked=1</script>'
view v {json.dumps(BAD)} = G
"""

GUARDED = """\
machine Guarded
type Request (size: int, urgent: bool)
type Colour = red | green
option most: int = 10
option slow: bool = false
option kind: Colour = red
var seen: int = 0
timer nap = 3s within Busy
event ask (r: Request, who: str, wait: duration, colours: Colour*)
event go
event big = ask [r.size > most]
event again
guard free "is there room"
guard fits (n: int)
action take (n: int)
state Idle initial
state Busy
state Full
Idle on ask [fits(r.size) and free] -> Busy / take(r.size), seen += 1, start nap = wait
Idle on ask [else] -> stay
Idle on big -> Full
Busy on go -> Idle / raise again
Busy on timeout nap [free] -> Idle
Busy on timeout nap [else] -> Full
any defer ask, big
Idle on again -> stay / seen += 10
unlisted ignore
"""

TIMED = """\
machine Timed
timer t = 1806s
event go
event say (text: str = "")
state A initial
state B
state C
A on go -> stay / start t
A on say -> B
A, C on timeout t -> B
B on go -> C
unlisted ignore
scenario waits "by its own clock": A, go -> A, timeout t -> B
scenario midst "from elsewhere": C, timeout t -> B
"""

ASK_7 = [
    *("e", "ask", {"r": {"size": 7, "urgent": False}, "who": "x", "wait": 2, "colours": []}),
    [["fits", [7], 1], ["free", [], 1]],
]
"""A step of GUARDED as an address has it."""


@cache
def machine_of(text: str) -> Machine:
    checked = compiler.check(SourceFile("spec.fsm", text))
    assert checked.machine, [found.message for found in checked.diagnostics]
    return checked.machine


def holds(spec: str, scenario: str) -> list[str]:
    """The errors of a spec with one more scenario."""
    return [found.message for found in compiler.check(SourceFile("spec.fsm", f"{spec}\n{scenario}")).errors]


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of all specs by name, on disk."""
    folder = tmp_path_factory.mktemp("pages")
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SPECS.glob("*.fsm"))}
    texts |= {
        "everything": EVERYTHING.read_text(encoding="utf-8"),
        "hostile": HOSTILE,
        "guarded": GUARDED,
        "timed": TIMED,
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(emit_page(machine_of(text))[0].text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


class Play:
    """One page under way, and whatever it did that it must not do."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page = page
        self.path = path
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("dialog", lambda dialog: (self.faults.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self._requested(request.url))

    def _requested(self, url: str) -> None:
        if not url.startswith(self.path.as_uri()):
            self.faults.append(f"asks for {url}")

    def open(self, fragment: str = "") -> Play:
        self.faults.clear()
        self.page.bring_to_front()  # a page behind another is drawn late
        if self.page.url == "about:blank":
            self.page.goto(self.path.as_uri() + fragment)
        else:  # another fragment alone would be no new page
            self.page.evaluate("address => (scrollTo(0, 0), history.replaceState(null, '', address))", fragment or "#")
            self.page.reload()
        return self

    def send(self, *events: str) -> Play:
        for event in events:
            self.click(f'#events [data-event="{event}"]')
        return self

    def press(self, *keys: str) -> Play:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def choose(self, where: str, key: str) -> Play:
        return self.click(f'{where} [data-key="{key}"]')

    def click(self, selector: str) -> Play:
        """A click by script: faster than the mouse, which the first test of playing uses."""
        self.page.eval_on_selector(selector, "found => found.click()")
        return self

    def text(self, where: str) -> str:
        return str(self.page.locator(where).first.inner_text())

    @property
    def state(self) -> str:
        return self.text("#now")

    @property
    def steps(self) -> list[str]:
        """What was done so far, the oldest first."""
        return list(reversed(self.page.locator("#history .step:not(.undone) .what").all_inner_texts()))

    @property
    def did(self) -> list[str]:
        """What the current step did: its kind and its words."""
        return [" ".join(text.split()) for text in self.page.locator("#history .current .done > li").all_inner_texts()]

    def lit(self, kind: str) -> list[str]:
        """The places of the picture that are lit so."""
        return self.page.eval_on_selector_all(f"#canvas .{kind}", "places => places.map(p => p.dataset.at)")

    @property
    def scenario(self) -> str:
        """What `As scenario` offers."""
        self.choose("#state", "copy")
        text = str(self.page.locator("dialog textarea").input_value())
        self.press("Escape")
        return text

    @property
    def values(self) -> dict[str, str]:
        """Variables and options as shown."""
        rows = "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
        return dict(self.page.eval_on_selector_all("#values tr", rows))


PATIENCE = 60_000
"""Milliseconds after which a page counts as hanging.  No measure of speed: a busy machine may take seconds to load."""
Open = Callable[..., Play]


@pytest.fixture(scope="session")
def pool(browser: Any, pages: dict[str, Path]) -> Iterator[Open]:
    """Pages in windows of some kind; a page is loaded anew for each test, which is much faster than another window."""
    contexts: dict[str, Any] = {}
    plays: dict[tuple[str, str, int], Play] = {}

    def take(name: str, number: int, settings: dict[str, Any]) -> Play:
        kind = json.dumps(settings, sort_keys=True)
        if kind not in contexts:
            contexts[kind] = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **settings})
            contexts[kind].set_default_timeout(PATIENCE)
        if (kind, name, number) not in plays:
            plays[kind, name, number] = Play(contexts[kind].new_page(), pages[name])
        return plays[kind, name, number]

    yield take
    for context in contexts.values():
        context.close()


@pytest.fixture
def play(pool: Open) -> Iterator[Open]:
    """Opens a page; whatever it says on the console, asks of the network or trips over fails the test."""
    opened: list[Play] = []

    def start(name: str, fragment: str = "", **settings: Any) -> Play:
        opened.append(pool(name, len(opened), settings))
        return opened[-1].open(fragment)

    yield start
    assert not [fault for one in opened for fault in one.faults]
