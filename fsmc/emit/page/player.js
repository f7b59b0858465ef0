// A scenario of the spec in, a play of it out, one step at a time; each step is compared with what the spec promises.

class Player {
  constructor(app) {
    this.app = app;
    this.scenario = null;
    this.begun = 0;
  }

  /** Put the machine where a scenario starts. */
  load(name) {
    this.scenario = this.app.model.scenarios.find((one) => one.name === name) ?? null;
    if (!this.scenario) return this.app.refresh();
    const { start, set } = this.scenario;
    const initial = this.app.model.states.find((state) => state.name === start).initial;
    const variables = this._values("variables", set);
    this.app.begin(
      {
        options: this._values("options", set),
        ...(initial && !Object.keys(variables).length ? {} : { state: start, variables }),
      },
      true,
    );
    return undefined;
  }

  _values(kind, set) {
    const values = Object.create(null);
    for (const [name, value] of set?.[kind] ?? []) {
      values[name] = this.app.session.machine.decode(this.app.model[kind].find((one) => one.name === name).type, value);
    }
    return values;
  }

  /** How many of its steps have been done. */
  get place() {
    return this.app.session.at;
  }

  get over() {
    return !this.scenario || this.place >= this.scenario.steps.length;
  }

  /** Do the next step as the spec's example has it. */
  step() {
    if (this.over) return false;
    if (this.place < this.app.session.entries.length) return this.app.redo();
    const step = this.scenario.steps[this.place];
    const { machine } = this.app.session;
    const event = machine.event(step.event);
    const answers = step.example.answers || [];
    if (event.timer) {
      return this.app.take({ do: "expire", timer: event.timer, answers, ...this._due(event.timer) }, true);
    }
    const payload = Object.create(null);
    for (const [place, part] of machine.params(event.name).entries())
      payload[part.name] = machine.decode(part.type, step.example.payload[place]);
    return this.app.take({ do: "send", event: event.name, payload, answers }, true);
  }

  /** When a timer is due, if it runs: where a scenario starts in the midst of things, it may not. */
  _due(timer) {
    const { machine } = this.app.session;
    const running = machine.timers.find((one) => one.name === timer);
    return running ? { to: Math.max(running.deadline, machine.now) } : {};
  }

  /** Do all that is left, as long as it leads where it should. */
  run() {
    while (!this.over && this.step() !== false && this._holds(this.place - 1)) continue;
  }

  _holds(place) {
    return this.app.session.entries[place]?.result.to === this.scenario.steps[place].target;
  }

  /** The list to choose from, and how far the chosen one has come. */
  show() {
    const { model } = this.app;
    if (!model.scenarios.length) return fill(byId("scenario"));
    const list = el(
      "select",
      { id: "scenarios", "aria-label": "Scenario", on: { change: () => this.load(list.value) } },
      el("option", { value: "" }, "Scenarios of the spec…"),
      model.scenarios.map((one) =>
        el("option", { value: one.name }, one.label ? `${one.name}: ${one.label}` : one.name),
      ),
    );
    list.value = this.scenario?.name ?? "";
    return fill(
      byId("scenario"),
      el(
        "div",
        { class: "card" },
        el("div", { class: "acts" }, list, this.scenario ? this._buttons() : null),
        this.scenario ? this._steps() : null,
      ),
    );
  }

  _buttons() {
    return [
      button("Step", () => this.step(), {
        class: "first",
        "data-key": "scenario-step",
        disabled: this.over,
        title: "Next step of the scenario (n)",
      }),
      button("Run", () => this.run(), { "data-key": "scenario-run", disabled: this.over, title: "All steps" }),
      button(
        "Leave",
        () => {
          this.leave();
          this.app.refresh();
        },
        { "data-key": "scenario-leave", title: "Go on without the scenario" },
      ),
    ];
  }

  _steps() {
    return el(
      "ol",
      { class: "steps" },
      this.scenario.steps.map((step, place) => {
        const did = place < this.place;
        const kind = did ? (this._holds(place) ? "done" : "wrong") : place === this.place ? "next" : null;
        return el(
          "li",
          { class: kind, title: did ? (this._holds(place) ? "holds" : "led elsewhere") : null },
          step.label,
        );
      }),
    );
  }

  leave() {
    this.scenario = null;
  }
}
