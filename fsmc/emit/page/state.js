// The session in, the card of the current state out, with what can be done with the play as a whole.

/** Where the machine is, and what can be done with the play. */
function showState(app) {
  const { session, model } = app;
  const state = model.states.find((one) => one.name === session.machine.state);
  const badges = [
    state.label && state.label !== state.name ? state.label : "",
    state.initial ? "initial" : "",
    state.final ? "final" : "",
  ];
  fill(
    byId("state"),
    el(
      "div",
      {},
      el("h2", { class: "now-name", id: "now" }, state.name),
      badges.filter(Boolean).map((text) => el("span", { class: "badge" }, text)),
    ),
    state.doc ? el("p", { class: "about" }, state.doc) : null,
    el(
      "div",
      { class: "acts" },
      button("Undo", () => app.undo(), { "data-key": "undo", disabled: session.at === 0, title: "Undo (u)" }),
      button("Redo", () => app.redo(), {
        "data-key": "redo",
        disabled: session.at === session.entries.length,
        title: "Redo (r)",
      }),
      button("Restart…", () => restart(app), {
        "data-key": "restart",
        title: "Start anew, with other options or elsewhere (s)",
      }),
      button("Link", () => app.copyLink(), { "data-key": "link", title: "A link that brings whoever opens it here" }),
      button("As scenario", () => app.copyScenario(), {
        "data-key": "copy",
        disabled: session.at === 0,
        title: "This play as a scenario statement for the spec (c)",
      }),
    ),
  );
}

/** Ask for the options and where to start. */
function restart(app) {
  const { model, session } = app;
  const asked = form(session.machine, model.options, session.machine.options, "option", () => {});
  const states = el(
    "select",
    { id: "start-state" },
    model.states.map((state) => el("option", { value: state.name }, state.name)),
  );
  states.value = session.startState;
  const fault = el("p", { class: "fault", role: "alert" });
  const begin = () => {
    try {
      const initial = model.states.find((state) => state.name === states.value).initial;
      app.begin({ options: asked.read(), ...(initial ? {} : { state: states.value }) });
      shown.close();
    } catch (error) {
      fill(fault, error.message);
    }
  };
  const shown = dialog(
    "Start anew",
    el("div", { class: "fields" }, el("label", { for: "start-state" }, "start in"), states),
    model.options.length ? el("p", {}, "Options") : null,
    asked.node,
    fault,
    el(
      "div",
      { class: "acts" },
      button("Cancel", () => shown.close()),
      button("Start", begin, { class: "first" }),
    ),
  );
}
