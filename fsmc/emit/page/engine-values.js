// The types of a model and values in: values checked, read from text, and shown as a spec writes them, out.
const engineValues = (() => {
  "use strict";

  const { EngineError, byName, dictionary, fieldOf, frozen } = engineExpressions;

  const UNITS = { ms: 0.001, s: 1, min: 60, h: 3600 };

  function duration(seconds) {
    if (seconds === 0) return "0s";
    if (seconds % 3600 === 0) return `${seconds / 3600}h`;
    if (seconds % 60 === 0) return `${seconds / 60}min`;
    return seconds % 1 === 0 ? `${seconds}s` : `${Number((seconds * 1000).toPrecision(15))}ms`;
  }

  const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t" };
  const doubleQuoted = (text) => `"${text.replace(/[\\"\n\t]/g, (char) => ESCAPES[char])}"`;

  const wrong = (what, value) => new EngineError(`${what} is wanted, not ${plainText(value)}`);
  const plainText = (value) => {
    try {
      return typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value));
    } catch {
      return String(value);
    }
  };

  /** Checks, reads, shows and writes the values of a model's types. */
  class Values {
    constructor(types) {
      this.types = byName(types);
    }

    typeOf(type) {
      return this.types.get(type.enumeration ?? type.host);
    }

    /** The engine's value for a value of JSON, or for one that is the engine's already. */
    decode(type, value) {
      if (typeof type === "string") return this.#basic(type, value);
      if (type.many) {
        if (!Array.isArray(value)) throw wrong("a list", value);
        return frozen(value.map((item) => this.decode(type.many, item)));
      }
      return type.enumeration ? this.#member(type, value) : this.#ofHost(type, value);
    }

    #basic(type, value) {
      if (type === "bool" && typeof value === "boolean") return value;
      if (type === "str" && typeof value === "string") return value;
      if (type === "int") return this.#int(value);
      if (type === "duration" && ["number", "bigint"].includes(typeof value) && !Number.isNaN(value)) {
        return Number(value);
      }
      throw wrong(`a value of ${type}`, value);
    }

    #int(value) {
      if (typeof value === "bigint") return value;
      if (Number.isSafeInteger(value) || (typeof value === "string" && /^-?[0-9]+$/.test(value))) return BigInt(value);
      throw wrong("a whole number", value);
    }

    #member(type, value) {
      const { members } = this.typeOf(type);
      if (!members.includes(value)) throw wrong(`one of ${members.join(", ")}`, value);
      return value;
    }

    /** A value of the host with the fields that the model knows; one without fields is taken as it is. */
    #ofHost(type, value) {
      const { fields } = this.typeOf(type);
      if (!fields.length) return value === undefined ? null : frozen(structuredClone(value));
      if (value === null || typeof value !== "object") throw wrong(`an object with ${fields[0].name}`, value);
      return frozen(dictionary(fields.map((part) => [part.name, this.decode(part.type, fieldOf(value, part.name))])));
    }

    /** The value as JSON has it. */
    encode(type, value) {
      if (type === "int") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
      if (typeof type === "string" || type.enumeration) return value;
      if (type.many) return value.map((item) => this.encode(type.many, item));
      const { fields } = this.typeOf(type);
      if (!fields.length) return value;
      return dictionary(fields.map((part) => [part.name, this.encode(part.type, value[part.name])]));
    }

    /** The value as a spec would write it. */
    show(type, value) {
      if (type === "duration") return duration(value);
      if (type === "str") return doubleQuoted(value);
      if (typeof type === "string" || type.enumeration) return String(value);
      if (type.many) return value.map((item) => this.show(type.many, item)).join(", ");
      const { fields } = this.typeOf(type);
      if (!fields.length) return plainText(value);
      return `{${fields.map((part) => `${part.name}: ${this.show(part.type, value[part.name])}`).join(", ")}}`;
    }

    /** The value that somebody typed. */
    read(type, text) {
      const typed = text.trim();
      if (type === "bool" && /^(true|false)$/.test(typed)) return typed === "true";
      if (type === "str") return text;
      if (type === "duration") return this.#readDuration(typed);
      if (typeof type === "string" || type.enumeration) return this.decode(type, typed);
      if (type.many) return frozen(typed ? typed.split(",").map((item) => this.read(type.many, item)) : []);
      try {
        return this.decode(type, JSON.parse(typed));
      } catch (error) {
        throw error instanceof EngineError ? error : wrong("a value as JSON", text);
      }
    }

    #readDuration(text) {
      const found = /^(-?[0-9]+(?:\.[0-9]+)?)\s*(ms|s|min|h)?$/.exec(text);
      if (!found) throw wrong("a duration such as 3s", text);
      return found[2] === "ms" ? Number(found[1]) / 1000 : Number(found[1]) * UNITS[found[2] ?? "s"];
    }

    /** The value that stands for nothing in particular. */
    zero(type) {
      if (typeof type === "string") return { bool: false, int: 0n, str: "", duration: 0 }[type];
      if (type.many) return frozen([]);
      if (type.enumeration) return this.typeOf(type).members[0];
      const { fields } = this.typeOf(type);
      return fields.length ? frozen(dictionary(fields.map((part) => [part.name, this.zero(part.type)]))) : null;
    }

    list(params, values) {
      return values.map((value, place) => this.show(params[place].type, value)).filter(Boolean).join(", ");
    }
  }

  return { Values, duration, wrong };
})();
