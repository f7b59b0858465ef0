// A model and commands in, a play out that can be gone through back and forth.  Commands are plain data:
//   { do: "send", event, payload, answers }   { do: "expire", timer, answers, to }   { do: "wait", to, answers }
// `wait` lets time go by to the moment `to`, which delivers what is due; `expire` ends this timer and no
// other, whatever the clock says; after that the clock says `to`, if that is given.

class Session {
  constructor(model) {
    this.model = model;
    this.begin({});
  }

  /** Start anew: `setup` is { options, state, variables }, each of which may be left out. */
  begin(setup) {
    const machine = new Engine(this.model, { options: setup.options || {} });
    if (setup.state !== undefined || setup.variables) {
      machine.place(setup.state ?? machine.state, { variables: setup.variables || {} });
    }
    this.machine = machine;
    this.setup = setup;
    this.first = machine.snapshot();
    this.entries = [];
    this.at = 0;
  }

  get last() {
    return this.at ? this.entries[this.at - 1] : null;
  }

  get startState() {
    return this.setup.state ?? this.model.states.find((state) => state.initial).name;
  }

  /** Do a command.  The result; one with a question has changed nothing and is not kept. */
  take(command) {
    const variables = { ...this.machine.variables };
    const reads = this.machine.enabled().find((entry) => entry.event === command.event)?.reads ?? [];
    const result = this._run(command);
    if (result.outcome === "asks") return result;
    this.entries.length = this.at;
    this.entries.push({ command, result, reads, variables, now: this.machine.now, after: this.machine.snapshot() });
    this.at += 1;
    return result;
  }

  _run(command) {
    if (command.do === "send") return this.machine.deliver(command.event, command.payload, command.answers);
    if (command.do === "expire") return this._expire(command);
    return this.machine.advanceTo(command.to, command.answers);
  }

  _expire({ timer, answers, to }) {
    const { machine } = this;
    const before = machine.now;
    machine.now = to ?? before;
    const result = machine.expire(timer, answers);
    if (result.outcome === "asks") machine.now = before;
    return result;
  }

  /** Go to a place of the play: 0 is the start. */
  go(place) {
    this.at = Math.max(0, Math.min(place, this.entries.length));
    this.machine.restore(this.at ? this.entries[this.at - 1].after : this.first);
  }

  /** The states passed and the ways between them, up to here: [{ from, to, line }]. */
  get path() {
    return this.entries.slice(0, this.at).flatMap((entry) => entry.result.steps || []);
  }

  /** What is said of a command in one line. */
  title(entry) {
    const { command, result } = entry;
    if (command.do === "send") return call(this.machine, command.event, this.payload(command));
    const expired = (result.steps || [])
      .filter((step) => step.cause === "expired")
      .map((step) => step.base ?? step.event);
    if (command.do === "expire") return `timeout ${command.timer}`;
    return expired.join(", ") || result.event || "wait";
  }

  /** The payload of a command with its defaults. */
  payload(command) {
    return Object.assign(Object.create(null), this.machine.defaults(command.event), command.payload);
  }
}
