// The JSON of a model in (docs/json.md); an object that events are sent to out: the simulator's machine.
//
// What every construct means is docs/language.md, and where that leaves a choice, what fsmc/interpreter does: the tests
// play both side by side.  It decides by the cells of the model.  Nothing here, nor in the files engine-*.js that it
// rests on, knows of a page, of the time of day, or of text as code.
const Engine = (() => {
  "use strict";

  const { dictionary, evaluate, frozen, EngineError } = engineExpressions;
  const { wrong } = engineValues;
  const { NotTaken, Run, Unanswered } = engineRun;

  const OUTCOMES = { moves: "moved", stays: "stayed" };

  /** One running machine. */
  class Engine {
    constructor(json, { options = {}, raisedAtMost = 1000 } = {}) {
      this.model = new EngineModel(json);
      this.raisedAtMost = raisedAtMost;
      this.#setOptions(options);
      this.reset();
    }

    #setOptions(given) {
      for (const name of Object.keys(given)) this.model.entry("options", name);
      this.optionValues = this.#atFirst(this.model.json.options, given);
    }

    /** The values of options or variables: those that are given, the defaults of the others. */
    #atFirst(slots, given) {
      const { values } = this.model;
      const value = ({ name, type, default: { tree } }) =>
        Object.hasOwn(given, name) ? values.decode(type, given[name]) : evaluate(tree, this.model.scope({}));
      return new Map(slots.map((slot) => [slot.name, value(slot)]));
    }

    // ------------------------------------------------------------------------------------------- where it is

    get state() {
      return this.configuration.state;
    }

    get variables() {
      return dictionary(this.configuration.variables);
    }

    get options() {
      return dictionary(this.optionValues);
    }

    get timers() {
      return [...this.configuration.timers].map(([name, deadline]) => ({ name, deadline, left: deadline - this.now }));
    }

    /** When `advance` has something to do next; null if no timer runs. */
    get deadline() {
      const deadlines = [...this.configuration.timers.values()];
      return deadlines.length ? Math.min(...deadlines) : null;
    }

    get deferred() {
      return this.configuration.deferred.map(({ event, payload }) => ({ event, payload }));
    }

    // ---------------------------------------------------------------------------------------- putting it somewhere

    /** Back to the start, with the same options. */
    reset() {
      this.now = 0;
      this.place(this.model.initial);
    }

    /** Anywhere: variables that are not given keep their defaults, timers are deadlines by name in order of start. */
    place(state, { variables = {}, timers = {}, deferred = [] } = {}) {
      const { model } = this;
      model.entry("states", state);
      for (const name of Object.keys(variables)) model.entry("variables", name);
      for (const [name, deadline] of Object.entries(timers)) {
        model.entry("timers", name);
        if (!Number.isFinite(deadline)) throw wrong("a deadline", deadline);
      }
      const placed = deferred.map(({ event, payload }) => ({ event, payload: model.payload(event, payload) }));
      const values = this.#atFirst(model.json.variables, variables);
      this.configuration = { state, variables: values, timers: new Map(Object.entries(timers)), deferred: placed };
    }

    /** Where the machine is, as a frozen value of JSON. */
    snapshot() {
      const { values } = this.model;
      const { state, variables, timers, deferred } = this.configuration;
      const named = [...variables].map(([name, v]) => [name, values.encode(this.model.variables.get(name).type, v)]);
      const parts = (event, payload) =>
        dictionary(this.model.params(event).map(({ name, type }) => [name, values.encode(type, payload[name])]));
      return frozen({
        state,
        now: this.now,
        variables: dictionary(named),
        timers: [...timers],
        deferred: deferred.map(({ event, payload }) => ({ event, payload: parts(event, payload) })),
      });
    }

    /** Back to where a snapshot was taken. */
    restore({ state, now, variables, timers, deferred }) {
      if (!Number.isFinite(now)) throw wrong("a time", now);
      this.place(state, { variables, timers: dictionary(timers), deferred });
      this.configuration.timers = new Map(timers); // an object may not keep the order of its names
      this.now = now;
    }

    // ------------------------------------------------------------------------------------------------------ events

    /** For each event from outside and each timer, what may become of it now. */
    enabled() {
      return this.model.json.events.filter((event) => !event.base).map((event) => this.#outlook(event));
    }

    #outlook(event) {
      const foresight = new EngineForesight(this, event);
      const { timer } = event;
      const cases = timer && !this.model.canRun(timer, this.state) ? [] : foresight.cases;
      return frozen({
        event: event.name,
        params: this.model.params(event.name),
        sendable: !timer,
        ...(timer ? { timer, running: this.configuration.timers.has(timer) } : {}),
        cases,
        welcome: cases.some(({ outcome }) => outcome !== "rejected" && outcome !== "impossible"),
        asks: [...this.model.guards.keys()].filter((name) => foresight.asks.has(name)),
        reads: this.model.params(event.name).map(({ name }) => name).filter((name) => foresight.reads.has(name)),
      });
    }

    /** Deliver an event with its payload by name, and all that follows. */
    deliver(event, payload = {}, answers = undefined) {
      const { base, timer } = this.model.entry("events", event);
      if (timer) return this.expire(timer, answers);
      if (base) throw new EngineError(`${event} cannot be sent: it fires in place of ${base}`);
      const delivery = { event, payload: this.model.payload(event, payload) };
      return this.#told(event, () => this.#finish(this.configuration, delivery, "sent", answers));
    }

    /** As `deliver`, with nothing changed. */
    preview(event, payload = {}, answers = undefined) {
      const before = this.configuration;
      try {
        return this.deliver(event, payload, answers);
      } finally {
        this.configuration = before;
      }
    }

    /** Let one timer expire now, whatever the clock says and whether or not it runs. */
    expire(timer, answers = undefined) {
      this.model.entry("timers", timer);
      return this.#told(this.model.timeouts.get(timer).name, () => this.#expire(timer, answers));
    }

    #expire(timer, answers, first = 0) {
      const timers = new Map(this.configuration.timers);
      timers.delete(timer);
      const before = { ...this.configuration, timers };
      const delivery = { event: this.model.timeouts.get(timer).name, payload: dictionary() };
      try {
        return this.#finish(before, delivery, "expired", answers, first);
      } catch (error) {
        if (error instanceof NotTaken && error.told.outcome !== "endless") this.configuration = before;
        throw error;
      }
    }

    #finish(before, delivery, cause, answers, first = 0) {
      const run = new Run(this, before, answers, first).finish(delivery, cause);
      this.configuration = run.configuration;
      return run;
    }

    /** Let time pass, then deliver what has expired, in order of deadline, then of start. */
    advance(seconds, answers = undefined) {
      if (!(Number.isFinite(seconds) && seconds >= 0)) throw wrong("a number of seconds", seconds);
      return this.advanceTo(this.now + seconds, answers);
    }

    /** The same, up to a time of the clock. */
    advanceTo(time, answers = undefined) {
      if (!(time >= this.now)) throw wrong(`a time from ${this.now} on`, time);
      const clock = this.now;
      const due = [...this.configuration.timers].filter(([, deadline]) => deadline <= time).sort((a, b) => a[1] - b[1]);
      const event = due.length ? this.model.timeouts.get(due[0][0]).name : undefined;
      this.now = time;
      return this.#told(event, () => this.#expireAll(due.map(([timer]) => timer), answers), clock);
    }

    /** The runs of what is due as one: an expiry that is refused ends it, and is told if it is the first. */
    #expireAll(due, answers) {
      const all = { steps: [], actions: [], touched: new Set() };
      for (const [place, timer] of due.entries()) {
        if (all.touched.has(timer)) continue;
        const before = this.configuration;
        try {
          const run = this.#expire(timer, answers, all.steps.length);
          all.steps.push(...run.steps);
          all.actions.push(...run.actions);
          for (const touched of run.touched) all.touched.add(touched);
        } catch (error) {
          if (place === 0 || !(error instanceof NotTaken)) throw error;
          this.configuration = before;
          break;
        }
      }
      return all;
    }

    /** What came of a run, for whoever asked for it. */
    #told(event, act, clock = this.now) {
      const before = this.configuration;
      const result = { event, from: before.state };
      try {
        const { steps, actions } = act();
        const [first] = steps;
        const head = first ? { line: first.line, classified: first.event } : {};
        const outcome = first ? (OUTCOMES[first.outcome] ?? first.outcome) : "idle";
        return frozen({ outcome, ...result, to: this.state, ...head, actions, steps });
      } catch (error) {
        const nothing = { actions: [], steps: [] };
        if (error instanceof NotTaken) return frozen({ ...result, to: this.state, ...error.told, ...nothing });
        this.configuration = before;
        this.now = clock;
        if (!(error instanceof Unanswered)) throw error;
        return frozen({ outcome: "asks", ...result, to: this.state, question: error.question, ...nothing });
      }
    }

    // --------------------------------------------------------------------------------------------------- scenarios

    /** Put the machine where a scenario starts, with the options and variables that it sets; returns the scenario. */
    begin(scenario) {
      const found = typeof scenario === "string" ? this.model.entry("scenarios", scenario) : scenario;
      this.#setOptions(dictionary(found.set?.options ?? []));
      this.now = 0;
      this.place(found.start, { variables: dictionary(found.set?.variables ?? []) });
      return found;
    }

    /** Take one step of a scenario as its example has it. */
    take({ event, example }) {
      const given = this.model.params(event).map(({ name }, place) => [name, example.payload[place]]);
      return this.deliver(event, dictionary(given), example.answers);
    }

    /** Play a whole scenario from its start; a result for each step. */
    play(scenario) {
      return this.begin(scenario).steps.map((step) => this.take(step));
    }

    // -------------------------------------------------------------------------------------------------- looking up

    event(name) {
      return this.model.entry("events", name);
    }

    line(id) {
      return this.model.entry("lines", id);
    }

    cell(state, event) {
      return this.model.cells.get(state)?.get(event);
    }

    effects(line, state) {
      return this.model.effects(typeof line === "string" ? this.line(line) : line, state);
    }

    params(event) {
      return this.model.params(event);
    }

    defaults(event) {
      return this.model.defaults(this.model.params(event));
    }

    typeOf(type) {
      return this.model.values.typeOf(type);
    }

    show(type, value) {
      return this.model.values.show(type, value);
    }

    read(type, text) {
      return this.model.values.read(type, text);
    }

    decode(type, value) {
      return this.model.values.decode(type, value);
    }

    encode(type, value) {
      return this.model.values.encode(type, value);
    }

    zero(type) {
      return this.model.values.zero(type);
    }
  }

  return Engine;
})();
