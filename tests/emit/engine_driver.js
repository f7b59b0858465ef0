// A model and commands in, what the engine shows after each of them out; tests/emit/engine_twins.py has the other side.
(() => {
  "use strict";

  const plain = (value) => {
    if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    if (Array.isArray(value)) return value.map(plain);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
  };

  const text = (value) => JSON.stringify(plain(value));

  /** The answers of a host by a number: 0 always no, 1 always yes, any other gives each question its own. */
  const host = (number) => (guard, args) => {
    if (number < 2) return Boolean(number);
    let sum = number;
    for (const char of JSON.stringify([guard, plain(args)])) sum = (sum * 31 + char.codePointAt(0)) % 1000003;
    return sum % 2 === 1;
  };

  const act = {
    send: (machine, { event, payload }, answers) => machine.deliver(event, payload, answers),
    advance: (machine, { seconds }, answers) => machine.advance(seconds, answers),
    expire: (machine, { timer }, answers) => machine.expire(timer, answers),
  };

  /** The same command on another machine, with the answers given one by one as they are asked for. */
  function byQuestions(twin, before, command) {
    const answers = [];
    twin.restore(before);
    for (;;) {
      const result = act[command.do](twin, command, answers);
      if (result.outcome !== "asks") return { result, after: twin.snapshot() };
      if (text(twin.snapshot()) !== text(before)) throw new Error("a question changed the machine");
      const { guard, args } = result.question;
      answers.push({ guard, args, answer: host(command.answers)(guard, args) });
    }
  }

  /** What `enabled` said of an event must have been true of what came of it. */
  function checkOutlook(outlook, result) {
    const [first] = [...result.steps, ...(result.tried ?? [])];
    const asked = first ? first.asked : result.refusedAt.asked;
    const found = outlook.cases.map(({ event, line }) => `${event} ${line}`);
    if (!found.includes(`${result.classified} ${result.line}`)) throw new Error(`${result.line} was not foreseen`);
    const unforeseen = asked.find(({ guard }) => !outlook.asks.includes(guard));
    if (unforeseen) throw new Error(`nobody foresaw the question ${unforeseen.text}`);
  }

  function take(machine, twin, command) {
    if (command.do === "restore") {
      const shot = JSON.parse(JSON.stringify(machine.snapshot()));
      machine.reset();
      machine.restore(shot);
      return shown(machine, { outcome: "idle", actions: [], steps: [] });
    }
    const other = text(byQuestions(twin, machine.snapshot(), command));
    const about = (entry) => (command.timer ? entry.timer === command.timer : entry.event === command.event);
    const outlook = machine.enabled().find(about);
    const result = act[command.do](machine, command, host(command.answers));
    if (outlook?.cases.length) checkOutlook(outlook, result);
    const one = text({ result, after: machine.snapshot() });
    if (one !== other) throw new Error(`answers one by one lead elsewhere:\n${one}\n${other}`);
    return shown(machine, result);
  }

  function shown(machine, { outcome, reason, section, refusedAt, actions, steps }) {
    const { state, now, timers, variables, deferred } = machine.snapshot();
    const at = refusedAt ? { reason, section, at: [refusedAt.state, refusedAt.event] } : {};
    const refused = (each) => ["refused", each.event, each.reason];
    const action = (each) => (each.kind === "do" ? [each.action, plain(each.args)] : refused(each));
    return {
      ...(["rejected", "impossible", "endless"].includes(outcome) ? { refused: outcome, ...at } : {}),
      actions: actions.map(action),
      steps: steps.map(({ from, event, line, to }) => [from, event, machine.line(line).label, to]),
      state,
      now,
      timers,
      variables,
      deferred,
    };
  }

  const told = (act) => {
    try {
      return act();
    } catch (error) {
      return { fault: String(error.stack ?? error) };
    }
  };

  // Text in, text out: the browser's driver is slow with objects.
  return {
    play(json, plans) {
      const model = JSON.parse(json);
      const played = JSON.parse(plans).map(({ options, raisedAtMost, commands }) => {
        const [machine, twin] = [1, 2].map(() => new Engine(model, { options, raisedAtMost }));
        return commands.map((command) => told(() => take(machine, twin, command)));
      });
      return JSON.stringify(played);
    },

    scenarios(json) {
      const model = JSON.parse(json);
      const machine = new Engine(model);
      const played = model.scenarios.map((scenario) =>
        machine.begin(scenario).steps.map((step) => told(() => shown(machine, machine.take(step)))),
      );
      return JSON.stringify(played);
    },

    /** What a program says of a new engine, `m`. */
    ask(json, program) {
      const machine = new Engine(JSON.parse(json));
      const found = told(() => new Function("m", `"use strict"; return ${program}`)(machine));
      return JSON.stringify(plain(found) ?? null);
    },
  };
})()
