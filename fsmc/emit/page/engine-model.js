// The JSON of a model in (docs/json.md), its entries by name, and what they say of a state or an event, out.
const EngineModel = (() => {
  "use strict";

  const { EngineError, byName, dictionary, evaluate, frozen, UNKNOWN } = engineExpressions;
  const { Values } = engineValues;

  /** A model with its entries by name. */
  class Model {
    constructor(json) {
      if (json?.format !== "fsmc-model" || json.version !== 1) {
        throw new EngineError("this is no model of a machine in version 1 of the format fsmc-model");
      }
      this.json = json;
      this.values = new Values(json.types);
      for (const kind of ["constants", "options", "variables", "timers", "events", "actions", "guards", "states"]) {
        this[kind] = byName(json[kind]);
      }
      this.lines = byName([...json.lines, json.unlisted], "id");
      this.scenarios = byName(json.scenarios);
      this.timeouts = new Map(json.events.filter((event) => event.timer).map((event) => [event.timer, event]));
      this.cells = new Map(json.states.map((state) => [state.name, new Map()]));
      for (const cell of json.cells) this.cells.get(cell.state).set(cell.event, cell);
      this.initial = json.states.find((state) => state.initial).name;
      this.known = new Map();
    }

    entry(kind, name) {
      const found = this[kind].get(name);
      if (!found) throw new EngineError(`${this.json.machine.name} has no ${name} among its ${kind}`);
      return found;
    }

    derived(event) {
      return this.json.events.filter((candidate) => candidate.base === event);
    }

    params(event) {
      const { params, base } = this.entry("events", event);
      return params ?? (base ? this.params(base) : []);
    }

    canRun(timer, state) {
      const { within } = this.timers.get(timer);
      return !within || within.includes(state);
    }

    constant(name) {
      if (!this.known.has(name)) this.known.set(name, evaluate(this.constants.get(name).value.tree, this.scope({})));
      return this.known.get(name);
    }

    /** What an expression may read: constants, and what `parts` adds. */
    scope({ slots = new Map(), payload = () => UNKNOWN, running = () => false, ask = () => UNKNOWN }) {
      return {
        literal: (tree) => this.values.decode(tree.type, tree.value),
        read: ({ kind, name }) => (kind === "constant" ? this.constant(name) : slots.get(name)),
        payload,
        running,
        ask,
      };
    }

    defaults(params) {
      const given = params.filter((part) => part.default);
      return dictionary(given.map((part) => [part.name, evaluate(part.default.tree, this.scope({}))]));
    }

    /** The whole payload: what is given, checked, and the defaults of what is left out. */
    payload(event, given) {
      const params = this.params(event);
      const stranger = Object.keys(given).find((name) => !params.some((part) => part.name === name));
      if (stranger !== undefined) throw new EngineError(`${stranger} is no part of the payload of ${event}`);
      const found = this.defaults(params);
      return frozen(dictionary(params.map((part) => [part.name, this.#part(event, part, given, found)])));
    }

    #part(event, part, given, found) {
      if (Object.hasOwn(given, part.name)) return this.values.decode(part.type, given[part.name]);
      if (part.name in found) return found[part.name];
      throw new EngineError(`${event} needs ${part.name}`);
    }

    /** All effects of a line that is taken in a state: on leaving, its own, on entering. */
    effects(line, state) {
      const own = line.effects ?? [];
      if (!line.target) return own;
      const due = (hooks, place) => hooks.filter((hook) => hook.states.includes(place)).flatMap((hook) => hook.effects);
      return [...due(this.json.leaves, state), ...own, ...due(this.json.enters, line.target)];
    }

    /** The deciding branches of a cell in order; the policy for what is not listed where there is no such cell. */
    branches(state, event) {
      const outcome = { ignore: "ignored", reject: "rejected", never: "impossible" };
      const { id, kind } = this.json.unlisted;
      return this.cells.get(state).get(event)?.branches ?? [{ line: id, outcome: outcome[kind] }];
    }

    /** The same text for the same question. */
    question(guard, args) {
      const params = this.guards.get(guard).params ?? [];
      const plain = ({ type }, place) => this.values.encode(type, this.values.decode(type, args[place]));
      return JSON.stringify([guard, ...params.map(plain)]);
    }

    /** The answer that is among some answers (a function, a table or a list), or undefined. */
    answer(answers, guard, args, where) {
      if (answers === undefined || answers === null) return undefined;
      if (typeof answers === "function") return answers(guard, args, where);
      if (!Array.isArray(answers)) return Object.hasOwn(answers, guard) ? answers[guard] : undefined;
      const asked = this.question(guard, args);
      return answers.find((each) => each.guard === guard && (!each.args || this.question(guard, each.args) === asked))
        ?.answer;
    }
  }

  return Model;
})();
