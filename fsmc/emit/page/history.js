// The session in, the other half of the simulator out: the values of now, and the steps that led here.

/** The variables, the options and what is deferred. */
function showValues(app) {
  const { session, model } = app;
  const { machine, last } = session;
  const rows = model.variables.map((one) =>
    valueRow(machine, one, machine.variables[one.name], last && last.variables[one.name]),
  );
  const options = model.options.map((one) => valueRow(machine, one, machine.options[one.name]));
  const kept = machine.deferred.map(({ event, payload }) => el("li", { class: "mono" }, call(machine, event, payload)));
  fill(
    byId("values"),
    rows.length
      ? el("div", { class: "card" }, el("h2", {}, "Variables"), el("table", { class: "values" }, el("tbody", {}, rows)))
      : null,
    kept.length ? el("div", { class: "card" }, el("h2", {}, "Deferred"), el("ul", {}, kept)) : null,
    options.length
      ? el(
          "details",
          {
            class: "card",
            open: app.optionsOpen,
            on: {
              toggle: (event) => {
                app.optionsOpen = event.target.open;
              },
            },
          },
          el("summary", {}, "Options"),
          el("table", { class: "values" }, el("tbody", {}, options)),
        )
      : null,
  );
}

function valueRow(machine, { name, type, doc }, value, before) {
  const changed = before !== undefined && before !== null && !same(machine, type, value, before);
  return el(
    "tr",
    { class: changed ? "changed" : null, title: doc || null },
    el("th", { scope: "row" }, name),
    el("td", {}, shown(machine, type, value)),
  );
}

/** All steps, the newest first; a click returns to one. */
function showHistory(app) {
  const { session } = app;
  const steps = session.entries.map((entry, place) => stepItem(app, entry, place + 1)).reverse();
  fill(
    byId("history"),
    el(
      "div",
      { class: "card" },
      el("h2", { class: "head" }, "Steps"),
      el("ol", { reversed: true }, steps, startItem(app)),
    ),
  );
}

function startItem(app) {
  const { session } = app;
  return el(
    "li",
    { class: session.at === 0 ? "step current" : "step", on: { click: () => app.go(0) } },
    button(
      [
        el("span", { class: "no" }, "0"),
        [" ", el("span", { class: "what" }, "start")],
        [" ", el("span", { class: "to" }, session.startState)],
      ],
      (event) => {
        event.stopPropagation();
        app.go(0);
      },
      { "data-key": "step 0" },
    ),
  );
}

function stepItem(app, entry, place) {
  const { session } = app;
  const { result } = entry;
  const kind = [
    "step",
    place === session.at ? "current" : "",
    place > session.at ? "undone" : "",
    ["rejected", "impossible", "endless"].includes(result.outcome) ? "failed" : "",
  ]
    .filter(Boolean)
    .join(" ");
  const go = (event) => {
    if (event.target.closest("a")) return;
    event.stopPropagation();
    app.go(place);
  };
  return el(
    "li",
    { class: kind, "aria-current": place === session.at ? "step" : null, on: { click: go } },
    button(
      [
        el("span", { class: "no" }, String(place)),
        [" ", el("span", { class: "what" }, session.title(entry))],
        [" ", el("span", { class: "to" }, thenText(result)), " "],
        entry.now > 0 ? el("span", { class: "at" }, clockText(session.machine, entry.now)) : null,
      ],
      go,
      { "data-key": `step ${place}` },
    ),
    el(
      "ul",
      { class: "done" },
      result.reason || result.section
        ? el("li", { class: "why" }, [result.reason, result.section].filter(Boolean).join(" · "))
        : null,
      (result.steps || []).map((step, number) => stepDetails(app, step, number, place === session.at)),
    ),
  );
}

/** What one step of a run did, and by which line; the line's words where the step is the current one. */
function stepDetails(app, step, number, whole) {
  const line = step.line === undefined ? null : app.session.machine.line(step.line);
  const cause =
    number || (step.base && step.base !== step.event) ? el("li", { class: "cause" }, causeText(app, step)) : null;
  return [
    cause,
    (step.asked || []).map(({ text, answer }) => done("asked", el("code", {}, `${text}? ${answer ? "yes" : "no"}`))),
    (step.effects || []).map((effect) => done(...effectText(app.session.machine, effect))),
    whole && line ? el("li", { class: "why" }, lineText(app, step, line)) : null,
  ];
}

function causeText(app, step) {
  const event = step.base && step.base !== step.event ? `${step.base}, as ${step.event}` : step.event;
  const words = { sent: "", expired: "", raised: "raised: ", deferred: "was deferred: " };
  return `${words[step.cause] ?? ""}${event} ${caseText({ ...step, target: step.to })}`;
}

function done(kind, ...words) {
  return el("li", { class: kind }, el("span", { class: "tag" }, kind), " ", words);
}

/** The kind of an effect and its words. */
function effectText(machine, effect) {
  const code = (text) => el("code", {}, text);
  switch (effect.kind) {
    case "do":
      return ["do", code(effect.text), effect.to ? [" ", el("span", { class: "muted" }, `to ${effect.to}`)] : ""];
    case "assign":
      return ["set", code(assignmentText(machine, effect))];
    case "start":
      return [
        "start",
        code(`${effect.timer} ${clockText(machine, effect.length)}`),
        effect.restarted ? [" ", el("span", { class: "muted" }, "anew")] : "",
      ];
    case "stop":
      return ["stop", code(effect.timer), effect.ran ? "" : [" ", el("span", { class: "muted" }, "did not run")]];
    case "cancel":
      return ["cancel", code(effect.timer)];
    case "raise":
      return ["raise", code(effect.text)];
    default:
      return [effect.kind, code(effect.text ?? "")];
  }
}

function assignmentText(machine, { variable, before, after }) {
  const { type } = machine.model.variables.get(variable);
  const [old, now] = [shown(machine, type, before), shown(machine, type, after)];
  return old === now ? `${variable} = ${now}` : `${variable}: ${old} → ${now}`;
}

/** The deciding line as the spec says it, with its documentation and where it comes from. */
function lineText(app, step, line) {
  const cell = app.session.machine.cell(step.from, step.event);
  const label = line.label || "unlisted";
  const words = [cell ? reference(cell.id, label) : label];
  if (line.doc) words.push(line.doc);
  words.push(...(line.cites || []).map(citation));
  return joined(words, " · ");
}
