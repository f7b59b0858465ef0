// Types and values in, the controls that ask for them out.  A control is { node, read() }; read throws EngineError.

/** What asks for a value of a type; `changed` is called when another one is given. */
function control(machine, type, value, id, changed) {
  if (type === "bool") return truthControl(value, id, changed);
  if (typeof type === "object") {
    const entry = machine.typeOf(type.many ?? type);
    if (type.many !== undefined) return textControl(machine, type, value, id, changed, manyHint(type, entry));
    if (entry?.members) return choiceControl(entry.members, value, id, changed);
    return recordControl(machine, type, entry, value, id, changed);
  }
  return textControl(machine, type, value, id, changed, type === "duration" ? "250ms, 3s, 2min" : "");
}

function truthControl(value, id, changed) {
  const box = el("input", { type: "checkbox", id, on: { change: changed } });
  box.checked = value === true;
  return { node: el("span", {}, box), read: () => box.checked };
}

function choiceControl(members, value, id, changed) {
  const list = el(
    "select",
    { id, on: { change: changed } },
    members.map((member) => el("option", { value: member }, member)),
  );
  list.value = value ?? members[0];
  return { node: list, read: () => list.value };
}

function textControl(machine, type, value, id, changed, hint) {
  const field = el("input", {
    id,
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: hint,
    on: { input: changed },
    inputmode: type === "int" ? "numeric" : null,
  });
  field.value = type === "str" ? (value ?? "") : value === undefined ? "" : machine.show(type, value);
  const read = () => {
    try {
      const found = type === "str" ? field.value : machine.read(type, field.value.trim());
      field.removeAttribute("aria-invalid");
      return found;
    } catch (fault) {
      field.setAttribute("aria-invalid", "true");
      throw fault;
    }
  };
  return { node: field, read };
}

function manyHint(type, entry) {
  return entry?.members ? entry.members.join(", ") : "none, or several with commas";
}

/** The fields of a type of the host; without fields there is nothing to say, and the value is an empty object. */
function recordControl(machine, type, entry, value, id, changed) {
  const fields = (entry?.fields || []).map((part) => ({
    name: part.name,
    type: part.type,
    asked: control(machine, part.type, value?.[part.name], `${id}.${part.name}`, changed),
  }));
  const rows = fields.flatMap((field) =>
    labelled(machine, field.name, field.type, `${id}.${field.name}`, field.asked.node),
  );
  const node = fields.length
    ? el("fieldset", { id }, el("div", { class: "fields" }, rows))
    : el("span", { class: "muted" }, "known to the host only");
  const read = () =>
    Object.assign(Object.create(null), Object.fromEntries(fields.map((f) => [f.name, f.asked.read()])));
  return { node, read };
}

function labelled(machine, name, type, id, node) {
  return [el("label", { for: id }, name, el("span", { class: "type" }, typeText(machine, type))), node];
}

/** A type as the spec writes it. */
function typeText(machine, type) {
  if (typeof type === "string") return type;
  if (type.many !== undefined) return typeText(machine, type.many) + "*";
  const entry = machine.typeOf(type);
  return entry?.inPlace ? entry.members.join(" | ") : (type.enumeration ?? type.host);
}

/** Controls for several typed names: { node, read() -> { name: value } }. */
function form(machine, parts, values, prefix, changed) {
  const asked = parts.map((part, place) => ({
    part,
    id: `${prefix}-${place}`,
    asked: control(machine, part.type, values[part.name], `${prefix}-${place}`, changed),
  }));
  const rows = asked.flatMap((one) => labelled(machine, one.part.name, one.part.type, one.id, one.asked.node));
  const read = () => {
    const given = Object.create(null);
    for (const one of asked) given[one.part.name] = one.asked.read();
    return given;
  };
  return { node: el("div", { class: "fields" }, rows), read };
}

/** `event(a, b)`, with the parts of a payload as readers know them; nothing where all are as by default. */
function call(machine, event, payload) {
  const params = machine.params(event);
  const byDefault = machine.defaults(event);
  if (params.every((part) => same(machine, part.type, payload[part.name], byDefault[part.name]))) return event;
  return `${event}(${params
    .map((part) => shown(machine, part.type, payload[part.name]))
    .filter((text) => text !== "")
    .join(", ")})`;
}

/** Whether two values of a type are the same to a reader. */
function same(machine, type, one, other) {
  return other !== undefined && one !== undefined && machine.show(type, one) === machine.show(type, other);
}

/** Seconds as a clock shows them: `30min6s`, and within a minute as a spec writes them. */
function clockText(machine, seconds) {
  const whole = Math.round(seconds * 1e6) / 1e6;
  const text = (part) => machine.show("duration", part);
  if (!(whole >= 60)) return text(whole);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const [full, rest] = [Math.floor(whole % 60), Math.round((whole % 1) * 1e6) / 1e6];
  const parts = [hours * 3600, minutes * 60, full, rest].filter((part) => part > 0);
  return parts.map(text).join("");
}

/** The seconds of what a clock shows. */
function clockRead(machine, text) {
  const parts = /^(?:[0-9.]+(?:h|min|s|ms)){2,}$/.test(text) ? text.match(/[0-9.]+[a-z]+/g) : [text];
  return parts.map((part) => machine.read("duration", part)).reduce((sum, part) => sum + part);
}

/** A value as it is shown; in forms and scenarios it is `machine.show`. */
function shown(machine, type, value) {
  return type === "duration" ? clockText(machine, value) : machine.show(type, value);
}
