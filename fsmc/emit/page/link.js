// A play in, the fragment of an address out; and back, where what does not fit the machine is left out and reported.
//   #play={"o":{option:value},"s":state,"v":{variable:value},"p":[[...]],"n":place}      values as in the model's JSON
// A fragment is input from anywhere: it is read as data, each name is looked up in the model, each value by its type.

const LINK = "#play=";
const MOST_STEPS = 2000;

function linkOf(session) {
  const { machine, model, setup } = session;
  const said = {};
  const options = data(machine, model.options, setup.options);
  const variables = data(machine, model.variables, setup.variables);
  if (Object.keys(options).length) said.o = options;
  if (setup.state !== undefined) said.s = setup.state;
  if (Object.keys(variables).length) said.v = variables;
  said.p = session.entries.map((entry) => commandData(session, entry.command));
  if (session.at !== session.entries.length) said.n = session.at;
  return (
    LINK +
    encodeURIComponent(JSON.stringify(said)).replace(/%(22|2C|3A|5B|5D|7B|7D)/g, (code) =>
      code === "%2C" || code === "%3A" ? decodeURIComponent(code) : code,
    )
  );
}

/** Named values as they are in JSON. */
function data(machine, declared, values) {
  const found = (declared || []).filter((one) => values && Object.hasOwn(values, one.name));
  return Object.fromEntries(found.map((one) => [one.name, machine.encode(one.type, values[one.name])]));
}

function commandData(session, command) {
  const { machine, model } = session;
  const answers = (command.answers || []).map(({ guard, args, answer }) => {
    const params = model.guards.find((one) => one.name === guard).params || [];
    return [guard, params.map((part, place) => machine.encode(part.type, args[place])), answer ? 1 : 0];
  });
  if (command.do === "wait") return ["w", command.to, ...(answers.length ? [answers] : [])];
  if (command.do === "expire") {
    const to = command.to === undefined ? [] : [command.to];
    return ["x", command.timer, ...(answers.length ? [answers] : []), ...to];
  }
  const payload = data(machine, notByDefault(machine, command), command.payload);
  if (answers.length) return ["e", command.event, payload, answers];
  return Object.keys(payload).length ? ["e", command.event, payload] : command.event;
}

/** The parts of a payload that are not as they would be unsaid. */
function notByDefault(machine, { event, payload }) {
  const byDefault = machine.defaults(event);
  return machine.params(event).filter((part) => !same(machine, part.type, payload[part.name], byDefault[part.name]));
}

/** Bring a session where a fragment says; what could not be done, in words, or an empty text. */
function followLink(session, fragment) {
  if (!fragment.startsWith(LINK)) return "";
  let said;
  try {
    said = JSON.parse(decodeURIComponent(fragment.slice(LINK.length)));
  } catch {
    return "The address holds a play that cannot be read.";
  }
  if (!isRecord(said)) return "The address holds a play that cannot be read.";
  try {
    session.begin(setupOf(session, said));
  } catch (fault) {
    session.begin({});
    return `The address holds a play that does not fit this machine: ${fault.message}`;
  }
  return replay(session, Array.isArray(said.p) ? said.p.slice(0, MOST_STEPS) : [], said.n);
}

function replay(session, steps, place) {
  for (const [number, data] of steps.entries()) {
    try {
      const result = session.take(commandOf(session, data));
      if (result.outcome === "asks") throw new Error(`${result.question.text} is not answered`);
    } catch (fault) {
      const which = `Of the ${steps.length} steps in the address, step ${number + 1}`;
      return `${which} does not fit this machine: ${fault.message}`;
    }
  }
  if (Number.isInteger(place)) session.go(place);
  return "";
}

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function setupOf(session, said) {
  const { model, machine } = session;
  const setup = { options: valuesOf(machine, model.options, said.o) };
  if (said.s !== undefined) setup.state = named(model.states, said.s, "state").name;
  if (said.v !== undefined) setup.variables = valuesOf(machine, model.variables, said.v);
  return setup;
}

function named(declared, name, kind) {
  const found = (declared || []).find((one) => one.name === name);
  if (!found) throw new Error(`there is no ${kind} ${JSON.stringify(String(name)).slice(0, 60)}`);
  return found;
}

/** Values of JSON by name as those of the engine. */
function valuesOf(machine, declared, given) {
  const values = Object.create(null);
  if (given === undefined) return values;
  if (!isRecord(given)) throw new Error("values are missing");
  for (const [name, value] of Object.entries(given))
    values[name] = machine.decode(named(declared, name, "value").type, value);
  return values;
}

function commandOf(session, data) {
  const { model, machine } = session;
  const [kind, what, payload, told] = typeof data === "string" ? ["e", data] : Array.isArray(data) ? data : [];
  if (kind === "w" && typeof what === "number" && what >= machine.now && what < 1e12) {
    return { do: "wait", to: what, answers: answersOf(session, payload) };
  }
  if (kind === "x") {
    const expiry = { do: "expire", timer: named(model.timers, what, "timer").name };
    const to = [payload, told].find((one) => typeof one === "number");
    if (to !== undefined && !(to >= machine.now && to < 1e12)) throw new Error("its time has gone by");
    return { ...expiry, answers: answersOf(session, to === payload ? undefined : payload), ...(to >= 0 ? { to } : {}) };
  }
  if (kind !== "e") throw new Error("it is no step");
  const event = named(
    model.events.filter((one) => !one.base && !one.timer),
    what,
    "event",
  );
  return {
    do: "send",
    event: event.name,
    payload: valuesOf(machine, machine.params(what), payload),
    answers: answersOf(session, told),
  };
}

function answersOf(session, data) {
  if (data === undefined) return [];
  if (!Array.isArray(data)) throw new Error("its answers cannot be read");
  return data.map((one) => {
    const guard = named(session.model.guards, one?.[0], "guard");
    const args = (guard.params || []).map((part, place) => session.machine.decode(part.type, one[1]?.[place]));
    return { guard: guard.name, args, answer: one[2] === 1 };
  });
}
