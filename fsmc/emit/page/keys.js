// Keys in, what the buttons do out; and the list of them.

const KEYS = [
  ["1 … 9, 0", "deliver the event of that number"],
  ["↑ ↓", "go through the events; Enter delivers"],
  ["u, r", "undo, redo"],
  ["t", "let time go by until the next timer expires"],
  ["n", "next step of the scenario"],
  ["y, n", "answer the question that is open"],
  ["s", "start anew: options, first state"],
  ["c", "this play as a scenario"],
  ["/", "search"],
  ["f", "the whole picture, or full size"],
  ["+ -", "larger, smaller"],
  ["g", "to the reference and back"],
  ["d", "light or dark"],
  ["Esc", "close what is open"],
  ["?", "these keys"],
];

function help() {
  dialog(
    "Keys",
    el(
      "dl",
      { class: "keys" },
      KEYS.map(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)]),
    ),
    el(
      "p",
      {},
      "Events are delivered with the payload that their row names; … asks for another one. " +
        "The address of the page always holds the play.",
    ),
  );
}

function listenToKeys(app) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select");
    if (event.key === "Escape") return app.escape();
    if (typing) return;
    if (act(app, event)) event.preventDefault();
  });
}

/** Do what a key stands for; false if it stands for nothing. */
function act(app, event) {
  const { key } = event;
  if (app.question && (key === "y" || key === "n")) return acted(() => app.answer(key === "y"));
  if (/^[0-9]$/.test(key)) return press(document.querySelectorAll("#events .send")[(Number(key) + 9) % 10]);
  if (key === "ArrowDown" || key === "ArrowUp") return move(event, key === "ArrowDown" ? 1 : -1);
  const keys = {
    u: () => app.undo(),
    r: () => app.redo(),
    t: () => app.expireNext(),
    n: () => app.player.step(),
    s: () => restart(app),
    c: () => app.copyScenario(),
    f: () => app.diagram.toggleFit(),
    "+": () => byId("larger").click(),
    "-": () => byId("smaller").click(),
    g: () => toggleReference(app),
    d: () => toggleTheme(),
    "/": () => byId("search").focus(),
    "?": help,
  };
  return Object.hasOwn(keys, key) ? acted(keys[key]) : false;
}

const acted = (what) => {
  what();
  return true;
};

const press = (target) => (target ? acted(() => target.click()) : false);

/** Go to the next event of the list, unless the picture or a list has the keys. */
function move(event, by) {
  if (event.target.closest?.("#canvas, [role=listbox]")) return false;
  const sends = [...document.querySelectorAll("#events .send")];
  if (!sends.length) return false;
  const place = sends.indexOf(document.activeElement);
  sends[place < 0 ? (by > 0 ? 0 : sends.length - 1) : (place + by + sends.length) % sends.length].focus();
  return true;
}

// ---------------------------------------------------------------------------------------------------- light and dark

const isDark = () =>
  (document.documentElement.dataset.theme ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

function toggleTheme() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  nameTheme();
}

function nameTheme() {
  byId("theme").textContent = isDark() ? "Light" : "Dark";
}
