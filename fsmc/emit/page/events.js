// The session in, the list of what can happen now out: a row for each event and each way that it may end.

const IDLE = new Set(["ignored", "rejected", "impossible", "endless"]);

/** What can happen now, by who sends it; a number key for each of the first ten. */
function showEvents(app) {
  const { machine } = app.session;
  const entries = machine.enabled();
  const rows = entries.filter((entry) => !entry.timer).map((entry) => eventRows(app, entry));
  const idle = rows.reduce((count, one) => count + one.idle, 0);
  const toggle = el(
    "label",
    { class: "check" },
    el("input", {
      type: "checkbox",
      "data-key": "refused",
      checked: app.refused,
      on: {
        change: (event) => {
          app.refused = event.target.checked;
          app.refresh();
        },
      },
    }),
    `Ignored and refused (${idle})`,
  );
  fill(
    byId("events"),
    el(
      "div",
      { class: "card" },
      el("div", { class: "head" }, el("h2", { class: "head" }, "What can happen"), idle ? toggle : null),
      bySource(rows),
      timeRows(
        app,
        entries.filter((entry) => entry.timer),
      ),
    ),
  );
  numbered();
}

function bySource(rows) {
  const sources = new Map();
  for (const one of rows)
    if (one.rows.length) sources.set(one.source, [...(sources.get(one.source) ?? []), ...one.rows]);
  if (!sources.size) return el("p", { class: "muted" }, "No event changes anything here.");
  return [...sources].map(([source, found]) => [
    source || sources.size > 1 ? el("h3", { class: "source" }, source ? `from ${source}` : "events") : null,
    el("div", { role: "group", "aria-label": source ? `from ${source}` : "events" }, found),
  ]);
}

function numbered() {
  for (const [place, send] of [...document.querySelectorAll("#events .send")].entries()) {
    if (place < 10) send.querySelector(".key").textContent = String((place + 1) % 10);
  }
}

/** The rows of one event, one for each outcome, and its form if it is open; `idle` counts those that change nothing. */
function eventRows(app, entry) {
  const { machine } = app.session;
  const { variants, open } = outlook(machine, entry);
  const source = machine.event(entry.event).source ?? "";
  const idle = (one) => (open ? !entry.cases.some(isTaken) : IDLE.has(one.result.outcome));
  const shown = (open ? [null] : variants).filter((one) => app.refused || !idle(one));
  const row = (one, place) => (open ? openRow(app, entry) : variantRow(app, entry, one, place === 0));
  const rows = shown.map(row);
  if (app.opened === entry.event && rows.length && !app.question) rows.push(eventForm(app, entry));
  return { source, rows, idle: (open ? [null] : variants).filter(idle).length };
}

const isTaken = ({ outcome }) => ["moves", "stays", "deferred"].includes(outcome);

function variantRow(app, entry, variant, first) {
  const { payload, answers, result } = variant;
  const { outcome, reason, steps } = result;
  const told = variantText(app.session.machine, entry, variant);
  const send = () => app.take({ do: "send", event: entry.event, payload, answers });
  const row = { send, told, then: thenText(result), outcome, reason, steps, key: `${entry.event} ${told}` };
  return el(
    "div",
    { class: ["event", IDLE.has(outcome) && "idle", !first && "variant"].filter(Boolean).join(" ") },
    sendButton(app, entry, row),
    first && hasForm(entry) ? moreButton(app, entry) : null,
  );
}

function openRow(app, entry) {
  const then = [...new Set(entry.cases.map(caseText))].join(" | ");
  const outcome = entry.cases.some((one) => one.outcome === "moves") ? "moved" : "stayed";
  const row = { send: () => app.open(entry.event), told: "(…)", then, outcome, key: entry.event };
  return el("div", { class: "event" }, sendButton(app, entry, row), moreButton(app, entry));
}

/** The button of a row; while it is pointed at, the picture shows where it would lead. */
function sendButton(app, entry, { send, told, then, outcome, reason, steps = [], key }) {
  const event = app.session.machine.event(entry.event);
  const label = event.label && event.label !== event.name ? event.label : "";
  const words = [
    el("kbd", { class: "key", "aria-hidden": "true" }),
    el("span", { class: "name" }, entry.event),
    told ? el("span", { class: "given" }, told) : null,
    el("span", { class: "label" }, label),
    el("span", { class: `then ${outcome}` }, then),
  ];
  const title = [event.doc, reason].filter(Boolean).join("\n") || null;
  const made = button(words, send, { class: "send", "data-key": `send ${key}`, "data-event": entry.event, title });
  made.addEventListener("pointerenter", () => app.diagram.hint(steps));
  made.addEventListener("focus", () => made.matches(":focus-visible") && app.diagram.hint(steps));
  for (const type of ["pointerleave", "blur"]) made.addEventListener(type, () => app.diagram.hint([]));
  return made;
}

const hasForm = (entry) => (entry.params || []).length > 0 || entry.asks.length > 0;

function moreButton(app, entry) {
  return button("…", () => app.open(entry.event), {
    class: "more",
    "data-key": `more ${entry.event}`,
    title: `Say what ${entry.event} carries`,
    "aria-label": `Say what ${entry.event} carries`,
    "aria-expanded": String(app.opened === entry.event),
  });
}

function caseText(one) {
  const words = {
    moves: `→ ${one.target}`,
    stays: MARKS.stayed,
    ignored: MARKS.ignored,
    rejected: MARKS.rejected,
    impossible: MARKS.impossible,
    deferred: MARKS.deferred,
  };
  return words[one.outcome] ?? one.outcome;
}
