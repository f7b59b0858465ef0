// A play in, the text of a `scenario` statement out that holds where it is compiled (docs/language.md, "Scenarios").
// Each step says all of its payload and every answer that was asked for, so that nothing about it is left open.

const BARE = /^(?:[\p{L}_][\p{L}\p{N}_]*|\p{N}+(?=-[\p{L}_]))(?:-[\p{L}\p{N}_]+)*(?:[+?]|-)?$/u;
const KEPT_WORDS = new Set(
  (
    "machine reference const type option var timer event action guard state group tag unlisted enter leave " +
    "scenario view any except other stay if else and or not true false running"
  ).split(" "),
);

/** A name as a spec writes it. */
function quoted(name) {
  if (BARE.test(name) && !KEPT_WORDS.has(name)) return name;
  return "'" + name.replace(/[\\']/g, "\\$&") + "'";
}

function doubleQuoted(text) {
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t" };
  return '"' + text.replace(/[\\"\n\t]/g, (char) => escapes[char]) + '"';
}

/** A value as a spec writes it. */
function specText(machine, type, value) {
  if (type === "str") return doubleQuoted(value);
  if (type.many !== undefined) return value.map((item) => specText(machine, type.many, item)).join(", ");
  return type.enumeration === undefined ? machine.show(type, value) : quoted(value);
}

/** { text, left: how many steps have no place in a scenario }; the text is empty where no step is left. */
function scenarioText(session) {
  const done = session.entries.slice(0, session.at).map((entry) => scenarioSteps(session, entry));
  const steps = done.flat();
  const left = done.filter((found, place) => !found.length && session.entries[place].result.outcome !== "idle").length;
  if (!steps.length) return { text: "", left };
  const name = freshName(session.model.scenarios);
  const label = doubleQuoted(`${session.startState} to ${steps[steps.length - 1].target}`);
  const start = quoted(session.startState) + given(session);
  const head = `scenario ${quoted(name)} ${label}: ${start},`;
  return { text: `${head}\n${wrappedSteps(steps.map((step) => `${step.text} -> ${quoted(step.target)}`))}\n`, left };
}

function freshName(scenarios) {
  const taken = new Set(scenarios.map((one) => one.name));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? "played" : `played-${number}`;
    if (!taken.has(name)) return name;
  }
}

/** Steps in lines of at most 120 characters where they fit; each line but the last ends in a comma. */
function wrappedSteps(steps) {
  const lines = [];
  for (const step of steps) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + step.length < 110) lines[lines.length - 1] = `${last}, ${step}`;
    else lines.push(`    ${step}`);
  }
  return lines.join(",\n");
}

/** ` [half-duplex and SYN-R2 == 7]`: options and variables that are not as they are by default. */
function given(session) {
  const { machine, model, setup } = session;
  const plain = new Engine(model, { options: setup.options || {} });
  const byDefault = new Engine(model, {});
  const parts = model.options
    .filter((one) => !same(machine, one.type, plain.options[one.name], byDefault.options[one.name]))
    .map((one) => setting(machine, one, plain.options[one.name]));
  for (const one of model.variables) {
    const value = (setup.variables || {})[one.name];
    if (value !== undefined && !same(machine, one.type, value, plain.variables[one.name]))
      parts.push(setting(machine, one, value));
  }
  return parts.length ? ` [${parts.join(" and ")}]` : "";
}

function setting(machine, { name, type }, value) {
  if (type === "bool") return value ? quoted(name) : `not ${quoted(name)}`;
  return `${quoted(name)} == ${specText(machine, type, value)}`;
}

/** What an entry of the play is in a scenario: a step, several where several timers expired, none if it was refused. */
function scenarioSteps(session, entry) {
  const { command, result } = entry;
  if (!["moved", "stayed", "ignored", "deferred"].includes(result.outcome)) return [];
  if (command.do === "send") return [{ text: stepText(session, entry), target: result.to }];
  return expiries(result.steps).map((run) => ({
    text:
      `timeout ${quoted(session.machine.event(run[0].base ?? run[0].event).timer)}` +
      assumption(answered(session, run, {}, [])),
    target: run[run.length - 1].to,
  }));
}

/** Steps in runs, each of which begins with an expiry. */
function expiries(steps) {
  const runs = [];
  for (const step of steps) {
    if (step.cause === "expired") runs.push([step]);
    else runs[runs.length - 1].push(step);
  }
  return runs;
}

function stepText(session, { command, result, reads }) {
  const { machine } = session;
  const params = machine.params(command.event);
  const payload = session.payload(command);
  const told = answered(session, result.steps, payload, params);
  const byDefault = machine.defaults(command.event);
  const plain = params.every((part) => same(machine, part.type, payload[part.name], byDefault[part.name]));
  const name = quoted(command.event);
  if (plain && !told.length) return name;
  if (params.some((part) => isHosted(part.type))) {
    const telling = params.filter((part) => result.outcome === "deferred" || reads.includes(part.name));
    return name + assumption([...assumed(machine, telling, payload), ...told]);
  }
  return name + (params.length ? args(machine, params, payload) : "") + assumption(told);
}

function args(machine, params, payload) {
  return `(${params
    .map((part) => specText(machine, part.type, payload[part.name]))
    .filter((text) => text !== "")
    .join(", ")})`;
}

function assumption(parts) {
  return parts.length ? ` [${parts.join(" and ")}]` : "";
}

/** The questions that were answered, as conditions. */
function answered(session, steps, payload, params) {
  const asked = steps.flatMap((step) => step.asked || []);
  const told = asked.map(({ guard, args: values, answer }) => {
    const entry = session.model.guards.find((one) => one.name === guard);
    const written = (entry.params || []).map((part, place) =>
      argument(session.machine, part.type, values[place], payload, params),
    );
    if (written.includes(null)) return "";
    return (answer ? "" : "not ") + quoted(guard) + (written.length ? `(${written.join(", ")})` : "");
  });
  return [...new Set(told.filter(Boolean))];
}

/** An argument of a question; a value of the host has no spelling but the part of the payload that it came with. */
function argument(machine, type, value, payload, params) {
  if (!isHosted(type)) return specText(machine, type, value);
  const part = params.find((one) => same(machine, one.type, payload[one.name], value));
  return part ? quoted(part.name) : null;
}

const isHosted = (type) =>
  typeof type === "object" && (type.host !== undefined || (type.many !== undefined && isHosted(type.many)));

/** Parts of a payload as conditions, those that matter: how a scenario speaks of values of the host. */
function assumed(machine, params, payload) {
  return params.flatMap((part) => conditions(machine, part.type, payload[part.name], quoted(part.name)));
}

function conditions(machine, type, value, name) {
  if (type === "bool") return [value ? name : `not ${name}`];
  if (type.many !== undefined) return [];
  if (type.host === undefined) return [`${name} == ${specText(machine, type, value)}`];
  return (machine.typeOf(type).fields || []).flatMap((field) =>
    conditions(machine, field.type, value[field.name], `${name}.${quoted(field.name)}`),
  );
}
