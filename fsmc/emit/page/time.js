// The running timers in, their rows out, and a way to let time go by.

/** The running timers, next first, and a way to let time go by. */
function timeRows(app, entries) {
  const { machine } = app.session;
  const cases = new Map(entries.map((entry) => [entry.timer, entry.cases]));
  const running = [...machine.timers].sort((one, other) => one.deadline - other.deadline);
  if (!app.model.timers.length) return null;
  return [
    el("h3", { class: "source" }, `time: ${clockText(machine, machine.now)}`),
    el(
      "div",
      { role: "group", "aria-label": "timers" },
      running.map((timer) => timerRow(app, timer, cases.get(timer.name) || [])),
      running.length ? null : el("p", { class: "muted" }, "No timer runs."),
    ),
    waitRow(app),
  ];
}

function timerRow(app, timer, cases) {
  const then = [...new Set(cases.map(caseText))].join(" | ");
  const moves = cases.some((one) => one.outcome === "moves");
  return el(
    "div",
    { class: "event" },
    button(
      [
        el("kbd", { class: "key", "aria-hidden": "true" }),
        el("span", { class: "name" }, `timeout ${timer.name}`),
        el("span", { class: "given" }, timer.left > 0 ? `in ${clockText(app.session.machine, timer.left)}` : "due"),
        el("span", { class: "label" }),
        el("span", { class: `then ${moves ? "moved" : ""}` }, then),
      ],
      () => app.expire(timer.name),
      {
        class: "send",
        "data-key": `timeout ${timer.name}`,
        "data-timer": timer.name,
        title: "Let time go by until it expires; what is due before comes first",
      },
    ),
  );
}

function waitRow(app) {
  const field = el("input", {
    type: "text",
    value: app.waited,
    "aria-label": "how long to wait",
    "data-key": "wait",
    placeholder: "3s",
    spellcheck: "false",
    autocomplete: "off",
  });
  const fault = el("span", { class: "fault", role: "alert" });
  const wait = () => {
    try {
      app.waited = field.value;
      app.wait(clockRead(app.session.machine, field.value.trim()));
    } catch (error) {
      fill(fault, error.message);
    }
  };
  return el(
    "form",
    {
      class: "wait",
      on: {
        submit: (event) => {
          event.preventDefault();
          wait();
        },
      },
    },
    el("button", { type: "submit", "data-key": "advance" }, "Advance"),
    field,
    fault,
  );
}
