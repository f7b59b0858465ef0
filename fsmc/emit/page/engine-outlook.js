// A machine and an event in; what may become of it, whatever its payload is and whatever the host answers, out.
const EngineForesight = (() => {
  "use strict";

  const { UNKNOWN, evaluate, walk } = engineExpressions;

  /** Looks ahead: what may become of an event whatever its payload is and whatever the host answers. */
  class Foresight {
    constructor(engine, event) {
      this.model = engine.model;
      this.state = engine.state;
      this.event = event;
      this.asks = new Set();
      this.reads = new Set();
      const slots = new Map([...engine.optionValues, ...engine.configuration.variables]);
      const running = (timer) => timer !== event.timer && engine.configuration.timers.has(timer);
      this.scope = this.model.scope({ slots, running, payload: this.#noted("reads"), ask: this.#noted("asks") });
    }

    #noted(kind) {
      return (name) => {
        this.noted.push(() => this[kind].add(name));
        return UNKNOWN;
      };
    }

    /** Whether a condition holds, or UNKNOWN; then it is noted what it asks and reads. */
    #holds(tree) {
      this.noted = [];
      const found = evaluate(tree, this.scope);
      if (found === UNKNOWN) this.noted.forEach((note) => note());
      return found;
    }

    get cases() {
      return this.#classified().flatMap((event) => this.#branches(event));
    }

    #classified() {
      const found = [];
      const derived = this.model.derived(this.event.name);
      for (const { name, when } of derived.filter((candidate) => candidate.when?.tree.kind !== "else")) {
        const fires = !when || this.#holds(when.tree);
        if (fires) found.push(name);
        if (fires === true) return found;
      }
      return [...found, derived.find(({ when }) => when?.tree.kind === "else")?.name ?? this.event.name];
    }

    #branches(event) {
      const found = [];
      for (const branch of this.model.branches(this.state, event)) {
        const decides = !branch.guard || this.#holds(branch.guard.tree);
        if (!decides) continue;
        found.push({ event, cell: this.model.cells.get(this.state).get(event)?.id, ...branch });
        for (const effect of this.model.effects(this.model.lines.get(branch.line), this.state)) this.#mentions(effect);
        if (decides === true) break;
      }
      return found;
    }

    /** Notes what an effect asks and reads. */
    #mentions(effect, own = false) {
      const trees = [effect.if, effect.value, effect.length, ...(effect.args ?? [])].filter(Boolean);
      for (const { tree } of trees) {
        walk(tree, ({ kind, guard, name }) => {
          if (kind === "ask") this.asks.add(guard);
          if (kind === "payload" && !own) this.reads.add(name);
        });
      }
      for (const inner of this.model.actions.get(effect.action)?.effects ?? []) this.#mentions(inner, true);
    }
  }

  return Foresight;
})();
