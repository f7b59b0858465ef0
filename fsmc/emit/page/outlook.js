// A machine and an input in, what may come of it now out: each outcome with a payload and answers that lead to it.

const TRIES = 48;
const TAKEN = new Set(["moved", "stayed", "ignored", "deferred"]);
const MARKS = {
  stayed: "↺ stays",
  ignored: "· ignored",
  rejected: "– rejected",
  impossible: "× impossible",
  deferred: "» deferred",
  endless: "∞ raises without end",
  idle: "nothing is due",
};

/** What a result comes to, in a word or two. */
function thenText(result) {
  return result.outcome === "moved" ? `→ ${result.to}` : (MARKS[result.outcome] ?? result.outcome);
}

/** { variants: [{ payload, answers, result }], open }: `open` says that the payload must be asked for first. */
function outlook(machine, entry) {
  const params = entry.params || [];
  const base = startingPayload(machine, entry);
  const varied = params.filter((part) => entry.reads.includes(part.name) && choices(machine, part.type));
  const variants = new Map();
  let tries = 0;
  for (const payload of payloads(machine, varied, base)) {
    for (const { answers, result } of answeredWays(machine, entry.event, payload)) {
      const key = `${result.outcome} ${result.to} ${result.line} ${result.classified ?? ""}`;
      if (!variants.has(key)) variants.set(key, { payload, answers, result });
      if ((tries += 1) >= TRIES) break;
    }
    if (tries >= TRIES) break;
  }
  const open = params.some((part) => part.default === undefined && !choices(machine, part.type));
  return { variants: [...variants.values()], open };
}

/** The defaults, and for other parts the value that stands for nothing in particular. */
function startingPayload(machine, entry) {
  const payload = Object.assign(Object.create(null), machine.defaults(entry.event));
  for (const part of entry.params || []) if (!(part.name in payload)) payload[part.name] = machine.zero(part.type);
  return payload;
}

/** The values that a part can have, where they are few. */
function choices(machine, type) {
  if (type === "bool") return [false, true];
  return (typeof type === "object" && type.enumeration !== undefined && machine.typeOf(type).members) || null;
}

/** All payloads that differ in the varied parts, the starting one first. */
function* payloads(machine, varied, base) {
  if (!varied.length) {
    yield base;
    return;
  }
  const [part, ...rest] = varied;
  const first = base[part.name];
  for (const value of [first, ...choices(machine, part.type).filter((one) => one !== first)]) {
    yield* payloads(machine, rest, Object.assign(Object.create(null), base, { [part.name]: value }));
  }
}

/** What comes of an event for each way to answer what it asks: yes first. */
function* answeredWays(machine, event, payload, answers = []) {
  const result = machine.preview(event, payload, answers);
  if (result.outcome !== "asks") {
    yield { answers, result };
    return;
  }
  const { guard, args, text } = result.question;
  for (const answer of [true, false])
    yield* answeredWays(machine, event, payload, [...answers, { guard, args, answer, text }]);
}

/** What makes a variant, in the words of the spec: `fin-acked, not ok, fault = no-room`. */
function variantText(machine, entry, variant) {
  const byDefault = machine.defaults(entry.event);
  const parts = (entry.params || [])
    .filter((part) => !same(machine, part.type, variant.payload[part.name], byDefault[part.name]))
    .map((part) =>
      part.type === "bool"
        ? variant.payload[part.name]
          ? part.name
          : `not ${part.name}`
        : `${part.name} = ${machine.show(part.type, variant.payload[part.name])}`,
    );
  const told = variant.answers.map(({ text, answer }) => (answer ? text : `not ${text}`));
  return [...parts, ...told].join(", ");
}
