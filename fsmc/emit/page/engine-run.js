// A configuration and an event in; all that follows, worked out on a draft up to the configuration after it, out.
const engineRun = (() => {
  "use strict";

  const { ARITHMETIC, UNKNOWN, dictionary, evaluate, holds } = engineExpressions;
  const { duration } = engineValues;

  /** Thrown where a question to the host has no answer yet. */
  class Unanswered {
    constructor(question) {
      this.question = question;
    }
  }

  /** Thrown where an event is refused or cannot happen. */
  class NotTaken {
    constructor(told) {
      this.told = told;
    }
  }

  /** An event and all that follows, worked out on a draft of a configuration. */
  class Run {
    constructor(engine, configuration, answers, first) {
      this.engine = engine;
      this.model = engine.model;
      this.answers = answers;
      this.first = first;
      this.state = configuration.state;
      this.variables = new Map(configuration.variables);
      this.timers = new Map(configuration.timers);
      this.deferred = [...configuration.deferred];
      this.raised = [];
      this.actions = [];
      this.steps = [];
      this.touched = new Set();
    }

    get configuration() {
      const { state, variables, timers, deferred } = this;
      return { state, variables, timers, deferred };
    }

    /** Take the delivery and all that follows from it. */
    finish(delivery, cause) {
      let moved = this.#step(delivery, cause);
      let place = moved ? 0 : Infinity; // only a change of state makes the deferred events worth a look
      let taken = 0;
      while (this.raised.length || place < this.deferred.length) {
        if (this.raised.length) {
          taken += 1;
          if (taken > this.engine.raisedAtMost) throw new NotTaken(this.#endless());
          moved = this.#step(this.raised.shift(), "raised");
        } else {
          [moved, place] = this.#tryDeferred(place);
        }
        if (moved) place = 0;
      }
      return this;
    }

    #endless() {
      const [first] = this.steps;
      const reason = `events are raised without end: ... ${this.steps.slice(-5).map((step) => step.event).join(", ")}`;
      const tried = this.steps.slice(0, 20);
      return { outcome: "endless", reason, line: first.line, classified: first.event, tried };
    }

    #step(delivery, cause) {
      const decided = this.#decide(delivery, cause);
      const { line, outcome, event } = decided;
      if (line.kind === "on") return this.#take(decided);
      if (line.kind === "reject" || line.kind === "never") throw new NotTaken(this.#refusal(decided));
      this.#note(decided, this.state);
      if (line.kind === "defer") this.deferred.push(delivery);
      return false;
    }

    #refusal({ line, outcome, event, asked }) {
      const section = line.cites?.[0]?.label ?? "";
      const refusedAt = { state: this.state, event, line: line.id, asked };
      const first = this.steps[0] ?? { line: line.id, event };
      const head = { line: first.line, classified: first.event };
      return { outcome, reason: line.reason ?? "", section, ...head, refusedAt, tried: this.steps };
    }

    /** Try the deferred event at a place. Whether the state changed, and the place to try next. */
    #tryDeferred(place) {
      const delivery = this.deferred[place];
      const decided = this.#decide(delivery, "deferred");
      const { line, event } = decided;
      if (line.kind === "defer") return [false, place + 1];
      this.deferred.splice(place, 1);
      if (line.kind === "on") return [this.#take(decided), place];
      if (line.kind !== "ignore") {
        const reason = line.kind === "never" ? "impossible" : (line.reason ?? "");
        const text = reason ? `refused ${event}: ${reason}` : `refused ${event}`;
        this.actions.push({ kind: "refused", event, reason, text });
      }
      this.#note(decided, this.state);
      return [false, place];
    }

    /** The event as classified, the branch that decides, and what was seen when it was decided. */
    #decide(delivery, cause) {
      const decided = { delivery, cause, asked: [], done: [] };
      const scope = this.#snapshot(delivery, decided.asked);
      const event = this.#classify(delivery.event, scope);
      const branch = this.model.branches(this.state, event).find(({ guard }) => !guard || holds(guard.tree, scope));
      return Object.assign(decided, { scope, event, outcome: branch.outcome, line: this.model.lines.get(branch.line) });
    }

    #classify(base, scope) {
      const derived = this.model.derived(base);
      const fires = ({ when }) => !when || (when.tree.kind !== "else" && holds(when.tree, scope));
      return (derived.find(fires) ?? derived.find(({ when }) => when?.tree.kind === "else"))?.name ?? base;
    }

    /** What guards see: the machine as it is now, and a host that is asked each question once. */
    #snapshot(delivery, asked) {
      const slots = new Map([...this.engine.optionValues, ...this.variables]);
      const running = new Set(this.timers.keys());
      const known = new Map();
      const where = { event: delivery.event, state: this.state, step: this.first + this.steps.length };
      const open = [];
      const ask = (guard, args) => {
        const key = this.model.question(guard, args);
        if (known.has(key)) return known.get(key);
        open.push(() => known.set(key, this.#ask(guard, args, where, asked)));
        return UNKNOWN;
      };
      const payload = (name) => delivery.payload[name];
      return { ...this.model.scope({ slots, payload, running: (timer) => running.has(timer), ask }), open };
    }

    #ask(guard, args, where, asked) {
      const params = this.model.guards.get(guard).params ?? [];
      const text = args.length ? `${guard}(${this.model.values.list(params, args)})` : guard;
      const answer = this.model.answer(this.answers, guard, args, where);
      if (answer === undefined) throw new Unanswered({ guard, args, text, ...where });
      asked.push({ guard, args, answer: Boolean(answer), text });
      return Boolean(answer);
    }

    #note({ delivery, cause, event, line, outcome, asked, done }, from) {
      const what = { cause, event, base: delivery.event, payload: delivery.payload, line: line.id, outcome };
      this.steps.push({ ...what, from, to: this.state, asked, effects: done });
    }

    /** Do what a transition says. Whether the state changed. */
    #take(decided) {
      const { line, scope, done, delivery } = decided;
      const from = this.state;
      const to = line.target ?? from;
      if (to !== from) this.#cancel(to, done);
      this.state = to;
      this.#note(decided, from);
      const context = { before: scope, payload: (name) => delivery.payload[name], done };
      for (const effect of this.model.effects(line, from)) this.#apply(effect, context);
      return to !== from;
    }

    #cancel(to, done) {
      for (const timer of [...this.timers.keys()].filter((name) => !this.model.canRun(name, to))) {
        this.#forget(timer);
        done.push({ kind: "cancel", timer, text: `cancel ${timer}` });
      }
    }

    #forget(timer) {
      this.touched.add(timer);
      return this.timers.delete(timer);
    }

    /** A right-hand side, an argument or a duration: it sees the assignments made so far. */
    #now(tree, context) {
      const slots = new Map([...this.engine.optionValues, ...this.variables]);
      const { running, ask } = context.before;
      return evaluate(tree, this.model.scope({ slots, payload: context.payload, running, ask }));
    }

    /** Apply one effect, if its condition held before the step. */
    #apply(effect, context) {
      if (effect.if && !holds(effect.if.tree, context.before)) return;
      const done = { do: this.#do, assign: this.#assign, start: this.#start, stop: this.#stop, raise: this.#raise };
      done[effect.kind].call(this, effect, context);
    }

    #told(context, entry) {
      context.done.push(context.own ? { ...entry, own: context.own } : entry);
    }

    #do(effect, context) {
      const action = this.model.actions.get(effect.action);
      const params = action.params ?? [];
      const written = effect.args ?? [];
      const args = written.map((arg) => this.#now(arg.tree, context));
      const list = this.model.values.list(params, args);
      const text = list ? `${action.name}(${list})` : action.name;
      const entry = { kind: "do", action: action.name, ...(action.to ? { to: action.to } : {}), args, text };
      this.actions.push(entry);
      this.#told(context, entry);
      const place = new Map(params.map((part, number) => [part.name, number]));
      const before = { ...context.before, payload: (name) => evaluate(written[place.get(name)].tree, context.before) };
      const inner = { before, payload: (name) => args[place.get(name)], done: context.done, own: action.name };
      for (const own of action.effects ?? []) this.#apply(own, inner);
    }

    #assign(effect, context) {
      const { variable, op } = effect;
      const { type } = this.model.variables.get(variable);
      const before = this.variables.get(variable);
      const value = this.#now(effect.value.tree, context);
      const after = op === "=" ? value : ARITHMETIC[op[0]](before, value);
      this.variables.set(variable, after);
      const text = `${variable} = ${this.model.values.show(type, after)}`;
      this.#told(context, { kind: "assign", variable, before, after, text });
    }

    #start(effect, context) {
      const { timer } = effect;
      const length = this.#now((effect.length ?? this.model.timers.get(timer).duration).tree, context);
      const restarted = this.#forget(timer); // a restart goes to the end of the order
      const deadline = this.engine.now + length;
      this.timers.set(timer, deadline);
      const text = `start ${timer} = ${duration(length)}`;
      this.#told(context, { kind: "start", timer, length, deadline, restarted, text });
    }

    #stop({ timer }, context) {
      this.#told(context, { kind: "stop", timer, ran: this.#forget(timer), text: `stop ${timer}` });
    }

    #raise(effect, context) {
      const params = this.model.params(effect.event);
      const values = (effect.args ?? []).map((arg) => this.#now(arg.tree, context));
      const payload = dictionary(params.map((part, place) => [part.name, values[place]]));
      this.raised.push({ event: effect.event, payload });
      const list = this.model.values.list(params, values);
      const text = `raise ${effect.event}${list ? `(${list})` : ""}`;
      this.#told(context, { kind: "raise", event: effect.event, payload, text });
    }
  }

  return { NotTaken, Run, Unanswered };
})();
